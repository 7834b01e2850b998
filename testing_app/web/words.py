"""The closed sets of the field in the reader's words: levels, parts, states, literacy, absences."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum

from babel import Locale, UnknownLocaleError
from flask import Flask
from flask_babel import LazyString, format_time, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

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
    BookingState.CANCELLED: _l("Cancelled"),
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
    return str(WORDS[member])


def level_word(code: str | None) -> str:
    """A level code as shown to people: `alle A1.1`, `A1.1`, ...; empty when there is none."""
    if code == LOWEST_LEVEL:
        return str(_("below A1.1"))
    if code == ABOVE_THE_LIST:
        return str(_("above C1.1"))
    return code or ""


def language_word(code: str | None) -> str:
    """A language by its code, in the reader's language; the code itself when it has no name."""
    if not code:
        return ""
    reader = get_locale() or Locale("fi")
    try:
        name = Locale.parse(code, sep="-").get_display_name(reader)
    except (UnknownLocaleError, ValueError):
        name = None
    return str(name or reader.languages.get(code) or code)


def wall_time(at: datetime | time) -> str:
    """A time as a Finnish clock shows it: 9.00."""
    if isinstance(at, datetime):
        return str(format_time(at, "H.mm"))
    return f"{at.hour}.{at.minute:02d}"
