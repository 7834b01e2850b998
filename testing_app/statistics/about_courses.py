"""Statistics of courses: who began, how courses ended, interruptions, levels reached, "right group?"."""

from collections import defaultdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.courses.models import CourseGroup
from testing_app.people.models import Candidate
from testing_app.queue.models import CoursePlace, Notice, QueueEntry
from testing_app.results.models import SignedResult
from testing_app.sittings.models import SittingPart
from testing_app.statistics.about_waits import LIVED
from testing_app.statistics.asking import Cells, Cut, Population, Question, counted, seen, seen_alone
from testing_app.statistics.places import places_table
from testing_app.statistics.slices import shown_slices, shown_whole
from testing_app.statistics.tables import Key, Measure, Table, TableName, TableRow, table_alone, table_of
from testing_app.vocabulary import (
    LEVELS_GIVEN,
    SKILL_PARTS,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    OrganisationKind,
    Part,
)

STARTS = Population(
    source=sa.join(CoursePlace, CourseGroup, CourseGroup.id == CoursePlace.group_id).join(
        QueueEntry, QueueEntry.id == CoursePlace.entry_id
    ),
    day=CoursePlace.started_on,
    owners={
        OrganisationKind.EMPLOYMENT_AUTHORITY: CoursePlace.authority_id,
        OrganisationKind.TRAINING_PROVIDER: CourseGroup.provider_id,
    },
    cuts={
        Cut.AREA: QueueEntry.area,
        Cut.PROVIDER: CourseGroup.provider_id,
        Cut.LANGUAGE: Candidate.mother_tongue,
    },
    conditions=(CoursePlace.state.in_(LIVED),),
    language_tested=QueueEntry.language_tested,
    people=(Candidate, Candidate.id == CoursePlace.candidate_id),
)
NOTICES = Population(
    source=sa.join(Notice, CoursePlace, CoursePlace.id == Notice.place_id).join(
        QueueEntry, QueueEntry.id == CoursePlace.entry_id
    ),
    day=Notice.happened_on,
    owners={
        OrganisationKind.EMPLOYMENT_AUTHORITY: Notice.authority_id,
        OrganisationKind.TRAINING_PROVIDER: Notice.provider_id,
    },
    cuts={
        Cut.AREA: QueueEntry.area,
        Cut.PROVIDER: Notice.provider_id,
        Cut.LANGUAGE: Candidate.mother_tongue,
    },
    language_tested=QueueEntry.language_tested,
    people=(Candidate, Candidate.id == CoursePlace.candidate_id),
)
OUTCOMES = (NoticeKind.STARTED, NoticeKind.NOT_ARRIVED, NoticeKind.COMPLETED, NoticeKind.INTERRUPTED)

HIGHEST_TOLD = LEVELS_GIVEN.index("B1.2")
LEVELS_TOLD = LEVELS_GIVEN[: HIGHEST_TOLD + 1]
"""The last one stands for itself and all above: the target of the training is below it."""

NAME_OF_SKILL = {
    Part.READING: TableName.LEVELS_READING,
    Part.WRITING: TableName.LEVELS_WRITING,
    Part.LISTENING: TableName.LEVELS_LISTENING,
    Part.SPEAKING: TableName.LEVELS_SPEAKING,
}


def courses_tables(session: Session, question: Question, *, today: date) -> list[Table]:
    """Every table about courses that this viewer may see for this question."""
    if not STARTS.serves(question):
        return []
    started = counted(session, STARTS, question, CourseGroup.track, CourseGroup.module)
    tables = [
        table_of(TableName.STARTED, seen(started, question), measure=Measure.STARTS),
        *_notices(session, question),
    ]
    if question.by is Cut.WHOLE:
        tables += [places_table(session, question, today=today), *_levels(session, question)]
    return tables


def _notices(session: Session, question: Question) -> list[Table]:
    """What providers reported: outcomes, reasons of interruptions, answers of teachers; one query."""
    found = counted(session, NOTICES, question, Notice.kind, Notice.reason, Notice.fit)
    outcomes: dict[tuple[Key, str], int] = defaultdict(int)
    reasons: dict[tuple[Key, str], int] = defaultdict(int)
    answers: dict[tuple[Key, str], int] = defaultdict(int)
    for ((kind, reason, fit), cut), number in found.items():
        if kind is NoticeKind.RIGHT_GROUP:
            answers[(fit.value if fit else None,), cut] += number
            continue
        outcomes[(kind.value,), cut] += number
        if kind is NoticeKind.INTERRUPTED:
            reasons[((reason or InterruptionReason.UNKNOWN).value,), cut] += number
    return [
        table_alone(
            TableName.COURSE_OUTCOMES,
            seen_alone(outcomes, question),
            measure=Measure.PEOPLE,
            keys=[(kind.value,) for kind in OUTCOMES],
        ),
        table_of(
            TableName.INTERRUPTIONS,
            seen(reasons, question),
            measure=Measure.PEOPLE,
            keys=[(reason.value,) for reason in InterruptionReason],
        ),
        table_of(
            TableName.RIGHT_GROUP,
            seen(answers, question),
            measure=Measure.PEOPLE,
            keys=[(fit.value,) for fit in GroupFit],
        ),
    ]


def _levels(session: Session, question: Question) -> list[Table]:
    """Of those who completed a course: the level of the test before it against the level at its end."""
    end = sa.case(
        *[(SittingPart.part == part, Notice.end_levels[part.value].as_string()) for part in SKILL_PARTS]
    )
    tested = NOTICES.joined(
        (SignedResult, SignedResult.id == QueueEntry.result_id),
        (SittingPart, SittingPart.sitting_id == SignedResult.sitting_id),
    )
    source = tested.with_conditions(
        Notice.kind == NoticeKind.COMPLETED, SittingPart.part.in_(SKILL_PARTS), SittingPart.level.is_not(None)
    )
    found = counted(session, source, question, SittingPart.part, SittingPart.level, end)
    skills: dict[Part, dict[tuple[str, str], int]] = {part: defaultdict(int) for part in SKILL_PARTS}
    for ((part, start, reached), _), number in found.items():
        if start in LEVELS_GIVEN and reached in LEVELS_GIVEN:
            skills[part][_told(start), _told(reached)] += number
    return [matrix_of(NAME_OF_SKILL[part], cells) for part, cells in skills.items()]


def _told(level: str) -> str:
    return LEVELS_TOLD[min(LEVELS_GIVEN.index(level), HIGHEST_TOLD)]


def matrix_of(name: TableName, cells: Cells[str]) -> Table:
    """Start levels by end levels with the totals of both, as far as they may be seen."""
    totals: dict[str, int] = defaultdict(int)
    for (start, _), number in cells.items():
        totals[start] += number
    whole = shown_whole(totals)
    ends = shown_slices(cells, whole)
    rows = [_matrix_row(start, whole.numbers.get(start, 0), ends) for start in LEVELS_TOLD]
    numbers = tuple(ends[end].total if end in ends else 0 for end in LEVELS_TOLD)
    return Table(
        name=name,
        columns=(Measure.PEOPLE,),
        rows=rows,
        total=TableRow(key=(), numbers=(*numbers, whole.total)),
        matrix=LEVELS_TOLD,
    )


def _matrix_row(start: str, total: int | None, ends: dict[str, Any]) -> TableRow:
    numbers = tuple(ends[end].numbers.get(start, 0) if end in ends else 0 for end in LEVELS_TOLD)
    return TableRow(key=(start,), numbers=(*numbers, total))
