"""What statistics are asked about: whose people, which year, and which slice of it; counts by it in SQL.

Choices never overlap but in ways that `slices` knows: a calendar year is whole, or cut by quarter and month,
or by area, centre, provider, language or advice point; never by two of them at once, never by free dates.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import FunctionElement

from testing_app.actor import Actor
from testing_app.people.mother_tongue_groups import mother_tongue_group
from testing_app.statistics.slices import Shown, shown_alone, shown_slices, shown_whole, slices_alone
from testing_app.vocabulary import OrganisationKind, TestedLanguage

Row = TypeVar("Row", bound=Hashable)
Cells = Mapping[tuple[Row, str], int]
"""Counts by row and by the value of the slice."""

NOTHING = ""
MONTHS_OF_A_QUARTER = 3


class Cut(StrEnum):
    """By what a year is cut into slices."""

    WHOLE = "whole"
    QUARTER = "quarter"
    MONTH = "month"
    AREA = "area"
    CENTRE = "centre"
    PROVIDER = "provider"
    LANGUAGE = "language"
    POINT = "point"


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whose numbers, of which language tested and year, and of which slice; `value` names the slice."""

    viewer: Actor
    language_tested: TestedLanguage
    year: int
    by: Cut = Cut.WHOLE
    value: str = NOTHING

    @property
    def first_day(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    @property
    def months(self) -> range:
        """The months asked about, as numbers."""
        if self.by is Cut.MONTH:
            return range(int(self.value), int(self.value) + 1)
        if self.by is Cut.QUARTER:
            return range(3 * int(self.value) - 2, 3 * int(self.value) + 1)
        return range(1, 13)

    def whole(self) -> "Question":
        """The same question about the whole year."""
        return self.cut(Cut.WHOLE)

    def cut(self, by: Cut, value: str = NOTHING) -> "Question":
        """The same question about another slice."""
        return replace(self, by=by, value=value)


@dataclass(frozen=True, kw_only=True)
class Population:
    """Events that are counted: rows of a query, the day of each, whose they are, and by what they can be cut.

    `people` joins the candidates, when a cut or a row needs them. `day` None: what is so now.
    """

    source: Any
    day: Any
    owners: Mapping[OrganisationKind, Any]
    cuts: Mapping[Cut, Any]
    conditions: tuple[Any, ...] = ()
    language_tested: Any = None
    people: tuple[Any, Any] | None = None

    def joined(self, *tables: tuple[Any, Any]) -> "Population":
        """The same events with further tables beside each."""
        source = self.source
        for table, on in tables:
            source = source.join(table, on)
        return replace(self, source=source)

    def with_conditions(self, *conditions: Any) -> "Population":
        """Those of the events for which these hold too."""
        return replace(self, conditions=(*self.conditions, *conditions))

    def serves(self, question: Question) -> bool:
        """Whether this viewer has such events, and they can be cut so."""
        is_time = question.by in (Cut.WHOLE, Cut.QUARTER, Cut.MONTH)
        return question.viewer.organisation_kind in self.owners and (is_time or question.by in self.cuts)


def counted(session: Session, population: Population, question: Question, *columns: Any) -> Cells[Any]:
    """How many events of the year by the values of the columns and of the slice; one query.

    A row is the value of a single column, or the tuple of several.
    """
    found = session.execute(events(population, question, *columns))
    cells: dict[tuple[Any, str], int] = defaultdict(int)
    for *values, cut, number in found:
        row = values[0] if len(columns) == 1 else tuple(values)
        cells[row, slice_of(question, cut)] += int(number)
    return dict(cells)


def events(population: Population, question: Question, *columns: Any) -> Any:
    """The query of the counts: the columns, the value of the slice, the number."""
    source = population.source
    if question.by in (Cut.AREA, Cut.LANGUAGE) and population.people is not None:
        table, on = population.people
        source = source.join(table, on)
    named = [column.label(f"c{place}") for place, column in enumerate((*columns, _cut(population, question)))]
    each = sa.select(*named).select_from(source).where(*limits(population, question)).subquery()
    return sa.select(*each.c, sa.func.count()).group_by(*each.c)


def rows_in_slice(
    session: Session, population: Population, question: Question, source: Any, *columns: Any
) -> list[tuple[Any, ...]]:
    """The values of each event in the slice that is asked about; one row for each event."""
    cut = _cut(population, question)
    if question.by in (Cut.AREA, Cut.LANGUAGE) and population.people is not None:
        table, on = population.people
        source = source.join(table, on)
    query = sa.select(*columns, cut).select_from(source).where(*limits(population, question))
    return [tuple(row[:-1]) for row in session.execute(query) if is_asked(question, row[-1])]


def is_asked(question: Question, cut: Any) -> bool:
    """Whether an event of this slice counts in what is asked about."""
    if question.by is Cut.WHOLE:
        return True
    value = slice_of(question, cut)
    if question.by in (Cut.QUARTER, Cut.MONTH):
        return value == NOTHING or int(value) in question.months
    return value == question.value


def limits(population: Population, question: Question) -> list[Any]:
    """Whose events, of which year and language."""
    own = population.owners[question.viewer.organisation_kind]
    organisation = question.viewer.organisation_id
    found = [own(organisation) if callable(own) else own == organisation, *population.conditions]
    if population.language_tested is not None:
        found.append(population.language_tested == question.language_tested)
    if population.day is not None:
        found.append(population.day.between(question.first_day, question.last_day))
    return found


def _cut(population: Population, question: Question) -> Any:
    if question.by in (Cut.QUARTER, Cut.MONTH) and population.day is not None:
        return sa.extract("month", population.day)
    return population.cuts[question.by] if question.by in population.cuts else sa.literal_column("''")


def slice_of(question: Question, value: Any) -> str:
    """The value of a slice as pages name it; mother tongues count by group."""
    if question.by is Cut.LANGUAGE:
        return mother_tongue_group(value or NOTHING)
    return str(value) if value is not None else NOTHING


def seen(cells: Cells[Row], question: Question) -> Shown[Row]:
    """The slice that is asked about, of counts beside their total, as far as it may be seen."""
    whole = shown_whole(_summed(cells))
    if question.by is Cut.WHOLE or _is_of_no_day(cells, question):
        return whole
    if question.by not in (Cut.QUARTER, Cut.MONTH):
        return shown_slices(cells, whole).get(question.value, _EMPTY)
    if question.by is Cut.QUARTER:
        return shown_slices(_in_quarters(cells), whole).get(question.value, _EMPTY)
    return seen_by_month(cells).get(question.value, _EMPTY)


def seen_by_month(cells: Cells[Row]) -> dict[str, Shown[Row]]:
    """Every month of the year, beside its quarter and the year; the cells are cut by month."""
    quarters = shown_slices(_in_quarters(cells), shown_whole(_summed(cells)))
    found: dict[str, Shown[Row]] = {}
    for quarter, shown in quarters.items():
        months = {cell: number for cell, number in cells.items() if _quarter_of(cell[1]) == quarter}
        found |= shown_slices(months, shown)
    return found


def seen_alone(cells: Cells[Row], question: Question) -> dict[Row, int | None]:
    """The slice that is asked about, of counts that share people and have no total."""
    whole = shown_alone(_summed(cells))
    if question.by is Cut.WHOLE or _is_of_no_day(cells, question):
        return whole
    if question.by not in (Cut.QUARTER, Cut.MONTH):
        return slices_alone(cells, whole).get(question.value, {})
    quarters = slices_alone(_in_quarters(cells), whole)
    if question.by is Cut.QUARTER:
        return quarters.get(question.value, {})
    quarter = _quarter_of(question.value)
    months = {cell: number for cell, number in cells.items() if _quarter_of(cell[1]) == quarter}
    return slices_alone(months, quarters.get(quarter, {})).get(question.value, {})


def in_slice(cells: Cells[Row], question: Question) -> dict[Row, int]:
    """The plain counts of the slice that is asked about: for medians of what is shown."""
    found: dict[Row, int] = defaultdict(int)
    for (row, cut), number in cells.items():
        if is_asked(question, cut):
            found[row] += number
    return dict(found)


def _is_of_no_day(cells: Cells[Row], question: Question) -> bool:
    """Whether a cut by time cannot be made: the table tells of now."""
    return question.by in (Cut.QUARTER, Cut.MONTH) and all(value == NOTHING for _, value in cells)


def _summed(cells: Cells[Row]) -> dict[Row, int]:
    found: dict[Row, int] = defaultdict(int)
    for (row, _), number in cells.items():
        found[row] += number
    return dict(found)


def _in_quarters(cells: Cells[Row]) -> dict[tuple[Row, str], int]:
    found: dict[tuple[Row, str], int] = defaultdict(int)
    for (row, month), number in cells.items():
        found[row, _quarter_of(month)] += number
    return dict(found)


def _quarter_of(month: str) -> str:
    return str((int(month) + MONTHS_OF_A_QUARTER - 1) // MONTHS_OF_A_QUARTER)


_EMPTY: Shown[Any] = Shown({}, 0)


class days_between(FunctionElement[int]):
    """Whole days from the first date to the second."""

    type = sa.Integer()
    inherit_cache = True


class day_of(FunctionElement[date]):
    """The day of a moment, in UTC."""

    type = sa.Date()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _days_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    since, until = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    since, until = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"({until} - {since})"


@compiles(day_of, "sqlite")
def _day_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    (moment,) = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"date({moment})"


@compiles(day_of, "postgresql")
def _day_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    (moment,) = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"CAST({moment} AT TIME ZONE 'UTC' AS date)"
