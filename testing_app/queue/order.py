"""Who comes next for a freed place, and why: the queue date decides, the reasons are told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.courses.models import CourseGroup
from testing_app.people.distances import kilometres_from
from testing_app.queue.lines import CourseLine
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import PlaceState, QueueState

TAKING = (PlaceState.HELD, PlaceState.CONFIRMED, PlaceState.STARTED, PlaceState.COMPLETED)
"""Places that count as taken. A course that was interrupted or never begun gives its place back: it can be
held again as long as the group's entry window is open, for nothing is held after it."""
OPEN = (PlaceState.HELD, PlaceState.CONFIRMED, PlaceState.STARTED)
"""Places in which somebody is or will be."""
KNOWN_TO_PROVIDER = (
    PlaceState.CONFIRMED,
    PlaceState.STARTED,
    PlaceState.COMPLETED,
    PlaceState.INTERRUPTED,
    PlaceState.NOT_ARRIVED,
)
"""Of whom a provider may know: who is or was to come; not who was moved elsewhere or released before."""
PASSED_ON_WITHIN = 80.0
"""Kilometres; a freed place is not passed on by itself to somebody who lives farther away (our default)."""
JUDGED_AT_ONCE = 2000
"""The longest-waiting who are looked at for one place."""


class Standing(StrEnum):
    """Why somebody is next for a place, or is not."""

    NEXT = "next"
    LATER_DATE = "later_date"
    BLOCKED = "blocked"
    HAS_PLACE = "has_place"
    HAD_PLACE_HERE = "had_place_here"
    TOO_FAR = "too_far"


@dataclass(frozen=True, kw_only=True)
class NextRow:
    """One who waits for a group's places, in the order of the queue date, with the reason."""

    entry: QueueEntry
    standing: Standing
    exact: bool
    kilometres: float | None


def admitted_lines(group: CourseGroup) -> list[CourseLine]:
    """What one may wait for to be taken in: the group's own line first, then those a mixed group admits."""
    pairs = [(group.track, group.module), *((track, module) for track, module in group.also_admits)]
    return [CourseLine(group.language_tested, track, module) for track, module in pairs]


def line_of(row: QueueEntry) -> CourseLine:
    """The line an entry stands in."""
    return CourseLine(row.language_tested, row.track, row.module)


def waiting_for(session: Session, group: CourseGroup) -> Sequence[NextRow]:
    """Who waits for a place in the group, whichever authority serves them, in order and with the reasons."""
    rows = session.scalars(_waiting(group).limit(JUDGED_AT_ONCE)).all()
    candidates = {row.candidate_id for row in rows}
    busy = _busy(session, candidates, group)
    had = _had_place_here(session, {row.id for row in rows}, group.id)
    lengths = (
        {}
        if group.online
        else kilometres_from(session, group.post_code, {row.candidate.post_code for row in rows})
    )
    return list(_judged(rows, group, busy=busy, had=had, lengths=lengths))


def _judged(
    rows: Sequence[QueueEntry],
    group: CourseGroup,
    *,
    busy: Collection[UUID],
    had: Collection[UUID],
    lengths: Mapping[str, float],
) -> Iterator[NextRow]:
    nobody_yet = True
    for row in rows:
        distance = lengths.get(row.candidate.post_code)
        obstacle = _obstacle(row, busy, had, distance)
        standing = obstacle or (Standing.NEXT if nobody_yet else Standing.LATER_DATE)
        nobody_yet = nobody_yet and standing is not Standing.NEXT
        exact = (row.track, row.module) == (group.track, group.module)
        yield NextRow(entry=row, standing=standing, exact=exact, kilometres=distance)


def _obstacle(
    row: QueueEntry, busy: Collection[UUID], had: Collection[UUID], distance: float | None
) -> Standing | None:
    if row.blocked_by:
        return Standing.BLOCKED
    if row.candidate_id in busy:
        return Standing.HAS_PLACE
    if row.id in had:
        return Standing.HAD_PLACE_HERE
    if distance is not None and distance > PASSED_ON_WITHIN:
        return Standing.TOO_FAR
    return None


def _waiting(group: CourseGroup) -> sa.Select[QueueEntry]:
    lines = [
        sa.and_(
            QueueEntry.track == line.track,
            QueueEntry.module.is_(None) if line.module is None else QueueEntry.module == line.module,
        )
        for line in admitted_lines(group)
    ]
    query = sa.select(QueueEntry).where(
        QueueEntry.state == QueueState.WAITING,
        QueueEntry.language_tested == group.language_tested,
        sa.or_(*lines),
    )
    if group.authority_id is not None:
        query = query.where(QueueEntry.authority_id == group.authority_id)
    order = (QueueEntry.queued_on, QueueEntry.opened_at, QueueEntry.id)
    return query.order_by(*order).options(joinedload(QueueEntry.candidate))


def _busy(session: Session, candidates: Collection[UUID], group: CourseGroup) -> Collection[UUID]:
    """Those who have or are offered a place in a group that meets in the same months."""
    query = (
        sa.select(CoursePlace.candidate_id)
        .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
        .where(
            CoursePlace.candidate_id.in_(candidates),
            CoursePlace.state.in_(OPEN),
            CourseGroup.starts_on <= group.ends_on,
            CourseGroup.ends_on >= group.starts_on,
        )
    )
    return set(session.scalars(query))


def _had_place_here(session: Session, entries: Collection[UUID], group_id: UUID) -> Collection[UUID]:
    query = sa.select(CoursePlace.entry_id).where(
        CoursePlace.entry_id.in_(entries), CoursePlace.group_id == group_id
    )
    return set(session.scalars(query))


def is_entry_open(group: CourseGroup, *, on: date) -> bool:
    """Whether places of the group may still be held: it is published, not cancelled, its window not over."""
    return group.published_at is not None and group.cancelled_at is None and on <= group.entry_until
