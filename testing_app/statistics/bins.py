"""Puts waits in days into bars."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from testing_app.statistics.tables import Key


@dataclass(frozen=True)
class Bins:
    """Bars by the last day that counts in each; one more bar for what is longer."""

    last_days: Sequence[int]

    @property
    def keys(self) -> list[Key]:
        """First and last day of every bar, as text; the last bar has no last day."""
        firsts = [0, *(last + 1 for last in self.last_days)]
        lasts = [*map(str, self.last_days), None]
        return [(str(first), last) for first, last in zip(firsts, lasts, strict=True)]

    def key_of(self, days: int) -> Key:
        """The bar a wait counts in; what cannot be (a day before the first) counts in the first."""
        place = sum(days > last for last in self.last_days)
        return self.keys[place]


TO_A_TEST = Bins((7, 14, 30, 60, 90, 180))
TO_A_COURSE = Bins((30, 60, 90, 120, 180, 270, 365))


def in_bins(cells: Mapping[tuple[int, str], int], bins: Bins) -> dict[tuple[Key, str], int]:
    """Counts by days as counts by bar, slice by slice."""
    found: dict[tuple[Key, str], int] = defaultdict(int)
    key_of = {days: bins.key_of(days) for days in {days for days, _ in cells}}
    for (days, cut), number in cells.items():
        found[key_of[days], cut] += number
    return dict(found)
