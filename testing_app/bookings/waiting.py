"""Reads who waits for seats: the lines of occasions in order, and the offers that are open."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion, Referral, SeatOffer, SeatWait
from testing_app.bookings.suitability import History, mismatches
from testing_app.bookings.visits import visits_of
from testing_app.clock import local
from testing_app.errors import NotFound
from testing_app.vocabulary import BookingState, OfferState, SeatWaitState

ACTIVE = (SeatWaitState.WAITING, SeatWaitState.OFFERED)
"""States in which somebody is on a waiting list."""

GIVEN_UP = (OfferState.DECLINED, OfferState.LAPSED)
"""Offers after which the same occasion is not offered again."""

IN_ORDER = (SeatWait.queued_at, SeatWait.id)


def own_waits(viewer: Actor) -> sa.Select[SeatWait]:
    """The waiting places of referrals that the viewer's authority or service wrote, in order."""
    return (
        sa.select(SeatWait)
        .join(SeatWait.referral)
        .where(
            sa.or_(
                Referral.authority_id == viewer.organisation_id, Referral.service_id == viewer.organisation_id
            )
        )
        .options(contains_eager(SeatWait.referral), joinedload(SeatWait.candidate))
        .order_by(*IN_ORDER)
        .execution_options(populate_existing=True)
    )


def get_wait(session: Session, wait_id: UUID, *, viewer: Actor) -> SeatWait:
    """One waiting place of the viewer's people."""
    found = session.scalar(own_waits(viewer).where(SeatWait.id == wait_id))
    if found is None:
        raise NotFound("seat_wait")
    return found


def waits_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[SeatWait]:
    """Where a candidate of this authority waits for a seat now."""
    query = own_waits(viewer).where(SeatWait.candidate_id == candidate_id, SeatWait.state.in_(ACTIVE))
    return session.scalars(query).all()


def get_occasion_waited_for(session: Session, occasion_id: UUID, *, viewer: Actor) -> Occasion:
    """An occasion of any centre on whose line somebody of the viewer's people stands."""
    occasion = session.scalar(
        sa.select(Occasion).where(Occasion.id == occasion_id).options(joinedload(Occasion.centre))
    )
    if occasion is None or not any(
        viewer.organisation_id in (wait.referral.authority_id, wait.referral.service_id)
        for wait in line_for(session, occasion, states=ACTIVE)
    ):
        raise NotFound("occasion")
    return occasion


def find_wait(session: Session, referral_id: UUID, *, visit: int) -> SeatWait | None:
    """The place in the waiting list of a referral's visit, if it has one."""
    query = (
        sa.select(SeatWait)
        .where(SeatWait.referral_id == referral_id, SeatWait.visit == visit, SeatWait.state.in_(ACTIVE))
        .execution_options(populate_existing=True)
    )
    return session.scalar(query)


def find_open_offer(session: Session, wait_id: UUID) -> SeatOffer | None:
    """The seat that is kept for somebody who waits, if there is one."""
    query = (
        sa.select(SeatOffer)
        .where(SeatOffer.wait_id == wait_id, SeatOffer.state == OfferState.OPEN)
        .execution_options(populate_existing=True)
    )
    return session.scalar(query)


def get_offer(session: Session, offer_id: UUID, *, viewer: Actor) -> SeatOffer:
    """One offer made to the viewer's people."""
    found = session.scalar(_own_offers(viewer).where(SeatOffer.id == offer_id))
    if found is None:
        raise NotFound("seat_offer")
    return found


def open_offers(session: Session, *, viewer: Actor, candidate_id: UUID | None = None) -> Sequence[SeatOffer]:
    """The seats on offer to the viewer's people (or one of them), those that must be answered first first."""
    query = _own_offers(viewer).where(SeatOffer.state == OfferState.OPEN)
    if candidate_id is not None:
        query = query.where(SeatWait.candidate_id == candidate_id)
    return session.scalars(query.order_by(SeatOffer.answer_by, SeatOffer.id)).all()


def offers_on(session: Session, occasion_id: UUID) -> Sequence[SeatOffer]:
    """Every open offer of seats on an occasion, in queue order."""
    query = (
        sa.select(SeatOffer)
        .join(SeatOffer.wait)
        .where(SeatOffer.occasion_id == occasion_id, SeatOffer.state == OfferState.OPEN)
        .options(contains_eager(SeatOffer.wait))
        .order_by(*IN_ORDER)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def waiting_for(session: Session, occasion_id: UUID) -> Sequence[SeatWait]:
    """Everybody who waits for this very occasion, whosever people they are, in queue order."""
    query = (
        sa.select(SeatWait)
        .join(SeatWait.referral)
        .where(SeatWait.occasion_id == occasion_id, SeatWait.state.in_(ACTIVE))
        .options(contains_eager(SeatWait.referral))
        .order_by(*IN_ORDER)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def line_for(session: Session, occasion: Occasion, *, states: Sequence[SeatWaitState]) -> Sequence[SeatWait]:
    """Everybody whose wish the occasion could fulfil, whosever people they are, in queue order."""
    query = (
        sa.select(SeatWait)
        .join(SeatWait.referral)
        .where(SeatWait.state.in_(states), _wishes(occasion))
        .options(contains_eager(SeatWait.referral), joinedload(SeatWait.candidate))
        .order_by(*IN_ORDER)
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def place_in_line(session: Session, wait: SeatWait, *, occasion_id: UUID) -> int:
    """Which number somebody who waits has in the line of an occasion, counted without reading it."""
    occasion = session.get_one(Occasion, occasion_id)
    before = sa.or_(
        SeatWait.queued_at < wait.queued_at,
        sa.and_(SeatWait.queued_at == wait.queued_at, SeatWait.id <= wait.id),
    )
    query = (
        sa.select(sa.func.count())
        .select_from(SeatWait)
        .join(SeatWait.referral)
        .where(SeatWait.state.in_(ACTIVE), _wishes(occasion), before)
    )
    return session.scalar(query) or 0


def _wishes(occasion: Occasion) -> sa.ColumnElement[bool]:
    return sa.and_(
        Referral.language_tested == occasion.language_tested,
        sa.or_(
            SeatWait.occasion_id == occasion.id,
            sa.and_(
                SeatWait.occasion_id.is_(None),
                sa.or_(SeatWait.centre_id.is_(None), SeatWait.centre_id == occasion.centre_id),
                sa.or_(SeatWait.earliest_on.is_(None), SeatWait.earliest_on <= occasion.held_on),
                sa.or_(SeatWait.latest_on.is_(None), SeatWait.latest_on >= occasion.held_on),
            ),
        ),
    )


def history_of(session: Session, occasion_id: UUID, waits: Sequence[SeatWait]) -> History:
    """What has happened to those who wait, as far as it matters on one occasion."""
    candidates = [wait.candidate_id for wait in waits]
    cancelled = sa.select(Booking.candidate_id).where(
        Booking.occasion_id == occasion_id,
        Booking.candidate_id.in_(candidates),
        Booking.state == BookingState.CANCELLED,
    )
    let_go = (
        sa.select(SeatWait.candidate_id)
        .join(SeatOffer, SeatOffer.wait_id == SeatWait.id)
        .where(
            SeatOffer.occasion_id == occasion_id,
            SeatWait.candidate_id.in_(candidates),
            SeatOffer.state.in_(GIVEN_UP),
        )
    )
    given_up = frozenset(session.scalars(cancelled)) | frozenset(session.scalars(let_go))
    return History(given_up=given_up, visits=visits_of(session, [wait.referral_id for wait in waits]))


def suitable_line(session: Session, occasion: Occasion) -> list[SeatWait]:
    """Those who wait without an offer and whom a seat on the occasion suits, in queue order."""
    waits = line_for(session, occasion, states=[SeatWaitState.WAITING])
    if not waits:
        return []
    history = history_of(session, occasion.id, waits)
    return [wait for wait in waits if not mismatches(wait, occasion, history=history)]


def occasions_with_room_for(session: Session, wait: SeatWait, *, now: datetime) -> Sequence[Occasion]:
    """Coming occasions with free seats within somebody's wish, in the order of time."""
    query = sa.select(Occasion).where(
        Occasion.language_tested == wait.referral.language_tested,
        Occasion.held_on > local(now).date(),
        Occasion.cancelled_at.is_(None),
        Occasion.taken < Occasion.seats,
    )
    if wait.occasion_id is not None:
        query = query.where(Occasion.id == wait.occasion_id)
    else:
        if wait.centre_id is not None:
            query = query.where(Occasion.centre_id == wait.centre_id)
        if wait.earliest_on is not None:
            query = query.where(Occasion.held_on >= wait.earliest_on)
        if wait.latest_on is not None:
            query = query.where(Occasion.held_on <= wait.latest_on)
    order = (Occasion.held_on, Occasion.starts_at, Occasion.id)
    return session.scalars(query.order_by(*order).execution_options(populate_existing=True)).all()


def _own_offers(viewer: Actor) -> sa.Select[SeatOffer]:
    return (
        sa.select(SeatOffer)
        .join(SeatOffer.wait)
        .join(SeatWait.referral)
        .where(
            sa.or_(
                Referral.authority_id == viewer.organisation_id, Referral.service_id == viewer.organisation_id
            )
        )
        .options(
            contains_eager(SeatOffer.wait).contains_eager(SeatWait.referral),
            joinedload(SeatOffer.occasion).joinedload(Occasion.centre),
        )
        .execution_options(populate_existing=True)
    )
