"""What a cell of a sheet of course groups means: days, times, weekdays, prices, words of three languages."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import TypeVar

from testing_app.courses.columns import letters_of
from testing_app.vocabulary import CourseKind, TestedLanguage

Word = TypeVar("Word")

FINNISH_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
CLOCK = re.compile(r"([0-9]{1,2})(?:[.:]([0-9]{2}))?(?::00)?")
EUROS = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?\s*(?:€|e|eur|euroa|euro)?", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]{1,6}")
LINE_TEXT = re.compile(r"(\S[^/]*?)(?:\s*/\s*|\s+)([A-Za-z]?[0-9]+|-)")
BETWEEN = re.compile(r"[\s,;/&+]+")

KINDS = {
    CourseKind.LABOUR_MARKET: (
        "työvoimakoulutus", "työvoimapoliittinen koulutus", "arbetskraftsutbildning",
        "labour market training", "labour market",
    ),
    CourseKind.SELF_MOTIVATED: (
        "omaehtoinen opiskelu", "omaehtoinen", "frivilliga studier", "självmotiverade studier",
        "self-motivated study", "self-motivated",
    ),
    CourseKind.LITERACY: (
        "lukutaitokoulutus", "lukutaito", "utbildning i läs- och skrivkunnighet", "läskunnighet",
        "literacy training", "literacy",
    ),
    CourseKind.ZERO_COURSE: ("nollakurssi", "nollkurs", "zero course"),
}  # fmt: skip
LANGUAGES = {
    TestedLanguage.FINNISH: ("suomi", "finska", "Finnish"),
    TestedLanguage.SWEDISH: ("ruotsi", "svenska", "Swedish"),
}
YES = frozenset({"x", "k", "kyllä", "j", "ja", "y", "yes", "true", "1"})
NO = frozenset({"", "e", "ei", "n", "nej", "no", "false", "0", "-"})
WEEKDAYS = (
    ("ma", "maanantai", "mån", "må", "måndag", "mon", "monday"),
    ("ti", "tiistai", "tis", "tisdag", "tue", "tuesday"),
    ("ke", "keskiviikko", "ons", "on", "onsdag", "wed", "wednesday"),
    ("to", "torstai", "tors", "torsdag", "thu", "thursday"),
    ("pe", "perjantai", "fre", "fr", "fredag", "fri", "friday"),
    ("la", "lauantai", "lör", "lö", "lördag", "sat", "saturday"),
    ("su", "sunnuntai", "sön", "sö", "söndag", "sun", "sunday"),
)
DAY_NUMBERS = {name: number for number, names in enumerate(WEEKDAYS) for name in names}


class Unreadable(ValueError):
    """A cell that means nothing here; `code` says what was expected."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_day(text: str) -> date:
    """A day as 12.3.2027 or 2027-03-12."""
    if found := FINNISH_DAY.fullmatch(text):
        numbers = int(found[3]), int(found[2]), int(found[1])
    elif found := ISO_DAY.fullmatch(text):
        numbers = int(found[1]), int(found[2]), int(found[3])
    else:
        raise Unreadable("day_unreadable")
    try:
        return date(*numbers)
    except ValueError:
        raise Unreadable("day_unreadable") from None


def read_clock(text: str) -> time | None:
    """A time as 9, 9.00 or 09:00; blank is none."""
    if not text:
        return None
    found = CLOCK.fullmatch(text.lower().removeprefix("klo").removeprefix("kl").strip(" ."))
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Unreadable("time_unreadable")
    return time(int(found[1]), int(found[2] or 0))


def read_number(text: str) -> int:
    """A whole number."""
    if NUMBER.fullmatch(text) is None:
        raise Unreadable("number_unreadable")
    return int(text)


def read_cents(text: str) -> int:
    """Euros as 50 or 50,00, in cents; blank is free."""
    if not text:
        return 0
    found = EUROS.fullmatch(text)
    if found is None:
        raise Unreadable("price_unreadable")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def read_tick(text: str) -> bool:
    """x, yes or no in three languages; blank is no."""
    word = text.casefold()
    if word not in YES | NO:
        raise Unreadable("tick_unreadable")
    return word in YES


def read_weekdays(text: str) -> tuple[int, ...]:
    """Weekdays as ma-to, mån ons or Mon, Tue; a span may not run over the end of the week."""
    days: set[int] = set()
    joined = re.sub(r"\s*[-–—]\s*", "-", text.casefold())
    for word in BETWEEN.split(joined):
        if word in ("", "ja", "och", "and"):
            continue
        first, _, last = word.partition("-")
        days |= _span(_weekday(first), _weekday(last or first))
    return tuple(sorted(days))


def _span(first: int, last: int) -> set[int]:
    if last < first:
        raise Unreadable("weekday_unknown")
    return set(range(first, last + 1))


def _weekday(word: str) -> int:
    number = DAY_NUMBERS.get(word.strip(". "))
    if number is None:
        raise Unreadable("weekday_unknown")
    return number


def read_kind(text: str) -> CourseKind:
    """Who pays and for what, in words or as its code."""
    return _word(text, KINDS, "kind_unknown")


def read_language(text: str) -> TestedLanguage:
    """The language taught, in words or as its code."""
    return _word(text, LANGUAGES, "language_unknown")


def read_track(text: str, tracks: Mapping[str, str] | None) -> str:
    """The code of a track; its words are those of `tracks`, and without them any code is taken."""
    if tracks is None:
        return text
    known = {letters_of(word): code for word, code in tracks.items()}
    known |= {letters_of(code): code for code in tracks.values()}
    code = known.get(letters_of(text))
    if code is None:
        raise Unreadable("track_unknown")
    return code


def read_lines(text: str, tracks: Mapping[str, str] | None) -> tuple[tuple[str, str | None], ...]:
    """Further lines a mixed group takes, as `integration-basic M3, integration-slow M2`."""
    return tuple(_line(part.strip(), tracks) for part in re.split(r"[,;\n]", text) if part.strip())


def _line(text: str, tracks: Mapping[str, str] | None) -> tuple[str, str | None]:
    found = LINE_TEXT.fullmatch(text)
    if found is None:
        return read_track(text, tracks), None
    return read_track(found[1], tracks), None if found[2] == "-" else found[2].upper()


def _word(text: str, words: Mapping[Word, tuple[str, ...]], code: str) -> Word:
    wanted = letters_of(text)
    for member, names in words.items():
        if wanted and wanted in {letters_of(name) for name in (*names, str(member))}:
            return member
    raise Unreadable(code)
