"""Seats are reserved, moved and given back; whoever frees one offers it to those who wait."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.bookings.actions.counting import flush_or_conflict, free_seat, refuse_unsuitable, take_seat
from testing_app.bookings.actions.offers import offer_freed_seats
from testing_app.bookings.actions.waiting import end_wait
from testing_app.bookings.models import Booking, Referral
from testing_app.bookings.queries import find_seat_of, lock_booking, lock_referral
from testing_app.bookings.recording import record_on_booking
from testing_app.bookings.turn import take_turn
from testing_app.errors import Conflict, NotAllowed
from testing_app.vocabulary import AbsenceReason, BookingState


def reserve_seat(
    session: Session, referral_id: UUID, *, occasion_id: UUID, visit: int = 1, by: Actor, now: datetime
) -> Booking:
    """A seat for the referral's candidate; `Conflict("occasion_full")` when the last one has just gone.

    `ask_for_seat` gives a place on the waiting list instead of that refusal.
    """
    take_turn(session)
    referral = referral_without_seat(session, referral_id, visit=visit, by=by)
    refuse_unsuitable(session, occasion_id, referral, visit=visit, now=now)
    offer_freed_seats(session, occasion_id, now=now)
    take_seat(session, occasion_id)
    return book(session, referral, occasion_id, visit=visit, by=by, now=now)


def move_seat(session: Session, booking_id: UUID, *, occasion_id: UUID, by: Actor, now: datetime) -> Booking:
    """The same booking on another occasion: the new seat is taken and the old one freed, or neither."""
    take_turn(session)
    booking = _own_booked_seat(session, booking_id, by=by)
    before = booking.occasion_id
    if before == occasion_id:
        raise Conflict("seat_already_reserved")
    refuse_unsuitable(session, occasion_id, booking.referral, visit=booking.visit, now=now)
    offer_freed_seats(session, occasion_id, now=now)
    take_seat(session, occasion_id)
    free_seat(session, before)
    booking.occasion_id = occasion_id
    booking.reserved_by_id, booking.reserved_at = by.account_id, now
    flush_or_conflict(session)
    session.expire(booking, ["occasion"])
    record_on_booking(
        session, Event.SEAT_RESERVED, booking, by=by, now=now, details={"moved_from": str(before)}
    )
    offer_freed_seats(session, before, now=now)
    return booking


def cancel_seat(
    session: Session, booking_id: UUID, *, reason: AbsenceReason, by: Actor, now: datetime
) -> Booking:
    """The authority gives the seat back before the day; the referral stays open, the seat passes on."""
    take_turn(session)
    booking = _own_booked_seat(session, booking_id, by=by)
    free_seat(session, booking.occasion_id)
    booking.state, booking.reason = BookingState.CANCELLED, reason
    booking.decided_by_id, booking.decided_at = by.account_id, now
    session.flush()
    record_on_booking(
        session, Event.SEAT_CANCELLED, booking, by=by, now=now, details={"reason": reason.value}
    )
    offer_freed_seats(session, booking.occasion_id, now=now)
    return booking


def referral_without_seat(session: Session, referral_id: UUID, *, visit: int, by: Actor) -> Referral:
    """The open referral, locked, when this visit of it has no seat yet."""
    referral = lock_referral(session, referral_id, viewer=by)
    if referral.closed_at is not None:
        raise Conflict("referral_closed")
    if find_seat_of(session, referral.id, visit=visit) is not None:
        raise Conflict("seat_already_reserved")
    return referral


def book(
    session: Session, referral: Referral, occasion_id: UUID, *, visit: int, by: Actor, now: datetime
) -> Booking:
    """Write the booking of a seat that was taken; whoever waited for one waits no longer."""
    booking = Booking(
        occasion_id=occasion_id,
        referral_id=referral.id,
        candidate_id=referral.candidate_id,
        visit=visit,
        state=BookingState.BOOKED,
        id_seen=False,
        reserved_by_id=by.account_id,
        reserved_at=now,
    )
    session.add(booking)
    flush_or_conflict(session)
    record_on_booking(session, Event.SEAT_RESERVED, booking, by=by, now=now)
    end_wait(session, referral.id, visit=visit, by=by, now=now)
    return booking


def _own_booked_seat(session: Session, booking_id: UUID, *, by: Actor) -> Booking:
    booking = lock_booking(session, booking_id, viewer=by)
    if by.organisation_id not in (booking.referral.authority_id, booking.referral.service_id):
        raise NotAllowed("seat_belongs_to_the_authority")
    if booking.state is not BookingState.BOOKED:
        raise Conflict("attendance_already_recorded")
    return booking
