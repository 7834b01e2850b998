"""What a change of rules does to a population is counted rightly, and forgets who was counted."""

import random
import tracemalloc
from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from placement_rules import (
    REST,
    Comparison,
    Evidence,
    Level,
    Literacy,
    RuleSet,
    Share,
    impact_of,
    parse_rule_set,
    rule_set_on,
    shipped_text,
    suggest,
)
from placement_rules.impact import MOST_GROUPS
from tests.placement_rules.making import RULES, any_evidence, evidence

OTHER = rule_set_on(date(2026, 3, 12), id="jyvaskyla-2022")

populations = st.lists(st.tuples(any_evidence(), st.tuples(st.sampled_from("abc"))), max_size=40)


def with_schooling_of(years: int) -> RuleSet:
    """The default rule set, where reading another script needs so many years of schooling."""
    text = shipped_text("fi-koto-2022", 1)
    assert text is not None
    assert '"below 6"' in text
    return parse_rule_set(text.replace('"below 6"', f'"below {years}"'), "changed.toml")


@settings(deadline=None)
@given(populations)
def test_the_cells_of_the_matrix_sum_up_to_everybody(population: list[tuple[Evidence, tuple[str]]]) -> None:
    impact = impact_of(RULES, OTHER, population, groupings=("letter",))

    assert sum(impact.matrix.values()) == impact.results == len(population)
    assert sum(impact.causes.values()) == impact.moved
    assert impact.moved + impact.stayed == impact.results
    assert sum(share.results for share in impact.groups["letter"].values()) == impact.results
    assert sum(share.moved for share in impact.groups["letter"].values()) == impact.moved


@settings(deadline=None)
@given(populations)
def test_the_same_rules_move_nobody(population: list[tuple[Evidence, tuple[str]]]) -> None:
    impact = impact_of(RULES, RULES, population, groupings=("letter",))

    assert impact.moved == impact.other_extras == 0
    assert not impact.causes
    assert all(before == after for before, after in impact.matrix)


@settings(deadline=None)
@given(populations)
def test_going_back_turns_the_matrix_round(population: list[tuple[Evidence, tuple[str]]]) -> None:
    there = impact_of(RULES, OTHER, population, groupings=("letter",))
    back = impact_of(OTHER, RULES, population, groupings=("letter",))

    assert back.matrix == {(after, before): number for (before, after), number in there.matrix.items()}
    assert back.causes == {(new, old): number for (old, new), number in there.causes.items()}
    assert back.groups == there.groups
    assert (back.unjudged_before, back.unjudged_after) == (there.unjudged_after, there.unjudged_before)


@settings(deadline=None)
@given(populations)
def test_it_equals_a_slow_recount_by_suggestions(population: list[tuple[Evidence, tuple[str]]]) -> None:
    matrix: Counter[object] = Counter()
    causes: Counter[object] = Counter()
    extras = 0
    moved: Counter[str] = Counter()
    for each, (letter,) in population:
        old, new = suggest(each, RULES), suggest(each, OTHER)
        places = (old.track, old.module), (new.track, new.module)
        matrix[places] += 1
        if places[0] != places[1]:
            causes[old.rule, new.rule] += 1
            moved[letter] += 1
        elif old.extras != new.extras:
            extras += 1

    impact = impact_of(RULES, OTHER, population, groupings=("letter",))

    assert impact.matrix == matrix
    assert impact.causes == causes
    assert impact.other_extras == extras
    assert {letter: share.moved for letter, share in impact.groups["letter"].items() if share.moved} == moved


def test_a_move_names_the_rule_that_decided_and_the_one_that_would() -> None:
    little_schooling = evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=7)

    impact = impact_of(RULES, with_schooling_of(8), [(little_schooling, ()), (evidence(), ())])

    assert impact.causes == {("basic-path", "latin-unsure"): 1}
    assert impact.matrix == {
        (("integration-basic", "M2"), ("assessor-decides", None)): 1,
        (("integration-basic", "M2"), ("integration-basic", "M2")): 1,
    }


def test_a_missing_input_is_counted_apart() -> None:
    unknown_schooling = evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=None)

    impact = impact_of(RULES, RULES, [(unknown_schooling, ()), (evidence(), ())])

    assert (impact.unjudged_before, impact.unjudged_after, impact.moved) == (1, 1, 0)


def test_other_extras_alone_are_no_move() -> None:
    text = shipped_text("fi-koto-2022", 1) or ""
    none = parse_rule_set(text.replace('{ literacy = "other_script" }', '{ literacy = "none" }'), "new.toml")
    reads_arabic = evidence(literacy=Literacy.OTHER_SCRIPT)

    impact = impact_of(RULES, none, [(reads_arabic, ()), (evidence(), ())])

    assert (impact.moved, impact.other_extras) == (0, 1)


def test_equal_evidence_can_be_counted_at_once() -> None:
    comparison = Comparison(RULES, OTHER, groupings=("letter",))

    comparison.add(evidence(), ("a",), times=7)
    comparison.add(evidence(), ("b",))

    impact = comparison.impact()
    assert impact.results == 8
    assert impact.groups["letter"] == {
        "a": Share(7, 7 if impact.moved else 0),
        "b": Share(1, 1 if impact.moved else 0),
    }


def test_cases_are_counted_by_the_labels_of_the_linked_grouping_too() -> None:
    comparison = Comparison(RULES, OTHER, groupings=("letter", "digit"), linked="digit")

    for digit in "112":
        comparison.add(evidence(), ("a", digit))

    impact = comparison.impact()
    [case] = impact.cases
    assert impact.cases[case] == 3
    assert impact.joint == {(case, "1"): 2, (case, "2"): 1}


def test_a_column_with_ever_new_labels_does_not_fill_the_memory() -> None:
    comparison = Comparison(RULES, OTHER, groupings=("number",))

    for number in range(MOST_GROUPS + 500):
        comparison.add(evidence(), (str(number),))

    groups = comparison.impact().groups["number"]
    assert len(groups) == MOST_GROUPS + 1
    assert groups[REST].results == 500


def test_memory_does_not_grow_with_the_population() -> None:
    chance = random.Random(3)
    everybody = [
        evidence(reading=Level.at(chance.randrange(6)), literacy=chance.choice([*Literacy]))
        for _ in range(400)
    ]
    comparison = Comparison(RULES, OTHER, groupings=("letter",))
    tracemalloc.start()
    try:
        for each in everybody:
            comparison.add(each, ("a",))
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(20):
            for each in everybody:
                comparison.add(each, ("a",))
        after = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()

    assert comparison.impact().results == 21 * len(everybody)
    assert after - before < 20_000


def test_a_move_to_another_module_alone_is_laid_to_the_rows_of_modules() -> None:
    text = shipped_text("fi-koto-2022", 1) or ""
    text = text.replace('"A1.1 to A1.3"', '"A1.1"').replace('overall = "A2.1"', 'overall = "A1.2 to A2.1"')
    new = parse_rule_set(text, "mine.toml")

    found = impact_of(RULES, new, [(evidence(), ()), (evidence(literacy=Literacy.NONE), ())])

    assert found.causes == {("module-2", "module-3"): 1}
