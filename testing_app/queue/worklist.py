"""What waits in an authority's queue for an officer: numbers, and the list behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.inbox.models import InboxMessage
from testing_app.persistence.paging import ROWS_PER_PAGE, Page, page_of
from testing_app.queue.models import CoursePlace, Notice, QueueEntry
from testing_app.queue.queries.expiry import Expires, expiry_by_rules
from testing_app.queue.queries.lines import expiring_entries
from testing_app.results.models import SignedResult
from testing_app.vocabulary import PlaceState, QueueState, TestedLanguage

SOON = timedelta(hours=24)
"""A hold that ends within a day is pressing."""
UNDECIDED_FOR = timedelta(days=183)
"""A result of which nobody decided for half a year is no task any more: not everybody needs a course."""
OPEN = (QueueState.PROPOSED, QueueState.WAITING, QueueState.HELD)
COMING_BACK = (PlaceState.NOT_ARRIVED, PlaceState.INTERRUPTED)


class Show(StrEnum):
    """Which of those who wait an officer looks at."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    HELD = "held"
    PASSED_ON = "passed_on"
    EXPIRING = "expiring"


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """One who waits, with the place on hold and how long the result behind the entry can be relied on."""

    entry: QueueEntry
    place: CoursePlace | None
    expires: Expires


@dataclass(frozen=True, kw_only=True)
class Undecided:
    """A result that was acknowledged and of which nobody has decided about a queue."""

    message_id: UUID
    number: str
    name: str
    track: str
    module: str | None
    language_tested: TestedLanguage
    tested_on: date


def counts(session: Session, *, viewer: Actor, today: date) -> dict[Show, int]:
    """How many stand behind every list."""
    found: dict[Show, int] = {
        show: session.scalar(
            sa.select(sa.func.count()).select_from(_entries(show, viewer).order_by(None).subquery())
        )
        or 0
        for show in Show
        if show is not Show.EXPIRING
    }
    return {**found, Show.EXPIRING: len(expiring_entries(session, viewer=viewer, today=today))}


def entries_page(session: Session, show: Show, *, viewer: Actor, today: date, page: int = 1) -> Page[WorkRow]:
    """A page of those who wait, the longest first; holds by their end, results by the day they expire."""
    if show is Show.EXPIRING:
        flagged = expiring_entries(session, viewer=viewer, today=today)
        rows = [
            WorkRow(entry=each.entry, place=None, expires=each.expires) for each in flagged[:ROWS_PER_PAGE]
        ]
        return Page(rows=rows, total=len(flagged), number=1, pages=1)
    query = _entries(show, viewer).options(joinedload(QueueEntry.candidate))
    found: Page[Any] = page_of(session, query, number=page)
    entries: Sequence[QueueEntry] = found.rows
    held, tested = _held(session, entries), _tested(session, entries)
    expires = expiry_by_rules(session, viewer.organisation_id, today=today)
    rows = [
        WorkRow(
            entry=each,
            place=held.get(each.id),
            expires=expires(each.language_tested, tested.get(each.result_id)),
        )
        for each in entries
    ]
    return Page(rows=rows, total=found.total, number=found.number, pages=found.pages)


def can_come_back(entry: QueueEntry, places: Sequence[CoursePlace]) -> bool:
    """Whether the last place ended without a course, so that the authority may let the person wait again."""
    return entry.state is QueueState.PLACED and bool(places) and places[0].state in COMING_BACK


def holds_running_out(session: Session, *, viewer: Actor, now: datetime) -> int:
    """Places held for this authority's people that lapse within a day."""
    query = sa.select(sa.func.count(CoursePlace.id)).where(
        CoursePlace.authority_id == viewer.organisation_id,
        CoursePlace.state == PlaceState.HELD,
        CoursePlace.held_until <= now + SOON,
    )
    return session.scalar(query) or 0


def notices_open(session: Session, *, viewer: Actor) -> int:
    """Notices nobody has acknowledged."""
    query = sa.select(sa.func.count(Notice.id)).where(
        Notice.authority_id == viewer.organisation_id, Notice.acknowledged_at.is_(None)
    )
    return session.scalar(query) or 0


def undecided_count(session: Session, *, viewer: Actor, now: datetime) -> int:
    """Results without a decision about a queue."""
    query = _undecided(viewer, now).order_by(None).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(query)) or 0


def undecided_results(session: Session, *, viewer: Actor, now: datetime, most: int = 100) -> list[Undecided]:
    """The results without a decision about a queue, the longest waiting first."""
    found = session.scalars(
        _undecided(viewer, now)
        .options(joinedload(InboxMessage.result).joinedload(SignedResult.candidate))
        .limit(most)
    )
    messages: Sequence[InboxMessage] = found.all()
    return [
        Undecided(
            message_id=message.id,
            number=message.result.candidate.number,
            name=message.result.candidate.name,
            track=message.result.track,
            module=message.result.module,
            language_tested=message.result.language_tested,
            tested_on=message.result.tested_on,
        )
        for message in messages
    ]


def _undecided(viewer: Actor, now: datetime) -> "sa.Select[Any]":
    """Acknowledged results that hold, whose person neither waits nor has waited since the test."""
    decided = sa.exists().where(
        QueueEntry.candidate_id == SignedResult.candidate_id,
        QueueEntry.language_tested == SignedResult.language_tested,
        sa.or_(
            QueueEntry.result_id == SignedResult.id,
            QueueEntry.state.in_(OPEN),
            QueueEntry.queued_on >= SignedResult.tested_on,
        ),
    )
    return (
        sa.select(InboxMessage)
        .join(SignedResult, SignedResult.id == InboxMessage.result_id)
        .where(
            InboxMessage.authority_id == viewer.organisation_id,
            SignedResult.superseded_at.is_(None),
            InboxMessage.acknowledged_at >= now - UNDECIDED_FOR,
            ~decided,
        )
        .order_by(SignedResult.tested_on, InboxMessage.id)
    )


def _entries(show: Show, viewer: Actor) -> "sa.Select[Any]":
    query = sa.select(QueueEntry).where(QueueEntry.authority_id == viewer.organisation_id)
    if show in (Show.PROPOSED, Show.WAITING):
        query = query.where(QueueEntry.state == QueueState(show.value))
        return query.order_by(QueueEntry.queued_on, QueueEntry.id)
    held = sa.and_(CoursePlace.entry_id == QueueEntry.id, CoursePlace.state == PlaceState.HELD)
    query = query.join(CoursePlace, held).order_by(CoursePlace.held_until, QueueEntry.id)
    return query.where(CoursePlace.held_by_id.is_(None)) if show is Show.PASSED_ON else query


def _held(session: Session, entries: Sequence[QueueEntry]) -> dict[UUID, CoursePlace]:
    query = (
        sa.select(CoursePlace)
        .where(CoursePlace.entry_id.in_([each.id for each in entries]), CoursePlace.state == PlaceState.HELD)
        .options(joinedload(CoursePlace.group).joinedload(CourseGroup.provider))
    )
    return {place.entry_id: place for place in session.scalars(query)} if entries else {}


def _tested(session: Session, entries: Sequence[QueueEntry]) -> dict[UUID | None, date]:
    wanted = {each.result_id for each in entries if each.result_id}
    query = sa.select(SignedResult.id, SignedResult.tested_on).where(SignedResult.id.in_(wanted))
    return {row.id: row.tested_on for row in session.execute(query)} if wanted else {}
