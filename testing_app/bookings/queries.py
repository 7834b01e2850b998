"""What referrals, occasions and seats there are, as far as the viewer's organisation may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.clock import local
from testing_app.errors import NotFound
from testing_app.people.models import Candidate, Organisation
from testing_app.vocabulary import BookingState, TestedLanguage

Row = TypeVar("Row")

SEAT_STATES = (BookingState.BOOKED, BookingState.ARRIVED)
"""States in which a referral has its seat; a second one cannot be reserved."""


@dataclass(frozen=True)
class Progress:
    """A candidate's open referral, and the day of the seat when one is reserved."""

    referral_id: UUID
    seat_on: date | None


def occasions_of(
    session: Session,
    *,
    viewer: Actor,
    first_day: date | None = None,
    last_day: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Sequence[Occasion]:
    """The centre's occasions from the first to the last day, both included, in the order of time."""
    query = _occasions(viewer, first_day, last_day)
    order = (Occasion.held_on, Occasion.starts_at, Occasion.id)
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def past_occasions_of(
    session: Session, *, viewer: Actor, before: date, limit: int = 50, offset: int = 0
) -> Sequence[Occasion]:
    """The centre's occasions before a day, newest first."""
    query = _occasions(viewer, None, None).where(Occasion.held_on < before)
    order = (Occasion.held_on.desc(), Occasion.starts_at.desc(), Occasion.id)
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def _occasions(viewer: Actor, first_day: date | None, last_day: date | None) -> sa.Select[Occasion]:
    query = sa.select(Occasion).where(Occasion.centre_id == viewer.organisation_id)
    if first_day is not None:
        query = query.where(Occasion.held_on >= first_day)
    if last_day is not None:
        query = query.where(Occasion.held_on <= last_day)
    return query.options(joinedload(Occasion.centre))


def get_occasion(session: Session, occasion_id: UUID, *, viewer: Actor) -> Occasion:
    """One occasion of the viewer's centre."""
    return _one(session, _occasions(viewer, None, None).where(Occasion.id == occasion_id), "occasion")


def lock_occasion(session: Session, occasion_id: UUID, *, viewer: Actor) -> Occasion:
    """One occasion of the viewer's centre, locked and fresh, to be changed."""
    query = sa.select(Occasion).where(
        Occasion.id == occasion_id, Occasion.centre_id == viewer.organisation_id
    )
    return _one(session, _locked(query), "occasion")


def coming_occasions(
    session: Session, language: TestedLanguage, *, now: datetime, limit: int = 50
) -> Sequence[Occasion]:
    """Occasions of every centre that test the language and have not begun, with room or without."""
    here = local(now)
    query = (
        sa.select(Occasion)
        .join(Organisation, Organisation.id == Occasion.centre_id)
        .where(
            Occasion.language_tested == language,
            sa.or_(
                Occasion.held_on > here.date(),
                sa.and_(Occasion.held_on == here.date(), Occasion.starts_at > here.time()),
            ),
            Occasion.cancelled_at.is_(None),
            sa.or_(Organisation.valid_to.is_(None), Organisation.valid_to >= Occasion.held_on),
        )
        .order_by(Occasion.held_on, Occasion.starts_at, Organisation.name, Occasion.id)
        .limit(limit)
    )
    return session.scalars(query.options(joinedload(Occasion.centre))).all()


def bookings_on(session: Session, occasion_id: UUID, *, viewer: Actor) -> Sequence[Booking]:
    """Everybody booked on an occasion of the viewer's centre, in Finnish alphabetical order."""
    query = (
        sa.select(Booking)
        .join(Candidate, Candidate.id == Booking.candidate_id)
        .join(Occasion, Occasion.id == Booking.occasion_id)
        .where(Booking.occasion_id == occasion_id, Occasion.centre_id == viewer.organisation_id)
        .order_by(Candidate.sort_name, Candidate.number, Booking.reserved_at)
    )
    return session.scalars(query.options(*_whole_booking())).all()


def get_booking(session: Session, booking_id: UUID, *, viewer: Actor) -> Booking:
    """One booking, for the centre that holds the occasion, the authority or the service that referred."""
    query = _visible_bookings(viewer).where(Booking.id == booking_id)
    return _one(session, query.options(*_whole_booking()), "booking")


def lock_booking(session: Session, booking_id: UUID, *, viewer: Actor) -> Booking:
    """The same booking, locked and fresh, to be changed."""
    return _one(session, _locked(_visible_bookings(viewer).where(Booking.id == booking_id)), "booking")


def _visible_bookings(viewer: Actor) -> sa.Select[Booking]:
    return (
        sa.select(Booking)
        .join(Occasion, Occasion.id == Booking.occasion_id)
        .join(Referral, Referral.id == Booking.referral_id)
        .where(
            sa.or_(
                Occasion.centre_id == viewer.organisation_id,
                concerns(viewer),
            )
        )
    )


def referrals_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[Referral]:
    """The referrals of a candidate that concern this authority or service, newest first."""
    query = (
        sa.select(Referral)
        .where(Referral.candidate_id == candidate_id, concerns(viewer))
        .options(joinedload(Referral.authority), joinedload(Referral.service))
        .order_by(Referral.written_at.desc(), Referral.id)
    )
    return session.scalars(query).all()


def bookings_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[Booking]:
    """The seats of a candidate on referrals that concern this authority or service, newest first."""
    query = (
        sa.select(Booking)
        .join(Referral, Referral.id == Booking.referral_id)
        .where(Booking.candidate_id == candidate_id, concerns(viewer))
        .order_by(Booking.reserved_at.desc(), Booking.id)
    )
    return session.scalars(query.options(*_whole_booking())).all()


def progress_of(session: Session, candidate_ids: Sequence[UUID], *, viewer: Actor) -> Mapping[UUID, Progress]:
    """How far each candidate has come with this authority: the newest open referral and its seat."""
    query = (
        sa.select(Referral.candidate_id, Referral.id, Occasion.held_on)
        .outerjoin(Booking, sa.and_(Booking.referral_id == Referral.id, Booking.state.in_(SEAT_STATES)))
        .outerjoin(Occasion, Occasion.id == Booking.occasion_id)
        .where(
            Referral.candidate_id.in_(candidate_ids),
            concerns(viewer),
            Referral.closed_at.is_(None),
        )
        .order_by(Referral.written_at, Referral.id)
    )
    return {candidate: Progress(referral, held_on) for candidate, referral, held_on in session.execute(query)}


def get_referral(session: Session, referral_id: UUID, *, viewer: Actor) -> Referral:
    """One referral of the viewer's authority, or one that the viewer's service wrote."""
    query = _own_referrals(viewer).where(Referral.id == referral_id)
    whole = (joinedload(Referral.candidate), joinedload(Referral.authority), joinedload(Referral.service))
    return _one(session, query.options(*whole), "referral")


def lock_referral(session: Session, referral_id: UUID, *, viewer: Actor) -> Referral:
    """The same referral, locked and fresh, to be changed."""
    return _one(session, _locked(_own_referrals(viewer).where(Referral.id == referral_id)), "referral")


def _own_referrals(viewer: Actor) -> sa.Select[Referral]:
    return sa.select(Referral).where(concerns(viewer))


def concerns(viewer: Actor) -> sa.ColumnElement[bool]:
    """The referrals of an authority, whoever wrote them, and those that a guidance service wrote itself."""
    return sa.or_(
        Referral.authority_id == viewer.organisation_id, Referral.service_id == viewer.organisation_id
    )


def find_seat_of(session: Session, referral_id: UUID, *, visit: int | None = None) -> Booking | None:
    """The booking that holds the seat of a visit (or of the first visit that has one), if there is one."""
    return next(
        (seat for seat in seats_of_referral(session, referral_id) if visit in (None, seat.visit)), None
    )


def seats_of_referral(session: Session, referral_id: UUID) -> Sequence[Booking]:
    """The bookings that hold the referral's seats, in the order of the visits."""
    query = sa.select(Booking).where(Booking.referral_id == referral_id, Booking.state.in_(SEAT_STATES))
    return session.scalars(query.options(*_whole_booking()).order_by(Booking.visit)).all()


@cache
def _whole_booking() -> tuple[sa.sql.base.ExecutableOption, ...]:
    return (
        joinedload(Booking.candidate),
        joinedload(Booking.referral).joinedload(Referral.authority),
        joinedload(Booking.occasion).joinedload(Occasion.centre),
    )


def _locked(query: sa.Select[Row]) -> sa.Select[Row]:
    return query.with_for_update(of=query.column_descriptions[0]["entity"]).execution_options(
        populate_existing=True
    )


def _one(session: Session, query: sa.Select[Row], what: str) -> Row:
    found = session.scalar(query)
    if found is None:
        raise NotFound(what)
    return found
