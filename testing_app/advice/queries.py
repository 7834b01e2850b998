"""Reads advice points and visits of the viewer's own service."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.advice.models import AdvicePoint, AdviceVisit
from testing_app.errors import NotFound


def points_of(session: Session, *, viewer: Actor, open_on: date | None = None) -> Sequence[AdvicePoint]:
    """The service's advice points in alphabetical order; with `open_on`, those not closed before that day."""
    query = sa.select(AdvicePoint).where(AdvicePoint.organisation_id == viewer.organisation_id)
    if open_on is not None:
        query = query.where(sa.or_(AdvicePoint.ended_on.is_(None), AdvicePoint.ended_on >= open_on))
    return session.scalars(query.order_by(AdvicePoint.name, AdvicePoint.id)).all()


def get_point(session: Session, point_id: UUID, *, viewer: Actor) -> AdvicePoint:
    """One advice point of the viewer's service."""
    query = sa.select(AdvicePoint).where(
        AdvicePoint.id == point_id, AdvicePoint.organisation_id == viewer.organisation_id
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("advice_point")
    return found


def visits_on(session: Session, day: date, *, viewer: Actor) -> Sequence[AdviceVisit]:
    """The visits of one day that this account entered, newest first."""
    query = sa.select(AdviceVisit).where(
        AdviceVisit.organisation_id == viewer.organisation_id,
        AdviceVisit.visited_on == day,
        AdviceVisit.entered_by_id == viewer.account_id,
    )
    newest_first = query.order_by(AdviceVisit.entered_at.desc(), AdviceVisit.id)
    return session.scalars(newest_first.options(joinedload(AdviceVisit.point))).all()


def last_visit_by(session: Session, *, viewer: Actor) -> AdviceVisit | None:
    """What this account entered last: the next visit is likely at the same point."""
    query = sa.select(AdviceVisit).where(
        AdviceVisit.organisation_id == viewer.organisation_id,
        AdviceVisit.entered_by_id == viewer.account_id,
    )
    return session.scalar(query.order_by(AdviceVisit.entered_at.desc(), AdviceVisit.id).limit(1))


def languages_by_use(session: Session, *, viewer: Actor, since: date) -> Sequence[str]:
    """Codes of the languages spoken at the service's visits since a day, the most common first."""
    query = (
        sa.select(AdviceVisit.language)
        .where(AdviceVisit.organisation_id == viewer.organisation_id, AdviceVisit.visited_on >= since)
        .group_by(AdviceVisit.language)
        .order_by(sa.func.count().desc(), AdviceVisit.language)
    )
    return session.scalars(query).all()
