"""Reads the outbox: what is due, and what an administrator should look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from testing_app.actor import Actor
from testing_app.delivery.models import Delivery
from testing_app.errors import NotAllowed, NotFound
from testing_app.people.models import Organisation
from testing_app.persistence.paging import Place
from testing_app.results.models import SignedResult
from testing_app.vocabulary import DeliveryState, OrganisationKind

ROWS_PER_PAGE = 50


class DeliveryFilter(StrEnum):
    """Which deliveries an administrator looks at."""

    FAILED = "failed"
    WAITING = "waiting"
    DELIVERED = "delivered"


STATES = {
    DeliveryFilter.FAILED: (DeliveryState.FAILED,),
    DeliveryFilter.WAITING: (DeliveryState.QUEUED, DeliveryState.CLAIMED),
    DeliveryFilter.DELIVERED: (DeliveryState.DELIVERED,),
}


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """One delivery as its list shows it; no personal data."""

    id: UUID
    result_id: UUID
    sender: str
    receiver: str
    state: DeliveryState
    queued_at: datetime
    due_at: datetime
    attempts: int
    delivered_at: datetime | None
    problem: str


@dataclass(frozen=True, kw_only=True)
class DeliveryPage(Place):
    """One page of deliveries and how many there are behind every filter."""

    rows: Sequence[DeliveryRow]
    counts: dict[DeliveryFilter, int]


def due(now: datetime) -> sa.ColumnElement[bool]:
    """What should be sent now: waiting long enough, or claimed by a worker that let its lease run out."""
    return sa.or_(
        sa.and_(Delivery.state == DeliveryState.QUEUED, Delivery.due_at <= now),
        sa.and_(Delivery.state == DeliveryState.CLAIMED, Delivery.claimed_until <= now),
    )


def is_anything_due(session: Session, *, now: datetime) -> bool:
    """Whether a worker would find something to do (asked before it takes a write lock)."""
    return bool(session.scalar(sa.select(sa.exists().where(due(now)))))


def get_delivery(session: Session, delivery_id: UUID, *, viewer: Actor) -> Delivery:
    """The delivery, for the house that maintains the service."""
    _maintainer_only(viewer)
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        raise NotFound("no_such_delivery")
    return delivery


def deliveries(
    session: Session, *, viewer: Actor, show: DeliveryFilter = DeliveryFilter.FAILED, page: int = 1
) -> DeliveryPage:
    """A page of deliveries, the longest owed first (delivered ones: the newest first)."""
    _maintainer_only(viewer)
    counts = _counts(session)
    pages = max(1, ceil(counts[show] / ROWS_PER_PAGE))
    number = min(max(page, 1), pages)
    sender, receiver = aliased(Organisation), aliased(Organisation)
    newest = show is DeliveryFilter.DELIVERED
    found = session.execute(
        sa.select(Delivery, sender.name, receiver.name)
        .join(SignedResult, SignedResult.id == Delivery.result_id)
        .join(sender, sender.id == SignedResult.centre_id)
        .join(receiver, receiver.id == Delivery.authority_id)
        .where(Delivery.state.in_(STATES[show]))
        .order_by(Delivery.queued_at.desc() if newest else Delivery.queued_at, Delivery.id)
        .limit(ROWS_PER_PAGE)
        .offset((number - 1) * ROWS_PER_PAGE)
    )
    return DeliveryPage(
        rows=[_row(delivery, names) for delivery, *names in found],
        counts=counts,
        number=number,
        pages=pages,
    )


def _row(delivery: Delivery, names: Sequence[str]) -> DeliveryRow:
    return DeliveryRow(
        id=delivery.id,
        result_id=delivery.result_id,
        sender=names[0],
        receiver=names[1],
        state=delivery.state,
        queued_at=delivery.queued_at,
        due_at=delivery.due_at,
        attempts=delivery.attempts,
        delivered_at=delivery.delivered_at,
        problem=delivery.last_problem,
    )


def _counts(session: Session) -> dict[DeliveryFilter, int]:
    per_state = dict(
        session.execute(sa.select(Delivery.state, sa.func.count()).group_by(Delivery.state)).all()
    )
    return {show: sum(per_state.get(state, 0) for state in states) for show, states in STATES.items()}


def _maintainer_only(viewer: Actor) -> None:
    if viewer.organisation_kind is not OrganisationKind.MAINTAINER:
        raise NotAllowed("maintainer_only")
