"""Hides small numbers in a table of counts so that nobody can be recognised, nor the hidden be worked out."""

from collections.abc import Hashable, Mapping
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
