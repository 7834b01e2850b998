"""People wait for seats, and stop waiting; the queue date stays whatever happens meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.bookings.actions.counting import refuse_unsuitable
from testing_app.bookings.actions.offers import let_go, offer_freed_seats, offer_to
from testing_app.bookings.models import Referral, SeatWait
from testing_app.bookings.queries import find_seat_of, lock_referral
from testing_app.bookings.recording import record_on_wait
from testing_app.bookings.turn import take_turn
from testing_app.bookings.visits import MOST_VISITS
from testing_app.bookings.waiting import ACTIVE, find_open_offer, find_wait, get_wait
from testing_app.errors import Conflict, Invalid
from testing_app.people.centres import is_centre
from testing_app.vocabulary import AssessmentLength, OfferState, SeatWaitState


@dataclass(frozen=True)
class SeatWish:
    """For what somebody waits: one occasion; or any that suits, at one centre, between two days."""

    occasion_id: UUID | None = None
    centre_id: UUID | None = None
    earliest_on: date | None = None
    latest_on: date | None = None


def wait_for_seat(
    session: Session, referral_id: UUID, *, wish: SeatWish, visit: int = 1, by: Actor, now: datetime
) -> SeatWait:
    """A place on the waiting list; when a seat that suits lies free already, it is offered at once.

    Whoever waits already gets the new wish and keeps the queue date.
    """
    take_turn(session)
    referral = _open_referral(session, referral_id, by=by)
    _refuse_wish(session, referral, wish, visit=visit, now=now)
    wait = put_on_list(session, referral, wish, visit=visit, by=by, now=now)
    if wait.state is SeatWaitState.WAITING:
        offer_to(session, wait, now=now)
    return wait


def put_on_list(
    session: Session, referral: Referral, wish: SeatWish, *, visit: int, by: Actor | None, now: datetime
) -> SeatWait:
    """The place in the list for a visit: a new one, or the one there is with another wish."""
    wait = find_wait(session, referral.id, visit=visit)
    details = {"visit": visit, "occasion": str(wish.occasion_id) if wish.occasion_id else None}
    if wait is None:
        assert by is not None
        wait = SeatWait(
            referral_id=referral.id,
            candidate_id=referral.candidate_id,
            visit=visit,
            queued_at=now,
            queued_by_id=by.account_id,
            state=SeatWaitState.WAITING,
        )
        session.add(wait)
    else:
        details["changed"] = True
    wait.occasion_id, wait.centre_id = wish.occasion_id, wish.centre_id
    wait.earliest_on, wait.latest_on = wish.earliest_on, wish.latest_on
    session.flush()
    record_on_wait(session, Event.SEAT_WAIT_BEGUN, wait, by=by, now=now, details=details)
    return wait


def stop_waiting(session: Session, wait_id: UUID, *, by: Actor, now: datetime) -> SeatWait:
    """The person waits no longer; a seat on offer to them counts as declined and passes on."""
    take_turn(session)
    wait = get_wait(session, wait_id, viewer=by)
    if wait.state not in ACTIVE:
        raise Conflict("no_longer_waiting")
    leave_list(session, wait, SeatWaitState.LEFT, offer=OfferState.DECLINED, by=by, now=now)
    return wait


def end_wait(session: Session, referral_id: UUID, *, visit: int, by: Actor, now: datetime) -> None:
    """A seat was found: the visit waits no longer, and a seat kept for it elsewhere passes on."""
    wait = find_wait(session, referral_id, visit=visit)
    if wait is not None:
        leave_list(session, wait, SeatWaitState.BOOKED, offer=OfferState.WITHDRAWN, by=by, now=now)


def leave_list(
    session: Session,
    wait: SeatWait,
    state: SeatWaitState,
    *,
    offer: OfferState,
    by: Actor | None,
    now: datetime,
) -> None:
    """Take somebody off the waiting list; a seat kept for them passes on, its offer ending as `offer`."""
    kept = find_open_offer(session, wait.id)
    if kept is not None:
        let_go(session, kept, offer, by=by, now=now)
    wait.state, wait.ended_at = state, now
    session.flush()
    record_on_wait(session, Event.SEAT_WAIT_ENDED, wait, by=by, now=now, details={"state": state.value})
    if kept is not None:
        offer_freed_seats(session, kept.occasion_id, now=now)


def _open_referral(session: Session, referral_id: UUID, *, by: Actor) -> Referral:
    referral = lock_referral(session, referral_id, viewer=by)
    if referral.closed_at is not None:
        raise Conflict("referral_closed")
    return referral


def _refuse_wish(session: Session, referral: Referral, wish: SeatWish, *, visit: int, now: datetime) -> None:
    most = MOST_VISITS if referral.length is AssessmentLength.LONG else 1
    if not 1 <= visit <= most:
        raise Conflict("no_such_visit")
    if visit > 1 and find_seat_of(session, referral.id, visit=visit - 1) is None:
        raise Conflict("earlier_visit_first")
    if find_seat_of(session, referral.id, visit=visit) is not None:
        raise Conflict("seat_already_reserved")
    if wish.earliest_on and wish.latest_on and wish.latest_on < wish.earliest_on:
        raise Invalid({"latest_on": ["ends_before_it_starts"]})
    if wish.centre_id is not None and not is_centre(session, wish.centre_id):
        raise Conflict("no_such_organisation")
    if wish.occasion_id is not None:
        refuse_unsuitable(session, wish.occasion_id, referral, visit=visit, now=now)
