"""Occasions, waiting lists, offers and what follows an absence, in the reader's words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.bookings.calendar import CalendarWords, where_is
from testing_app.bookings.suitability import Mismatch
from testing_app.bookings.waiting_order import Turn
from testing_app.vocabulary import (
    AbsenceFollowUp,
    AccessFeature,
    OccasionKind,
    OfferState,
    Part,
    SeatWaitState,
    TestedLanguage,
)
from testing_app.web.words import language_word, word

WORDS: Mapping[StrEnum, LazyString] = {
    OccasionKind.TEST: _l("Test"),
    OccasionKind.INFORMATION_SESSION: _l("Information session"),
    AccessFeature.STEP_FREE: _l("Step-free way in"),
    AccessFeature.INDUCTION_LOOP: _l("Induction loop"),
    AccessFeature.QUIET_ROOM: _l("Quiet room"),
    AccessFeature.ADJUSTABLE_DESK: _l("Adjustable desk"),
    AccessFeature.LARGE_PRINT: _l("Papers in large print"),
    SeatWaitState.WAITING: _l("Waiting"),
    SeatWaitState.OFFERED: _l("Seat offered"),
    SeatWaitState.BOOKED: _l("Got a seat"),
    SeatWaitState.LEFT: _l("Left the list"),
    OfferState.OPEN: _l("Waits for an answer"),
    OfferState.ACCEPTED: _l("Accepted"),
    OfferState.DECLINED: _l("Declined"),
    OfferState.LAPSED: _l("No answer in time"),
    OfferState.WITHDRAWN: _l("Taken back"),
    AbsenceFollowUp.NEW_SEAT: _l("A new seat is reserved"),
    AbsenceFollowUp.ENQUIRY: _l("The reason is asked by letter or telephone"),
    AbsenceFollowUp.REFERRAL_CLOSED: _l("The referral is closed"),
    AbsenceFollowUp.NOTHING: _l("Nothing follows"),
}
"""Members compare as their codes, so no two of these sets may share a code (a test counts them)."""


REASONS: Mapping[str, LazyString] = {
    Turn.NEXT: _l("Next: has waited longest of those whom a seat suits"),
    Turn.LATER_DATE: _l("Somebody whom a seat suits has waited longer"),
    Turn.OFFERED: _l("A seat is offered and waits for an answer"),
    Turn.WAITING: _l("Waits for a seat"),
    Turn.TIMETABLE_LIMITS_TO_CHECK: _l("Has days or times that do not suit: check them"),
    Mismatch.DECLINED_BEFORE: _l("Gave up a seat on this occasion before: it is not offered again"),
    Mismatch.REFERRAL_CLOSED: _l("The referral is closed"),
    Mismatch.LANGUAGE_DIFFERS: _l("Is referred to a test of another language"),
    Mismatch.OUTSIDE_WISH: _l("Asked for another place or other days"),
    Mismatch.OTHER_KIND: _l("Needs a visit of another kind"),
    Mismatch.VISITS_OUT_OF_ORDER: _l("The visits of the assessment would be in the wrong order"),
    Mismatch.NO_INTERPRETER: _l("There is no interpreter in the language needed"),
    Mismatch.PARTS_NOT_OFFERED: _l("Not all the parts wanted are offered"),
}
"""Why somebody who waits is next, or is not."""


def install(app: Flask) -> None:
    """Let every template say these words."""
    for spoken in (
        occasion_word,
        reason_word,
        lacks_word,
        interpreters_in_words,
        features_of,
        parts_in_words,
        where_is,
    ):
        app.add_template_global(spoken)


LACKS: Mapping[str, LazyString] = {
    Mismatch.NO_INTERPRETER: _l("No interpreter"),
    Mismatch.PARTS_NOT_OFFERED: _l("Wanted parts missing"),
}
"""What an occasion lacks that a referral asks for, in two words."""


def lacks_word(code: str) -> str:
    """The same for a badge."""
    return str(LACKS[code])


def reason_word(code: str) -> str:
    """Why somebody is next, or is not."""
    return str(REASONS[code])


def occasion_word(member: StrEnum) -> str:
    """A member of these sets as people say it."""
    return str(WORDS[member])


def interpreters_in_words(codes: Iterable[str]) -> str:
    """The languages of the interpreters, in a row."""
    return ", ".join(language_word(code) for code in codes)


def features_of(occasion: Any) -> list[str]:
    """What makes the place usable for everybody."""
    return [occasion_word(AccessFeature(code)) for code in occasion.accessibility]


def parts_in_words(codes: Iterable[str]) -> str:
    """The parts of the battery, in a row."""
    return ", ".join(word(Part(code)) for code in codes)


def calendar_words() -> CalendarWords:
    """What stands in calendar files, in the language of this request."""
    return CalendarWords(
        titles={
            OccasionKind.TEST: _("Language test"),
            OccasionKind.INFORMATION_SESSION: _("Information session of the language test"),
        },
        bring=_("Bring photo identification."),
        call=_("If you cannot come, call:"),
        seats=_("%(taken)s of %(seats)s seats taken"),
        languages={language.value: word(language) for language in TestedLanguage},
    )
