"""The languages letters are written in, and what happens when one is missing."""

from dataclasses import dataclass
from typing import Final

from babel import Locale

LETTER_LANGUAGES: Final = ("fi", "sv", "en", "ru", "ar", "so")
NAMED_HERE: Final = {"kmr": "Kurdish, Kurmanji", "ckb": "Kurdish, Sorani"}
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


def name_in_english(code: str | None) -> str | None:
    """`Ukrainian` for `uk`, as the English part of a letter calls a language; the code if nobody named it."""
    if code is None:
        return None
    return NAMED_HERE.get(code) or str(Locale("en").languages.get(code.replace("-", "_"), code))


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
