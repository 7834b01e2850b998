"""The closed sets of the field in the reader's words: levels, parts, states, literacy, absences."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from functools import lru_cache

from babel import Locale
from flask import Flask
from flask_babel import LazyString, format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.people.contact_languages import OTHER_LANGUAGE
from testing_app.vocabulary import (
    AbsenceReason,
    BookingState,
    FormKind,
    Literacy,
    Part,
    PartState,
    StudyReadiness,
    TestedLanguage,
)

LOWEST_LEVEL = "alle_A1.1"
ABOVE_THE_LIST = "yli_C1.1"

LANGUAGE_NAMES: Mapping[str, LazyString] = {
    "kmr": _l("Kurdish, Kurmanji"),
    "ckb": _l("Kurdish, Sorani"),
    "ps": _l("Pashto"),
    "zh-Hans": _l("Chinese"),
    OTHER_LANGUAGE: _l("Another language"),
}
"""Names that the locale data lack, or that people here would not use."""

WORDS: Mapping[StrEnum, LazyString] = {
    Part.READING_ALOUD: _l("Reading aloud"),
    Part.DICTATION: _l("Dictation"),
    Part.DEEPER_LITERACY: _l("Deeper literacy test"),
    Part.LOGIC: _l("Logic"),
    Part.MATHEMATICS: _l("Mathematics"),
    Part.SPEAKING: _l("Speaking"),
    Part.WRITING: _l("Writing"),
    Part.READING: _l("Reading comprehension"),
    Part.LISTENING: _l("Listening comprehension"),
    PartState.TAKEN: _l("Taken"),
    PartState.NOT_TAKEN: _l("Not taken"),
    PartState.NOT_OFFERED: _l("Not offered"),
    PartState.SKIPPED: _l("Skipped"),
    PartState.INTERRUPTED: _l("Interrupted"),
    PartState.NOT_ASSESSABLE: _l("Cannot be assessed"),
    Literacy.NONE: _l("Reads no script"),
    Literacy.WEAK: _l("Weak, little practised"),
    Literacy.OTHER_SCRIPT: _l("Reads another script fluently"),
    Literacy.LATIN_SATISFACTORY: _l("Latin script, satisfactory (slow)"),
    Literacy.LATIN_TECHNICAL: _l("Latin script, technical"),
    Literacy.LATIN_FLUENT: _l("Latin script, fluent"),
    StudyReadiness.NEEDS_DEVELOPMENT: _l("Needs development"),
    StudyReadiness.BASIC: _l("Basic"),
    StudyReadiness.GOOD: _l("Good"),
    TestedLanguage.FINNISH: _l("Finnish"),
    TestedLanguage.SWEDISH: _l("Swedish"),
    BookingState.BOOKED: _l("Expected"),
    BookingState.ARRIVED: _l("Arrived"),
    BookingState.NO_SHOW: _l("Did not come"),
    BookingState.CANCELLED: _l("Seat cancelled"),
    AbsenceReason.ILLNESS: _l("Illness"),
    AbsenceReason.WORK_OR_STUDY: _l("Work or studies"),
    AbsenceReason.CHILDCARE: _l("Care of children"),
    AbsenceReason.MOVED_AWAY: _l("Moved away"),
    AbsenceReason.WRONG_TIME: _l("Wrong day or time"),
    AbsenceReason.CENTRE_CANCELLED: _l("The test centre cancelled"),
    AbsenceReason.UNKNOWN: _l("Not known"),
    AbsenceReason.OTHER: _l("Other reason"),
    FormKind.POINTS: _l("Points"),
    FormKind.CRITERIA: _l("Ratings by criterion"),
}
"""Members compare as their codes, so no two of these sets may share a code (a test counts them)."""


def install(app: Flask) -> None:
    """Let every template say codes, levels, languages and hours in words."""
    for filter_of_templates in (word, level_word, language_word, wall_time):
        app.add_template_filter(filter_of_templates)


def word(member: StrEnum) -> str:
    """A member of a closed set as people say it."""
    return _said_in(get_locale(), member)


@lru_cache(maxsize=4096)
def _said_in(_reader: Locale | None, member: StrEnum) -> str:
    """The word in the language of this page, which is the reader's; catalogs stay as they were read."""
    return str(WORDS[member])


def level_word(code: str | None) -> str:
    """A level code as shown to people: `alle A1.1`, `A1.1`, ...; empty when there is none."""
    if code == LOWEST_LEVEL:
        return str(_("below A1.1"))
    if code == ABOVE_THE_LIST:
        return str(_("above C1.1"))
    return code or ""


def language_word(code: str | None) -> str:
    """A language as the reader calls it, with a capital letter; the code if nobody named it."""
    if not code:
        return ""
    if code in LANGUAGE_NAMES:
        return str(LANGUAGE_NAMES[code])
    reader = get_locale() or Locale("fi")
    name: str = reader.languages.get(code.replace("-", "_"), code)
    return name[:1].upper() + name[1:]


def wall_time(at: datetime | time) -> str:
    """A time as a Finnish clock shows it: 9.00."""
    if isinstance(at, datetime):
        return str(format_time(at, "H.mm"))
    return f"{at.hour}.{at.minute:02d}"
