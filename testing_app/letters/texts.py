"""The texts of letters: a gettext domain of its own, read straight from its .po files."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from testing_app.letters.directions import direction_of
from testing_app.letters.weekdays import WEEKDAYS
from testing_app.wording.letter_words import LetterWords

TRANSLATIONS = Path(__file__).parent / "translations"
_CLOCK = "at %(time)s"


class MissingText(LookupError):
    """A text of a letter has no translation; the message says which text and which language."""


class Texts:
    """Every text of a letter in one language. Facts are isolated, so that they never turn a line around."""

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        self.language = language
        self.direction = direction_of(language)
        self._messages = messages

    def plain(self, message: str, **facts: object) -> str:
        """The text without markup, for titles and descriptions."""
        return self._text(message) % facts if facts else self._text(message)

    def html(self, message: str, **facts: object) -> Markup:
        """The text for HTML: facts are escaped and wrapped in `<bdi>`."""
        isolated = {name: isolate(fact) for name, fact in facts.items()}
        text = escape(self._text(message))
        return Markup(str(text) % isolated) if isolated else text  # noqa: S704 - both sides are escaped

    def weekday_date(self, day: date) -> Markup:
        """`torstai 12.3.2026`, the weekday in this language."""
        return Markup("{} {}").format(WEEKDAYS[self.language][day.weekday()], numbers(written(day)))

    def weekdays(self, days: Iterable[int]) -> str:
        """`maanantai, keskiviikko` for numbers of weekdays, Monday 0."""
        return "، ".join(self._days(days)) if self.direction == "rtl" else ", ".join(self._days(days))

    def clock_times(self, start: time, end: time | None = None) -> Markup:
        """`klo 9.00` or `klo 9.00–11.30`, never turned around."""
        span = clock(start) if end is None else f"{clock(start)}–{clock(end)}"
        return Markup(str(escape(self._text(_CLOCK))) % {"time": numbers(span)})  # noqa: S704

    def moment(self, local: datetime) -> Markup:
        """`12.3.2026 klo 9.00`; the caller has put the time on the local clock."""
        return Markup("{} {}").format(numbers(written(local.date())), self.clock_times(local.time()))

    def _days(self, days: Iterable[int]) -> list[str]:
        return [WEEKDAYS[self.language][day] for day in sorted(days)]

    def _text(self, message: str) -> str:
        try:
            return self._messages[message]
        except KeyError as problem:
            raise MissingText(f"{self.language}: no text for {message!r} in letters.po") from problem


@cache
def texts(language: str) -> Texts:
    """The texts in this language as they were shipped; read once per process."""
    return Texts(language, catalog(language))


def texts_of(language: str, words: LetterWords) -> Texts:
    """The texts in this language: the approved ones, and the shipped ones for what they do not say."""
    approved = words.approved.get(language)
    return Texts(language, {**catalog(language), **approved}) if approved else texts(language)


@cache
def catalog(language: str) -> Mapping[str, str]:
    """Message and translation of one language; untranslated messages are left out."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "letters.po"
    with path.open("rb") as file:
        messages = read_po(file)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def isolate(value: object) -> Markup:
    """Text that may run in another direction than the letter: a name, a place, a code."""
    text = str(value)
    return Markup('<bdi dir="{}">{}</bdi>').format(_first_direction(text), text)


def isolated_plainly(text: str) -> str:
    """The same in text without markup, by invisible characters of Unicode."""
    return f"\u2068{text}\u2069"


def in_language(text: str, language: str) -> Markup:
    """Text in another language than the letter, isolated and marked as what it is."""
    return Markup('<bdi dir="{}" lang="{}">{}</bdi>').format(_first_direction(text), language, text)


def _first_direction(text: str) -> str:
    """The direction of the first letter; the PDF engine does not find it out by itself."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def numbers(value: object) -> Markup:
    """Digits that read from left to right and stay on one line: a time, a date, a phone number."""
    return Markup('<bdi dir="ltr" class="numbers">{}</bdi>').format(value)


def written(day: date) -> str:
    """12.3.2026"""
    return f"{day.day}.{day.month}.{day.year}"


def clock(moment: time) -> str:
    """9.00"""
    return f"{moment.hour}.{moment.minute:02d}"
