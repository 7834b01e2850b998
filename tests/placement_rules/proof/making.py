"""Makes rule sets with planted faults, and judges witnesses again by the functions that suggest."""

from placement_rules import (
    SKILLS,
    Finding,
    FindingCode,
    RuleSet,
    Witness,
    check,
    parse_rule_set,
    shipped_text,
)
from placement_rules.conditions import judge_lines
from placement_rules.inputs import Ranks
from placement_rules.judging import decide
from placement_rules.proof.orders import above_of, is_below
from placement_rules.proof.witnesses import ranks_seen
from placement_rules.tables import Hit

DEFAULT = shipped_text("fi-koto-2022", 1) or ""


def planted(*faults: tuple[str, str], added: str = "") -> RuleSet:
    """The default rules with some of their text replaced."""
    text = DEFAULT
    for old, new in faults:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_rule_set(text + added, "planted.toml")


def faults_in(rule_set: RuleSet) -> list[Finding]:
    """The faults, each of whose witnesses shows what it says."""
    found = list(check(rule_set).faults)
    for finding in found:
        assert_is_true(finding, rule_set)
    return found


def codes(found: list[Finding]) -> set[FindingCode]:
    return {finding.code for finding in found}


def only(found: list[Finding], code: FindingCode) -> Finding:
    """The one finding of this kind."""
    (finding,) = (finding for finding in found if finding.code is code)
    return finding


def assert_is_true(finding: Finding, rule_set: RuleSet) -> None:
    """Judge the witnesses of a finding again: they show what it says."""
    judged_again = {
        FindingCode.GAP: _shows_a_gap,
        FindingCode.OVERLAP: _shows_an_overlap,
        FindingCode.SHADOWED: _shows_a_shadow,
        FindingCode.TRACK_FALLS: _shows_a_fall,
        FindingCode.MODULE_FALLS: _shows_a_fall,
    }
    if finding.code in judged_again:
        judged_again[finding.code](finding, rule_set)


def _shows_a_gap(finding: Finding, rule_set: RuleSet) -> None:
    (witness,) = finding.witnesses
    assert finding.table is not None
    seen = ranks_seen(dict(witness.ranks), rule_set, table=finding.table)
    assert rule_set.tables[finding.table].judge(seen).row is None
    assert witness.gives == ()


def _shows_an_overlap(finding: Finding, rule_set: RuleSet) -> None:
    (witness,) = finding.witnesses
    assert {finding.message.facts["rule"], finding.message.facts["other"]} <= set(witness.rules)
    assert len(_true_rules(finding, rule_set, witness)) > 1
    assert set(witness.rules) == set(_true_rules(finding, rule_set, witness))


def _shows_a_shadow(finding: Finding, rule_set: RuleSet) -> None:
    (witness,) = finding.witnesses
    assert finding.table is not None
    assert finding.rule in _true_rules(finding, rule_set, witness)
    table = rule_set.tables[finding.table]
    taken = table.judge(ranks_seen(dict(witness.ranks), rule_set, table=finding.table)).row
    others = finding.message.facts["others"]
    assert table.hit is Hit.FIRST
    assert taken is not None
    assert isinstance(others, tuple)
    assert taken.rule in others
    assert taken.rule != finding.rule


def _true_rules(finding: Finding, rule_set: RuleSet, witness: Witness) -> list[str]:
    assert finding.table is not None
    seen = ranks_seen(dict(witness.ranks), rule_set, table=finding.table)
    rows = rule_set.tables[finding.table].rows
    return [row.rule for row in rows if judge_lines(row.lines, seen).truth]


def _shows_a_fall(finding: Finding, rule_set: RuleSet) -> None:
    low, high = (dict(witness.ranks) for witness in finding.witnesses)
    before, after = decide(low, rule_set).outcome, decide(high, rule_set).outcome
    assert_is_raised(low, high, rule_set)
    place = 0 if finding.code is FindingCode.TRACK_FALLS else 1
    order = above_of(rule_set.rises_modules if place else rule_set.rises_tracks)
    assert (before[place], after[place]) == (finding.message.facts["before"], finding.message.facts["after"])
    assert is_below(order, after[place], before[place])
    assert [witness.gives for witness in finding.witnesses] == [
        tuple(code for code in outcome if code) for outcome in (before, after)
    ]


def assert_is_raised(low: Ranks, high: Ranks, rule_set: RuleSet) -> None:
    """The second differs from the first only in higher skills, or in one other input that is higher."""
    changed = [given for given in rule_set.inputs if low[given.name] != high[given.name]]
    assert changed
    if not {given.name for given in changed} <= set(SKILLS):
        (given,) = changed
        old, new = low[given.name], high[given.name]
        assert old is not None
        assert new is not None
        if given.rises:
            assert is_below(above_of(given.rises), given.values[old], given.values[new])
    for given in changed:
        old, new = low[given.name], high[given.name]
        assert old is not None
        assert new is not None
        assert given.rises or old < new
