"""Counts seats: each is taken and freed by one conditional update, so that none is ever sold twice."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.bookings.models import Occasion, Referral
from testing_app.bookings.visits import visit_problem, visits_of
from testing_app.clock import local
from testing_app.errors import Conflict, NotFound


def take_seat(session: Session, occasion_id: UUID) -> None:
    """One seat more is taken, or `Conflict("occasion_full")`; exact however many ask at once."""
    if not try_to_take(session, occasion_id):
        raise Conflict("occasion_full")


def try_to_take(session: Session, occasion_id: UUID) -> bool:
    """Whether one seat more could be taken."""
    return _count_seats(
        session,
        sa.update(Occasion)
        .where(Occasion.id == occasion_id, Occasion.cancelled_at.is_(None), Occasion.taken < Occasion.seats)
        .values(taken=Occasion.taken + 1),
    )


def free_seat(session: Session, occasion_id: UUID) -> None:
    """One seat less is taken."""
    _count_seats(
        session,
        sa.update(Occasion)
        .where(Occasion.id == occasion_id, Occasion.taken > 0)
        .values(taken=Occasion.taken - 1),
    )


def find_occasion(session: Session, occasion_id: UUID) -> Occasion | None:
    """The occasion as it is now, whosever it is."""
    return session.get(Occasion, occasion_id, populate_existing=True)


def refuse_unsuitable(
    session: Session, occasion_id: UUID, referral: Referral, *, visit: int, now: datetime
) -> Occasion:
    """The occasion, when a visit of the referral can be on it; else a `Conflict` that says why not."""
    occasion = find_occasion(session, occasion_id)
    if occasion is None:
        raise NotFound("occasion")
    if occasion.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    if occasion.language_tested is not referral.language_tested:
        raise Conflict("occasion_tests_another_language")
    here = local(now)
    if occasion.held_on < here.date():
        raise Conflict("occasion_already_held")
    if occasion.held_on == here.date() and occasion.starts_at <= here.time():
        raise Conflict("occasion_already_begun")
    others = visits_of(session, [referral.id]).get(referral.id, {})
    problem = visit_problem(referral, visit, occasion, others=others)
    if problem is not None:
        raise Conflict(problem)
    return occasion


def flush_or_conflict(session: Session) -> None:
    """Write, or say that the referral's visit has its seat already."""
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("seat_already_reserved") from error


def _count_seats(session: Session, update: sa.Update) -> bool:
    result = session.execute(update, execution_options={"synchronize_session": "fetch"})
    assert isinstance(result, CursorResult)
    return bool(result.rowcount)
