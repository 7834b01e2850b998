"""The queue in real time: how many wait in each line, how long, and what blocks them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.courses.queries import is_open_to
from testing_app.persistence.paging import Page, page_of
from testing_app.queue.lines import CourseLine, QueueLine
from testing_app.queue.models import QueueEntry
from testing_app.queue.queries.courses_taken import last_starts
from testing_app.queue.queries.expiry import Expires, expiry_by_rules
from testing_app.results.models import SignedResult
from testing_app.vocabulary import QueueState, TestedLanguage

IN_QUEUE = (QueueState.PROPOSED, QueueState.WAITING, QueueState.HELD)


class Block(StrEnum):
    """What keeps somebody from a course."""

    NOTED = "noted"
    NOT_CONFIRMED = "not_confirmed"
    NO_GROUP = "no_group"
    GROUPS_FULL = "groups_full"
    RESULT_EXPIRED = "result_expired"
    RESULT_CORRECTED = "result_corrected"


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One who waits in a line: days since the queue date, what blocks, and whether the result expires."""

    entry: QueueEntry
    days: int
    blocks: tuple[Block, ...]
    expires: Expires


@dataclass(frozen=True)
class _Supply:
    """The groups one may still enter that take a line."""

    groups: int = 0
    free: int = 0


@dataclass(frozen=True)
class _ResultBehind:
    """The test day of the result somebody waits by, and whether a correction has replaced it."""

    tested_on: date | None = None
    corrected: bool = False


NO_RESULT = _ResultBehind()


def queue_lines(
    session: Session,
    *,
    viewer: Actor,
    today: date,
    language_tested: TestedLanguage | None = None,
    area: str | None = None,
) -> Sequence[QueueLine]:
    """Every line of the viewer's authority in which somebody is, the longest wait first."""
    query = sa.select(
        QueueEntry.language_tested,
        QueueEntry.track,
        QueueEntry.module,
        QueueEntry.area,
        QueueEntry.queued_on,
        QueueEntry.state,
    ).where(QueueEntry.authority_id == viewer.organisation_id, QueueEntry.state.in_(IN_QUEUE))
    if language_tested is not None:
        query = query.where(QueueEntry.language_tested == language_tested)
    if area is not None:
        query = query.where(QueueEntry.area == area)
    lines: dict[tuple[CourseLine, str], list[tuple[int, QueueState]]] = defaultdict(list)
    for language, track, module, where, queued_on, state in session.execute(query):
        lines[CourseLine(language, track, module), where].append(((today - queued_on).days, state))
    supply = supply_of(session, viewer=viewer, today=today)
    counted = [_counted(line, where, rows, supply) for (line, where), rows in lines.items()]
    return sorted(counted, key=lambda each: (-each.longest_days, each.line.pair[0], str(each.line.module)))


def waiting_in(
    session: Session,
    line: CourseLine | None = None,
    *,
    viewer: Actor,
    today: date,
    area: str | None = None,
    page: int = 1,
) -> Page[WaitingRow]:
    """Who stands in a line (one area, or all; without a line, in any), in the order of the queue date."""
    query = sa.select(QueueEntry).where(
        QueueEntry.authority_id == viewer.organisation_id, QueueEntry.state.in_(IN_QUEUE)
    )
    if line is not None:
        query = query.where(*in_line(line))
    if area is not None:
        query = query.where(QueueEntry.area == area)
    query = query.order_by(QueueEntry.queued_on, QueueEntry.opened_at, QueueEntry.id)
    found: Page[Any] = page_of(session, query.options(joinedload(QueueEntry.candidate)), number=page)
    rows = _with_blocks(session, found.rows, viewer=viewer, today=today)
    return Page(rows=rows, number=found.number, pages=found.pages, total=found.total)


def expiring_entries(
    session: Session, *, viewer: Actor, today: date, most: int = 500
) -> Sequence[WaitingRow]:
    """Of the longest-waiting those whose result has expired or soon does, the first to expire first."""
    query = (
        sa.select(QueueEntry)
        .where(QueueEntry.authority_id == viewer.organisation_id, QueueEntry.state.in_(IN_QUEUE))
        .order_by(QueueEntry.queued_on, QueueEntry.id)
        .options(joinedload(QueueEntry.candidate))
        .limit(most)
    )
    rows = _with_blocks(session, session.scalars(query).all(), viewer=viewer, today=today)
    flagged = [row for row in rows if row.expires.expiry in ("soon", "expired")]
    return sorted(flagged, key=lambda row: (row.expires.on or today, row.entry.queued_on))


def areas_of(session: Session, *, viewer: Actor) -> Sequence[str]:
    """The areas in which somebody waits, by name."""
    query = (
        sa.select(QueueEntry.area)
        .where(QueueEntry.authority_id == viewer.organisation_id, QueueEntry.state.in_(IN_QUEUE))
        .distinct()
        .order_by(QueueEntry.area)
    )
    return session.scalars(query).all()


def supply_of(session: Session, *, viewer: Actor, today: date) -> dict[CourseLine, "_Supply"]:
    """For each line how many groups take it that one may still enter, and their free places."""
    query = sa.select(
        CourseGroup.language_tested,
        CourseGroup.track,
        CourseGroup.module,
        CourseGroup.also_admits,
        (CourseGroup.capacity - CourseGroup.taken).label("free"),
    ).where(
        CourseGroup.published_at.is_not(None),
        CourseGroup.cancelled_at.is_(None),
        CourseGroup.entry_until >= today,
        is_open_to(viewer.organisation_id),
    )
    found: dict[CourseLine, _Supply] = defaultdict(_Supply)
    for language, track, module, also_admits, free in session.execute(query):
        for pair in ((track, module), *also_admits):
            line = CourseLine(language, *pair)
            found[line] = _Supply(found[line].groups + 1, found[line].free + free)
    return found


def in_line(line: CourseLine) -> list[sa.ColumnElement[bool]]:
    """What an entry of the line fulfils."""
    return [
        QueueEntry.language_tested == line.language_tested,
        QueueEntry.track == line.track,
        QueueEntry.module.is_(None) if line.module is None else QueueEntry.module == line.module,
    ]


def _counted(
    line: CourseLine, area: str, rows: Sequence[tuple[int, QueueState]], supply: dict[CourseLine, _Supply]
) -> QueueLine:
    days = [days for days, state in rows if state is not QueueState.PROPOSED] or [0]
    states = [state for _, state in rows]
    coming = supply.get(line, _Supply())
    return QueueLine(
        line=line,
        area=area,
        waiting=states.count(QueueState.WAITING),
        proposed=states.count(QueueState.PROPOSED),
        held=states.count(QueueState.HELD),
        longest_days=max(days),
        median_days=float(median(days)),
        groups_coming=coming.groups,
        free_places=coming.free,
    )


def _with_blocks(
    session: Session, entries: Iterable[QueueEntry], *, viewer: Actor, today: date
) -> list[WaitingRow]:
    entries = list(entries)
    results = _results_behind(session, entries)
    begun = last_starts(session, {entry.candidate_id for entry in entries}, viewer=viewer)
    expires = expiry_by_rules(session, viewer.organisation_id, today=today)
    supply = supply_of(session, viewer=viewer, today=today)
    rows = []
    for entry in entries:
        result = results.get(entry.result_id, NO_RESULT)
        tested_on = result.tested_on
        began = begun.get((entry.candidate_id, entry.language_tested))
        since = tested_on is not None and began is not None and began > tested_on
        expiry = expires(entry.language_tested, tested_on, course_since=since)
        blocks = tuple(_blocks(entry, supply, expiry))
        blocks += (Block.RESULT_CORRECTED,) if result.corrected else ()
        days = (today - entry.queued_on).days
        rows.append(WaitingRow(entry=entry, days=days, blocks=blocks, expires=expiry))
    return rows


def _blocks(entry: QueueEntry, supply: dict[CourseLine, _Supply], expires: Expires) -> Iterable[Block]:
    if entry.blocked_by:
        yield Block.NOTED
    if entry.state is QueueState.PROPOSED:
        yield Block.NOT_CONFIRMED
    coming = supply.get(CourseLine(entry.language_tested, entry.track, entry.module), _Supply())
    if entry.state is not QueueState.HELD and not coming.groups:
        yield Block.NO_GROUP
    elif entry.state is not QueueState.HELD and not coming.free:
        yield Block.GROUPS_FULL
    if expires.expiry == "expired":
        yield Block.RESULT_EXPIRED


def _results_behind(session: Session, entries: Sequence[QueueEntry]) -> dict[Any, "_ResultBehind"]:
    ids = {entry.result_id for entry in entries if entry.result_id is not None}
    query = sa.select(SignedResult.id, SignedResult.tested_on, SignedResult.superseded_at)
    rows = session.execute(query.where(SignedResult.id.in_(ids)))
    return {row.id: _ResultBehind(row.tested_on, row.superseded_at is not None) for row in rows}
