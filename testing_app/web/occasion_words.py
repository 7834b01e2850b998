"""Occasions, waiting lists, offers and what follows an absence, in the reader's words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.bookings.calendar import CalendarWords
from testing_app.vocabulary import (
    AbsenceFollowUp,
    AccessFeature,
    OccasionKind,
    OfferState,
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


def occasion_word(member: StrEnum) -> str:
    """A member of these sets as people say it."""
    return str(WORDS[member])


def interpreters_in_words(codes: Iterable[str]) -> str:
    """The languages of the interpreters, in a row."""
    return ", ".join(language_word(code) for code in codes)


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
