"""Places of course groups that stayed empty, and how many of them while people waited in the same line."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.courses.models import CourseGroup
from testing_app.queue.models import QueueEntry
from testing_app.statistics.asking import Question, day_of
from testing_app.statistics.small_cells import hidden_cells, is_small
from testing_app.statistics.tables import Key, Measure, Table, TableName, TableRow
from testing_app.vocabulary import OrganisationKind, QueueState


@dataclass
class _Places:
    """What the groups of one line had."""

    groups: int = 0
    places: int = 0
    taken: int = 0
    missed: int = 0


@dataclass(frozen=True)
class _Line:
    """The days on which somebody joined a line, and on which somebody left it, in order."""

    joined: list[date] = field(default_factory=list)
    left: list[date] = field(default_factory=list)

    def waiting_on(self, day: date) -> int:
        """How many waited at the end of that day."""
        return bisect_right(self.joined, day) - bisect_right(self.left, day)


def places_table(session: Session, question: Question, *, today: date) -> Table:
    """The viewer's groups that began in the year so far; an authority's: bought by it, or open to all."""
    is_provider = question.viewer.organisation_kind is OrganisationKind.TRAINING_PROVIDER
    lines = {} if is_provider else _lines(session, question)
    found: dict[Key, _Places] = defaultdict(_Places)
    for track, module, starts_on, capacity, taken in session.execute(_groups(question, today)):
        counted, waiting = found[track, module], lines.get((track, module))
        counted.groups += 1
        counted.places += capacity
        counted.taken += taken
        counted.missed += min(capacity - taken, waiting.waiting_on(starts_on)) if waiting else 0
    return _table(found, with_waiting=not is_provider)


def _groups(question: Question, today: date) -> Any:
    viewer = question.viewer
    own = CourseGroup.authority_id == viewer.organisation_id
    is_provider = viewer.organisation_kind is OrganisationKind.TRAINING_PROVIDER
    return sa.select(
        CourseGroup.track,
        CourseGroup.module,
        CourseGroup.starts_on,
        CourseGroup.capacity,
        CourseGroup.taken,
    ).where(
        CourseGroup.provider_id == viewer.organisation_id
        if is_provider
        else own | CourseGroup.authority_id.is_(None),
        CourseGroup.starts_on.between(question.first_day, min(question.last_day, today)),
        CourseGroup.language_tested == question.language_tested,
        CourseGroup.published_at.is_not(None),
        CourseGroup.cancelled_at.is_(None),
    )


def _lines(session: Session, question: Question) -> Mapping[Key, _Line]:
    """Who waited at some time of the year, by line."""
    ended = day_of(QueueEntry.ended_at)
    query = sa.select(QueueEntry.track, QueueEntry.module, QueueEntry.queued_on, ended).where(
        QueueEntry.authority_id == question.viewer.organisation_id,
        QueueEntry.language_tested == question.language_tested,
        QueueEntry.state != QueueState.PROPOSED,
        QueueEntry.queued_on <= question.last_day,
        QueueEntry.ended_at.is_(None) | (ended >= question.first_day),
    )
    lines: dict[Key, _Line] = defaultdict(_Line)
    for track, module, queued_on, ended_on in session.execute(query):
        lines[track, module].joined.append(queued_on)
        if ended_on is not None:
            lines[track, module].left.append(ended_on)
    for line in lines.values():
        line.joined.sort()
        line.left.sort()
    return lines


def _table(found: Mapping[Key, _Places], *, with_waiting: bool) -> Table:
    taken = hidden_cells({key: each.taken for key, each in found.items()})
    missed = hidden_cells({key: each.missed for key, each in found.items()})
    rows: Sequence[TableRow] = [
        TableRow(
            key=key,
            numbers=(
                each.groups,
                each.places,
                None if key in taken else each.places - each.taken,
                *([None if key in missed else each.missed] if with_waiting else []),
            ),
        )
        for key, each in sorted(found.items(), key=lambda item: tuple(map(str, item[0])))
    ]
    all_taken = sum(each.taken for each in found.values())
    all_missed = sum(each.missed for each in found.values())
    places = sum(each.places for each in found.values())
    total = (
        sum(each.groups for each in found.values()),
        places,
        None if is_small(all_taken) else places - all_taken,
        *([None if is_small(all_missed) else all_missed] if with_waiting else []),
    )
    columns = (Measure.GROUPS, Measure.PLACES, Measure.UNUSED, Measure.UNUSED_WHILE_WAITING)
    return Table(
        name=TableName.PLACES,
        columns=columns if with_waiting else columns[:3],
        rows=rows,
        total=TableRow(key=(), numbers=total),
    )
