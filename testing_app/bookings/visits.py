"""The visits of one assessment: one when it is short; the information session and more when it is long."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.vocabulary import AssessmentLength, BookingState, OccasionKind

MOST_VISITS = 6
"""Of a long assessment, with the information session."""

Visits = Mapping[int, Occasion]
"""Where a referral has its seats, by visit."""


def visit_problem(referral: Referral, visit: int, occasion: Occasion, *, others: Visits) -> str | None:
    """Why a visit cannot be on an occasion, as the code of a refusal; None when it can.

    `others` are the seats of the referral's visits; the one of this visit does not count.
    """
    if not 1 <= visit <= (MOST_VISITS if referral.length is AssessmentLength.LONG else 1):
        return "no_such_visit"
    if occasion.kind is not kind_of_visit(referral, visit):
        return f"occasion_is_{occasion.kind.value}"
    if visit > 1 and visit - 1 not in others:
        return "earlier_visit_first"
    return _out_of_order(visit, occasion, others)


def kind_of_visit(referral: Referral, visit: int) -> OccasionKind:
    """A long assessment begins with an information session; everything else is a test."""
    first_of_long = referral.length is AssessmentLength.LONG and visit == 1
    return OccasionKind.INFORMATION_SESSION if first_of_long else OccasionKind.TEST


def visits_of(session: Session, referral_ids: Sequence[UUID]) -> dict[UUID, dict[int, Occasion]]:
    """The occasions on which each referral has its seats, by visit."""
    query = (
        sa.select(Booking)
        .where(
            Booking.referral_id.in_(referral_ids),
            Booking.state.in_((BookingState.BOOKED, BookingState.ARRIVED)),
        )
        .options(joinedload(Booking.occasion))
    )
    found: dict[UUID, dict[int, Occasion]] = {}
    for booking in session.scalars(query):
        found.setdefault(booking.referral_id, {})[booking.visit] = booking.occasion
    return found


def _out_of_order(visit: int, occasion: Occasion, others: Visits) -> str | None:
    here = (occasion.held_on, occasion.starts_at)
    for number, other in others.items():
        there = (other.held_on, other.starts_at)
        if (number < visit and there >= here) or (number > visit and there <= here):
            return "visits_out_of_order"
        if number > 1 and visit > 1 and number != visit and other.centre_id != occasion.centre_id:
            return "visits_at_another_centre"
    return None
