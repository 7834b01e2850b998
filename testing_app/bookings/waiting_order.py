"""The waiting line as it is shown: who is next for a seat, and for everybody why they are or are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.bookings.models import Occasion, Referral, SeatOffer, SeatWait
from testing_app.bookings.suitability import mismatches
from testing_app.bookings.waiting import ACTIVE, history_of, line_for, own_waits
from testing_app.errors import NotFound
from testing_app.people.models import Candidate
from testing_app.vocabulary import OfferState, SeatWaitState


class Turn(StrEnum):
    """Where somebody stands whom a seat would suit."""

    NEXT = "next"
    LATER_DATE = "later_date"
    OFFERED = "offered"
    WAITING = "waiting"
    TIMETABLE_LIMITS_TO_CHECK = "timetable_limits_to_check"


@dataclass(frozen=True)
class WaitingRow:
    """One place in a waiting line.

    `candidate` is None for people of another authority: that they wait is seen, who they are is not.
    `reasons` are codes: of `Turn` when the seat suits, of `Mismatch` when it does not.
    """

    position: int
    wait_id: UUID
    referral_id: UUID
    visit: int
    candidate: Candidate | None
    queued_at: datetime
    state: SeatWaitState
    suits: bool
    reasons: tuple[str, ...]
    offer: SeatOffer | None
    occasion: Occasion | None
    timetable_limits: str


def waiting_line(session: Session, occasion_id: UUID | None, *, viewer: Actor) -> Sequence[WaitingRow]:
    """Everybody who waits for a seat on an occasion, in order; without one, the viewer's own people."""
    if occasion_id is None:
        return _own_line(session, viewer)
    occasion = session.get(Occasion, occasion_id)
    if occasion is None:
        raise NotFound("occasion")
    waits = line_for(session, occasion, states=ACTIVE)
    history = history_of(session, occasion.id, waits)
    offers = _offers_of(session, waits)
    rows, found_next = [], False
    for position, wait in enumerate(waits, start=1):
        against = mismatches(wait, occasion, history=history)
        offer = offers.get(wait.id)
        reasons = tuple(map(str, against)) or _turn(wait, is_next=not found_next)
        found_next = found_next or (not against and wait.state is SeatWaitState.WAITING)
        rows.append(_row(position, wait, offer, reasons, viewer=viewer, suits=not against))
    return rows


def _own_line(session: Session, viewer: Actor) -> list[WaitingRow]:
    waits = session.scalars(own_waits(viewer).where(SeatWait.state.in_(ACTIVE))).all()
    offers = _offers_of(session, waits)
    occasions = _wished(session, waits)
    return [
        _row(
            position,
            wait,
            offers.get(wait.id),
            (Turn.OFFERED if wait.id in offers else Turn.WAITING, *_limits(wait)),
            viewer=viewer,
            suits=True,
            occasion=occasions.get(wait.occasion_id) if wait.occasion_id else None,
        )
        for position, wait in enumerate(waits, start=1)
    ]


def _turn(wait: SeatWait, *, is_next: bool) -> tuple[str, ...]:
    if wait.state is SeatWaitState.OFFERED:
        return (Turn.OFFERED, *_limits(wait))
    return (Turn.NEXT if is_next else Turn.LATER_DATE, *_limits(wait))


def _limits(wait: SeatWait) -> tuple[str, ...]:
    return (Turn.TIMETABLE_LIMITS_TO_CHECK,) if wait.referral.timetable_limits else ()


def _row(
    position: int,
    wait: SeatWait,
    offer: SeatOffer | None,
    reasons: tuple[str, ...],
    *,
    viewer: Actor,
    suits: bool,
    occasion: Occasion | None = None,
) -> WaitingRow:
    own = _is_own(wait.referral, viewer)
    return WaitingRow(
        position=position,
        wait_id=wait.id,
        referral_id=wait.referral_id,
        visit=wait.visit,
        candidate=wait.candidate if own else None,
        queued_at=wait.queued_at,
        state=wait.state,
        suits=suits,
        reasons=reasons,
        offer=offer,
        occasion=offer.occasion if offer is not None else occasion,
        timetable_limits=wait.referral.timetable_limits if own else "",
    )


def _is_own(referral: Referral, viewer: Actor) -> bool:
    return viewer.organisation_id in (referral.authority_id, referral.service_id)


def _offers_of(session: Session, waits: Sequence[SeatWait]) -> dict[UUID, SeatOffer]:
    query = (
        sa.select(SeatOffer)
        .where(SeatOffer.wait_id.in_([wait.id for wait in waits]), SeatOffer.state == OfferState.OPEN)
        .options(joinedload(SeatOffer.occasion).joinedload(Occasion.centre))
    )
    return {offer.wait_id: offer for offer in session.scalars(query)}


def _wished(session: Session, waits: Sequence[SeatWait]) -> dict[UUID, Occasion]:
    wanted = {wait.occasion_id for wait in waits if wait.occasion_id is not None}
    query = sa.select(Occasion).where(Occasion.id.in_(wanted)).options(joinedload(Occasion.centre))
    return {occasion.id: occasion for occasion in session.scalars(query)}
