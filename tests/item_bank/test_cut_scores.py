"""Guards the way from points to a level: total, monotone, exact at every cut score."""

import itertools
from collections import Counter
from math import erf, isclose, sqrt
from random import Random

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


@given(any_cut_scores())
def test_the_probabilities_of_the_levels_sum_to_one_for_every_score(scores: CutScores) -> None:
    for points in range(scores.maximum + 1):
        chances = scores.level_probabilities(points)

        assert list(chances) == [cut.level for cut in scores.cuts]
        assert isclose(sum(chances.values()), 1, abs_tol=1e-12)
        assert min(chances.values()) >= 0


def test_the_probability_of_a_level_is_the_normal_curve_above_its_cut_score() -> None:
    scores = cut_scores(0, 18, 25, maximum=40)

    chances = scores.level_probabilities(20)

    error = sqrt(20 * 20 / 39)
    assert isclose(chances["alle_A1.1"], (1 - erf(2.5 / error / sqrt(2))) / 2)
    assert isclose(chances["A1.2"], (1 - erf(4.5 / error / sqrt(2))) / 2)
    assert max(chances, key=lambda level: chances[level]) == "A1.1"


def test_points_between_two_cut_scores_equally_far_are_equally_uncertain_upwards_and_downwards() -> None:
    chances = cut_scores(0, 18, 23, maximum=40).level_probabilities(20)

    assert isclose(chances["alle_A1.1"], chances["A1.2"])


@pytest.mark.parametrize(("points", "level"), [(0, "alle_A1.1"), (40, "A1.2")])
def test_no_points_and_full_points_have_no_error_and_one_level(points: int, level: str) -> None:
    chances = cut_scores(0, 1, 40, maximum=40).level_probabilities(points)

    assert {found for found, chance in chances.items() if chance} == {level}


def test_the_fewest_points_of_a_level_leave_the_level_below_nearly_as_probable() -> None:
    chances = cut_scores(0, 20, maximum=40).level_probabilities(20)

    assert 0.5 < chances["A1.1"] < 0.6


def test_probabilities_agree_with_a_hundred_thousand_drawn_true_scores() -> None:
    scores, drawn, chance = cut_scores(0, 12, 17, 25, maximum=40), 100_000, Random(7)
    error = scores.standard_error(19)
    true_scores = (chance.gauss(19, error) for _ in range(drawn))
    counted = Counter(scores.level_of(min(max(round(score), 0), 40)) for score in true_scores)

    chances = scores.level_probabilities(19)

    for level, probability in chances.items():
        assert abs(counted[level] / drawn - probability) <= 4 * sqrt(probability * (1 - probability) / drawn)


def test_more_points_make_every_level_or_a_higher_one_more_probable_in_the_middle_of_the_form() -> None:
    scores = cut_scores(0, 10, 20, 30, maximum=40)
    reached = [
        [sum(list(scores.level_probabilities(points).values())[place:]) for place in (1, 2, 3)]
        for points in range(10, 31)
    ]

    assert all(
        more >= fewer
        for before, after in itertools.pairwise(reached)
        for fewer, more in zip(before, after, strict=True)
    )


@pytest.mark.parametrize("points", [-1, 41])
def test_points_the_form_cannot_give_have_no_probabilities(points: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 40"):
        cut_scores(0, 10).level_probabilities(points)


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
