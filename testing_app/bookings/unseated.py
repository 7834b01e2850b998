"""Referrals for which nothing is reserved and nobody waits: what an officer has still to do about seats."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Referral, SeatWait
from testing_app.vocabulary import BookingState, SeatWaitState

HAS_SEAT = (BookingState.BOOKED, BookingState.ARRIVED)
WAITS = (SeatWaitState.WAITING, SeatWaitState.OFFERED)


def count_unseated(session: Session, *, viewer: Actor) -> int:
    """How many open referrals of the viewer's authority have neither a seat nor a place on a waiting list."""
    query = _unseated(viewer).with_only_columns(sa.func.count(Referral.id))
    return session.scalar(query) or 0


def unseated_referrals(session: Session, *, viewer: Actor, most: int = 100) -> Sequence[Referral]:
    """Those referrals, the oldest first."""
    query = _unseated(viewer).order_by(Referral.written_at, Referral.id).limit(most)
    return session.scalars(query.options(joinedload(Referral.candidate))).all()


def _unseated(viewer: Actor) -> "sa.Select[Referral]":
    seat = sa.exists().where(Booking.referral_id == Referral.id, Booking.state.in_(HAS_SEAT))
    wait = sa.exists().where(SeatWait.referral_id == Referral.id, SeatWait.state.in_(WAITS))
    return sa.select(Referral).where(
        Referral.authority_id == viewer.organisation_id, Referral.closed_at.is_(None), ~seat, ~wait
    )
