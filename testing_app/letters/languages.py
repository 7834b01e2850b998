"""The languages letters are written in, and what happens when one is missing."""

from dataclasses import dataclass
from typing import Final

LETTER_LANGUAGES: Final = ("fi", "sv", "en", "ru", "ar", "so")
RIGHT_TO_LEFT: Final = frozenset({"ar"})


@dataclass(frozen=True)
class LetterLanguages:
    """The languages of one letter, Finnish first, and the contact language that was not available."""

    codes: tuple[str, ...]
    untranslated: str | None = None


def languages_for(contact_language: str) -> LetterLanguages:
    """Finnish and the contact language; Finnish, English and a flag when there is no translation.

    A code is never swapped for a related one: Ukrainian is not served in Russian.
    """
    if contact_language == "fi":
        return LetterLanguages(("fi",))
    if contact_language in LETTER_LANGUAGES:
        return LetterLanguages(("fi", contact_language))
    return LetterLanguages(("fi", "en"), untranslated=contact_language)


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
