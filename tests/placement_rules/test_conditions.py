"""Conditions in three-valued logic, beyond what the default rules reach."""

import random

import pytest

from placement_rules import Judge, parse_rule_set, suggest
from placement_rules.conditions import All, AnyOf, Bounds, InputTest, SkillsTest, SpreadTest, Subject
from placement_rules.inputs import Input, Kind, Ranks
from tests.placement_rules.test_against_the_oracle import random_evidence
from tests.placement_rules.test_rule_files import DEFAULT

YEARS = InputTest(Input("schooling_years", Kind.COUNT), Bounds(below=6))
LANGUAGES = InputTest(Input("languages_studied", Kind.COUNT), Bounds(at_least=1))


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
    finding = SpreadTest(Bounds(at_least=3)).judge(ranks(*steps))

    assert finding.truth is truth
    assert bool(finding.missing) == (truth is None)


def test_a_spread_that_is_too_wide_already_is_not_below() -> None:
    assert SpreadTest(Bounds(below=3)).judge(ranks(1, 5, None, 2)).truth is False
    assert SpreadTest(Bounds(below=3)).judge(ranks(1, 2, None, 2)).truth is None


@pytest.mark.parametrize(
    ("subject", "steps", "truth"),
    [
        (Subject.EVERY_SKILL, (6, 6, 6, None), None),
        (Subject.EVERY_SKILL, (6, 5, 6, None), False),
        (Subject.EVERY_SKILL, (6, 6, 6, 6), True),
        (Subject.ANY_SKILL, (6, 1, 1, None), True),
        (Subject.ANY_SKILL, (5, 1, 1, None), None),
        (Subject.ANY_SKILL, (5, 1, 1, 0), False),
    ],
)
def test_any_and_every_skill_know_what_a_missing_one_could_do(
    subject: Subject, steps: tuple[int | None, ...], truth: bool | None
) -> None:
    finding = SkillsTest(subject, Bounds(at_least=6)).judge(ranks(*steps))

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

    every, some = All((YEARS, LANGUAGES)).judge(given), AnyOf((YEARS, LANGUAGES)).judge(given)

    assert (every.truth, some.truth) == (all_of, any_of)
    assert every.missing == (missing if all_of is None else ())
    assert some.missing == (missing if any_of is None else ())


def test_the_judge_that_remembers_follows_rules_about_single_skills_and_uneven_weights() -> None:
    text = (
        DEFAULT.replace("speaking = 1", "speaking = 3")
        .replace('of = "any skill", missing = true', 'of = "speaking", missing = true')
        .replace(
            'of = "every skill", at_least = "B1.1"', 'of = "any skill", at_least = "B2.1", below = "C1.1"'
        )
        .replace('of = "literacy", is = "weak"', 'of = "reading", is = ["A1.2", "C1.2"]')
        .replace("below = 6", "at_least = 4, below = 9")
        .replace("at_least = 3,", "at_least = 9,")
    )
    rules = parse_rule_set(text, "mine.toml")
    judge, chance = Judge(rules), random.Random(5)

    for _ in range(3000):
        evidence = random_evidence(chance)

        assert judge.suggest(evidence) == suggest(evidence, rules)
