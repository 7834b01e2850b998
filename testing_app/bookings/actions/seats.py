"""Seats are taken, freed and moved by one conditional update each, so that none is ever sold twice."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.bookings.queries import find_seat_of, lock_booking, lock_referral
from testing_app.clock import local
from testing_app.errors import Conflict, NotAllowed, NotFound
from testing_app.vocabulary import AbsenceReason, BookingState


def reserve_seat(
    session: Session, referral_id: UUID, *, occasion_id: UUID, by: Actor, now: datetime
) -> Booking:
    """A seat for the referral's candidate; `Conflict("occasion_full")` when the last one has just gone."""
    referral = lock_referral(session, referral_id, viewer=by)
    if referral.closed_at is not None:
        raise Conflict("referral_closed")
    if find_seat_of(session, referral.id) is not None:
        raise Conflict("seat_already_reserved")
    _refuse_unsuitable(session, occasion_id, referral, now=now)
    take_seat(session, occasion_id)
    booking = Booking(
        occasion_id=occasion_id,
        referral_id=referral.id,
        candidate_id=referral.candidate_id,
        state=BookingState.BOOKED,
        id_seen=False,
        reserved_by_id=by.account_id,
        reserved_at=now,
    )
    session.add(booking)
    _flush_or_conflict(session)
    record_on_booking(session, Event.SEAT_RESERVED, booking, by=by, now=now)
    return booking


def move_seat(session: Session, booking_id: UUID, *, occasion_id: UUID, by: Actor, now: datetime) -> Booking:
    """The same booking on another occasion: the new seat is taken and the old one freed, or neither."""
    booking = _own_booked_seat(session, booking_id, by=by)
    before = booking.occasion_id
    if before == occasion_id:
        raise Conflict("seat_already_reserved")
    _refuse_unsuitable(session, occasion_id, booking.referral, now=now)
    # In the order of their keys, so that two moves in opposite directions never wait for each other.
    steps = {occasion_id: take_seat, before: free_seat}
    for occasion in sorted(steps):
        steps[occasion](session, occasion)
    booking.occasion_id = occasion_id
    booking.reserved_by_id, booking.reserved_at = by.account_id, now
    _flush_or_conflict(session)
    session.expire(booking, ["occasion"])
    record_on_booking(
        session, Event.SEAT_RESERVED, booking, by=by, now=now, details={"moved_from": str(before)}
    )
    return booking


def cancel_seat(
    session: Session, booking_id: UUID, *, reason: AbsenceReason, by: Actor, now: datetime
) -> Booking:
    """The authority gives the seat back before the day; the referral stays open."""
    booking = _own_booked_seat(session, booking_id, by=by)
    free_seat(session, booking.occasion_id)
    booking.state, booking.reason = BookingState.CANCELLED, reason
    booking.decided_by_id, booking.decided_at = by.account_id, now
    session.flush()
    record_on_booking(
        session, Event.SEAT_CANCELLED, booking, by=by, now=now, details={"reason": reason.value}
    )
    return booking


def record_invitation(session: Session, booking: Booking, *, by: Actor, now: datetime) -> None:
    """The invitation letter of a booking was printed."""
    record_on_booking(session, Event.INVITATION_PRINTED, booking, by=by, now=now)


def take_seat(session: Session, occasion_id: UUID) -> None:
    """One seat more is taken, or `Conflict("occasion_full")`; exact however many ask at once."""
    taken = _count_seats(
        session,
        sa.update(Occasion)
        .where(Occasion.id == occasion_id, Occasion.cancelled_at.is_(None), Occasion.taken < Occasion.seats)
        .values(taken=Occasion.taken + 1),
    )
    if not taken:
        raise Conflict("occasion_full")


def free_seat(session: Session, occasion_id: UUID) -> None:
    """One seat less is taken."""
    _count_seats(
        session,
        sa.update(Occasion)
        .where(Occasion.id == occasion_id, Occasion.taken > 0)
        .values(taken=Occasion.taken - 1),
    )


def _count_seats(session: Session, update: sa.Update) -> int:
    result = session.execute(update, execution_options={"synchronize_session": "fetch"})
    assert isinstance(result, CursorResult)
    return int(result.rowcount)


def _refuse_unsuitable(session: Session, occasion_id: UUID, referral: Referral, *, now: datetime) -> None:
    occasion = session.get(Occasion, occasion_id)
    if occasion is None:
        raise NotFound("occasion")
    if occasion.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    if occasion.language_tested is not referral.language_tested:
        raise Conflict("occasion_tests_another_language")
    here = local(now)
    if occasion.held_on < here.date():
        raise Conflict("occasion_already_held")
    if occasion.held_on == here.date() and occasion.starts_at <= here.time():
        raise Conflict("occasion_already_begun")


def _own_booked_seat(session: Session, booking_id: UUID, *, by: Actor) -> Booking:
    booking = lock_booking(session, booking_id, viewer=by)
    if by.organisation_id not in (booking.referral.authority_id, booking.referral.service_id):
        raise NotAllowed("seat_belongs_to_the_authority")
    if booking.state is not BookingState.BOOKED:
        raise Conflict("attendance_already_recorded")
    return booking


def _flush_or_conflict(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("seat_already_reserved") from error


def record_on_booking(
    session: Session,
    event: Event,
    booking: Booking,
    *,
    by: Actor,
    now: datetime,
    details: Mapping[str, object] | None = None,
) -> None:
    """An audit entry about one booking, which always names its occasion."""
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("booking", booking.id),
        candidate_id=booking.candidate_id,
        details={"occasion": str(booking.occasion_id), **(details or {})},
    )
