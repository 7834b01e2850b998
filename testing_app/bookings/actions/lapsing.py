"""Housekeeping of waiting lists: answers that never came, dates that passed, referrals that were closed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from testing_app.bookings.actions.occasions import keep_waiting_at_centre
from testing_app.bookings.actions.offers import let_go, offer_freed_seats, offer_to_all
from testing_app.bookings.actions.waiting import leave_list
from testing_app.bookings.models import Occasion, Referral, SeatOffer, SeatWait
from testing_app.bookings.turn import take_turn
from testing_app.bookings.waiting import ACTIVE
from testing_app.clock import local
from testing_app.vocabulary import OfferState, SeatWaitState


def lapse_offers(session: Session, now: datetime) -> list[SeatOffer]:
    """Every seat whose deadline has passed without an answer passes on; gives the offers that lapsed.

    Whoever's referral was closed meanwhile leaves the list; whoever waited for a date that has passed waits
    on at its centre with the same queue date.
    """
    take_turn(session)
    _leave_closed(session, now=now)
    query = (
        sa.select(SeatOffer)
        .where(SeatOffer.state == OfferState.OPEN, SeatOffer.answer_by < now)
        .order_by(SeatOffer.answer_by, SeatOffer.id)
        .execution_options(populate_existing=True)
    )
    lapsed = list(session.scalars(query))
    for offer in lapsed:
        let_go(session, offer, OfferState.LAPSED, by=None, now=now)
    for occasion_id in sorted({offer.occasion_id for offer in lapsed}):
        offer_freed_seats(session, occasion_id, now=now)
    waits = {offer.wait for offer in lapsed} | set(_past_dates(session, now=now))
    offer_to_all(session, waits, now=now)
    return lapsed


def _leave_closed(session: Session, *, now: datetime) -> None:
    query = (
        sa.select(SeatWait)
        .join(SeatWait.referral)
        .where(SeatWait.state.in_(ACTIVE), Referral.closed_at.is_not(None))
        .options(contains_eager(SeatWait.referral))
        .order_by(SeatWait.queued_at, SeatWait.id)
        .execution_options(populate_existing=True)
    )
    for wait in session.scalars(query).all():
        leave_list(session, wait, SeatWaitState.LEFT, offer=OfferState.WITHDRAWN, by=None, now=now)


def _past_dates(session: Session, *, now: datetime) -> list[SeatWait]:
    query = (
        sa.select(Occasion)
        .where(
            Occasion.held_on < local(now).date(),
            sa.exists().where(SeatWait.occasion_id == Occasion.id, SeatWait.state.in_(ACTIVE)),
        )
        .order_by(Occasion.id)
    )
    return [
        wait
        for occasion in session.scalars(query).all()
        for wait in keep_waiting_at_centre(session, occasion, by=None, now=now)
    ]
