"""Guards the probabilities of course groups under uncertain levels: exact, complete, and right by hand."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from math import erf, isclose, nan, sqrt
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement_rules import Evidence, Judge, Level, PartState, Skill, suggest
from placement_rules.uncertainty import (
    LEVELS,
    Chance,
    InvalidChances,
    LevelChances,
    is_borderline,
    level_chances,
    outcome_chances,
)
from tests.placement_rules.making import RULES, any_evidence, evidence

Outcome = tuple[str, str | None]
POSITIONS = st.floats(-2, 15)
ERRORS = st.floats(0, 4)


@cache
def place(given: Evidence) -> Outcome:
    suggestion = suggest(given, RULES)
    return suggestion.track, suggestion.module


def lowest_decides(given: Evidence) -> Outcome:
    """A rule of its own: the lowest level is the module."""
    return "any", min((mark for mark in marks_of(given) if isinstance(mark, Level)), key=LEVELS.index).code


def marks_of(given: Evidence) -> list[Level | PartState]:
    return [getattr(given, skill.value) for skill in Skill]


def as_dict(chances: tuple[Chance, ...]) -> dict[Outcome, float]:
    return {(chance.track, chance.module): chance.probability for chance in chances}


def coin(lower: Level, upper: Level) -> LevelChances:
    return LevelChances.of({lower: 0.5, upper: 0.5})


def by_brute_force(given: Evidence, chances: Mapping[Skill, LevelChances]) -> dict[Outcome, float]:
    """Every combination of all 14 levels of the uncertain skills, judged one by one."""
    found: dict[Outcome, float] = {}
    for levels in product(LEVELS, repeat=len(chances)):
        weight = 1.0
        marks = dict(zip(Skill, marks_of(given), strict=True))
        for skill, level in zip(chances, levels, strict=True):
            weight *= chances[skill].probabilities[LEVELS.index(level)]
            marks[skill] = level
        outcome = place(evidence(**{skill.value: mark for skill, mark in marks.items()}))
        found[outcome] = found.get(outcome, 0.0) + weight
    return {outcome: weight for outcome, weight in found.items() if weight}


@given(POSITIONS, ERRORS)
def test_the_levels_of_a_position_sum_to_one(position: float, error: float) -> None:
    chances = level_chances(position, error)

    assert isclose(sum(chances.probabilities), 1, abs_tol=1e-12)
    assert len(chances.probabilities) == 14


@pytest.mark.parametrize(
    ("position", "level"), [(2.4, "A1.2"), (2.5, "A1.2"), (2.51, "A1.3"), (-3, "alle_A1.1"), (40, "C2.2")]
)
def test_a_position_without_error_is_one_level_and_a_half_is_the_lower(position: float, level: str) -> None:
    chances = level_chances(position, 0)

    assert [(found.code, chance) for found, chance in chances.support] == [(level, 1.0)]


def test_an_error_of_one_step_around_a_level_follows_the_normal_curve() -> None:
    chances = level_chances(5, 1)

    half, three_halves = erf(0.5 / sqrt(2)), erf(1.5 / sqrt(2))
    assert isclose(chances.probabilities[5], half)
    assert isclose(chances.probabilities[4], (three_halves - half) / 2)
    assert chances.probabilities[4] == chances.probabilities[6]


def test_the_ends_of_the_scale_are_open() -> None:
    assert isclose(level_chances(0, 1).probabilities[0], (1 + erf(0.5 / sqrt(2))) / 2)
    assert isclose(level_chances(13.5, 2).probabilities[13], (1 + erf(0.5 / sqrt(2))) / 2)


def test_far_tails_of_both_sides_are_equally_exact() -> None:
    below, above = level_chances(9, 0.5), level_chances(4, 0.5)

    assert below.probabilities == above.probabilities[::-1]
    assert 0 < above.probabilities[13] < 1e-60


@given(POSITIONS, st.floats(0.01, 4), st.floats(0, 5))
def test_a_higher_position_makes_every_level_or_a_higher_one_more_probable(
    position: float, error: float, rise: float
) -> None:
    before = np.cumsum(level_chances(position, error).probabilities)
    after = np.cumsum(level_chances(position + rise, error).probabilities)

    assert np.all(after <= before + 1e-12)


@pytest.mark.parametrize(
    ("probabilities", "text"),
    [
        ((1.0,), "each of the 14 levels, not 1"),
        ((0.5,) * 14, "must sum to 1, not 7"),
        ((1.5, -0.5, *(0.0,) * 12), "alle_A1.1 has 1.5"),
        ((nan, *(0.0,) * 13), "alle_A1.1 has nan"),
    ],
)
def test_numbers_that_are_no_probabilities_are_refused(probabilities: tuple[float, ...], text: str) -> None:
    with pytest.raises(InvalidChances, match=text):
        LevelChances(probabilities)


def test_an_open_ended_level_has_no_probability() -> None:
    with pytest.raises(InvalidChances, match="open-ended"):
        LevelChances.of({Level.ABOVE_C1_1: 1.0})


@pytest.mark.parametrize(("position", "error"), [(nan, 1), (3, nan), (3, -0.1), (float("inf"), 1)])
def test_a_position_or_error_that_measures_nothing_is_refused(position: float, error: float) -> None:
    with pytest.raises(InvalidChances, match="finite number"):
        level_chances(position, error)


def test_an_array_of_probabilities_is_taken_too() -> None:
    chances = LevelChances(np.eye(14)[3])  # type: ignore[arg-type]

    assert chances.support == ((Level.A1_3, 1.0),)


@given(any_evidence())
def test_without_error_the_one_outcome_is_the_suggested_one(given_evidence: Evidence) -> None:
    chances = {
        skill: level_chances(mark.step, 0)
        for skill, mark in zip(Skill, marks_of(given_evidence), strict=True)
        if isinstance(mark, Level)
    }

    found = outcome_chances(given_evidence, chances, place=place)

    assert found == (Chance(*place(given_evidence), 1.0),)


def test_without_chances_everything_is_certain() -> None:
    given_evidence = evidence(reading=Level.ABOVE_C1_1)

    assert outcome_chances(given_evidence, {}, place=place) == (Chance(*place(given_evidence), 1.0),)


def test_a_skill_without_a_level_stays_without() -> None:
    given_evidence = evidence(writing=PartState.SKIPPED)

    found = outcome_chances(given_evidence, {Skill.WRITING: level_chances(2, 1)}, place=place)

    assert found == (Chance("assessor-decides", None, 1.0),)


@given(st.lists(st.tuples(POSITIONS, ERRORS), min_size=4, max_size=4))
def test_outcomes_sum_to_one_and_the_most_probable_comes_first(measured: list[tuple[float, float]]) -> None:
    chances = {
        skill: LevelChances.of(dict(thinned(level_chances(position, error))))
        for skill, (position, error) in zip(Skill, measured, strict=True)
    }

    found = outcome_chances(evidence(), chances, place=lowest_decides)

    assert isclose(sum(chance.probability for chance in found), 1, abs_tol=1e-9)
    assert [chance.probability for chance in found] == sorted(
        (chance.probability for chance in found), reverse=True
    )
    assert len(as_dict(found)) == len(found)


def thinned(chances: LevelChances) -> list[tuple[Level, float]]:
    """The four most probable levels, scaled up to 1: keeps the combinations of a test few."""
    kept = sorted(chances.support, key=lambda pair: -pair[1])[:4]
    total = sum(chance for _level, chance in kept)
    return [(level, chance / total) for level, chance in kept]


@pytest.mark.parametrize("skills", [(Skill.READING,), (Skill.READING, Skill.SPEAKING)])
def test_the_sum_is_that_of_every_combination(skills: tuple[Skill, ...]) -> None:
    chances = {skill: level_chances(2.3 + place_, 0.8) for place_, skill in enumerate(skills)}

    found = as_dict(outcome_chances(evidence(), chances, place=place))

    expected = by_brute_force(evidence(), chances)
    assert len(found) > 1
    assert all(
        isclose(found.get(outcome, 0.0), weight, abs_tol=1e-15) for outcome, weight in expected.items()
    )


def test_a_hundred_thousand_drawn_candidates_agree() -> None:
    drawn, chance = 100_000, random.Random(20261122)
    measured = {Skill.READING: (3.6, 0.9), Skill.WRITING: (3.1, 0.7), Skill.LISTENING: (4.4, 0.8)}
    chances = {skill: level_chances(*numbers) for skill, numbers in measured.items()}
    given_evidence = evidence(speaking=Level.A2_1)
    counted: Counter[Outcome] = Counter()
    for _ in range(drawn):
        marks = {
            skill.value: Level.at(min(max(round(chance.gauss(*numbers)), 0), 13))
            for skill, numbers in measured.items()
        }
        counted[place(evidence(speaking=Level.A2_1, **marks))] += 1

    found = as_dict(outcome_chances(given_evidence, chances, place=place))

    assert set(counted) <= set(found)
    for outcome, probability in found.items():
        error = sqrt(probability * (1 - probability) / drawn)
        assert abs(counted[outcome] / drawn - probability) <= 4 * error + 1e-4, outcome


def test_two_even_coins_give_quarters() -> None:
    chances = {
        Skill.READING: coin(Level.A1_1, Level.A1_2),
        Skill.WRITING: coin(Level.A1_2, Level.A1_3),
    }

    found = outcome_chances(
        evidence(), chances, place=lambda given: (given.reading.value, given.writing.value)
    )

    assert [chance.probability for chance in found] == [0.25] * 4
    assert [chance.track for chance in found] == ["A1.1", "A1.1", "A1.2", "A1.2"]


def test_the_lowest_of_two_even_coins_is_low_three_times_in_four() -> None:
    top = {"listening": Level.C1_1, "speaking": Level.C1_1}
    chances = {skill: coin(Level.A1_1, Level.A1_2) for skill in (Skill.READING, Skill.WRITING)}

    found = outcome_chances(evidence(**top), chances, place=lowest_decides)

    assert as_dict(found) == {("any", "A1.1"): 0.75, ("any", "A1.2"): 0.25}


def test_measured_on_the_border_of_two_modules_each_has_half() -> None:
    same = {skill: coin(Level.A1_3, Level.A2_1) for skill in (Skill.READING,)}
    given_evidence = evidence(writing=Level.A2_1, listening=Level.A1_3, speaking=Level.A2_1)

    found = as_dict(outcome_chances(given_evidence, same, place=place))

    assert found == {("integration-basic", "M2"): 0.5, ("integration-basic", "M3"): 0.5}


@given(st.floats(0, 6), st.floats(0.1, 2))
def test_a_better_reader_is_more_probably_beyond_the_lowest_module(position: float, error: float) -> None:
    given_evidence = evidence(writing=Level.C1_1, listening=Level.C1_1, speaking=Level.C1_1)

    def low(measured: float) -> float:
        chances = {Skill.READING: level_chances(measured, error)}
        found = as_dict(outcome_chances(given_evidence, chances, place=lowest_decides))
        return found.get(("any", "alle_A1.1"), 0.0)

    assert low(position + 0.5) <= low(position) + 1e-12


@pytest.mark.parametrize(
    ("probability", "below", "expected"),
    [(0.69, 0.7, True), (0.7, 0.7, False), (0.1, None, False)],
)
def test_borderline_is_a_best_under_the_threshold(
    probability: float, below: float | None, expected: bool
) -> None:
    chances = (Chance("a", None, probability), Chance("b", None, 0.05))

    assert is_borderline(chances, below=below) is expected


def test_without_probabilities_nothing_is_borderline() -> None:
    assert not is_borderline((), below=0.9)


def test_every_combination_of_the_whole_scale_is_placed_once_and_in_time() -> None:
    even = LevelChances((1 / 14,) * 14)
    seen: Counter[tuple[Level | PartState, ...]] = Counter()

    def count(given_evidence: Evidence) -> Outcome:
        seen[tuple(marks_of(given_evidence))] += 1
        return "any", None

    began = perf_counter()
    found = outcome_chances(evidence(), dict.fromkeys(Skill, even), place=count)

    assert len(seen) == 14**4
    assert set(seen.values()) == {1}
    assert isclose(found[0].probability, 1, abs_tol=1e-12)
    assert perf_counter() - began < 10


NEAR_M3 = {Skill.READING: level_chances(3.6, 0.9), Skill.LISTENING: level_chances(3.4, 0.7)}
"""Two skills measured near the border of two modules."""


def near_m3() -> Evidence:
    return evidence(reading=Level.A2_1, writing=Level.A1_3, listening=Level.A1_3, speaking=Level.A2_1)


def test_a_suggestion_carries_the_probabilities_and_is_otherwise_the_same() -> None:
    plain, sure = suggest(near_m3(), RULES), suggest(near_m3(), RULES, chances=NEAR_M3)

    assert sure.probabilities == outcome_chances(near_m3(), NEAR_M3, place=place)
    assert (plain.probabilities, plain.is_borderline) == ((), False)
    assert replace(sure, probabilities=(), is_borderline=False) == plain


def test_the_threshold_of_the_rule_set_makes_a_suggestion_borderline() -> None:
    best = suggest(near_m3(), RULES, chances=NEAR_M3).probabilities[0].probability

    found = [
        suggest(near_m3(), replace(RULES, borderline_below=below), chances=NEAR_M3).is_borderline
        for below in (best - 0.01, best + 0.01, None)
    ]

    assert found == [False, True, False]


@given(any_evidence(), st.lists(st.tuples(POSITIONS, st.floats(0.1, 0.4)), min_size=4, max_size=4))
@settings(max_examples=20)
def test_a_judge_that_remembers_finds_the_same_probabilities(
    given_evidence: Evidence, measured: list[tuple[float, float]]
) -> None:
    chances = {skill: level_chances(*numbers) for skill, numbers in zip(Skill, measured, strict=True)}

    assert Judge(RULES).suggest(given_evidence, chances=chances) == suggest(
        given_evidence, RULES, chances=chances
    )
