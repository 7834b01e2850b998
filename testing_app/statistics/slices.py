"""Decides what may be seen of a table of counts and of its slices: by quarter, area, centre, language ...

A *table* counts people by row. A *slice* is the same table for some of the people: one quarter, one area.
Slices of one kind share nobody, and together they are the table. Whoever looks at all slices of all kinds,
one after another, and subtracts, must not learn a number from 1 to 4.

What is shown rests on three rules, always judged on the whole of the table and all slices of a kind:

- in the table itself, and among the totals of the slices, small numbers are hidden and others with them, so
  that the hidden ones are at least two and together not small (`hidden_cells`);
- a row hidden in the table is hidden in every slice, and a slice whose total is hidden shows nothing;
- of the rest, cells are hidden until for each small one another table can be written down that has the same
  totals, differs only in hidden cells, has no more zeros filled, and in which that cell is not small.

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
    totals = {column: sum(counts.values()) for column, counts in columns.items()}
    hidden_columns = set(totals) if whole.total is None else hidden_cells(totals)
    hidden_rows = {row for row, number in whole.numbers.items() if number is None}
    hidden = _hidden_in(cells, hidden_rows, hidden_columns)
    return {
        column: _nothing(counts)
        if column in hidden_columns
        else Shown(
            {row: None if count and (row, column) in hidden else count for row, count in counts.items()},
            totals[column],
        )
        for column, counts in columns.items()
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
) -> set[tuple[Row, Column]]:
    """The cells to hide, those of hidden rows and slices included."""
    places = {
        (row, column): (
            _REST if row in hidden_rows else row,
            _REST if column in hidden_columns else column,
        )
        for row, column in cells
    }
    rows = {row: place for place, row in enumerate(dict.fromkeys(row for row, _ in places.values()))}
    columns = {each: place for place, each in enumerate(dict.fromkeys(each for _, each in places.values()))}
    counts = np.zeros((len(rows), len(columns)), dtype=np.int64)
    secret = np.zeros(counts.shape, dtype=bool)
    for cell, (row, column) in places.items():
        at = rows[row], columns[column]
        counts[at] += cells[cell]
        secret[at] = row is _REST or column is _REST
    secret = hidden_block(counts, secret)
    return {cell for cell, (row, column) in places.items() if secret[rows[row], columns[column]]}


def hidden_block(counts: NDArray[np.int64], secret: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which cells of a matrix to hide whose totals of rows and columns are all known.

    `secret` are those hidden already. Where no example can be written down for a small cell, all are hidden.
    """
    secret = secret | ((counts > 0) & (counts < SMALLEST_SHOWN))
    small = np.argwhere((counts > 0) & (counts < SMALLEST_SHOWN))
    for row, column in sorted(map(tuple, small), key=lambda at: int(counts[at])):
        found = _with_example(counts, secret, (row, column))
        if found is None:
            return np.ones(counts.shape, dtype=bool)
        secret = found
    return secret


def _with_example(
    counts: NDArray[np.int64], secret: NDArray[np.bool_], at: tuple[int, int]
) -> NDArray[np.bool_] | None:
    """The cells hidden once an example hides one cell: people move along rectangles, cheapest first.

    A rectangle gives the cell as many as it takes from its neighbour in the row and in the column, and gives
    the same to the fourth corner: no total changes. What is hidden anyway costs nothing.
    """
    row, column = at
    example, secret = counts.copy(), secret.copy()
    while (need := SMALLEST_SHOWN - example[at]) > 0:
        costs = np.where(secret, 0.0, 1 + np.log(np.maximum(counts, 1)))
        moved = np.minimum(np.minimum(example[row, :][None, :], example[:, column][:, None]), need)
        moved = np.where(counts > 0, moved, 0)
        moved[row, :] = moved[:, column] = 0
        if not moved.any():
            return None
        price = costs[row, :][None, :] + costs[:, column][:, None] + costs
        price = np.where(moved > 0, (price + 1e-3) / np.maximum(moved, 1), np.inf)
        other_row, other_column = np.unravel_index(int(price.argmin()), price.shape)
        amount = moved[other_row, other_column]
        for r, c, sign in (
            (row, column, 1), (row, other_column, -1), (other_row, column, -1), (other_row, other_column, 1)
        ):  # fmt: skip
            example[r, c] += sign * amount
            secret[r, c] = True
    return secret
