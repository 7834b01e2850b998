"""The test centre makes, changes and cancels occasions."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.models import Booking, Occasion
from testing_app.bookings.queries import get_occasion, lock_occasion
from testing_app.errors import Conflict, Invalid, NotAllowed
from testing_app.vocabulary import AbsenceReason, BookingState, TestedLanguage

MOST_SEATS = 500


def make_occasion(
    session: Session,
    *,
    centre: UUID,
    language_tested: TestedLanguage,
    held_on: date,
    starts_at: time,
    ends_at: time,
    room: str,
    seats: int,
    by: Actor,
    now: datetime,
) -> Occasion:
    """A new date with seats at the actor's own centre; `Invalid` names every problem at its field."""
    if centre != by.organisation_id:
        raise NotAllowed("occasion_of_another_centre")
    _refuse(_problems(starts_at=starts_at, ends_at=ends_at, seats=seats, taken=0))
    occasion = Occasion(
        centre_id=centre,
        language_tested=language_tested,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room.strip(),
        seats=seats,
        taken=0,
    )
    session.add(occasion)
    session.flush()
    audit.record(session, Event.OCCASION_MADE, by=by, now=now, subject=("occasion", occasion.id))
    return occasion


def change_occasion(
    session: Session,
    occasion_id: UUID,
    *,
    version: int,
    held_on: date,
    starts_at: time,
    ends_at: time,
    room: str,
    seats: int,
    by: Actor,
    now: datetime,
) -> Occasion:
    """Another day, time, room or number of seats; never fewer seats than are taken."""
    occasion = lock_occasion(session, occasion_id, viewer=by)
    if occasion.version != version:
        raise Conflict("changed_meanwhile")
    if occasion.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    _refuse(_problems(starts_at=starts_at, ends_at=ends_at, seats=seats, taken=occasion.taken))
    occasion.held_on, occasion.starts_at, occasion.ends_at = held_on, starts_at, ends_at
    occasion.room, occasion.seats = room.strip(), seats
    session.flush()
    audit.record(session, Event.OCCASION_CHANGED, by=by, now=now, subject=("occasion", occasion.id))
    return occasion


def cancel_occasion(
    session: Session, occasion_id: UUID, *, version: int, by: Actor, now: datetime
) -> list[Booking]:
    """Cancel the date and free its seats; gives back the bookings whose people must be told."""
    get_occasion(session, occasion_id, viewer=by)
    # Bookings before the occasion, as every cancelled seat locks them: neither waits for the other in a ring.
    session.execute(
        sa.select(Booking.id).where(Booking.occasion_id == occasion_id).order_by(Booking.id).with_for_update()
    )
    occasion = lock_occasion(session, occasion_id, viewer=by)
    if occasion.version != version:
        raise Conflict("changed_meanwhile")
    if occasion.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    bookings = list(
        session.scalars(
            sa.select(Booking).where(
                Booking.occasion_id == occasion.id,
                Booking.state.in_((BookingState.BOOKED, BookingState.ARRIVED)),
            )
        )
    )
    if any(booking.state is BookingState.ARRIVED for booking in bookings):
        raise Conflict("occasion_has_arrivals")
    for booking in bookings:
        booking.state, booking.reason = BookingState.CANCELLED, AbsenceReason.CENTRE_CANCELLED
        booking.decided_by_id, booking.decided_at = by.account_id, now
    occasion.taken -= len(bookings)
    occasion.cancelled_at = now
    session.flush()
    audit.record(
        session,
        Event.OCCASION_CHANGED,
        by=by,
        now=now,
        subject=("occasion", occasion.id),
        details={"cancelled": True, "bookings": len(bookings)},
    )
    return bookings


def _problems(*, starts_at: time, ends_at: time, seats: int, taken: int) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if ends_at <= starts_at:
        problems["ends_at"] = ["ends_before_it_starts"]
    if not 1 <= seats <= MOST_SEATS:
        problems["seats"] = ["seats_out_of_range"]
    elif seats < taken:
        problems["seats"] = ["fewer_seats_than_taken"]
    return problems


def _refuse(problems: dict[str, list[str]]) -> None:
    if problems:
        raise Invalid(problems)
