"""Random rule sets: the proof says exactly what judging every combination one by one says."""

from collections.abc import Mapping
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from placement_rules import FindingCode, RuleSet, check
from placement_rules.conditions import judge_lines
from placement_rules.inputs import SKILLS, Kind, Ranks
from placement_rules.judging import decide
from placement_rules.proof.classes import Space, space_of
from placement_rules.proof.orders import above_of, is_below
from placement_rules.proof.skill_classes import MISSING
from placement_rules.proof.skill_grid import falls_in, happens, nearest_pair
from placement_rules.proof.tabulated import NO_ROW, NOT_ASKED, STOPPED, TabulatedTable, tabulated
from placement_rules.proof.witnesses import ranks_seen
from placement_rules.tables import Hit
from tests.placement_rules.proof.making import assert_is_true
from tests.placement_rules.proof.random_sets import GRADED_CELLS, OTHER_CELLS, SKILL_CELLS, rule_sets_over

ALL_LOW: Ranks = dict.fromkeys(SKILLS, 1)


def all_others(rule_set: RuleSet) -> list[Ranks]:
    """Every combination of the inputs that are no skills, the skills staying the same."""
    others = [each for each in rule_set.inputs if each.name not in SKILLS]
    domains = [[*each.ranks, *([] if each.kind is Kind.BOOLEAN else [None])] for each in others]
    names = [each.name for each in others]
    return [ALL_LOW | dict(zip(names, ranks, strict=True)) for ranks in product(*domains)]


@settings(max_examples=40, deadline=None)
@given(rule_set=rule_sets_over(OTHER_CELLS))
def test_gaps_and_unreached_rules_are_those_of_brute_force(rule_set: RuleSet) -> None:
    table = rule_set.tables["track"]
    verdicts = [table.judge(ranks) for ranks in all_others(rule_set)]
    decided = {verdict.row.rule for verdict in verdicts if verdict.row and not verdict.stopped}

    found = [finding for finding in check(rule_set).findings if finding.table == "track"]

    assert any(finding.code is FindingCode.GAP for finding in found) is any(v.row is None for v in verdicts)
    useless = {f.rule for f in found if f.code in (FindingCode.NEVER_TRUE, FindingCode.SHADOWED)}
    if table.hit is Hit.FIRST:
        assert useless == {row.rule for row in table.rows} - decided
    for finding in found:
        assert_is_true(finding, rule_set)


@settings(max_examples=40, deadline=None)
@given(rule_set=rule_sets_over(OTHER_CELLS))
def test_overlaps_are_those_of_brute_force(rule_set: RuleSet) -> None:
    table = rule_set.tables["track"]
    expected = set()
    for ranks in all_others(rule_set):
        true = [row.rule for row in table.rows if judge_lines(row.lines, ranks).truth]
        expected |= {(low, high) for low in true for high in true if low < high}

    found = [finding for finding in check(rule_set).findings if finding.table == "track"]

    told = {
        (f.message.facts["rule"], f.message.facts["other"]) for f in found if f.code is FindingCode.OVERLAP
    }
    assert told == (expected if table.hit is Hit.UNIQUE else set())


@settings(max_examples=40, deadline=None)
@given(rule_set=rule_sets_over(OTHER_CELLS, graded={"track": GRADED_CELLS["track"]}))
def test_falls_are_those_of_brute_force(rule_set: RuleSet) -> None:
    combinations = all_others(rule_set)
    outcome = {tuple(ranks.items()): decide(ranks, rule_set).outcome for ranks in combinations}
    tracks, modules = above_of(rule_set.rises_tracks), above_of(rule_set.rises_modules)
    expected = set()
    for ranks in combinations:
        for raised, name in _raised(ranks, rule_set):
            before, after = outcome[tuple(ranks.items())], outcome[tuple(raised.items())]
            if "assessor-decides" in (before[0], after[0]):
                continue
            if is_below(tracks, after[0], before[0]):
                expected.add((FindingCode.TRACK_FALLS, name, before[0], after[0]))
            if is_below(modules, after[1], before[1]):
                expected.add((FindingCode.MODULE_FALLS, name, before[1], after[1]))

    found = [
        f for f in check(rule_set).findings if f.code in (FindingCode.TRACK_FALLS, FindingCode.MODULE_FALLS)
    ]

    told = {
        (f.code, *f.message.facts["inputs"], f.message.facts["before"], f.message.facts["after"])  # type: ignore[misc]
        for f in found
    }
    assert {each for each in told if each[1] not in SKILLS} == expected
    for finding in found:
        assert_is_true(finding, rule_set)


def _texts(facts: Mapping[str, object]) -> list[str]:
    """What is raised, from where, to where."""
    (raised,) = facts["inputs"]  # type: ignore[misc]
    return [str(each) for each in (raised, facts["before"], facts["after"])]


def _raised(ranks: Ranks, rule_set: RuleSet) -> list[tuple[Ranks, str]]:
    """Each combination in which literacy or readiness alone is higher."""
    found = []
    for each in rule_set.inputs:
        rank = ranks[each.name]
        if rank is not None and each.name in ("literacy", "study_readiness"):
            above = above_of(each.rises)
            for high in each.ranks:
                if high > rank if not each.rises else is_below(above, each.values[rank], each.values[high]):
                    found.append(({**ranks, each.name: high}, each.name))
    return found


@settings(max_examples=40, deadline=None)
@given(
    rule_set=rule_sets_over({**SKILL_CELLS, **OTHER_CELLS}),
    picks=st.lists(st.integers(0, 10**9), min_size=30, max_size=30),
)
def test_tables_judged_at_once_are_judged_as_one_by_one(rule_set: RuleSet, picks: list[int]) -> None:
    space = space_of(rule_set)
    proven = tabulated(rule_set, space)

    for pick in picks:
        ranks, cell = _combination(pick, rule_set)
        at = (int(space.skills.view[cell]), *_cells_of(ranks, space))
        decision = decide(ranks, rule_set)
        assert proven.outcome is not None
        outcome = proven.outcomes[proven.outcome[at]]
        assert (outcome.track, outcome.module) == decision.outcome
        for table in proven.tables:
            _assert_judged(table, at, ranks, rule_set)


def _combination(pick: int, rule_set: RuleSet) -> tuple[Ranks, tuple[int, ...]]:
    """The combination of this number, and where its skills stand on the grid."""
    ranks: Ranks = {}
    for each in rule_set.inputs:
        values = [*each.ranks, *([] if each.kind is Kind.BOOLEAN else [None])]
        pick, place = divmod(pick * 7919 + 13, len(values))
        pick %= 10**9
        ranks[each.name] = values[place]
    skills = [ranks[name] for name in SKILLS]
    return ranks, tuple(MISSING if rank is None else rank for rank in skills)


def _cells_of(ranks: Ranks, space: Space) -> list[int]:
    """The cell of each other input: the one in which every test says what it says of this value."""
    found = []
    for axis in space.axes[1:]:
        (name,) = axis.names
        truths = [test.truth({name: ranks[name]}) for test in axis.truths]
        same = [
            number
            for number, first in enumerate(axis.firsts)
            if [test.truth(first) for test in axis.truths] == truths
        ]
        found += same
    return found


def _assert_judged(
    tabulated_table: TabulatedTable, at: tuple[int, ...], ranks: Ranks, rule_set: RuleSet
) -> None:
    table, name = tabulated_table.table, tabulated_table.table.name
    if not tabulated_table.asked[at]:
        assert tabulated_table.decided[at] == NOT_ASKED
        return
    seen = ranks_seen(ranks, rule_set, table=name)
    if table.hit is Hit.COLLECT:
        true = [verdict.row for verdict in table.collect(seen).true]
        assert [row for number, row in enumerate(table.rows) if tabulated_table.true(number)[at]] == true
        return
    verdict = table.judge(seen)
    number = table.rows.index(verdict.row) if verdict.row else None
    expected = NO_ROW if number is None else STOPPED - number if verdict.stopped else number
    assert tabulated_table.decided[at] == expected


@settings(max_examples=40, deadline=None)
@given(
    outcomes=st.lists(st.integers(0, 3), min_size=256, max_size=256),
    worse=st.lists(st.booleans(), min_size=16, max_size=16),
    skills=st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True),
)
def test_falls_among_skills_are_those_of_comparing_every_pair(
    outcomes: list[int], worse: list[bool], skills: list[int]
) -> None:
    levels = (0, 1, 2, MISSING)  # all other levels belong to one class, with an outcome that never counts
    cells = list(product(levels, repeat=4))
    view = np.full((MISSING + 1,) * 4, 256, dtype=np.int32)
    for number, cell in enumerate(cells):
        view[cell] = number
    column = np.array([*outcomes, 4], dtype=np.int16)
    matrix = np.zeros((5, 5), dtype=bool)
    matrix[:4, :4] = np.array(worse).reshape(4, 4) & ~np.eye(4, dtype=bool)
    pairs = [
        (low, high)
        for low, high in product(cells, repeat=2)
        if low != high and all(_may_rise(low, high, place, skills) for place in range(4))
    ]

    found = {
        (before, after) for before, after, _ in falls_in(column, view, worse=matrix, skills=sorted(skills))
    }

    of_pairs = [(column[view[low]], column[view[high]], low, high) for low, high in pairs]
    assert found == {(int(a), int(b)) for a, b, _, _ in of_pairs if matrix[a, b]}
    for before, after in found:
        low, high = nearest_pair(column, view, before=before, after=after, skills=sorted(skills))
        cell = [tuple(MISSING if rank is None else rank for rank in ranks.values()) for ranks in (low, high)]
        assert all(_may_rise(cell[0], cell[1], place, skills) for place in range(4))
        assert (column[view[cell[0]]], column[view[cell[1]]]) == (before, after)
    if len(skills) == 4:
        raised_first = any(matrix[a, b] and low[0] < high[0] for a, b, low, high in of_pairs)
        assert happens(column, view, pairs=matrix, skill=0) is raised_first


def _may_rise(low: tuple[int, ...], high: tuple[int, ...], place: int, skills: list[int]) -> bool:
    return low[place] == high[place] or (place in skills and low[place] < high[place] < MISSING)
