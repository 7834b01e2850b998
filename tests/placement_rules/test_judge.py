"""The judge that remembers gives exactly what the definition gives, whatever it has seen before."""

import random

import pytest

from placement_rules import Answers, Judge, RuleSet, parse_rule_set, rule_sets, suggest
from tests.placement_rules.test_against_the_oracle import random_evidence
from tests.placement_rules.test_rule_files import DEFAULT

SHIPPED = [rule_set for rule_set in rule_sets() if rule_set.answers is Answers.PLACEMENT]


def assert_same(rules: RuleSet, cases: int = 1500) -> None:
    judge, chance = Judge(rules), random.Random(11)
    for _ in range(cases):
        evidence = random_evidence(chance)
        expected = suggest(evidence, rules)
        placed = judge.place(evidence)

        assert judge.suggest(evidence) == expected
        assert (placed.track, placed.module, placed.rule, placed.extras) == (
            expected.track,
            expected.module,
            expected.rule,
            expected.extras,
        )


@pytest.mark.parametrize("rules", SHIPPED, ids=lambda rules: rules.id)
def test_every_shipped_rule_set_is_judged_as_defined(rules: RuleSet) -> None:
    assert_same(rules)


def test_reasons_name_this_candidates_facts_although_others_had_the_same_ruling() -> None:
    text = (
        DEFAULT.replace("Reads no script.", "Reads no script ({literacy}).")
        .replace("All four skills reach at least", "All four skills ({skills}) reach at least")
        .replace(
            "Study readiness needs development.", "Study readiness needs development ({study_readiness})."
        )
    )

    assert_same(parse_rule_set(text, "mine.toml"))


def test_rows_in_any_order_are_all_asked_when_only_one_may_be_true() -> None:
    text = DEFAULT.replace('[tables.track]\nhit = "first"', '[tables.track]\nhit = "unique"')
    assert text != DEFAULT

    assert_same(parse_rule_set(text, "mine.toml"))


def test_what_the_judge_saw_before_changes_nothing() -> None:
    rules, chance = SHIPPED[0], random.Random(3)
    cases = [random_evidence(chance) for _ in range(300)]
    forwards, backwards = Judge(rules), Judge(rules)

    there = [forwards.suggest(each) for each in cases]
    back = [backwards.suggest(each) for each in reversed(cases)]

    assert there == back[::-1]
