"""Decides what may be seen of a table of counts and of its slices: by quarter, area, centre, language ...

A *table* counts people by row. A *slice* is the same table for some of the people: one quarter, one area.
Slices of one kind share nobody, and together they are the table. Whoever looks at all slices of all kinds,
one after another, and subtracts, must not learn a number from 1 to 4.

What is shown rests on three rules, always judged on the whole of the table and all slices of a kind:

- in the table itself, and among the totals of the slices, small numbers are hidden and others with them, so
  that the hidden ones are at least two and together not small (`hidden_cells`);
- a row hidden in the table is hidden in every slice, and a slice whose total is hidden shows nothing;
- of the rest, cells are hidden until for each small one another table can be written down that has the same
  totals, differs only in hidden cells, and in which that cell is not small. Zeros are shown, but for a few
  that such another table needs.

The example of the third rule keeps every number of the table and every total of a slice as it is, so slices
of another kind, and the months within a quarter, are not touched by it: what is safe kind by kind is safe
together. That holds for one kind at a time: two kinds crossed (an area in a quarter) are never shown.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from testing_app.statistics.small_cells import SMALLEST_SHOWN, hidden_cells, is_small

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

ZERO_COST = 50.0
"""What it costs to hide a zero; other cells cost up to about ten."""

_REST = object()
"""Rows, or slices, that are hidden as a whole are judged together."""


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """Counts by row as far as they may be seen; None is hidden. A row of nobody is 0 or left out."""

    numbers: Mapping[Row, int | None]
    total: int | None

    @property
    def hides_something(self) -> bool:
        """Whether any number is hidden."""
        return self.total is None or None in self.numbers.values()


def shown_whole(counts: Mapping[Row, int]) -> Shown[Row]:
    """A table beside its total."""
    total = sum(counts.values())
    if is_small(total):
        return _nothing(counts)
    hidden = hidden_cells(counts)
    return Shown({row: None if row in hidden else count for row, count in counts.items()}, total)


def shown_slices(cells: Mapping[tuple[Row, Column], int], whole: Shown[Row]) -> dict[Column, Shown[Row]]:
    """Every slice beside its total; `whole` is what is shown of the same people together."""
    columns: dict[Column, dict[Row, int]] = defaultdict(dict)
    for (row, column), count in cells.items():
        columns[column][row] = count
    rows = dict.fromkeys(row for row, _ in cells)
    totals = {column: sum(counts.values()) for column, counts in columns.items()}
    hidden_columns = set(totals) if whole.total is None else hidden_cells(totals)
    hidden_rows = {row for row, number in whole.numbers.items() if number is None}
    hidden, filled = _hidden_in(cells, hidden_rows, hidden_columns)
    return {
        column: _nothing(counts)
        if column in hidden_columns
        else Shown(_column(column, {**dict.fromkeys(rows, 0), **counts}, hidden, filled), totals[column])
        for column, counts in columns.items()
    }


def _column(
    column: Column,
    counts: Mapping[Row, int],
    hidden: set[tuple[Row, Column]],
    filled: set[tuple[Row, Column]],
) -> dict[Row, int | None]:
    """The numbers of one slice: of the zeros, only those that an example fills are hidden."""
    return {
        row: None if (row, column) in (hidden if count else filled) else count
        for row, count in counts.items()
    }


def shown_alone(counts: Mapping[Row, int]) -> dict[Row, int | None]:
    """Numbers that stand beside no total and share people, such as topics of visits."""
    return {row: None if is_small(count) else count for row, count in counts.items()}


def slices_alone(
    cells: Mapping[tuple[Row, Column], int], whole: Mapping[Row, int | None]
) -> dict[Column, dict[Row, int | None]]:
    """Slices of such numbers: each row on its own, beside what is shown of it in the whole."""
    rows: dict[Row, dict[Column, int]] = defaultdict(dict)
    for (row, column), count in cells.items():
        rows[row][column] = count
    shown: dict[Column, dict[Row, int | None]] = defaultdict(dict)
    for row, counts in rows.items():
        hidden = hidden_cells(counts) if whole.get(row) is not None else frozenset(counts)
        for column, count in counts.items():
            shown[column][row] = None if count and column in hidden else count
    return dict(shown)


def _nothing(counts: Mapping[Row, int]) -> Shown[Row]:
    return Shown({row: None if count else 0 for row, count in counts.items()}, None)


def _hidden_in(
    cells: Mapping[tuple[Row, Column], int],
    hidden_rows: set[Row],
    hidden_columns: set[Column] | frozenset[Column],
) -> tuple[set[tuple[Row, Column]], set[tuple[Row, Column]]]:
    """The cells to hide, those of hidden rows and slices included; and the zeros to hide."""
    row_of = {row: _REST if row in hidden_rows else row for row, _ in cells}
    column_of = {column: _REST if column in hidden_columns else column for _, column in cells}
    rows = {row: place for place, row in enumerate(dict.fromkeys(row_of.values()))}
    columns = {column: place for place, column in enumerate(dict.fromkeys(column_of.values()))}
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    secret = np.zeros(counts.shape, dtype=bool)
    for (row, column), number in cells.items():
        counts[rows[row_of[row]], columns[column_of[column]]] += number
    if _REST in rows:
        secret[rows[_REST], :] = True
    if _REST in columns:
        secret[:, columns[_REST]] = True
    secret, filled = hidden_block(counts, secret)
    at = {
        (row, column): (rows[row_of[row]], columns[column_of[column]])
        for row in row_of
        for column in column_of
    }
    return {cell for cell in at if secret[at[cell]]}, {cell for cell in at if filled[at[cell]]}


def hidden_block(
    counts: NDArray[np.int64], secret: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which cells of a matrix to hide whose totals of rows and columns are all known, and which zeros.

    `secret` are those hidden already, zeros among them shown all the same. Where no example can be written
    down for a small cell, all are hidden.
    """
    is_small_cell = (counts > 0) & (counts < SMALLEST_SHOWN)
    secret, filled = secret | is_small_cell, np.zeros(counts.shape, dtype=bool)
    at: list[tuple[int, int]] = [(int(row), int(column)) for row, column in np.argwhere(is_small_cell)]
    for cell in sorted(at, key=lambda each: (int(counts[each]), each)):
        example = _example(counts, secret, filled, cell)
        if example is None:
            return np.ones(counts.shape, dtype=bool), np.ones(counts.shape, dtype=bool)
        changed = example != counts
        secret, filled = secret | changed, filled | (changed & (counts == 0))
    return secret, filled


def _example(
    counts: NDArray[np.int64], secret: NDArray[np.bool_], filled: NDArray[np.bool_], at: tuple[int, int]
) -> NDArray[np.int64] | None:
    """Another table in which one cell is not small: people move along rectangles, cheapest first.

    A rectangle gives the cell as many as it takes from its neighbour in the row and in the column, and gives
    the same to the fourth corner: no total changes. What is hidden anyway costs nothing, a zero to fill much.
    """
    row, column = at
    costs = np.where(secret, 0.0, 1 + np.log(np.maximum(counts, 1)))
    costs = np.where((counts == 0) & ~filled, ZERO_COST, costs)
    example = counts.copy()
    while (need := SMALLEST_SHOWN - example[at]) > 0:
        moved = np.minimum(np.minimum(example[row, :][None, :], example[:, column][:, None]), need)
        moved[row, :] = moved[:, column] = 0
        if not moved.any():
            return None
        price = costs[row, :][None, :] + costs[:, column][:, None] + costs
        price = np.where(moved > 0, (price + 1e-3) / np.maximum(moved, 1), np.inf)
        other_row, other_column = np.unravel_index(int(price.argmin()), price.shape)
        amount = moved[other_row, other_column]
        example[row, column] += amount
        example[row, other_column] -= amount
        example[other_row, column] -= amount
        example[other_row, other_column] += amount
        for corner in ((row, other_column), (other_row, column), (other_row, other_column)):
            costs[corner] = 0.0
    return example
