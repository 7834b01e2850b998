"""Who came: check-in, no-show and cancellation on the day; nothing follows from an absence by itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.bookings.actions.counting import free_seat, take_seat
from testing_app.bookings.actions.offers import offer_freed_seats
from testing_app.bookings.actions.waiting import end_wait
from testing_app.bookings.models import Booking
from testing_app.bookings.queries import lock_booking
from testing_app.bookings.recording import record_on_booking
from testing_app.bookings.turn import take_turn
from testing_app.clock import local
from testing_app.errors import Conflict, NotAllowed
from testing_app.vocabulary import AbsenceReason, BookingState


def check_in(session: Session, booking_id: UUID, *, id_seen: bool, by: Actor, now: datetime) -> Booking:
    """The candidate has arrived; `id_seen` says whether photo identification was looked at."""
    booking = _booking_at_own_centre(session, booking_id, by=by)
    if booking.state is not BookingState.BOOKED:
        raise Conflict("attendance_already_recorded")
    _refuse_before_the_day(booking, now)
    booking.state, booking.id_seen, booking.reason = BookingState.ARRIVED, id_seen, None
    _decide(session, booking, by=by, now=now)
    record_on_booking(session, Event.CANDIDATE_ARRIVED, booking, by=by, now=now, details={"id_seen": id_seen})
    return booking


def note_id_seen(session: Session, booking_id: UUID, *, by: Actor, now: datetime) -> Booking:
    """Photo identification was looked at later than at the door; scores do not stand in the way."""
    booking = _booking_at_own_centre(session, booking_id, by=by)
    if booking.state is not BookingState.ARRIVED:
        raise Conflict("attendance_not_recorded")
    if not booking.id_seen:
        booking.id_seen = True
        session.flush()
        details = {"id_seen": True, "later": True}
        record_on_booking(session, Event.CANDIDATE_ARRIVED, booking, by=by, now=now, details=details)
    return booking


def record_absence(
    session: Session,
    booking_id: UUID,
    *,
    state: BookingState,
    reason: AbsenceReason,
    by: Actor,
    now: datetime,
) -> Booking:
    """A no-show keeps its seat taken, a cancellation frees it for the next; nothing more follows."""
    if state not in (BookingState.NO_SHOW, BookingState.CANCELLED):
        raise ValueError("an absence is a no-show or a cancellation")
    take_turn(session)
    booking = _booking_at_own_centre(session, booking_id, by=by)
    if booking.state is not BookingState.BOOKED:
        raise Conflict("attendance_already_recorded")
    if state is BookingState.NO_SHOW:
        _refuse_before_the_day(booking, now)
    else:
        free_seat(session, booking.occasion_id)
    booking.state, booking.reason, booking.id_seen = state, reason, False
    _decide(session, booking, by=by, now=now)
    details = {"state": state.value, "reason": reason.value}
    record_on_booking(session, Event.ABSENCE_RECORDED, booking, by=by, now=now, details=details)
    offer_freed_seats(session, booking.occasion_id, now=now)
    return booking


def undo_check_in(session: Session, booking_id: UUID, *, by: Actor, now: datetime) -> Booking:
    """Back to booked, for a mark put on the wrong row; a cancelled seat is taken again if one is free.

    The caller first makes sure that no sitting with scores hangs on the arrival.
    """
    take_turn(session)
    booking = _booking_at_own_centre(session, booking_id, by=by)
    if booking.state is BookingState.BOOKED:
        raise Conflict("attendance_not_recorded")
    if booking.occasion.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    before = booking.state
    if before is BookingState.CANCELLED:
        take_seat(session, booking.occasion_id)
    booking.state, booking.reason, booking.id_seen = BookingState.BOOKED, None, False
    try:
        _decide(session, booking, by=by, now=now)
    except IntegrityError as error:
        raise Conflict("seat_already_reserved") from error
    record_on_booking(
        session, Event.CHECK_IN_UNDONE, booking, by=by, now=now, details={"before": before.value}
    )
    end_wait(session, booking.referral_id, visit=booking.visit, by=by, now=now)
    return booking


def _booking_at_own_centre(session: Session, booking_id: UUID, *, by: Actor) -> Booking:
    booking = lock_booking(session, booking_id, viewer=by)
    if booking.occasion.centre_id != by.organisation_id:
        raise NotAllowed("attendance_is_recorded_by_the_centre")
    return booking


def _refuse_before_the_day(booking: Booking, now: datetime) -> None:
    if booking.occasion.held_on > local(now).date():
        raise Conflict("occasion_not_yet_held")


def _decide(session: Session, booking: Booking, *, by: Actor, now: datetime) -> None:
    booking.decided_by_id, booking.decided_at = by.account_id, now
    session.flush()
