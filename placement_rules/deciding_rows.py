"""Which rows of which tables made a suggestion, for marking them where the rules are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from placement_rules.evidence import Evidence
from placement_rules.inputs import ranks_of
from placement_rules.judging import decide
from placement_rules.rule_set import EXTRAS_TABLE, MODULE_TABLE, TRACK_TABLE, RuleSet
from placement_rules.tables import Verdict


@dataclass(frozen=True, slots=True)
class DecidingRows:
    """Table to the rules that decided in it; `stopped_at` is the rule that could not be judged."""

    rules: Mapping[str, tuple[str, ...]]
    stopped_at: str | None = None


def deciding_rows(evidence: Evidence, rule_set: RuleSet) -> DecidingRows:
    """The rows behind `suggest(evidence, rule_set)`."""
    decision = decide(ranks_of(evidence, rule_set.inputs), rule_set)
    rules = {
        TRACK_TABLE: _rules_of(decision.found),
        MODULE_TABLE: _rules_of(decision.module),
        EXTRAS_TABLE: _rules_of(*decision.extras),
    }
    return DecidingRows(rules, decision.stopped_at.rule if decision.stopped_at else None)


def _rules_of(*verdicts: Verdict) -> tuple[str, ...]:
    return tuple(verdict.row.rule for verdict in verdicts if verdict.row)
