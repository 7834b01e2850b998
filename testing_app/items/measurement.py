"""The door to `item_bank`: from a stored form version, points and ratings to a level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from item_bank import CutScore, CutScores, problems_of_cut_scores, rated_level
from item_bank.cut_scores import Band, CutScoreProblem
from testing_app.items.models import FormVersion
from testing_app.vocabulary import LEVELS_GIVEN


@dataclass(frozen=True)
class MeasuredLevel:
    """A level code, and the neighbouring level that lies within the error of measurement, if one does."""

    level: str
    borderline: str | None


def level_of_points(version: FormVersion, points: int) -> MeasuredLevel:
    """The level of a number of points on a points form; `ValueError` outside 0 to the maximum."""
    scores = cut_scores_of(version)
    return MeasuredLevel(scores.level_of(points), scores.nearest_other_level(points))


def chances_of_points(version: FormVersion, points: int) -> Mapping[str, float]:
    """How probable each level of a points form is, by level code; `ValueError` outside 0 to the maximum."""
    return cut_scores_of(version).level_probabilities(points)


def level_of_ratings(ratings: Mapping[str, str]) -> MeasuredLevel:
    """The level of one rating per criterion (their lower median)."""
    return MeasuredLevel(rated_level(ratings, LEVELS_GIVEN).level, None)


def spread_of_ratings(ratings: Mapping[str, str]) -> int:
    """How far apart the criteria are, in steps of the scale."""
    return rated_level(ratings, LEVELS_GIVEN).spread


def cut_scores_of(version: FormVersion) -> CutScores:
    """The cut scores of a stored points form."""
    return CutScores(_cuts(version.cut_scores), version.maximum or 0, LEVELS_GIVEN)


def bands_of(version: FormVersion) -> tuple[Band, ...]:
    """The points that give each level; empty for a criteria form."""
    return cut_scores_of(version).bands if version.cut_scores else ()


def problems_of(pairs: Sequence[tuple[str, int]], maximum: int) -> list[CutScoreProblem]:
    """Everything that keeps these cut scores from being used."""
    return problems_of_cut_scores(_cuts(pairs), maximum, scale=LEVELS_GIVEN)


def _cuts(pairs: Sequence[Sequence[object]]) -> tuple[CutScore, ...]:
    return tuple(CutScore(str(level), int(str(lowest))) for level, lowest in pairs)
