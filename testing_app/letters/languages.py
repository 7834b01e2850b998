"""The languages letters are written in, and what happens when one is missing."""

from typing import Final

from babel import Locale

from testing_app.letters.directions import LetterLanguages
from testing_app.letters.messages import messages_of
from testing_app.people.contact_languages import APPROVED_AS_SHIPPED, LETTER_LANGUAGES
from testing_app.wording.letter_words import LetterWords

__all__ = ["LETTER_LANGUAGES", "LetterLanguages", "languages_for", "name_in_english"]

NAMED_HERE: Final = {"kmr": "Kurdish, Kurmanji", "ckb": "Kurdish, Sorani", "fa-AF": "Dari"}


def languages_for(contact_language: str, words: LetterWords | None = None) -> LetterLanguages:
    """Finnish and the contact language; Finnish, English and a flag when there is no approved translation.

    Without `words`, what holds as the product is shipped. A code is never swapped for a related one:
    Ukrainian is not served in Russian.
    """
    if contact_language == "fi":
        return LetterLanguages(("fi",))
    if is_written(contact_language, words):
        return LetterLanguages(("fi", contact_language))
    return LetterLanguages(("fi", "en"), untranslated=contact_language)


def is_written(language: str, words: LetterWords | None = None) -> bool:
    """Whether letters may be written in this language: approved as shipped or since, and complete."""
    if language in APPROVED_AS_SHIPPED:
        return True
    if words is None or language not in words.approved:
        return False
    texts = words.approved[language]
    return all(texts.get(message) for message in messages_of(words.kind))


def name_in_english(code: str | None) -> str | None:
    """`Ukrainian` for `uk`, as the English part of a letter calls a language; the code if nobody named it."""
    if code is None:
        return None
    return NAMED_HERE.get(code) or str(Locale("en").languages.get(code.replace("-", "_"), code))
