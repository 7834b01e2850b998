"""Who did not come, for the authority that referred: what it has still to decide, what it decided."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.errors import NotFound
from testing_app.people.models import Account
from testing_app.vocabulary import BookingState


def absences_to_follow_up(session: Session, *, viewer: Actor, limit: int = 100) -> Sequence[Booking]:
    """Absences of the authority's candidates about which nothing is decided, the oldest first."""
    query = _absences(viewer).where(Booking.followed_up_at.is_(None))
    order = (Occasion.held_on, Occasion.starts_at, Booking.id)
    return session.scalars(query.order_by(*order).limit(limit)).all()


def followed_up_absences(session: Session, *, viewer: Actor, limit: int = 25) -> Sequence[Booking]:
    """Absences about which the authority has decided, the latest decision first."""
    query = _absences(viewer).where(Booking.followed_up_at.is_not(None))
    return session.scalars(query.order_by(Booking.followed_up_at.desc(), Booking.id).limit(limit)).all()


def count_to_follow_up(session: Session, *, viewer: Actor) -> int:
    """How many absences wait for the authority's decision."""
    query = _absences(viewer).where(Booking.followed_up_at.is_(None))
    return session.scalar(query.with_only_columns(sa.func.count()).order_by(None)) or 0


def get_absence(session: Session, booking_id: UUID, *, viewer: Actor) -> Booking:
    """One absence of a candidate whom the viewer's authority referred."""
    found = session.scalar(_absences(viewer).where(Booking.id == booking_id))
    if found is None:
        raise NotFound("booking")
    return found


def names_of_deciders(session: Session, bookings: Sequence[Booking]) -> Mapping[UUID, str]:
    """Who recorded the absences and who decided what follows, by account."""
    accounts = {key for row in bookings for key in (row.decided_by_id, row.followed_up_by_id) if key}
    found = session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(accounts)))
    return {row.id: row.name for row in found}


def _absences(viewer: Actor) -> sa.Select[Booking]:
    return (
        sa.select(Booking)
        .join(Booking.referral)
        .join(Booking.occasion)
        .where(Referral.authority_id == viewer.organisation_id, Booking.state == BookingState.NO_SHOW)
        .options(
            joinedload(Booking.candidate),
            joinedload(Booking.referral),
            joinedload(Booking.occasion).joinedload(Occasion.centre),
        )
    )
