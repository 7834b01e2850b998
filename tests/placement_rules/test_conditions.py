"""Tests and lines in three-valued logic, beyond what the default rules reach."""

import random

import pytest

from placement_rules import Judge, Ranks, parse_rule_set, suggest
from placement_rules.conditions import (
    Bounds,
    InputTest,
    KnownTest,
    Line,
    SkillsTest,
    SpreadTest,
    judge_lines,
)
from placement_rules.inputs import Input, Kind
from tests.placement_rules.test_against_the_oracle import random_evidence
from tests.placement_rules.test_rule_files import DEFAULT

YEARS = InputTest(Input("schooling_years", Kind.INTEGER), Bounds(below=6))
LANGUAGES = InputTest(Input("languages_studied", Kind.INTEGER), Bounds(at_least=1))


def ranks(*steps: int | None, years: int | None = None, languages: int | None = None) -> Ranks:
    skills = dict(zip(("reading", "writing", "listening", "speaking"), steps or (0, 0, 0, 0), strict=True))
    return {**skills, "schooling_years": years, "languages_studied": languages}


@pytest.mark.parametrize(
    ("steps", "truth"),
    [
        ((1, 2, None, 2), None),
        ((1, 4, None, 2), True),
        ((None, None, None, None), None),
        ((1, 3, 1, 3), False),
    ],
)
def test_a_spread_is_unknown_while_a_missing_skill_could_widen_it(
    steps: tuple[int | None, ...], truth: bool | None
) -> None:
    finding = judge_lines((Line((SpreadTest(Bounds(at_least=3)),)),), ranks(*steps))

    assert finding.truth is truth
    assert bool(finding.missing) == (truth is None)


def test_a_spread_that_is_too_wide_already_is_not_below() -> None:
    assert SpreadTest(Bounds(below=3)).truth(ranks(1, 5, None, 2)) is False
    assert SpreadTest(Bounds(below=3)).truth(ranks(1, 2, None, 2)) is None


@pytest.mark.parametrize(
    ("every", "steps", "truth"),
    [
        (True, (6, 6, 6, None), None),
        (True, (6, 5, 6, None), False),
        (True, (6, 6, 6, 6), True),
        (False, (6, 1, 1, None), True),
        (False, (5, 1, 1, None), None),
        (False, (5, 1, 1, 0), False),
    ],
)
def test_any_and_every_skill_know_what_a_missing_one_could_do(
    every: bool, steps: tuple[int | None, ...], truth: bool | None
) -> None:
    finding = judge_lines((Line((SkillsTest(every, Bounds(at_least=6)),)),), ranks(*steps))

    assert (finding.truth, finding.missing) == (truth, ("speaking",) if truth is None else ())


@pytest.mark.parametrize(
    ("years", "languages", "all_of", "any_of", "missing"),
    [
        (5, None, None, True, ("languages_studied",)),
        (9, None, False, None, ("languages_studied",)),
        (None, 1, None, True, ("schooling_years",)),
        (None, None, None, None, ("schooling_years", "languages_studied")),
        (5, 1, True, True, ()),
        (9, 0, False, False, ()),
    ],
)
def test_only_inputs_that_can_still_matter_are_named(
    years: int | None,
    languages: int | None,
    all_of: bool | None,
    any_of: bool | None,
    missing: tuple[str, ...],
) -> None:
    given = ranks(years=years, languages=languages)

    every = judge_lines((Line((YEARS, LANGUAGES)),), given)
    some = judge_lines((Line((YEARS,)), Line((LANGUAGES,))), given)

    assert (every.truth, some.truth) == (all_of, any_of)
    assert every.missing == (missing if all_of is None else ())
    assert some.missing == (missing if any_of is None else ())


def test_an_input_that_only_a_superfluous_line_asks_is_not_named() -> None:
    lines = (Line((YEARS,)), Line((YEARS, LANGUAGES)))

    assert judge_lines(lines, ranks()).missing == ("schooling_years",)
    assert judge_lines(lines[1:], ranks()).missing == ("schooling_years", "languages_studied")


def test_whether_something_is_known_is_never_unknown() -> None:
    both = ("schooling_years", "languages_studied")
    given = ranks(years=9)

    assert KnownTest(both, known=True).truth(given) is True
    assert KnownTest(both, known=True, every=True).truth(given) is False
    assert KnownTest(both, known=False).truth(given) is True
    assert KnownTest(both, known=False, every=True).truth(given) is False


def test_the_judge_that_remembers_follows_rules_about_single_skills_and_uneven_weights() -> None:
    text = (
        DEFAULT.replace("speaking = 1", "speaking = 3")
        .replace('"any of the four skills" = "missing"', 'speaking = "missing"')
        .replace('"each of the four skills" = "B1.1 or above"', '"any of the four skills" = "B2.1 to B2.2"')
        .replace('when = { literacy = "weak" }', 'when = { reading = "A1.2 or C1.2" }')
        .replace('"below 6"', '"4 to 8"')
        .replace('"3 or more"', '"9 or more"')
        .replace(
            '{ overall = "A2.2 or above" }', '{ overall = "A2.2 or above", track = "not integration-slow" }'
        )
    )
    rules = parse_rule_set(text, "mine.toml")
    judge, chance = Judge(rules), random.Random(5)

    for _ in range(3000):
        evidence = random_evidence(chance)
        expected = suggest(evidence, rules)
        placed = judge.place(evidence)

        assert judge.suggest(evidence) == expected
        assert (placed.track, placed.module, placed.rule) == (expected.track, expected.module, expected.rule)
