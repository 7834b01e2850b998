"""The tables of a comparison add up where they are shown, and hide small numbers for good."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from placement_rules.impact import Case, Impact, Share
from placement_rules.judge import Placing
from testing_app.rule_sets import rules
from testing_app.statistics.impact_shown import Total, _named, shown_impact
from testing_app.statistics.small_cells import is_small

OLD = rules.rule_set_on(date(2026, 3, 12))

placings = st.sampled_from(
    [
        Placing("integration-basic", "M1", "basic-path"),
        Placing("integration-basic", "M2", "basic-path"),
        Placing("integration-basic", "M2", "basic-path", ("latin-alphabet",)),
        Placing("integration-slow", "M1", "slow-path"),
        Placing("assessor-decides", None, "latin-unsure"),
        Placing("assessor-decides", None, "input-missing"),
        Placing("literacy-1", None, "reads-no-script"),
    ]
)
numbers = st.one_of(st.integers(1, 12), st.integers(1, 90))
many_cases = st.dictionaries(st.builds(Case, placings, placings), numbers, min_size=1, max_size=14)
shares = st.builds(lambda moved, stayed: Share(moved + stayed, moved), st.integers(0, 9), st.integers(0, 30))


def impact(cases: dict[Case, int], groups: dict[str, Share] | None = None) -> Impact:
    return Impact(OLD, OLD, cases, {"municipality": groups or {}})


@given(many_cases)
def test_everything_is_shown_to_those_who_may_see_it(cases: dict[Case, int]) -> None:
    found = impact(cases)

    shown = shown_impact(found, smallest_shown=1)

    assert not shown.hides_something
    assert shown.matrix == found.matrix
    assert {(cause.old_rule, cause.new_rule): cause.number for cause in shown.causes} == found.causes
    assert shown.totals == {
        Total.RESULTS: found.results,
        Total.MOVED: found.moved,
        Total.STAYED: found.stayed,
        Total.UNJUDGED_BEFORE: found.unjudged_before,
        Total.UNJUDGED_AFTER: found.unjudged_after,
        Total.OTHER_EXTRAS: found.other_extras,
    }
    assert sum(number or 0 for number in shown.before_totals.values()) == found.results
    assert sum(number or 0 for number in shown.after_totals.values()) == found.results
    assert sum(move.number or 0 for move in shown.moves) == found.moved


@settings(deadline=None, max_examples=60)
@given(many_cases)
def test_no_small_number_can_be_worked_out_from_the_tables_together(cases: dict[Case, int]) -> None:
    shown = shown_impact(impact(cases))

    parts = list(cases.values())
    named = _named(list(cases))
    tables: dict[str, Any] = {
        "total": shown.totals,
        "places": shown.matrix,
        "before": shown.before_totals,
        "after": shown.after_totals,
        "rules": {(cause.old_rule, cause.new_rule): cause.number for cause in shown.causes},
    }
    seen = [at for (table, name), at in named.items() if tables[table][name] is not None]
    rows = [[float(place in at) for place in range(len(parts))] for at in seen]
    sums = [sum(parts[place] for place in at) for at in seen]
    for at in named.values():
        if is_small(sum(parts[place] for place in at)):
            target = [-float(place in at) for place in range(len(parts))]
            solved = linprog(target, A_eq=rows or None, b_eq=sums or None, bounds=(0, 1e5))
            assert -solved.fun >= 5 - 1e-4


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from("abcdefgh"), shares, min_size=1))
def test_no_small_part_of_a_group_can_be_worked_out(groups: dict[str, Share]) -> None:
    moved = sum(share.moved for share in groups.values())
    stayed = sum(share.results for share in groups.values()) - moved
    here, there = (
        Placing("integration-basic", "M1", "basic-path"),
        Placing("integration-slow", "M1", "slow-path"),
    )
    cases = {Case(here, there): moved, Case(here, here): stayed}

    shown = shown_impact(impact({case: number for case, number in cases.items() if number}, groups))

    parts = [part for share in groups.values() for part in (share.moved, share.stayed)]
    rows, sums = [], []
    for at, label in enumerate(groups):
        row = next(row for row in shown.groups["municipality"] if row.label == label)
        for number, places in ((row.moved, {2 * at}), (row.results, {2 * at, 2 * at + 1})):
            if number is not None:
                rows.append([float(place in places) for place in range(len(parts))])
                sums.append(number)
    for total, number in ((Total.RESULTS, moved + stayed), (Total.MOVED, moved)):
        if shown.totals[total] is not None:
            step = 1 if total is Total.RESULTS else 2
            rows.append([float(place % step == 0) for place in range(len(parts))])
            sums.append(number)
    for place, part in enumerate(parts):
        if is_small(part):
            target = [-float(each == place) for each in range(len(parts))]
            solved = linprog(target, A_eq=rows or None, b_eq=sums or None, bounds=(0, 1e5))
            assert -solved.fun >= 5 - 1e-4


def test_a_large_comparison_shows_its_totals() -> None:
    stay = Case(
        Placing("integration-basic", "M1", "basic-path"), Placing("integration-basic", "M1", "basic-path")
    )
    few = Case(stay.before, Placing("integration-slow", "M1", "slow-path"))
    more = Case(stay.before, Placing("assessor-decides", None, "latin-unsure"))

    shown = shown_impact(impact({stay: 300, few: 2, more: 40}))

    assert (shown.totals[Total.RESULTS], shown.totals[Total.MOVED], shown.totals[Total.STAYED]) == (
        342,
        42,
        300,
    )
    assert [move.number for move in shown.moves] == [None, None]
    assert shown.hides_something


def test_who_the_rules_tell_by_their_literacy_cannot_be_worked_out_from_both_tables() -> None:
    people = [("none", "A1.1", 3), ("weak", "A1.1", 5), ("other_script", "A1.2", 20)]
    people += [("latin_technical", "A2.1", 16), ("latin_fluent", "B1.1", 2), ("latin_fluent", "A2.1", 8)]
    model = rules.shipped_rule_sets()["jyvaskyla-2022", 1]
    comparison = rules.Comparison(OLD, model, groupings=("literacy",), linked="literacy")
    for literacy, level, number in people:
        levels = dict.fromkeys(("reading", "writing", "listening", "speaking"), level)
        comparison.add(rules.evidence_from(levels, literacy=literacy), (literacy,), times=number)

    shown = shown_impact(comparison.impact())

    results = {row.label: row.results for row in shown.groups["literacy"]}
    matrix = {"none": ("literacy-1", None), "weak": ("literacy-2", None)}
    results |= {label: shown.before_totals[place] for label, place in matrix.items() if not results[label]}
    assert results["none"] is None
    assert sum(number is None for number in results.values()) > 1
