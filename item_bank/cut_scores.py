"""Turns the points of a form into a level by its cut scores, and says how sure that is."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import erfc, inf, sqrt

FEWEST_POSSIBLE_POINTS = 2
"""Lord's standard error divides by the maximum less one."""


@dataclass(frozen=True)
class CutScore:
    """A level and the fewest points that give it."""

    level: str
    lowest: int


@dataclass(frozen=True)
class Band:
    """A level with the fewest and the most points that give it, both included."""

    level: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class CutScoreProblem:
    """One thing wrong: its code, and the place of the cut score (from 0), `None` for the maximum."""

    code: str
    place: int | None


class InvalidCutScores(ValueError):
    """Cut scores that cannot be used; `problems` holds everything that is wrong."""

    def __init__(self, problems: Sequence[CutScoreProblem]) -> None:
        super().__init__(", ".join(f"{problem.code} at {problem.place}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class CutScores:
    """The cut scores of one form version, lowest level first, for 0 to `maximum` points.

    Level codes are opaque; `scale` lists them in order, lowest first. Raises `InvalidCutScores`.
    """

    cuts: tuple[CutScore, ...]
    maximum: int
    scale: tuple[str, ...]

    def __post_init__(self) -> None:
        problems = problems_of_cut_scores(self.cuts, self.maximum, scale=self.scale)
        if problems:
            raise InvalidCutScores(problems)

    def level_of(self, points: int) -> str:
        """The highest level whose fewest points are reached; `ValueError` outside 0 to the maximum."""
        return self.cuts[self._place_of(points)].level

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """Every level with the points that give it; together they cover 0 to the maximum once."""
        tops = [cut.lowest - 1 for cut in self.cuts[1:]] + [self.maximum]
        return tuple(Band(cut.level, cut.lowest, top) for cut, top in zip(self.cuts, tops, strict=True))

    def standard_error(self, points: int) -> float:
        """The binomial standard error of a number-correct score, in points: sqrt(x (n - x) / (n - 1)).

        Lord, F. M. (1957). Do tests of the same length have the same standard error of measurement?
        Educational and Psychological Measurement 17, 510-521. It is 0 at no points and at full points.
        """
        self._check(points)
        return sqrt(points * (self.maximum - points) / (self.maximum - 1))

    def nearest_other_level(self, points: int) -> str | None:
        """The neighbouring level whose points lie within one standard error, the lower one when both do
        equally; `None` when the score is clear of both cut scores."""
        place = self._place_of(points)
        error = self.standard_error(points)
        near: list[tuple[int, int]] = []
        if place > 0:
            near.append((points - self.cuts[place].lowest + 1, place - 1))
        if place + 1 < len(self.cuts):
            near.append((self.cuts[place + 1].lowest - points, place + 1))
        within = [(distance, other) for distance, other in near if distance <= error]
        return self.cuts[min(within)[1]].level if within else None

    def level_probabilities(self, points: int) -> dict[str, float]:
        """How probable each level of the form is as the true one, given the points; they sum to 1.

        The true score is taken as normal around the observed points with Lord's standard error (see
        `standard_error`); the levels part half a point below each cut score, the correction for continuity.
        After Rudner, L. M. (2001). Computing the expected proportions of misclassified examinees. Practical
        Assessment, Research & Evaluation 7 (14), who does the same with abilities in place of points.
        Limits: every true score counts as equally likely beforehand, so the scores of other candidates draw
        nothing towards their mean; the normal curve is rough within a few points of 0 and of the maximum,
        where the error goes to 0 and the level counts as certain; and the error is that of the items alone,
        not of another day, another form or the cut scores themselves.
        """
        error = self.standard_error(points)
        bounds = [-inf, *(lowest - 0.5 - points for lowest in self._lowests[1:]), inf]
        if error == 0:
            chances = [float(low < 0 < high) for low, high in pairwise(bounds)]
        else:
            chances = [_normal_between(low / error, high / error) for low, high in pairwise(bounds)]
        return {cut.level: chance for cut, chance in zip(self.cuts, chances, strict=True)}

    @cached_property
    def _lowests(self) -> list[int]:
        return [cut.lowest for cut in self.cuts]

    def _place_of(self, points: int) -> int:
        self._check(points)
        return bisect_right(self._lowests, points) - 1

    def _check(self, points: int) -> None:
        if not 0 <= points <= self.maximum:
            raise ValueError(f"points must lie between 0 and {self.maximum}, not {points}")


def _normal_between(low: float, high: float) -> float:
    """The probability of a standard normal value between two bounds, exact in both tails."""
    if low > 0:
        low, high = -high, -low
    return (erfc(-high / sqrt(2)) - erfc(-low / sqrt(2))) / 2


def problems_of_cut_scores(
    cuts: Sequence[CutScore], maximum: int, *, scale: Sequence[str]
) -> list[CutScoreProblem]:
    """Everything that keeps these cut scores from being used; empty when nothing does.

    Codes: `maximum_too_small`, `no_levels`, `unknown_level`, `level_not_above_previous`,
    `first_not_zero`, `points_not_above_previous`, `points_above_maximum`, `points_below_zero`.
    """
    problems = [] if maximum >= FEWEST_POSSIBLE_POINTS else [CutScoreProblem("maximum_too_small", None)]
    if not cuts:
        return [*problems, CutScoreProblem("no_levels", None)]
    problems.extend(_problems_of_levels(cuts, scale))
    problems.extend(_problems_of_points(cuts, maximum))
    return problems


def _problems_of_levels(cuts: Sequence[CutScore], scale: Sequence[str]) -> Iterator[CutScoreProblem]:
    steps = {level: step for step, level in enumerate(scale)}
    highest = -1
    for place, cut in enumerate(cuts):
        if cut.level not in steps:
            yield CutScoreProblem("unknown_level", place)
            continue
        if steps[cut.level] <= highest:
            yield CutScoreProblem("level_not_above_previous", place)
        highest = max(highest, steps[cut.level])


def _problems_of_points(cuts: Sequence[CutScore], maximum: int) -> Iterator[CutScoreProblem]:
    if cuts[0].lowest != 0:
        yield CutScoreProblem("first_not_zero", 0)
    for place, cut in enumerate(cuts):
        if place and cut.lowest <= cuts[place - 1].lowest:
            yield CutScoreProblem("points_not_above_previous", place)
        if place and cut.lowest < 0:
            yield CutScoreProblem("points_below_zero", place)
        if cut.lowest > maximum:
            yield CutScoreProblem("points_above_maximum", place)
