"""One page of statistics as its template draws it: tables in words, bars and columns beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from testing_app.rule_sets.rules import RuleSet
from testing_app.statistics.small_cells import SMALLEST_SHOWN
from testing_app.statistics.subjects import SUBJECTS_OF
from testing_app.statistics.tables import Measure, Number, Table, TableName
from testing_app.web.planner_desk.statistics_form import StatisticsForm
from testing_app.web.planner_desk.statistics_words import (
    EXPLAINED,
    FIRST_HEADINGS,
    MEASURES,
    SUBJECTS,
    TITLES,
    row_words,
)
from testing_app.web.words import level_word

WHOLE_WIDTH = 100.0
SHADES = 4


class Drawing:
    """How a table is drawn beside its numbers."""

    BARS, COLUMNS, MATRIX, NONE = "bars", "columns", "matrix", "none"


COLUMN_CHARTS = {
    TableName.TESTS_BY_MONTH,
    TableName.QUEUE_OVER_TIME,
    TableName.TEST_TO_COURSE,
    TableName.REFERRAL_TO_TEST,
}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: what it is about, its number in words, its length in per cent of the longest (or hidden)."""

    label: str
    value: str
    width: float | None


@dataclass(frozen=True)
class TableInWords:
    """A table with its words in the reader's language."""

    table: Table
    rule_set: RuleSet | None

    @property
    def id(self) -> str:
        """Names the part of the page."""
        return self.table.name.value.replace("_", "-")

    @property
    def title(self) -> str:
        """What the table tells."""
        return str(TITLES[self.table.name])

    @property
    def explained(self) -> str:
        """What exactly is counted."""
        return str(EXPLAINED.get(self.table.name, ""))

    @property
    def headings(self) -> list[str]:
        """Of every column, the first included."""
        if self.table.matrix:
            ends = [level_word(code) for code in self.table.matrix]
            ends[-1] = _("%(level)s or above", level=ends[-1])
            return [_("At the test / at the end"), *ends, _("All")]
        first = FIRST_HEADINGS.get(self.table.name)
        return [str(first) if first else _("What"), *(str(MEASURES[each]) for each in self.table.columns)]

    @cached_property
    def rows(self) -> list[list[str]]:
        """Words and numbers of every row, the total last."""
        rows = [*self.table.rows, *([self.table.total] if self.table.total else [])]
        return [
            [
                row_words(self.table.name, row.key, self.rule_set),
                *map(self._number, row.numbers, self._measures),
            ]
            for row in rows
        ]

    @property
    def plain_rows(self) -> list[list[str | int]]:
        """The same for a file: numbers as numbers."""
        rows = [*self.table.rows, *([self.table.total] if self.table.total else [])]
        return [
            [
                row_words(self.table.name, row.key, self.rule_set),
                *(_("hidden") if number is None else number for number in row.numbers),
            ]
            for row in rows
        ]

    @property
    def drawing(self) -> str:
        """The kind of chart that goes with it."""
        if self.table.matrix:
            return Drawing.MATRIX
        if self.table.is_empty:
            return Drawing.NONE
        return Drawing.COLUMNS if self.table.name in COLUMN_CHARTS else Drawing.BARS

    @cached_property
    def bars(self) -> list[Bar]:
        """The column that matters most, one bar a row."""
        place = self._drawn_column
        most = max((row.numbers[place] or 0 for row in self.table.rows), default=0) or 1
        return [
            Bar(
                label=cells[0],
                value=cells[place + 1],
                width=None
                if row.numbers[place] is None
                else round(WHOLE_WIDTH * (row.numbers[place] or 0) / most, 1),
            )
            for row, cells in zip(self.table.rows, self.rows, strict=False)
        ]

    @property
    def drawn_measure(self) -> str:
        """What the bars tell."""
        return str(MEASURES[self.table.columns[self._drawn_column]])

    def shade(self, number: Number, most: int) -> int:
        """How dark a cell of a matrix is drawn, 0 to 4; a hidden one is not."""
        return 0 if not number else 1 + min(int(SHADES * number / (most + 1)), SHADES - 1)

    @property
    def matrix_rows(self) -> list[tuple[str, list[tuple[str, int]], str]]:
        """Level at the test, its cells with their shades, its total; the totals of the columns last."""
        most = max((number or 0 for row in self.table.rows for number in row.numbers[:-1]), default=0)
        found = []
        for row, cells in zip(self.table.rows, self.rows, strict=False):
            shades = [self.shade(number, most) for number in row.numbers[:-1]]
            found.append((cells[0], list(zip(cells[1:-1], shades, strict=True)), cells[-1]))
        last = self.rows[-1]
        return [*found, (last[0], [(cell, 0) for cell in last[1:-1]], last[-1])]

    @property
    def middle(self) -> str:
        """The median and the ninth tenth in a sentence, as far as they are known."""
        spread = self.table.spread
        if spread is None or spread.median is None:
            return ""
        if spread.ninety is None:
            return str(_("Half of them within %(median)s days.", median=spread.median))
        return str(
            _(
                "Half of them within %(median)s days, nine of ten within %(ninety)s days.",
                median=spread.median,
                ninety=spread.ninety,
            )
        )

    @property
    def _measures(self) -> Sequence[Measure]:
        return (Measure.PEOPLE,) * (len(self.table.matrix) + 1) if self.table.matrix else self.table.columns

    @property
    def _drawn_column(self) -> int:
        return 2 if self.table.name is TableName.PLACES else 1 if self.table.name is TableName.SEATS else 0

    def _number(self, number: Number, measure: Measure) -> str:
        if number is None:
            return "–" if measure in (Measure.MEDIAN, Measure.NINETY) else _("hidden")
        if measure is Measure.SHARE:
            return str(_("%(number)s %%", number=number))
        return str(format_decimal(number))


@dataclass(frozen=True)
class StatisticsPage:
    """What was asked and the tables that answer it."""

    form: StatisticsForm
    tables: Sequence[TableInWords]
    today: date

    smallest = SMALLEST_SHOWN

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted."""
        return all(each.table.is_empty for each in self.tables)

    @property
    def hides_something(self) -> bool:
        """Whether any number of the page is hidden."""
        return any(each.table.hides_something for each in self.tables)

    @property
    def title(self) -> str:
        """The subject."""
        return str(SUBJECTS[self.form.subject])

    @property
    def asked(self) -> str:
        """The period and the slice in words."""
        return f"{self.form.year.data} · {self.form.chosen_words()}"

    def views(self) -> list[tuple[str, str, bool]]:
        """Address, name and "you are here" of each subject."""
        question = self.form.question()
        return [
            (
                url_for(
                    ".show", subject=subject.value, language=self.form.language.data, year=self.form.year.data
                ),
                str(SUBJECTS[subject]),
                subject is self.form.subject,
            )
            for subject in SUBJECTS_OF[question.viewer.organisation_kind]
        ]

    def file_address(self, kind: str) -> str:
        """Where the same numbers are as a file."""
        asked: dict[str, Any] = self.form.kept(kind=kind)
        return url_for(".download", **asked)
