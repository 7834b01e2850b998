"""An occasion that will not be held moves to another date with everybody on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.bookings.actions.counting import find_occasion, refuse_unsuitable, try_to_take
from testing_app.bookings.actions.occasions import bookings_to_free, close_occasion, lock_bookings
from testing_app.bookings.actions.offers import offer_freed_seats, offer_to_all, withdraw_offers
from testing_app.bookings.actions.waiting import SeatWish, put_on_list
from testing_app.bookings.models import Booking, Occasion, SeatWait
from testing_app.bookings.queries import lock_occasion
from testing_app.bookings.recording import record_on_booking
from testing_app.bookings.turn import take_turn
from testing_app.bookings.waiting import waiting_for
from testing_app.errors import Conflict


@dataclass(frozen=True)
class MovedOccasion:
    """Everybody who was moved and must be told, and the occasion they are on now."""

    to: Occasion
    told: list[Booking]


def move_everybody(
    session: Session, occasion_id: UUID, *, to: UUID, version: int, by: Actor, now: datetime
) -> MovedOccasion:
    """Move all bookings and all who wait to another occasion of the centre, and cancel this one.

    All or nobody: `Conflict("not_enough_seats")` with `free` and `needed` when they do not fit.
    """
    take_turn(session)
    lock_bookings(session, [occasion_id])
    old, new = (lock_occasion(session, one, viewer=by) for one in (occasion_id, to))
    if old.version != version:
        raise Conflict("changed_meanwhile")
    if old.cancelled_at is not None or new.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    if old.id == new.id:
        raise Conflict("same_occasion")
    bookings = bookings_to_free(session, old)
    if new.seats - new.taken < len(bookings):
        raise Conflict("not_enough_seats", free=new.seats - new.taken, needed=len(bookings))
    for booking in bookings:
        refuse_unsuitable(session, to, booking.referral, visit=booking.visit, now=now)
    _move(session, bookings, old, new, by=by, now=now)
    waits = _wait_there(session, old, new, by=by, now=now)
    details: dict[str, object] = {"moved_to": str(to), "bookings": len(bookings)}
    close_occasion(session, old, details=details, by=by, now=now)
    offer_freed_seats(session, to, now=now)
    offer_to_all(session, waits, now=now)
    return MovedOccasion(new, bookings)


def _move(
    session: Session, bookings: list[Booking], old: Occasion, new: Occasion, *, by: Actor, now: datetime
) -> None:
    for booking in bookings:
        if not try_to_take(session, new.id):
            raise Conflict("occasion_full")
        booking.occasion_id = new.id
    find_occasion(session, old.id)
    old.taken -= len(bookings)
    session.flush()
    for booking in bookings:
        session.expire(booking, ["occasion"])
        details = {"moved_from": str(old.id), "by_centre": True}
        record_on_booking(session, Event.SEAT_RESERVED, booking, by=by, now=now, details=details)


def _wait_there(
    session: Session, old: Occasion, new: Occasion, *, by: Actor, now: datetime
) -> list[SeatWait]:
    waits = withdraw_offers(session, old.id, by=by, now=now)
    for wait in waiting_for(session, old.id):
        put_on_list(session, wait.referral, SeatWish(occasion_id=new.id), visit=wait.visit, by=by, now=now)
    return waits
