"""Hides small numbers in a table of counts so that nobody can be recognised, nor the hidden be worked out."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)

SMALLEST_SHOWN = 5


def hidden_cells(counts: Mapping[Cell, int], *, smallest_shown: int = SMALLEST_SHOWN) -> frozenset[Cell]:
    """The cells to hide when the counts stand beside their total.

    Every count from 1 up to under `smallest_shown` is hidden. Because the total is shown, the hidden ones
    together must be at least two cells and reach `smallest_shown`: else the next smallest are hidden too.
    """
    rising = sorted((cell for cell in counts if counts[cell]), key=lambda cell: counts[cell])
    small = sum(counts[cell] < smallest_shown for cell in rising)
    if not small:
        return frozenset()
    while small < len(rising) and (
        small < 2 or sum(counts[cell] for cell in rising[:small]) < smallest_shown
    ):
        small += 1
    return frozenset(rising[:small])


def hidden_splits(
    splits: Mapping[Cell, tuple[int, int]], *, smallest_shown: int = SMALLEST_SHOWN
) -> frozenset[Cell]:
    """The rows whose two parts to hide when the rows' sums and both columns' totals stand beside them.

    A row with a part from 1 up to under `smallest_shown` is hidden, and so is a row whose sum is. The totals
    give the columns of all hidden rows together: these must be at least two rows, and no column of theirs a
    small number, else the next smallest rows are hidden too. Totals that are small themselves are not shown,
    and then nothing can be subtracted from them.
    """
    sums = {cell: sum(parts) for cell, parts in splits.items()}
    hidden = set(hidden_cells(sums, smallest_shown=smallest_shown)) | {
        cell for cell, parts in splits.items() if any(is_small(part, smallest_shown) for part in parts)
    }
    if not hidden or _has_small_column(splits.values(), smallest_shown):
        return frozenset(hidden)
    waiting = sorted(
        (cell for cell in splits if sums[cell] and cell not in hidden), key=lambda cell: sums[cell]
    )
    while waiting and (
        len(hidden) < 2 or _has_small_column([splits[cell] for cell in hidden], smallest_shown)
    ):
        hidden.add(waiting.pop(0))
    return frozenset(hidden)


def is_small(number: int, smallest_shown: int = SMALLEST_SHOWN) -> bool:
    """Whether a number tells of so few people that it is not shown; zero tells of nobody."""
    return 0 < number < smallest_shown


def _has_small_column(rows: Iterable[tuple[int, int]], smallest_shown: int) -> bool:
    return any(is_small(total, smallest_shown) for total in map(sum, zip(*rows, strict=True)))
