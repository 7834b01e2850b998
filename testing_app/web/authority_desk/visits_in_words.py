"""The visits of an assessment: which has its seat, and which is reserved next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from testing_app.bookings.visits import MOST_VISITS, kind_of_visit
from testing_app.vocabulary import AssessmentLength, OccasionKind


@dataclass(frozen=True)
class VisitInWords:
    """One visit, and its seat when there is one."""

    number: int
    name: str
    seat: Any | None


def visit_asked(number: int | None) -> int:
    """A visit as a page names it; what cannot be one is taken for the nearest that can."""
    return 1 if number is None else min(max(number, 1), MOST_VISITS)


def visit_to_reserve(referral: Any, seats: Sequence[Any]) -> int:
    """The visit whose seat is looked for: the only one, or the first that has none."""
    if referral.length is not AssessmentLength.LONG:
        return 1
    taken = {seat.visit for seat in seats}
    return next((number for number in range(1, MOST_VISITS + 1) if number not in taken), MOST_VISITS)


def visits_in_words(referral: Any, seats: Sequence[Any]) -> list[VisitInWords]:
    """The visits of a long assessment as far as they are reserved, and the next one; none of a short one."""
    if referral.length is not AssessmentLength.LONG:
        return []
    held = {seat.visit: seat for seat in seats}
    shown = min(max(held, default=0) + 1, MOST_VISITS)
    return [
        VisitInWords(number, visit_word(referral, number), held.get(number)) for number in range(1, shown + 1)
    ]


def visit_word(referral: Any, visit: int) -> str:
    """What a visit of a long assessment is called."""
    if kind_of_visit(referral, visit) is OccasionKind.INFORMATION_SESSION:
        return str(_("Visit %(number)s: information session", number=visit))
    return str(_("Visit %(number)s: test", number=visit))
