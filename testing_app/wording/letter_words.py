"""What a letter must know of approved texts, as plain data that travels to any process."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from testing_app.vocabulary import LetterKind


@dataclass(frozen=True, kw_only=True)
class LetterWords:
    """The approved texts of one kind of letter, by language; a language without any stands as it was shipped.

    `approved` maps language to English source text to text; `numbers` maps language to the number of the
    version those texts are from.
    """

    kind: LetterKind
    approved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


def shipped_words(kind: LetterKind) -> LetterWords:
    """The words of an installation in which nobody has approved anything."""
    return LetterWords(kind=kind)
