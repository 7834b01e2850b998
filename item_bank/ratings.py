"""Turns an assessor's ratings by criterion into one level on an ordinal scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class UnknownRating(ValueError):
    """A rating that is not on the scale; `ratings` names every such criterion with what was given."""

    def __init__(self, ratings: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{criterion}: {level!r}" for criterion, level in ratings.items()))
        self.ratings = dict(ratings)


@dataclass(frozen=True)
class RatedLevel:
    """The level that ratings give, and how far apart they are in steps of the scale."""

    level: str
    spread: int


def rated_level(ratings: Mapping[str, str], scale: Sequence[str]) -> RatedLevel:
    """The lower median of the criteria: one of the levels given, never an average of them.

    Levels are ordinal: steps between them are not equal, so a mean would claim more than is known. With an
    even number of criteria the lower of the two middle ones is taken: a level is given only when at least
    half of the criteria reach it. Raises `UnknownRating` for levels not on `scale`, `ValueError` for none.
    """
    if not ratings:
        raise ValueError("at least one criterion must be rated")
    steps = {level: step for step, level in enumerate(scale)}
    unknown = {criterion: level for criterion, level in ratings.items() if level not in steps}
    if unknown:
        raise UnknownRating(unknown)
    ordered = sorted(steps[level] for level in ratings.values())
    return RatedLevel(level=scale[ordered[(len(ordered) - 1) // 2]], spread=ordered[-1] - ordered[0])
