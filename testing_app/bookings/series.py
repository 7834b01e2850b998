"""Reads series of occasions, and who must be told when an occasion has changed or is cancelled."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking, Occasion, OccasionSeries
from testing_app.bookings.queries import bookings_on
from testing_app.errors import NotFound
from testing_app.vocabulary import AbsenceReason, BookingState


def get_series(session: Session, series_id: UUID, *, viewer: Actor) -> OccasionSeries:
    """One series of the viewer's centre."""
    found = session.get(OccasionSeries, series_id)
    if found is None or found.centre_id != viewer.organisation_id:
        raise NotFound("occasion_series")
    return found


def occasions_in_series(session: Session, series_id: UUID, *, viewer: Actor) -> Sequence[Occasion]:
    """The occasions of a series in the order of time, cancelled ones too."""
    query = (
        sa.select(Occasion)
        .where(Occasion.series_id == series_id, Occasion.centre_id == viewer.organisation_id)
        .order_by(Occasion.held_on, Occasion.starts_at, Occasion.id)
    )
    return session.scalars(query.options(joinedload(Occasion.centre))).all()


def bookings_in_series(session: Session, series_id: UUID, *, viewer: Actor, today: date) -> Sequence[Booking]:
    """Everybody booked on the coming occasions of a series, in the order of time, cancelled seats too."""
    query = (
        sa.select(Booking)
        .join(Booking.occasion)
        .where(
            Occasion.series_id == series_id,
            Occasion.centre_id == viewer.organisation_id,
            Occasion.held_on >= today,
        )
        .options(contains_eager(Booking.occasion).joinedload(Occasion.centre))
        .order_by(Occasion.held_on, Occasion.starts_at, Booking.id)
    )
    return session.scalars(query).all()


def concerned_by_change(session: Session, occasion_id: UUID, *, viewer: Actor) -> list[Booking]:
    """Those who hold a seat and must be told of another day, hour or place."""
    return [
        booking
        for booking in bookings_on(session, occasion_id, viewer=viewer)
        if booking.state is BookingState.BOOKED
    ]


def concerned_by_cancellation(session: Session, occasion_id: UUID, *, viewer: Actor) -> list[Booking]:
    """Those whose seat the centre cancelled."""
    return [
        booking
        for booking in bookings_on(session, occasion_id, viewer=viewer)
        if booking.reason is AbsenceReason.CENTRE_CANCELLED
    ]


def moved_by_centre(session: Session, bookings: Sequence[Booking]) -> Mapping[UUID, UUID]:
    """The bookings that the centre moved away from an earlier occasion, and from which one last."""
    query = (
        sa.select(AuditEntry.subject_id, AuditEntry.details)
        .where(
            AuditEntry.action == Event.SEAT_RESERVED.value,
            AuditEntry.subject_id.in_([str(booking.id) for booking in bookings]),
            AuditEntry.candidate_id.in_([booking.candidate_id for booking in bookings]),
        )
        .order_by(AuditEntry.at, AuditEntry.sequence)
    )
    last = {row.subject_id: row.details for row in session.execute(query)}
    return {
        UUID(subject): UUID(details["moved_from"])
        for subject, details in last.items()
        if details.get("by_centre")
    }


def refuges_for(
    session: Session, occasion: Occasion, *, needed: int, today: date, limit: int = 50
) -> Sequence[Occasion]:
    """Coming occasions of the same centre, language and kind that have room for so many."""
    query = (
        sa.select(Occasion)
        .where(
            Occasion.centre_id == occasion.centre_id,
            Occasion.language_tested == occasion.language_tested,
            Occasion.kind == occasion.kind,
            Occasion.held_on >= today,
            Occasion.seats - Occasion.taken >= needed,
            Occasion.id != occasion.id,
            Occasion.cancelled_at.is_(None),
        )
        .order_by(Occasion.held_on, Occasion.starts_at, Occasion.id)
        .limit(limit)
    )
    return session.scalars(query).all()
