"""The languages of one letter, and which of them are written from right to left."""

from dataclasses import dataclass
from typing import Final

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "fa-AF", "ckb", "ps"})


@dataclass(frozen=True)
class LetterLanguages:
    """The languages of one letter, Finnish first, and the contact language that was not available."""

    codes: tuple[str, ...]
    untranslated: str | None = None


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
