"""What a caller says instead of a letter, to somebody who reads no script: the letter's own sentences."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

from testing_app.letters.facts import LetterFacts
from testing_app.letters.languages import languages_for
from testing_app.letters.letter import letter_html
from testing_app.letters.messages import CALLING, QUESTIONS
from testing_app.letters.texts import isolated_plainly, texts_of
from testing_app.wording.letter_words import LetterWords

_SENTENCES: Final = frozenset({"h1", "h2", "p", "li", "tr"})
_ISOLATES: Final = {"ltr": "\u2066", "rtl": "\u2067"}
_END_OF_ISOLATE: Final = "\u2069"
_NEVER_CLOSED: Final = frozenset({"br", "meta"})


def script_for(facts: LetterFacts, words: LetterWords) -> Mapping[str, list[str]]:
    """Plain sentences by language, Finnish first; in a language that is missing, English beside it.

    It begins with who is calling and ends with a question; names and numbers stand in Unicode isolates.
    """
    languages = languages_for(facts.contact_language, words).codes
    reader = _Listener()
    reader.feed(letter_html(facts, words))
    script: dict[str, list[str]] = {}
    for language, sentences in zip(languages, reader.sections, strict=True):
        t = texts_of(language, words)
        begin = t.plain(
            CALLING,
            authority=isolated_plainly(facts.authority_name),
            name=isolated_plainly(facts.candidate_name),
        )
        script[language] = [begin, *sentences, t.plain(QUESTIONS)]
    return script


class _Listener(HTMLParser):
    """Hears what is to be said of each section of a letter: one sentence per paragraph, row or point."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[list[str]] = []
        self._open: list[str] = []
        self._unsaid_since: int | None = None
        self._sentence: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A section, a sentence, an isolate, or the beginning of something that is not said."""
        given = dict(attrs)
        if tag == "section":
            self.sections.append([])
        if tag in _NEVER_CLOSED:
            self._hear(", " if tag == "br" else "")
            return
        self._open.append(tag)
        if "unsaid" in (given.get("class") or "").split() and self._unsaid_since is None:
            self._unsaid_since = len(self._open)
        if tag == "bdi":
            self._hear(_ISOLATES[given.get("dir") or "ltr"])
        if tag in _SENTENCES and self.sections:
            self._sentence = []

    def handle_endtag(self, tag: str) -> None:
        """The end of a sentence, or of what was not said."""
        if tag == "bdi":
            self._hear(_END_OF_ISOLATE)
        if tag == "th":
            self._hear(": ")
        if tag in _SENTENCES and self._sentence is not None:
            said = " ".join("".join(self._sentence).split()).replace(" ,", ",")
            if said and self._unsaid_since is None:
                self.sections[-1].append(said)
            self._sentence = None
        if self._unsaid_since == len(self._open):
            self._unsaid_since = None
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Words of the letter."""
        self._hear(data)

    def _hear(self, words: str) -> None:
        if self._sentence is not None:
            self._sentence.append(words)
