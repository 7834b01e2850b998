"""Judges whole tables at once: for every class of inputs, which row decides, stops the judging or is true.

This is `Table.judge` and `Table.collect` over arrays; tests hold the two against each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from placement_rules.conditions import TRACK, Line
from placement_rules.proof.classes import Mask, Space
from placement_rules.proof.skill_classes import FALSE, TRUE, UNKNOWN, Truths, looked_up
from placement_rules.rule_set import (
    BATTERY_TABLE,
    EXTRAS_TABLE,
    MODULE_TABLE,
    TRACK_TABLE,
    Answers,
    RuleSet,
)
from placement_rules.tables import Hit, Table

NO_ROW = -1
"""No row holds."""
NOT_ASKED = -2
"""The table is not asked for this class."""
STOPPED = -3
"""The first row stopped the judging; row number n stopped it: STOPPED - n."""

Rows = NDArray[np.int16]


@dataclass(frozen=True)
class TabulatedTable:
    """One table over all classes; `asked` are the classes for which it is judged at all.

    `lines` holds the truth of each line of each row, `rows` of each row, as arrays that broadcast.
    """

    table: Table
    space: Space
    asked: Mask
    lines: tuple[tuple[Truths, ...], ...]
    rows: tuple[Truths, ...]

    @cached_property
    def decided(self) -> Rows:
        """The number of the row that decides each class, or NO_ROW, NOT_ASKED, or STOPPED and below."""
        found = np.where(self.asked, np.int16(NO_ROW), np.int16(NOT_ASKED))
        for number, truth in enumerate(self.rows):
            is_open = found == NO_ROW
            if self.table.hit is not Hit.FIRST:  # a row that is unknown gives way to one below that is true
                is_open |= found <= STOPPED
            found[is_open & (truth == TRUE)] = number
            found[(found == NO_ROW) & (truth == UNKNOWN)] = STOPPED - number
        return found

    def true(self, number: int) -> Mask:
        """Where this row is asked and true, whether or not it decides."""
        found: Mask = self.asked & (self.rows[number] == TRUE)
        return found

    def deciding(self, number: int) -> Mask:
        """Where this row counts: where it decides, in a collecting table where it is true."""
        return self.true(number) if self.table.hit is Hit.COLLECT else self.decided == number

    def comes_to(self, number: int) -> Mask:
        """Where the judging comes to this row: with `first`, no row above it is true or unknown."""
        if self.table.hit is not Hit.FIRST:
            return self.asked
        decided = self.decided
        above = ((decided >= 0) & (decided < number)) | ((decided <= STOPPED) & (decided > STOPPED - number))
        found: Mask = self.asked & ~above
        return found


@dataclass(frozen=True)
class Outcome:
    """What people compare: a track, and a module where the track has them."""

    track: str
    module: str | None


@dataclass(frozen=True)
class Tabulated:
    """A rule set over all classes. `outcomes` are those a placement can have and `outcome` which of them
    each class has; both are empty for other questions."""

    rule_set: RuleSet
    space: Space
    tables: tuple[TabulatedTable, ...]
    outcomes: tuple[Outcome, ...] = ()
    outcome: Rows | None = None


def tabulated(rule_set: RuleSet, space: Space) -> Tabulated:
    """Judge every table for every class, as the rule set's question judges them."""
    if rule_set.answers is Answers.PLACEMENT:
        return _placement(rule_set, space)
    return Tabulated(rule_set, space, tuple(_other_tables(rule_set, space)))


def _placement(rule_set: RuleSet, space: Space) -> Tabulated:
    """As `decide` does: the track; where it is graded, module and extras."""
    everywhere = np.ones(space.shape, dtype=bool)
    choosing = _table(rule_set.tables[TRACK_TABLE], space, everywhere)
    tracks = list(rule_set.tracks)
    undecided = tracks.index(rule_set.undecided_track)
    of_rows = [tracks.index(row.gives) for row in choosing.table.rows]
    track = _by_row(choosing.decided, of_rows, otherwise=undecided)
    graded = looked_up(np.array([rule_set.tracks[name].graded for name in tracks]), track)
    graded &= choosing.decided >= 0
    space.derived[TRACK] = track
    found = [choosing]
    modules: list[str | None] = [None, *rule_set.modules]
    module = np.zeros(space.shape, dtype=np.int16)
    if MODULE_TABLE in rule_set.tables:
        grading = _table(rule_set.tables[MODULE_TABLE], space, graded)
        found.append(grading)
        module = _by_row(
            grading.decided, [modules.index(row.gives) for row in grading.table.rows], otherwise=0
        )
        stopped = grading.decided <= STOPPED
        graded = graded & ~stopped
        track = np.where(stopped, np.int16(undecided), track)
    if EXTRAS_TABLE in rule_set.tables:
        found.append(_table(rule_set.tables[EXTRAS_TABLE], space, graded))
    outcomes = [Outcome(name, module) for name in tracks for module in modules]
    return Tabulated(
        rule_set, space, tuple(found), *_present(outcomes, track.astype(np.int32) * len(modules) + module)
    )


def _present(outcomes: list[Outcome], outcome: Rows) -> tuple[tuple[Outcome, ...], Rows]:
    """The outcomes that some class has, and which of these each class has."""
    present = sorted({int(number) for part in outcome for number in np.unique(part)})
    renumbered = np.zeros(len(outcomes), dtype=np.int16)
    renumbered[present] = np.arange(len(present))
    return tuple(outcomes[number] for number in present), looked_up(renumbered, outcome)


def _other_tables(rule_set: RuleSet, space: Space) -> Iterator[TabulatedTable]:
    """Each table for every class; the parts also ask which battery it is, unknown where none is chosen."""
    for name, table in rule_set.tables.items():
        found = _table(table, space, np.ones(space.shape, dtype=bool))
        yield found
        if name == BATTERY_TABLE:
            of_rows = [table.outcomes.index(row.gives) for row in table.rows]
            space.derived[BATTERY_TABLE] = _by_row(found.decided, of_rows, otherwise=-1)


def _by_row(decided: Rows, of_rows: list[int], *, otherwise: int) -> Rows:
    """For each class the number of its deciding row, or another where none decides."""
    numbers = np.array([*of_rows, otherwise], dtype=np.int16)
    return looked_up(numbers, np.maximum(decided, -1))  # -1 is the last of them


def _table(table: Table, space: Space, asked: Mask) -> TabulatedTable:
    lines = tuple(tuple(_line(line, space) for line in row.lines) for row in table.rows)
    return TabulatedTable(table, space, asked, lines, tuple(_any(each, space) for each in lines))


def _line(line: Line, space: Space) -> Truths:
    """Kleene's "and": the least of the tests."""
    truth: Truths = np.full((1,) * len(space.axes), TRUE, dtype=np.int8)
    for test in line.tests:
        truth = np.minimum(truth, space.truths(test))
    return truth


def _any(lines: tuple[Truths, ...], space: Space) -> Truths:
    """Kleene's "or": the greatest of the lines; true without lines."""
    truth: Truths = np.full((1,) * len(space.axes), FALSE if lines else TRUE, dtype=np.int8)
    for line in lines:
        truth = np.maximum(truth, line)
    return truth
