"""Kinds of letters, and the states of their texts, in the reader's words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.vocabulary import LetterKind, WordingState

KIND_WORDS: Mapping[LetterKind, LazyString] = {
    LetterKind.INVITATION: _l("Invitation"),
    LetterKind.SEAT_CHANGED: _l("Change of a seat"),
    LetterKind.SEAT_CANCELLED: _l("Cancelled seat"),
    LetterKind.RESULT: _l("Result"),
    LetterKind.COURSE_PLACE: _l("Course place"),
    LetterKind.QUEUE_NOTICE: _l("Place in the queue"),
    LetterKind.NO_SHOW: _l("Enquiry after an absence"),
}
STATE_WORDS: Mapping[WordingState, LazyString] = {
    WordingState.DRAFT: _l("Draft"),
    WordingState.IN_REVIEW: _l("In review"),
    WordingState.APPROVED: _l("Approved"),
    WordingState.RETIRED: _l("Retired"),
}
STATE_BADGES: Mapping[WordingState, str] = {
    WordingState.DRAFT: "info",
    WordingState.IN_REVIEW: "warn",
    WordingState.APPROVED: "good",
    WordingState.RETIRED: "neutral",
}
AS_SHIPPED = _l("Approved as shipped")
SHIPPED_DRAFT = _l("Shipped draft, not in use")
INCOMPLETE = _l("Texts missing, not in use")


def kind_of_letter(kind: LetterKind) -> str:
    """A kind of letter as people say it."""
    return str(KIND_WORDS[kind])


def wording_state(state: WordingState) -> str:
    """A state of texts as people say it."""
    return str(STATE_WORDS[state])
