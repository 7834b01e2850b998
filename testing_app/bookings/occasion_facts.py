"""What an occasion is: when, where and for how many; and everything wrong with it, by field."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from testing_app.vocabulary import AccessFeature, OccasionKind, Part

MOST_SEATS = 500


@dataclass(frozen=True)
class OccasionFeatures:
    """What an occasion offers beside its seats.

    `place` is where it is held when not at the centre's own address; `interpreters` are language codes;
    no `parts` means all of them.
    """

    kind: OccasionKind = OccasionKind.TEST
    place: str = ""
    interpreters: Collection[str] = ()
    accessibility: Collection[AccessFeature] = ()
    parts: Collection[Part] = ()

    def columns(self) -> dict[str, object]:
        """The same as stored."""
        return {
            "kind": self.kind,
            "place": self.place.strip(),
            "interpreters": sorted(set(self.interpreters)),
            "accessibility": [feature.value for feature in AccessFeature if feature in self.accessibility],
            "parts": [part.value for part in Part if part in self.parts],
        }


PLAIN = OccasionFeatures()
"""A test at the centre's own address, with all parts and nothing else said."""


@dataclass(frozen=True)
class OccasionHours:
    """When an occasion begins and ends, in which room, and how many seats it has."""

    starts_at: time
    ends_at: time
    room: str
    seats: int


def occasion_problems(hours: OccasionHours, *, taken: int) -> dict[str, list[str]]:
    """The codes of all that is wrong, by field."""
    problems: dict[str, list[str]] = {}
    if hours.ends_at <= hours.starts_at:
        problems["ends_at"] = ["ends_before_it_starts"]
    if not 1 <= hours.seats <= MOST_SEATS:
        problems["seats"] = ["seats_out_of_range"]
    elif hours.seats < taken:
        problems["seats"] = ["fewer_seats_than_taken"]
    return problems
