"""A freed seat goes to the next suitable person who waits, is kept for an answer, and passes on."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.actions.counting import find_occasion, flush_or_conflict, free_seat, try_to_take
from testing_app.bookings.models import Booking, Occasion, SeatOffer, SeatWait
from testing_app.bookings.queries import lock_referral
from testing_app.bookings.recording import record_on_booking, record_on_wait
from testing_app.bookings.suitability import answer_by, is_too_late_to_offer
from testing_app.bookings.turn import take_turn
from testing_app.bookings.visits import visit_problem, visits_of
from testing_app.bookings.waiting import get_offer, occasions_with_room_for, offers_on, suitable_line
from testing_app.errors import Conflict
from testing_app.vocabulary import OfferState, SeatWaitState


def offer_freed_seats(session: Session, occasion_id: UUID, *, now: datetime) -> list[SeatOffer]:
    """Offer every free seat of an occasion to those who wait and whom it suits, in order of queue date.

    The seat stays taken while it is on offer. Nothing is offered from the evening before on.
    """
    take_turn(session)
    occasion = find_occasion(session, occasion_id)
    if (
        occasion is None
        or occasion.cancelled_at is not None
        or occasion.taken >= occasion.seats
        or is_too_late_to_offer(occasion, now=now)
    ):
        return []
    made = []
    for wait in suitable_line(session, occasion):
        if not try_to_take(session, occasion_id):
            break
        made.append(_offer(session, wait, occasion, now=now))
    return made


def accept_offer(session: Session, offer_id: UUID, *, by: Actor, now: datetime) -> Booking:
    """The seat on offer becomes a booking; `Conflict` when it has lapsed or was answered meanwhile."""
    take_turn(session)
    offer = _answerable(session, offer_id, by=by)
    if offer.answer_by < now:
        raise Conflict("offer_lapsed")
    wait = offer.wait
    referral = lock_referral(session, wait.referral_id, viewer=by)
    if referral.closed_at is not None:
        raise Conflict("referral_closed")
    others = visits_of(session, [referral.id]).get(referral.id, {})
    problem = visit_problem(referral, wait.visit, offer.occasion, others=others)
    if problem is not None:
        raise Conflict(problem)
    return book_offered(session, offer, by=by, now=now)


def book_offered(session: Session, offer: SeatOffer, *, by: Actor, now: datetime) -> Booking:
    """Turn an open offer into the booking; the seat has been counted since it was offered."""
    wait = offer.wait
    _answer(offer, OfferState.ACCEPTED, by=by, now=now)
    wait.state, wait.ended_at = SeatWaitState.BOOKED, now
    booking = Booking(
        occasion_id=offer.occasion_id,
        referral_id=wait.referral_id,
        candidate_id=wait.candidate_id,
        visit=wait.visit,
        reserved_by_id=by.account_id,
        reserved_at=now,
    )
    session.add(booking)
    flush_or_conflict(session)
    _record_answer(session, offer, by=by, now=now)
    record_on_booking(session, Event.SEAT_RESERVED, booking, by=by, now=now, details={"offer": str(offer.id)})
    return booking


def decline_offer(session: Session, offer_id: UUID, *, by: Actor, now: datetime) -> list[SeatOffer]:
    """The person does not want the seat: it passes on, they wait on; gives the offers made in its place."""
    take_turn(session)
    offer = _answerable(session, offer_id, by=by)
    let_go(session, offer, OfferState.DECLINED, by=by, now=now)
    return [
        *offer_freed_seats(session, offer.occasion_id, now=now),
        *offer_to(session, offer.wait, now=now),
    ]


def withdraw_offers(
    session: Session, occasion_id: UUID, *, by: Actor | None, now: datetime
) -> list[SeatWait]:
    """Take the open offers of an occasion back, through no fault of theirs; gives who waits on."""
    withdrawn = offers_on(session, occasion_id)
    for offer in withdrawn:
        let_go(session, offer, OfferState.WITHDRAWN, by=by, now=now)
    return [offer.wait for offer in withdrawn]


def offer_to(session: Session, wait: SeatWait, *, now: datetime) -> list[SeatOffer]:
    """If a seat that suits lies free, offer it: to this one, or to whoever is before them there."""
    made: list[SeatOffer] = []
    for occasion in occasions_with_room_for(session, wait, now=now):
        if wait.state is not SeatWaitState.WAITING:
            break
        made += offer_freed_seats(session, occasion.id, now=now)
    return made


def offer_to_all(session: Session, waits: Iterable[SeatWait], *, now: datetime) -> list[SeatOffer]:
    """The same for several people, in queue order."""
    in_order = sorted(waits, key=lambda wait: (wait.queued_at, wait.id))
    return [offer for wait in in_order for offer in offer_to(session, wait, now=now)]


def _offer(session: Session, wait: SeatWait, occasion: Occasion, *, now: datetime) -> SeatOffer:
    offer = SeatOffer(
        wait_id=wait.id,
        wait=wait,
        occasion_id=occasion.id,
        occasion=occasion,
        state=OfferState.OPEN,
        offered_at=now,
        answer_by=answer_by(occasion, now=now),
    )
    wait.state = SeatWaitState.OFFERED
    session.add(offer)
    session.flush()
    record_on_wait(
        session,
        Event.SEAT_OFFERED,
        wait,
        by=None,
        now=now,
        details={"offer": str(offer.id), "occasion": str(occasion.id)},
    )
    return offer


def _answerable(session: Session, offer_id: UUID, *, by: Actor) -> SeatOffer:
    offer = get_offer(session, offer_id, viewer=by)
    if offer.state is not OfferState.OPEN:
        raise Conflict("offer_already_answered")
    return offer


def let_go(session: Session, offer: SeatOffer, state: OfferState, *, by: Actor | None, now: datetime) -> None:
    """An offer ends without a booking: its seat is free, and the person waits on."""
    _answer(offer, state, by=by, now=now)
    offer.wait.state = SeatWaitState.WAITING
    session.flush()
    free_seat(session, offer.occasion_id)
    _record_answer(session, offer, by=by, now=now)


def _answer(offer: SeatOffer, state: OfferState, *, by: Actor | None, now: datetime) -> None:
    offer.state, offer.answered_at = state, now
    offer.answered_by_id = by.account_id if by else None


def _record_answer(session: Session, offer: SeatOffer, *, by: Actor | None, now: datetime) -> None:
    audit.record(
        session,
        Event.SEAT_OFFER_ANSWERED,
        by=by,
        now=now,
        subject=("seat_offer", offer.id),
        candidate_id=offer.wait.candidate_id,
        details={"answer": offer.state.value, "occasion": str(offer.occasion_id)},
    )
