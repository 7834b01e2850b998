"""What a planner needs at one look: where the queue grows, and which course group should open next, and why.

It suggests; a person decides. Counts under five are hidden; the growth of a line is told from shown numbers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_low
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.queue.models import QueueEntry
from testing_app.statistics.asking import day_of
from testing_app.statistics.small_cells import hidden_cells, is_small
from testing_app.statistics.tables import spread_of
from testing_app.vocabulary import QueueState, TestedLanguage

RECENT = timedelta(weeks=4)
LONG_AGO = timedelta(weeks=12)
AHEAD = timedelta(weeks=8)
"""A free place that begins within so many weeks is near enough to wait for."""

SMALLEST_GROUP, SMALLEST_LITERACY_GROUP = 12, 8
"""The least people of a group where no group of the line is known (literacy groups are smaller)."""

Line = tuple[str, str | None]


class Because(StrEnum):
    """Why a group is suggested, or not."""

    ENOUGH_AND_NO_PLACE = "enough_and_no_place"
    ENOUGH_BEYOND_PLACES = "enough_beyond_places"
    PLACES_COMING = "places_coming"
    TOO_FEW = "too_few"


@dataclass(frozen=True, kw_only=True)
class LineOutlook:
    """One line of the queue: who waits, whether it grows, what places come; None: hidden."""

    track: str
    module: str | None
    waiting: int | None
    four_weeks_ago: int | None
    twelve_weeks_ago: int | None
    joining_a_week: int
    median_days: int | None
    free_places: int
    next_start: date | None
    minimum: int
    because: Because
    beyond_places: int | None

    @property
    def growth(self) -> int | None:
        """How many more than four weeks ago; None when either number is hidden."""
        if self.waiting is None or self.four_weeks_ago is None:
            return None
        return self.waiting - self.four_weeks_ago

    @property
    def is_suggested(self) -> bool:
        """Whether a group should open."""
        return self.because in (Because.ENOUGH_AND_NO_PLACE, Because.ENOUGH_BEYOND_PLACES)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """All lines of one authority and language tested, those that should open a group first."""

    lines: Sequence[LineOutlook]
    waiting: int | None
    four_weeks_ago: int | None
    free_places: int
    weeks_ahead: int = AHEAD.days // 7

    @property
    def suggested(self) -> list[LineOutlook]:
        """Lines for which a group should open, the most pressing first."""
        return [line for line in self.lines if line.is_suggested]


@dataclass
class _Coming:
    """Groups of a line that begin soon, and how small groups of it have been."""

    free: int
    next_start: date | None
    minima: list[int]


@dataclass(frozen=True)
class _Counts:
    """People in a line now, four and twelve weeks ago, and those who joined in four weeks."""

    now: int
    recently: int
    long_ago: int
    joined: int


def outlook(session: Session, *, viewer: Actor, language_tested: TestedLanguage, today: date) -> Outlook:
    """The lines of the viewer's authority on this day."""
    counts = _counts(session, viewer, language_tested, today)
    waits = _waits(session, viewer, language_tested, today)
    coming = _coming(session, viewer, language_tested, today)
    hidden = hidden_cells({line: each.now for line, each in counts.items()})
    hidden_before = hidden_cells({line: each.recently for line, each in counts.items()})
    lines = [
        _line(
            line, counts[line], coming.get(line), waits.get(line, {}), (line in hidden, line in hidden_before)
        )
        for line in counts
        if counts[line].now or counts[line].recently
    ]
    now, before = (
        sum(each.now for each in counts.values()),
        sum(each.recently for each in counts.values()),
    )
    return Outlook(
        lines=sorted(lines, key=_pressing),
        waiting=None if is_small(now) else now,
        four_weeks_ago=None if is_small(before) else before,
        free_places=sum(each.free for each in coming.values()),
    )


def _pressing(line: LineOutlook) -> tuple[bool, int, int, str]:
    """First what is suggested, by how many wait beyond the places; hidden lines last and by name."""
    return (
        not line.is_suggested,
        -(line.beyond_places or 0),
        -(line.waiting or 0),
        f"{line.track} {line.module}",
    )


def _line(
    line: Line, counts: _Counts, coming: _Coming | None, waits: Mapping[int, int], hidden: tuple[bool, bool]
) -> LineOutlook:
    is_hidden, is_hidden_before = hidden
    free = coming.free if coming else 0
    minimum = median_low(coming.minima) if coming and coming.minima else _least(line)
    beyond = counts.now - free
    return LineOutlook(
        track=line[0],
        module=line[1],
        waiting=None if is_hidden else counts.now,
        four_weeks_ago=None if is_hidden_before else counts.recently,
        twelve_weeks_ago=None if is_small(counts.long_ago) else counts.long_ago,
        joining_a_week=round(counts.joined / (RECENT.days / 7)),
        median_days=None if is_hidden else spread_of(waits).median,
        free_places=free,
        next_start=coming.next_start if coming else None,
        minimum=minimum,
        because=_because(None if is_hidden else counts.now, free, minimum),
        beyond_places=None if is_hidden else max(beyond, 0),
    )


def _least(line: Line) -> int:
    return SMALLEST_LITERACY_GROUP if line[0].startswith("literacy") else SMALLEST_GROUP


def _because(waiting: int | None, free: int, minimum: int) -> Because:
    """A hidden number is below every minimum, or hidden beside such a one: no group is suggested from it."""
    if waiting is None or waiting < minimum:
        return Because.TOO_FEW
    if not free:
        return Because.ENOUGH_AND_NO_PLACE
    return Because.ENOUGH_BEYOND_PLACES if waiting - free >= minimum else Because.PLACES_COMING


def _own(viewer: Actor, language_tested: TestedLanguage) -> list[Any]:
    return [
        QueueEntry.authority_id == viewer.organisation_id,
        QueueEntry.language_tested == language_tested,
        QueueEntry.state != QueueState.PROPOSED,
    ]


def _counts(
    session: Session, viewer: Actor, language_tested: TestedLanguage, today: date
) -> dict[Line, _Counts]:
    """One query: everybody who waited at some time of the last twelve weeks."""
    ended = day_of(QueueEntry.ended_at)
    days = (today, today - RECENT, today - LONG_AGO)
    there = [
        sa.func.sum(
            sa.case(
                ((QueueEntry.queued_on <= day) & (QueueEntry.ended_at.is_(None) | (ended > day)), 1), else_=0
            )
        )
        for day in days
    ]
    joined = sa.func.sum(sa.case((QueueEntry.queued_on > today - RECENT, 1), else_=0))
    query = (
        sa.select(QueueEntry.track, QueueEntry.module, *there, joined)
        .where(*_own(viewer, language_tested), QueueEntry.ended_at.is_(None) | (ended > today - LONG_AGO))
        .group_by(QueueEntry.track, QueueEntry.module)
    )
    return {
        (track, module): _Counts(*map(int, numbers)) for track, module, *numbers in session.execute(query)
    }


def _waits(
    session: Session, viewer: Actor, language_tested: TestedLanguage, today: date
) -> dict[Line, dict[int, int]]:
    """Days waited so far, by line."""
    query = (
        sa.select(QueueEntry.track, QueueEntry.module, QueueEntry.queued_on, sa.func.count())
        .where(*_own(viewer, language_tested), QueueEntry.ended_at.is_(None))
        .group_by(QueueEntry.track, QueueEntry.module, QueueEntry.queued_on)
    )
    found: dict[Line, dict[int, int]] = defaultdict(dict)
    for track, module, queued_on, number in session.execute(query):
        found[track, module][(today - queued_on).days] = number
    return found


def _coming(
    session: Session, viewer: Actor, language_tested: TestedLanguage, today: date
) -> dict[Line, _Coming]:
    """Free places of groups that begin soon, and the least numbers of groups of the last year."""
    query = sa.select(
        CourseGroup.track,
        CourseGroup.module,
        CourseGroup.starts_on,
        CourseGroup.entry_until,
        CourseGroup.capacity - CourseGroup.taken,
        CourseGroup.minimum,
    ).where(
        (CourseGroup.authority_id == viewer.organisation_id) | CourseGroup.authority_id.is_(None),
        CourseGroup.language_tested == language_tested,
        CourseGroup.published_at.is_not(None),
        CourseGroup.cancelled_at.is_(None),
        CourseGroup.starts_on.between(today - timedelta(days=365), today + AHEAD),
    )
    found: dict[Line, _Coming] = defaultdict(lambda: _Coming(0, None, []))
    for track, module, starts_on, entry_until, free, minimum in session.execute(query):
        line = found[track, module]
        line.minima.append(minimum)
        if entry_until >= today and free > 0:
            line.free += free
            if starts_on >= today:
                line.next_start = min(filter(None, (line.next_start, starts_on)))
    return dict(found)
