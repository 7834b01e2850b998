"""What statistics are made of: tables of counts, shares and medians, in codes that pages turn into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from testing_app.statistics.slices import Shown
from testing_app.statistics.small_cells import SMALLEST_SHOWN

Number = int | None
"""None: hidden."""

Key = tuple[str | None, ...]
"""What a row is about, in codes; its meaning goes with the name of the table."""

MEDIAN_FROM: Final = SMALLEST_SHOWN
NINETY_FROM: Final = 10
"""With fewer, the longest wait but one would be one person's."""


class TableName(StrEnum):
    """The tables of the statistics pages."""

    ATTENDANCE = "attendance"
    ABSENCE_REASONS = "absence_reasons"
    TESTS_BY_MONTH = "tests_by_month"
    RECOMMENDED = "recommended"
    AGREEMENT = "agreement"
    REFERRAL_TO_TEST = "referral_to_test"
    SEATS = "seats"
    QUEUE_NOW = "queue_now"
    QUEUE_OVER_TIME = "queue_over_time"
    TEST_TO_COURSE = "test_to_course"
    TEST_TO_COURSE_BY_LINE = "test_to_course_by_line"
    STAGES = "stages"
    STARTED = "started"
    COURSE_OUTCOMES = "course_outcomes"
    INTERRUPTIONS = "interruptions"
    PLACES = "places"
    RIGHT_GROUP = "right_group"
    LEVELS_READING = "levels_reading"
    LEVELS_WRITING = "levels_writing"
    LEVELS_LISTENING = "levels_listening"
    LEVELS_SPEAKING = "levels_speaking"
    TOPICS = "topics"
    DIRECTED_TO = "directed_to"
    VISIT_LANGUAGES = "visit_languages"
    AGE_BANDS = "age_bands"
    STAYS = "stays"
    VISIT_REASONS = "visit_reasons"
    POINTS = "points"


class Measure(StrEnum):
    """What a column of a table tells."""

    PEOPLE = "people"
    VISITS = "visits"
    RESULTS = "results"
    WAITING = "waiting"
    STARTS = "starts"
    SHARE = "share"
    MEDIAN = "median"
    NINETY = "ninety"
    SEATS = "seats"
    GROUPS = "groups"
    PLACES = "places"
    UNUSED = "unused"
    UNUSED_WHILE_WAITING = "unused_while_waiting"


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One row: what it is about and its numbers, in the order of the columns."""

    key: Key
    numbers: tuple[Number, ...]


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The middle of a number of waits in days: None where too few people waited to tell."""

    median: Number
    ninety: Number


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table; `total` is the row under it, None where there is none (its numbers may be hidden)."""

    name: TableName
    columns: tuple[Measure, ...]
    rows: Sequence[TableRow]
    total: TableRow | None = None
    spread: Spread | None = None
    matrix: Sequence[str] = ()
    """For a matrix: the codes of the columns; each row has a number for each, and its total last."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted."""
        return all(number == 0 for row in self.rows for number in row.numbers)

    @property
    def hides_something(self) -> bool:
        """Whether any number is too small to show."""
        totals = [self.total] if self.total else []
        return any(number is None for row in [*self.rows, *totals] for number in row.numbers)


def table_of(
    name: TableName,
    shown: Shown[Key],
    *,
    measure: Measure,
    keys: Sequence[Key] | None = None,
    spread: Spread | None = None,
) -> Table:
    """Counts beside their total, with each row's share; rows in the given order, or by key."""
    order = keys if keys is not None else sorted(shown.numbers, key=lambda key: tuple(map(str, key)))
    return Table(
        name=name,
        columns=(measure, Measure.SHARE),
        rows=[
            TableRow(key=key, numbers=(number, share_of(number, shown.total)))
            for key in order
            for number in (shown.numbers.get(key, 0),)
        ],
        total=TableRow(key=(), numbers=(shown.total, share_of(shown.total, shown.total))),
        spread=spread,
    )


def table_alone(
    name: TableName, numbers: Mapping[Key, int | None], *, measure: Measure, keys: Sequence[Key]
) -> Table:
    """Counts that have no total."""
    rows = [TableRow(key=key, numbers=(numbers.get(key, 0),)) for key in keys]
    return Table(name=name, columns=(measure,), rows=rows)


def share_of(number: Number, total: Number) -> Number:
    """Per cent of the total, whole; None when either is hidden."""
    if number is None or total is None:
        return None
    return round(100 * number / total) if total else 0


def spread_of(days: Mapping[int, int]) -> Spread:
    """The median and the ninth tenth of waits: the least number of days in which so many of them ended."""
    people = sum(days.values())
    return Spread(
        median=_within(days, 0.5) if people >= MEDIAN_FROM else None,
        ninety=_within(days, 0.9) if people >= NINETY_FROM else None,
    )


def _within(days: Mapping[int, int], share: float) -> int:
    wanted, reached = share * sum(days.values()), 0
    for day in sorted(days):
        reached += days[day]
        if reached >= wanted - 1e-9:
            return day
    return max(days)
