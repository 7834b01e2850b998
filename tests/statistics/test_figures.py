"""Every figure of the statistics pages equals a slow, obvious recomputation over a small country."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.country import Area, fill
from testing_app.actor import Actor
from testing_app.people.models import Account
from testing_app.people.sign_in import actor_of
from testing_app.persistence.database import Database
from testing_app.statistics.asking import Cut, Question
from testing_app.statistics.subjects import Subject, slices_offered, statistics_of
from testing_app.statistics.tables import Table, TableName
from testing_app.vocabulary import TestedLanguage
from tests.statistics import obvious
from tests.statistics.obvious import Rows, Slice

UNTIL = date(2026, 6, 30)
YEAR = 2025


@pytest.fixture
def area(database: Database) -> Area:
    return fill(database, seed=7, scale=1 / 100, until=UNTIL, quiet=True)[0]


def planner_of(session: Session, area: Area) -> Actor:
    account = session.get(Account, area.accounts["planner"])
    assert account is not None
    return actor_of(account)


def tables(session: Session, subject: Subject, question: Question) -> dict[TableName, Table]:
    return {table.name: table for table in statistics_of(session, subject, question, today=UNTIL)}


def assert_equal(table: Table, true: Mapping[Any, int], *, least: int = 0, column: int = 0) -> None:
    """Numbers that are shown are the true ones; small ones are not shown; something is."""
    shown = 0
    for row in table.rows:
        key = row.key if len(row.key) > 1 else row.key[0]
        number = row.numbers[column]
        if number is None:
            continue
        assert number == true.get(key, 0), (table.name, key)
        assert not 0 < number < 5
        shown += bool(number)
    assert shown >= least, table.name


def slices(session: Session, planner: Actor, area: Area) -> list[tuple[Question, Slice]]:
    """The year whole, a quarter, a month, the main municipality, the largest language group."""
    question = Question(viewer=planner, language_tested=TestedLanguage.FINNISH, year=YEAR)
    whole = Slice(planner.organisation_id, "fi", YEAR)
    main = area.municipalities[0]
    return [
        (question, whole),
        (question.cut(Cut.QUARTER, "2"), replace(whole, months=frozenset({4, 5, 6}))),
        (question.cut(Cut.MONTH, "5"), replace(whole, months=frozenset({5}))),
        (question.cut(Cut.AREA, main), replace(whole, people=obvious.in_area(main))),
        (question.cut(Cut.LANGUAGE, "uk"), replace(whole, people=obvious.of_language("uk"))),
    ]


def test_tests_are_counted_as_by_hand(database: Database, area: Area) -> None:
    with database.reading() as session:
        rows = Rows.read(session)
        for question, asked in slices(session, planner_of(session, area), area):
            found = tables(session, Subject.TESTS, question)

            came = obvious.attendance(rows, asked)
            least = 1 if question.by is Cut.WHOLE else 0
            assert_equal(found[TableName.ATTENDANCE], came, least=least)
            reasons = {key[1]: number for key, number in came.items() if isinstance(key, tuple)}
            assert_equal(found[TableName.ABSENCE_REASONS], reasons)
            assert_equal(found[TableName.RECOMMENDED], obvious.recommended(rows, asked), least=least)
            assert_equal(found[TableName.AGREEMENT], obvious.agreement(rows, asked), least=least)
            assert_days(found[TableName.REFERRAL_TO_TEST], obvious.to_test(rows, asked))


def test_waits_are_counted_as_by_hand(database: Database, area: Area) -> None:
    with database.reading() as session:
        rows = Rows.read(session)
        planner = planner_of(session, area)
        for question, asked in slices(session, planner, area):
            found = tables(session, Subject.WAITS, question)
            waits = obvious.waits(rows, asked)
            least = 1 if question.by is Cut.WHOLE else 0

            assert_days(found[TableName.TEST_TO_COURSE], [day for days in waits.values() for day in days])
            by_line = found[TableName.TEST_TO_COURSE_BY_LINE]
            assert_equal(by_line, {line: len(days) for line, days in waits.items()})
            for row in by_line.rows:
                if row.numbers[1] is not None:
                    assert row.numbers[1] == obvious.within(waits[row.key], 0.5)
            for row, days in zip(found[TableName.STAGES].rows, obvious.stages(rows, asked), strict=True):
                if row.numbers[0] is not None and days:
                    assert row.numbers[0] == obvious.within(days, 0.5)
            if question.by in (Cut.AREA, Cut.LANGUAGE, Cut.WHOLE):
                assert_equal(found[TableName.QUEUE_NOW], obvious.queue_on(rows, asked, UNTIL), least=least)
        whole = Slice(planner.organisation_id, "fi", YEAR)
        over_time = tables(session, Subject.WAITS, slices(session, planner, area)[0][0])[
            TableName.QUEUE_OVER_TIME
        ]
        for row in over_time.rows:
            end = date(YEAR + int(row.key[0]) // 12, int(row.key[0]) % 12 + 1, 1).toordinal() - 1  # type: ignore[arg-type]
            assert row.numbers[0] == sum(obvious.queue_on(rows, whole, date.fromordinal(end)).values())


def test_courses_are_counted_as_by_hand(database: Database, area: Area) -> None:
    with database.reading() as session:
        rows = Rows.read(session)
        for question, asked in slices(session, planner_of(session, area), area):
            found = tables(session, Subject.COURSES, question)
            told = obvious.notices(rows, asked)

            least = 1 if question.by is Cut.WHOLE else 0
            waits = obvious.waits(rows, asked)
            started = {line: len(days) for line, days in waits.items()}
            assert_equal(found[TableName.STARTED], started, least=least)
            assert_equal(found[TableName.COURSE_OUTCOMES], told, least=least)
            of = {
                name: {key[1]: n for key, n in told.items() if key[0] == name} for name in ("reason", "fit")
            }
            assert_equal(found[TableName.INTERRUPTIONS], of["reason"])
            assert_equal(found[TableName.RIGHT_GROUP], of["fit"], least=least)
            if question.by is not Cut.WHOLE:
                continue
            empty = obvious.unused(rows, asked, UNTIL)
            for column, name in ((2, "empty"), (3, "meanwhile")):
                for row in found[TableName.PLACES].rows:
                    if row.numbers[column] is not None:
                        assert row.numbers[column] == empty[name, row.key]
            matrix = found[TableName.LEVELS_SPEAKING]
            true = obvious.levels(rows, asked, "speaking")
            for row in matrix.rows:
                for end, number in zip(matrix.matrix, row.numbers, strict=False):
                    assert number is None or number == true[row.key[0], end]


def test_visits_are_counted_as_by_hand(database: Database, area: Area) -> None:
    with database.reading() as session:
        rows = Rows.read(session)
        for question, asked in slices(session, planner_of(session, area), area)[:3]:
            found = tables(session, Subject.VISITS, question)
            true = obvious.visits(rows, asked)
            for name, table in (("topic", TableName.TOPICS), ("age", TableName.AGE_BANDS)):
                numbers = {key[1]: number for key, number in true.items() if key[0] == name}
                assert_equal(found[table], numbers, least=1 if question.by is Cut.WHOLE else 0)


def test_every_slice_offered_is_answered(database: Database, area: Area) -> None:
    with database.reading() as session:
        question = Question(
            viewer=planner_of(session, area), language_tested=TestedLanguage.FINNISH, year=YEAR
        )
        for subject in Subject:
            for cut, values in slices_offered(session, subject, question).items():
                for value, _name in values[:4]:
                    assert statistics_of(session, subject, question.cut(cut, value), today=UNTIL)


def test_another_authority_and_a_stranger_see_nothing_of_it(database: Database, area: Area) -> None:
    with database.reading() as session:
        planner = planner_of(session, area)
        provider = actor_of(
            session.scalars(sa.select(Account).where(Account.id == area.accounts["provider"])).one()
        )
        other = replace(planner, organisation_id=area.centres[0])
        question = Question(viewer=other, language_tested=TestedLanguage.FINNISH, year=YEAR)

        assert all(table.is_empty for table in statistics_of(session, Subject.COURSES, question, today=UNTIL))
        assert statistics_of(session, Subject.TESTS, replace(question, viewer=provider), today=UNTIL) == []


def assert_days(table: Table, days: list[int]) -> None:
    """Bars and the middle of waits."""
    assert table.total is not None
    if table.total.numbers[0] is None:
        return
    assert table.total.numbers[0] == len(days)
    for row in table.rows:
        first, last = int(row.key[0] or 0), row.key[1]
        inside = sum((first <= day or first == 0) and (last is None or day <= int(last)) for day in days)
        assert row.numbers[0] in (None, inside)
    spread = table.spread
    assert spread is not None
    if len(days) >= 10:
        assert spread.median == obvious.within(days, 0.5)
        assert spread.ninety == obvious.within(days, 0.9)
