"""Guards the way from points to a level: total, monotone, exact at every cut score."""

from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from item_bank import CutScore, CutScores, InvalidCutScores, problems_of_cut_scores

SCALE = ("alle_A1.1", "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1")


def cut_scores(*lowests: int, maximum: int = 40) -> CutScores:
    cuts = tuple(CutScore(level, lowest) for level, lowest in zip(SCALE, lowests, strict=False))
    return CutScores(cuts, maximum, SCALE)


@st.composite
def any_cut_scores(draw: st.DrawFn) -> CutScores:
    maximum = draw(st.integers(2, 120))
    rest = draw(st.sets(st.integers(1, maximum), max_size=len(SCALE) - 1))
    return cut_scores(0, *sorted(rest), maximum=maximum)


@given(any_cut_scores())
def test_every_possible_score_has_exactly_one_level_and_bands_cover_them_all(scores: CutScores) -> None:
    covered = [
        (points, band.level) for band in scores.bands for points in range(band.lowest, band.highest + 1)
    ]

    assert covered == [(points, scores.level_of(points)) for points in range(scores.maximum + 1)]


@given(any_cut_scores())
def test_more_points_never_give_a_lower_level(scores: CutScores) -> None:
    steps = [SCALE.index(scores.level_of(points)) for points in range(scores.maximum + 1)]

    assert steps == sorted(steps)


@given(any_cut_scores())
def test_the_cut_score_itself_gives_the_level_and_one_point_less_does_not(scores: CutScores) -> None:
    for below, cut in zip(scores.cuts, scores.cuts[1:], strict=False):
        assert scores.level_of(cut.lowest) == cut.level
        assert scores.level_of(cut.lowest - 1) == below.level


@given(any_cut_scores())
def test_another_level_is_near_only_when_one_standard_error_reaches_it(scores: CutScores) -> None:
    for points in range(scores.maximum + 1):
        error = sqrt(points * (scores.maximum - points) / (scores.maximum - 1))
        reached = {
            scores.level_of(other)
            for other in range(scores.maximum + 1)
            if abs(other - points) <= error and scores.level_of(other) != scores.level_of(points)
        }

        near = scores.nearest_other_level(points)

        assert (near is None) == (not reached)
        assert near is None or near in reached


def test_the_standard_error_is_lords() -> None:
    scores = cut_scores(0, 10, maximum=40)

    assert isclose(scores.standard_error(20), sqrt(20 * 20 / 39))
    assert scores.standard_error(0) == scores.standard_error(40) == 0


def test_of_two_levels_equally_near_the_lower_is_named() -> None:
    scores = cut_scores(0, 19, 22, maximum=40)

    assert scores.level_of(20) == "A1.1"
    assert scores.nearest_other_level(20) == "alle_A1.1"
    assert scores.nearest_other_level(21) == "A1.2"


@pytest.mark.parametrize("points", [-1, 41])
def test_points_the_form_cannot_give_are_refused(points: int) -> None:
    scores = cut_scores(0, 10)

    with pytest.raises(ValueError, match="between 0 and 40"):
        scores.level_of(points)


def test_everything_wrong_with_cut_scores_is_told_at_once() -> None:
    cuts = (CutScore("A1.1", 3), CutScore("alle_A1.1", 3), CutScore("A9", 50))

    with pytest.raises(InvalidCutScores) as refused:
        CutScores(cuts, 40, SCALE)

    assert {(problem.code, problem.place) for problem in refused.value.problems} == {
        ("first_not_zero", 0),
        ("level_not_above_previous", 1),
        ("points_not_above_previous", 1),
        ("unknown_level", 2),
        ("points_above_maximum", 2),
    }


def test_a_form_of_one_point_or_without_levels_measures_nothing() -> None:
    problems = problems_of_cut_scores((), 1, scale=SCALE)

    assert [problem.code for problem in problems] == ["maximum_too_small", "no_levels"]
