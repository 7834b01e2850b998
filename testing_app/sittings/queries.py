"""Reads sittings: one with everything on it, those of an occasion, and who has a battery open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, lazyload, load_only, selectinload

from testing_app.actor import Actor
from testing_app.bookings.models import Booking
from testing_app.errors import NotFound
from testing_app.people.models import Account, Candidate
from testing_app.sittings.models import Background as Background  # named for the pages that show it
from testing_app.sittings.models import BatteryOpening
from testing_app.sittings.models import Sitting as Sitting
from testing_app.sittings.models import SittingPart as SittingPart
from testing_app.vocabulary import SKILL_PARTS, BookingState, PartState

OPEN_FOR = timedelta(minutes=10)
"""How long an opened battery counts as being looked at."""

_ONLY_THE_NAME = (lazyload(Account.organisation), lazyload(Account.role_rows))
"""Whoever saved or opened something is shown by name; organisation and roles would be read for nothing."""


@dataclass(frozen=True)
class Opening:
    """Somebody has a battery open on screen since a moment."""

    name: str
    opened_at: datetime


def get_sitting(session: Session, sitting_id: UUID, *, viewer: Actor) -> Sitting:
    """The sitting with candidate, occasion, parts and background; `NotFound` outside the viewer's centre."""
    named = {"sitting": sitting_id, "centre": viewer.organisation_id}
    return _found(session.scalars(_whole_sitting(), named).unique().one_or_none())


def get_battery(session: Session, sitting_id: UUID, *, viewer: Actor) -> Sitting:
    """The same sitting for the page of its battery, without the form versions its scores came from."""
    named = {"sitting": sitting_id, "centre": viewer.organisation_id}
    return _found(session.scalars(_battery(), named).unique().one_or_none())


def lock_sitting(session: Session, sitting_id: UUID, *, viewer: Actor) -> Sitting:
    """The same sitting, freshly read and kept from other writers until the transaction ends."""
    locked = session.scalar(
        sa.select(Sitting.id)
        .where(Sitting.id == sitting_id, Sitting.centre_id == viewer.organisation_id)
        .with_for_update()
    )
    if locked is None:
        raise NotFound("no_such_sitting")
    query = (
        sa.select(Sitting)
        .where(Sitting.id == sitting_id)
        .options(joinedload(Sitting.candidate), joinedload(Sitting.booking).joinedload(Booking.occasion))
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).unique().one()


def find_sitting_of_booking(session: Session, booking_id: UUID, *, viewer: Actor) -> Sitting | None:
    """The sitting that was opened for a booking, if any."""
    query = sa.select(Sitting).where(
        Sitting.booking_id == booking_id, Sitting.centre_id == viewer.organisation_id
    )
    return session.scalars(query).unique().one_or_none()


def sittings_of_bookings(
    session: Session, booking_ids: Iterable[UUID], *, viewer: Actor
) -> dict[UUID, Sitting]:
    """The sittings of many bookings in one go, by booking; one sitting may span the visits of a referral."""
    visit = aliased(Booking)
    query = (
        sa.select(visit.id, Sitting)
        .join(Sitting, sa.or_(Sitting.booking_id == visit.id, _spans(visit)))
        .where(visit.id.in_(list(booking_ids)), Sitting.centre_id == viewer.organisation_id)
        .order_by(Sitting.booking_id == visit.id, Sitting.opened_at)
        .options(
            selectinload(Sitting.parts).options(
                lazyload(SittingPart.changed_by), lazyload(SittingPart.form_version)
            ),
            joinedload(Sitting.background).lazyload(Background.changed_by),
        )
    )
    return {row.id: row.Sitting for row in session.execute(query).unique()}


def skills_done(sitting: Sitting) -> int:
    """How many of the four skills have a level, or a state that says why not."""
    return sum(1 for row in sitting.parts if row.part in SKILL_PARTS and _is_done(row))


def is_open_for_scores(sitting: Sitting) -> bool:
    """Whether scores may change: not yet signed, or signed and being corrected."""
    return sitting.signed_at is None or sitting.correcting_since is not None


def has_entries(sitting: Sitting) -> bool:
    """Whether anybody has recorded anything for the sitting."""
    moments = [row.changed_at for row in sitting.parts] + [sitting.background.changed_at]
    return any(moment is not None for moment in moments)


def others_at(session: Session, sitting: Sitting, *, viewer: Actor, now: datetime) -> list[Opening]:
    """Who else opened this battery within the last ten minutes, earliest first."""
    named = {"sitting": sitting.id, "viewer": viewer.account_id, "since": now - OPEN_FOR}
    return [Opening(name, opened_at) for name, opened_at in session.execute(_openings(), named)]


@cache
def _whole_sitting() -> sa.Select[Sitting]:
    return _visible().options(
        joinedload(Sitting.candidate),
        joinedload(Sitting.booking).joinedload(Booking.occasion),
        selectinload(Sitting.parts).joinedload(SittingPart.changed_by).options(*_ONLY_THE_NAME),
        joinedload(Sitting.background).joinedload(Background.changed_by).options(*_ONLY_THE_NAME),
    )


@cache
def _battery() -> sa.Select[Sitting]:
    person = (Candidate.number, Candidate.family_name, Candidate.given_names, Candidate.birth_date)
    named = (load_only(Account.name), *_ONLY_THE_NAME)
    return _visible().options(
        joinedload(Sitting.candidate).load_only(*person),
        joinedload(Sitting.booking).load_only(Booking.occasion_id),
        selectinload(Sitting.parts).options(
            lazyload(SittingPart.form_version), joinedload(SittingPart.changed_by).options(*named)
        ),
        joinedload(Sitting.background).joinedload(Background.changed_by).options(*named),
    )


def _spans(visit: type[Booking]) -> sa.ColumnElement[bool]:
    """Whether a sitting begun at an earlier visit goes on at this one."""
    return sa.and_(
        visit.visit > 1,
        visit.state == BookingState.ARRIVED,
        Sitting.referral_id == visit.referral_id,
        Sitting.signed_at.is_(None),
    )


def _visible() -> sa.Select[Sitting]:
    return sa.select(Sitting).where(
        Sitting.id == sa.bindparam("sitting"), Sitting.centre_id == sa.bindparam("centre")
    )


@cache
def _openings() -> sa.Select[str, datetime]:
    return (
        sa.select(Account.name, BatteryOpening.opened_at)
        .join(Account, Account.id == BatteryOpening.account_id)
        .where(
            BatteryOpening.sitting_id == sa.bindparam("sitting"),
            BatteryOpening.account_id != sa.bindparam("viewer"),
            BatteryOpening.opened_at > sa.bindparam("since", type_=BatteryOpening.opened_at.type),
        )
        .order_by(BatteryOpening.opened_at)
    )


def _is_done(row: SittingPart) -> bool:
    return row.level is not None or row.state not in (PartState.NOT_TAKEN, PartState.TAKEN)


def _found(sitting: Sitting | None) -> Sitting:
    if sitting is None:
        raise NotFound("no_such_sitting")
    return sitting
