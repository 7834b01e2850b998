"""The words of an installation whose administrator has approved every shipped text."""

from functools import cache

from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.shipped import shipped_messages
from testing_app.vocabulary import LetterKind
from testing_app.wording.letter_words import LetterWords


@cache
def all_approved(kind: LetterKind) -> LetterWords:
    """Every language that has every text of this kind of letter."""
    texts = {language: shipped_messages(kind, language) for language in LETTER_LANGUAGES}
    complete = {language: found for language, found in texts.items() if all(found.values())}
    return LetterWords(kind=kind, approved=complete, numbers=dict.fromkeys(complete, 1))
