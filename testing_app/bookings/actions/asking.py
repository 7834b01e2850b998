"""Somebody asks for a seat: they get it, or a place on the waiting list of that occasion."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.actions.counting import refuse_unsuitable, try_to_take
from testing_app.bookings.actions.offers import book_offered, offer_freed_seats
from testing_app.bookings.actions.seats import book, referral_without_seat
from testing_app.bookings.actions.waiting import SeatWish, put_on_list
from testing_app.bookings.models import Booking, SeatOffer, SeatWait
from testing_app.bookings.suitability import is_wished
from testing_app.bookings.turn import take_turn
from testing_app.bookings.waiting import find_open_offer, find_wait


def ask_for_seat(
    session: Session, referral_id: UUID, *, occasion_id: UUID, visit: int = 1, by: Actor, now: datetime
) -> Booking | SeatWait:
    """A seat when one is free and nobody whom it suits waits before; else a place on the waiting list.

    Being late is no error. A `Conflict` says what no waiting would mend: the referral is closed, the visit
    has its seat, the occasion tests another language, is cancelled or has begun.
    """
    take_turn(session)
    referral = referral_without_seat(session, referral_id, visit=visit, by=by)
    occasion = refuse_unsuitable(session, occasion_id, referral, visit=visit, now=now)
    offer_freed_seats(session, occasion_id, now=now)
    offer = _own_offer(session, referral_id, occasion_id, visit=visit, now=now)
    if offer is not None:
        return book_offered(session, offer, by=by, now=now)
    if try_to_take(session, occasion_id):
        return book(session, referral, occasion_id, visit=visit, by=by, now=now)
    wait = find_wait(session, referral_id, visit=visit)
    if wait is not None and is_wished(wait, occasion):
        return wait
    wish = SeatWish(occasion_id=occasion_id)
    return put_on_list(session, referral, wish, visit=visit, by=by, now=now)


def _own_offer(
    session: Session, referral_id: UUID, occasion_id: UUID, *, visit: int, now: datetime
) -> SeatOffer | None:
    """The seat that is kept for this very person on this occasion."""
    wait = find_wait(session, referral_id, visit=visit)
    offer = find_open_offer(session, wait.id) if wait is not None else None
    if offer is None or offer.occasion_id != occasion_id or offer.answer_by < now:
        return None
    return offer
