"""The decision space is what the rules say, cell by cell; and which rows said it."""

from dataclasses import replace
from itertools import pairwise

import pytest

from placement_rules import (
    SKILLS,
    Evidence,
    Level,
    Literacy,
    StudyReadiness,
    deciding_rows,
    decision_space,
    rule_sets,
    suggest,
)
from placement_rules.rule_set import Answers, RuleSet
from tests.placement_rules.making import RULES, evidence

TYPICAL = Evidence(languages_studied=1, schooling_years=9)
PLACEMENT_SETS = [rule_set for rule_set in rule_sets() if rule_set.answers is Answers.PLACEMENT]


@pytest.mark.parametrize("rule_set", PLACEMENT_SETS, ids=lambda rule_set: rule_set.id)
@pytest.mark.parametrize("others", [TYPICAL, replace(TYPICAL, hard_life_situation=True, schooling_years=3)])
def test_every_cell_is_what_the_rules_suggest(rule_set: RuleSet, others: Evidence) -> None:
    space = decision_space(others, rule_set)

    assert len(space.rows) == 18
    for row in space.rows:
        for step, placing in enumerate(row.placings):
            levels = dict.fromkeys(SKILLS, Level.at(step))
            person = replace(others, literacy=row.literacy, study_readiness=row.readiness, **levels)  # type: ignore[arg-type]
            suggestion = suggest(person, rule_set)
            assert (placing.track, placing.module) == (suggestion.track, suggestion.module)


def test_stretches_cover_every_level_once() -> None:
    for row in decision_space(TYPICAL, RULES).rows:
        stretches = row.stretches

        assert sum(stretch.steps for stretch in stretches) == 14
        assert stretches[0].first is Level.BELOW_A1_1
        assert stretches[-1].last is Level.C2_2
        places = [(stretch.track, stretch.module) for stretch in stretches]
        assert all(one != other for one, other in pairwise(places))


def test_a_stretch_names_the_rules_behind_it() -> None:
    row = next(
        row
        for row in decision_space(TYPICAL, RULES).rows
        if (row.literacy, row.readiness) == (Literacy.LATIN_FLUENT, StudyReadiness.GOOD)
    )

    assert [(stretch.module, stretch.rules) for stretch in row.stretches[:2]] == [
        ("M1", ("fast-path",)),
        ("M2", ("fast-path",)),
    ]


def test_the_rows_that_decided_are_named_table_by_table() -> None:
    found = deciding_rows(evidence(literacy=Literacy.OTHER_SCRIPT), RULES)

    assert found.rules == {
        "track": ("basic-path",),
        "module": ("module-2",),
        "extras": ("latin-alphabet",),
    }
    assert found.stopped_at is None


def test_the_row_that_could_not_be_judged_is_named() -> None:
    found = deciding_rows(evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=None), RULES)

    assert found.stopped_at == "latin-unsure"
    assert not any(found.rules.values())
