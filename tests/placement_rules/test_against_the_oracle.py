"""The judging gives what a second, independent reading of the default rule set gives."""

import random

from hypothesis import given, settings

from placement_rules import (
    Evidence,
    Judge,
    Level,
    Literacy,
    PartState,
    Skill,
    StudyReadiness,
    Suggestion,
    suggest,
)
from tests.placement_rules import oracle
from tests.placement_rules.making import RULES, WITHOUT_LEVEL, any_evidence

JUDGE = Judge(RULES)


def facts_of(evidence: Evidence) -> oracle.Facts:
    facts: oracle.Facts = {}
    for name in (*oracle.FOUR, "literacy", "study_readiness", *oracle.COUNTS, *oracle.TICKS):
        value = getattr(evidence, name)
        if isinstance(value, Level):
            facts[name] = value.code
        elif value is None or isinstance(value, PartState):
            facts[name] = None
        else:
            facts[name] = str(value).lower()
    return facts


def told(suggestion: Suggestion) -> tuple[object, object]:
    overall = suggestion.overall.code if suggestion.overall else None
    placing = (
        suggestion.track,
        suggestion.module,
        suggestion.extras,
        overall,
        suggestion.rule,
        frozenset(suggestion.missing),
    )
    changes = [(each.input, each.old, each.new, each.track, each.module) for each in suggestion.changes]
    return placing, changes


def random_evidence(chance: random.Random) -> Evidence:
    marks = [*Level, chance.choice(WITHOUT_LEVEL)]
    return Evidence(
        **{skill.value: chance.choice(marks) for skill in Skill},
        literacy=chance.choice([None, *Literacy]),
        study_readiness=chance.choice([None, *StudyReadiness]),
        languages_studied=chance.choice([None, 0, 1, 2, 7]),
        schooling_years=chance.choice([None, 0, 4, 5, 6, 7, 16]),
        hard_life_situation=chance.random() < 0.3,
        needs_basic_education=chance.random() < 0.2,
    )


@settings(max_examples=1500, deadline=None)
@given(any_evidence())
def test_the_suggestion_and_its_changes_are_the_oracles(evidence: Evidence) -> None:
    facts = facts_of(evidence)

    suggestion = suggest(evidence, RULES)

    assert told(suggestion) == (oracle.placing(facts), oracle.changes(facts))


@settings(max_examples=1500, deadline=None)
@given(any_evidence())
def test_the_judge_that_remembers_gives_what_the_definition_gives(evidence: Evidence) -> None:
    expected = suggest(evidence, RULES)

    assert JUDGE.suggest(evidence) == expected
    assert JUDGE.suggest(evidence) == expected


def test_uniformly_random_levels_give_what_the_oracle_gives() -> None:
    chance = random.Random(7)

    for _ in range(4000):
        evidence = random_evidence(chance)
        facts = facts_of(evidence)

        assert told(JUDGE.suggest(evidence)) == (oracle.placing(facts), oracle.changes(facts))
