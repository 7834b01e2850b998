"""Finds occasions for a referral: by nearest date, place, interpreter, parts and accessibility."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.bookings.models import Occasion, Referral
from testing_app.bookings.suitability import Mismatch, unmet_needs
from testing_app.bookings.visits import kind_of_visit
from testing_app.clock import local
from testing_app.people.distances import kilometres_from
from testing_app.people.models import Organisation
from testing_app.vocabulary import AccessFeature


@dataclass(frozen=True)
class SeatSearch:
    """What an officer looks for; what is not given does not matter."""

    centre_id: UUID | None = None
    earliest_on: date | None = None
    latest_on: date | None = None
    interpreter_language: str = ""
    accessibility: Collection[AccessFeature] = ()
    only_free: bool = False
    only_fitting: bool = False
    nearest_first: bool = False
    post_code: str = ""


ANYWHERE = SeatSearch()


@dataclass(frozen=True)
class SuitableOccasion:
    """An occasion, how many seats are free, and what the referral needs and it lacks.

    `kilometres` to the centre as the crow flies; None when a post code is not known or it is held elsewhere.
    """

    occasion: Occasion
    free: int
    kilometres: float | None
    lacks: tuple[Mismatch, ...]

    @property
    def fits(self) -> bool:
        """Whether the occasion has all that the referral asks for."""
        return not self.lacks


def suitable_occasions(
    session: Session,
    referral: Referral,
    *,
    search: SeatSearch = ANYWHERE,
    visit: int = 1,
    now: datetime,
    limit: int = 50,
) -> Sequence[SuitableOccasion]:
    """Coming occasions of the referral's language and visit, nearest date (or nearest place) first."""
    query = _coming(referral, search, visit=visit, now=now)
    rows = list(session.scalars(query.options(joinedload(Occasion.centre))))
    rows = [row for row in rows if _has_features(row, search)]
    far = kilometres_from(
        session, search.post_code or referral.candidate.post_code, {row.centre.post_code for row in rows}
    )
    found = [
        SuitableOccasion(
            occasion=row,
            free=row.seats - row.taken,
            kilometres=None if row.place else far.get(row.centre.post_code),
            lacks=tuple(unmet_needs(referral, row)),
        )
        for row in rows
    ]
    if search.only_fitting:
        found = [row for row in found if row.fits]
    if search.nearest_first:
        found.sort(key=lambda row: inf if row.kilometres is None else row.kilometres)
    return found[:limit]


def _coming(referral: Referral, search: SeatSearch, *, visit: int, now: datetime) -> sa.Select[Occasion]:
    here = local(now)
    query = (
        sa.select(Occasion)
        .join(Organisation, Organisation.id == Occasion.centre_id)
        .where(
            Occasion.language_tested == referral.language_tested,
            Occasion.kind == kind_of_visit(referral, visit),
            sa.or_(
                Occasion.held_on > here.date(),
                sa.and_(Occasion.held_on == here.date(), Occasion.starts_at > here.time()),
            ),
            Occasion.cancelled_at.is_(None),
            sa.or_(Organisation.valid_to.is_(None), Organisation.valid_to >= Occasion.held_on),
        )
        .order_by(Occasion.held_on, Occasion.starts_at, Organisation.name, Occasion.id)
    )
    if search.centre_id is not None:
        query = query.where(Occasion.centre_id == search.centre_id)
    if search.earliest_on is not None:
        query = query.where(Occasion.held_on >= search.earliest_on)
    if search.latest_on is not None:
        query = query.where(Occasion.held_on <= search.latest_on)
    if search.only_free:
        query = query.where(Occasion.taken < Occasion.seats)
    return query


def _has_features(occasion: Occasion, search: SeatSearch) -> bool:
    return set(search.accessibility) <= set(occasion.accessibility) and (
        not search.interpreter_language or search.interpreter_language in occasion.interpreters
    )
