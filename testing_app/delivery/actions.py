"""Changes the outbox: owes a delivery, claims what is due, records how an attempt ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.delivery.models import Delivery
from testing_app.delivery.queries import due, get_delivery
from testing_app.errors import Conflict
from testing_app.results.models import SignedResult
from testing_app.vocabulary import DeliveryState

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 12
"""Twelve attempts with doubling waits last about 15 hours: a night's outage heals without anybody."""

INTERRUPTED = "interrupted"
LONGEST_PROBLEM = 200


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One claimed delivery as the worker carries it: identifiers only, so that nothing personal leaks."""

    message_id: UUID
    result_id: UUID
    authority_id: UUID
    transport: str
    attempt: int


def queue_delivery(
    session: Session, result: SignedResult, *, now: datetime, receiver_id: UUID | None = None
) -> Delivery:
    """Owe the result to its authority, or to another receiver, in the transaction that decides so."""
    delivery = Delivery(
        result_id=result.id,
        authority_id=receiver_id or result.authority_id,
        transport="inbox",
        state=DeliveryState.QUEUED,
        queued_at=now,
        due_at=now,
        attempts=0,
    )
    session.add(delivery)
    session.flush()
    return delivery


def claim_due(session: Session, *, now: datetime, lease: timedelta, limit: int = 20) -> list[Parcel]:
    """Take what is due and what another worker dropped; nobody else gets it before the lease ends.

    SQLite serialises writers; PostgreSQL skips the rows another worker is claiming.
    """
    rows = session.scalars(
        sa.select(Delivery)
        .where(due(now))
        .order_by(Delivery.due_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    parcels = []
    for delivery in rows:
        if delivery.attempts >= MOST_ATTEMPTS:
            _give_up(session, delivery, INTERRUPTED, now=now)
        else:
            parcels.append(_claim(delivery, now + lease))
    session.flush()
    return parcels


def _claim(delivery: Delivery, until: datetime) -> Parcel:
    delivery.state = DeliveryState.CLAIMED
    delivery.claimed_until = until
    delivery.attempts += 1
    return Parcel(
        message_id=delivery.id,
        result_id=delivery.result_id,
        authority_id=delivery.authority_id,
        transport=delivery.transport,
        attempt=delivery.attempts,
    )


def record_delivered(session: Session, parcel: Parcel, *, now: datetime) -> None:
    """The receiver has it: once true it stays true, whoever carried it."""
    delivery = _locked(session, parcel.message_id)
    if delivery.state is DeliveryState.DELIVERED:
        return
    delivery.state = DeliveryState.DELIVERED
    delivery.delivered_at = now
    delivery.claimed_until = None
    delivery.last_problem = ""
    _record(session, Event.RESULT_DELIVERED, delivery, now=now, authority=str(delivery.authority_id))


def record_failure(session: Session, parcel: Parcel, *, problem: str, now: datetime) -> None:
    """The attempt failed: wait twice as long as before, or give up and show it to an administrator.

    An attempt whose claim has passed to another worker changes nothing.
    """
    delivery = _locked(session, parcel.message_id)
    if delivery.state is not DeliveryState.CLAIMED or delivery.attempts != parcel.attempt:
        return
    if delivery.attempts >= MOST_ATTEMPTS:
        _give_up(session, delivery, problem, now=now)
        return
    delivery.state = DeliveryState.QUEUED
    delivery.due_at = now + wait_after(delivery.attempts)
    delivery.claimed_until = None
    delivery.last_problem = problem[:LONGEST_PROBLEM]
    session.flush()


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 1, 2, 4 ... minutes, at most 6 hours."""
    return min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)


def retry(session: Session, delivery_id: UUID, *, viewer: Actor, now: datetime) -> Delivery:
    """Try again now, from the first attempt; Conflict when it is on its way or has arrived."""
    get_delivery(session, delivery_id, viewer=viewer)
    delivery = _locked(session, delivery_id)
    if delivery.state in (DeliveryState.DELIVERED, DeliveryState.CLAIMED):
        raise Conflict("delivery_not_waiting")
    delivery.state = DeliveryState.QUEUED
    delivery.due_at = now
    delivery.attempts = 0
    record(
        session,
        Event.DELIVERY_RETRIED,
        by=viewer,
        now=now,
        subject=("delivery", delivery.id),
        details={"result": str(delivery.result_id)},
    )
    return delivery


def _give_up(session: Session, delivery: Delivery, problem: str, *, now: datetime) -> None:
    delivery.state = DeliveryState.FAILED
    delivery.claimed_until = None
    delivery.last_problem = problem[:LONGEST_PROBLEM]
    _record(session, Event.DELIVERY_FAILED, delivery, now=now, problem=delivery.last_problem)


def _record(session: Session, event: Event, delivery: Delivery, *, now: datetime, **details: str) -> None:
    """Note it in the chain of the centre that sends: its disclosure, to whom, of what."""
    sender = session.execute(
        sa.select(SignedResult.centre_id, SignedResult.candidate_id).where(
            SignedResult.id == delivery.result_id
        )
    ).one()
    record(
        session,
        event,
        by=None,
        now=now,
        subject=("result", delivery.result_id),
        candidate_id=sender.candidate_id,
        details={"delivery": str(delivery.id), "attempts": delivery.attempts, **details},
        chain_id=sender.centre_id,
    )


def _locked(session: Session, delivery_id: UUID) -> Delivery:
    return session.scalars(
        sa.select(Delivery)
        .where(Delivery.id == delivery_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
