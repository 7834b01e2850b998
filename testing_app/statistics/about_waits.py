"""Statistics of waiting: the queue now and over the year, from test to course, and stage by stage."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.bookings.models import Referral
from testing_app.courses.models import CourseGroup
from testing_app.inbox.models import InboxMessage
from testing_app.people.models import Candidate
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.results.models import SignedResult
from testing_app.sittings.models import Sitting
from testing_app.statistics.asking import (
    Cut,
    Population,
    Question,
    counted,
    day_of,
    days_between,
    in_slice,
    rows_in_slice,
    seen,
)
from testing_app.statistics.bins import TO_A_COURSE, in_bins
from testing_app.statistics.slices import Shown
from testing_app.statistics.small_cells import is_small
from testing_app.statistics.tables import (
    Key,
    Measure,
    Spread,
    Table,
    TableName,
    TableRow,
    spread_of,
    table_of,
)
from testing_app.vocabulary import OrganisationKind, PlaceState, QueueState

LIVED = (PlaceState.STARTED, PlaceState.COMPLETED, PlaceState.INTERRUPTED)
"""States of a place on which somebody began to learn."""

QUEUE = Population(
    source=sa.inspect(QueueEntry).local_table,
    day=None,
    owners={OrganisationKind.EMPLOYMENT_AUTHORITY: QueueEntry.authority_id},
    cuts={Cut.AREA: QueueEntry.area, Cut.LANGUAGE: Candidate.mother_tongue},
    conditions=(QueueEntry.state.in_((QueueState.WAITING, QueueState.HELD)),),
    language_tested=QueueEntry.language_tested,
    people=(Candidate, Candidate.id == QueueEntry.candidate_id),
)
FIRST_STARTS = Population(
    source=sa.join(CoursePlace, QueueEntry, QueueEntry.id == CoursePlace.entry_id)
    .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
    .join(SignedResult, SignedResult.id == QueueEntry.result_id),
    day=CoursePlace.started_on,
    owners={
        OrganisationKind.EMPLOYMENT_AUTHORITY: CoursePlace.authority_id,
        OrganisationKind.TRAINING_PROVIDER: CourseGroup.provider_id,
    },
    cuts={
        Cut.AREA: QueueEntry.area,
        Cut.CENTRE: SignedResult.centre_id,
        Cut.PROVIDER: CourseGroup.provider_id,
        Cut.LANGUAGE: Candidate.mother_tongue,
    },
    conditions=(CoursePlace.state.in_(LIVED), QueueEntry.queued_on == SignedResult.tested_on),
    language_tested=QueueEntry.language_tested,
    people=(Candidate, Candidate.id == CoursePlace.candidate_id),
)
"""The first course after a test; who comes from a course before waits from its end, not from the test."""

STAGES = ("referral_test", "test_signed", "signed_read", "read_queue", "queue_held", "held_confirmed",
          "confirmed_started")  # fmt: skip


def waits_tables(session: Session, question: Question, *, today: date) -> list[Table]:
    """Every table about waiting that this viewer may see for this question."""
    tables = []
    if QUEUE.serves(question):
        tables.append(_queue_now(session, question, today=today))
        if question.by is Cut.WHOLE:
            tables.append(_queue_over_time(session, question, today=today))
    if FIRST_STARTS.serves(question):
        waits = _test_to_course(session, question)
        is_shown = waits[0].total is not None and waits[0].total.numbers[0] is not None
        tables += [*waits, _stages(session, question, is_shown=is_shown)]
    return tables


def _queue_now(session: Session, question: Question, *, today: date) -> Table:
    found = counted(session, QUEUE, question, QueueEntry.track, QueueEntry.module, QueueEntry.queued_on)
    cells: dict[tuple[Key, str], int] = defaultdict(int)
    for ((track, module, _), cut), number in found.items():
        cells[(track, module), cut] += number
    waits: dict[Key, Counter[int]] = defaultdict(Counter)
    for (track, module, queued_on), number in in_slice(found, question).items():
        waits[track, module][(today - queued_on).days] += number
    return _by_line(TableName.QUEUE_NOW, seen(cells, question), waits, Measure.WAITING)


def _by_line(name: TableName, shown: Shown[Key], waits: dict[Key, Counter[int]], measure: Measure) -> Table:
    """People by course group with the middle of their waits, where their number is shown."""
    rows = []
    for key in sorted(shown.numbers, key=lambda key: tuple(map(str, key))):
        number = shown.numbers[key]
        spread = spread_of(waits[key] if number is not None else {})
        rows.append(TableRow(key=key, numbers=(number, spread.median, spread.ninety)))
    everybody: Counter[int] = sum(waits.values(), Counter()) if shown.total is not None else Counter()
    spread = spread_of(everybody)
    return Table(
        name=name,
        columns=(measure, Measure.MEDIAN, Measure.NINETY),
        rows=rows,
        total=TableRow(key=(), numbers=(shown.total, spread.median, spread.ninety)),
        spread=spread,
    )


def _queue_over_time(session: Session, question: Question, *, today: date) -> Table:
    """How many waited at the end of each month: since their test, and not yet with a confirmed place."""
    ends = [_last_day(question.year, month) for month in range(1, 13)]
    ended = day_of(QueueEntry.ended_at)
    counts = [
        sa.func.sum(
            sa.case(
                ((QueueEntry.queued_on <= day) & (QueueEntry.ended_at.is_(None) | (ended > day)), 1), else_=0
            )
        )
        for day in (min(end, today) for end in ends)
    ]
    query = sa.select(*counts).where(
        QueueEntry.authority_id == question.viewer.organisation_id,
        QueueEntry.language_tested == question.language_tested,
        QueueEntry.state != QueueState.PROPOSED,
        QueueEntry.queued_on <= question.last_day,
    )
    found = [int(number or 0) for number in session.execute(query).one()]
    rows = [
        TableRow(key=(str(month),), numbers=(None if is_small(number) else number,))
        for month, number in zip(range(1, 13), found, strict=True)
        if date(question.year, month, 1) <= today
    ]
    return Table(name=TableName.QUEUE_OVER_TIME, columns=(Measure.WAITING,), rows=rows)


def _test_to_course(session: Session, question: Question) -> list[Table]:
    """The waiting time as the authorities define it: from the day of the test to the day the course began."""
    days = days_between(SignedResult.tested_on, CoursePlace.started_on)
    found = counted(session, FIRST_STARTS, question, CourseGroup.track, CourseGroup.module, days)
    lines: dict[tuple[Key, str], int] = defaultdict(int)
    waits: dict[tuple[int, str], int] = defaultdict(int)
    for ((track, module, wait), cut), number in found.items():
        lines[(track, module), cut] += number
        waits[wait, cut] += number
    shown = seen(in_bins(waits, TO_A_COURSE), question)
    bars = table_of(
        TableName.TEST_TO_COURSE,
        shown,
        measure=Measure.STARTS,
        keys=TO_A_COURSE.keys,
        spread=spread_of(in_slice(waits, question) if shown.total is not None else {}),
    )
    by_line: dict[Key, Counter[int]] = defaultdict(Counter)
    for (track, module, wait), number in in_slice(found, question).items():
        by_line[track, module][wait] += number
    name = TableName.TEST_TO_COURSE_BY_LINE
    return [bars, _by_line(name, seen(lines, question), by_line, Measure.STARTS)]


def _stages(session: Session, question: Question, *, is_shown: bool) -> Table:
    """Where the time goes between the referral and the first lesson, of the same people."""
    stages = FIRST_STARTS.joined(
        (Sitting, Sitting.id == SignedResult.sitting_id), (Referral, Referral.id == Sitting.referral_id)
    )
    source = stages.source.outerjoin(
        InboxMessage,
        (InboxMessage.result_id == SignedResult.id) & (InboxMessage.authority_id == QueueEntry.authority_id),
    )
    days = (
        day_of(Referral.written_at),
        SignedResult.tested_on,
        day_of(Sitting.signed_at),
        day_of(InboxMessage.acknowledged_at),
        day_of(QueueEntry.opened_at),
        day_of(CoursePlace.held_at),
        day_of(CoursePlace.confirmed_at),
        CoursePlace.started_on,
    )
    columns = [days_between(since, until) for since, until in pairwise(days)]
    rows = rows_in_slice(session, stages, question, source, *columns)
    found = []
    for place, stage in enumerate(STAGES):
        waits = Counter(max(row[place], 0) for row in rows if row[place] is not None)
        spread = spread_of(waits if is_shown else {})
        found.append(TableRow(key=(stage,), numbers=_numbers(spread, bool(rows))))
    return Table(name=TableName.STAGES, columns=(Measure.MEDIAN, Measure.NINETY), rows=found)


def _numbers(spread: Spread, is_known: bool) -> tuple[int | None, ...]:
    return (spread.median, spread.ninety) if is_known else (0, 0)


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
