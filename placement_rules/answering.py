"""What one table of a rule set answers, with its reasons: for questions that are not about a course group."""

from dataclasses import dataclass

from placement_rules.conditions import Reason
from placement_rules.inputs import Ranks
from placement_rules.judging import told
from placement_rules.rule_set import INPUT_MISSING, NO_RULE, RuleSet
from placement_rules.tables import Row, Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """What a table gives and by which rule; no `gives` while `missing` inputs keep a rule from being judged.

    `rule` is the rule that decided, or at which the judging stopped, or NO_RULE.
    """

    table: str
    gives: str | None
    rule: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()


def answer_of(table: str, ranks: Ranks, rule_set: RuleSet) -> Answer:
    """The answer of a table with one outcome."""
    verdict = rule_set.tables[table].judge(ranks)
    if verdict.row is None:
        return Answer(table, None, NO_RULE, (Reason(NO_RULE),))
    return answer_from(table, verdict, verdict.row, ranks, rule_set)


def answer_from(table: str, verdict: Verdict, row: Row, ranks: Ranks, rule_set: RuleSet) -> Answer:
    """The answer that a row gives, or that it waits for an input."""
    if verdict.stopped:
        missing = rule_set.in_order(verdict.missing)
        facts = (("rule", row.rule), ("inputs", missing))
        return Answer(table, None, row.rule, (Reason(INPUT_MISSING, facts),), missing)
    return Answer(table, row.gives, row.rule, tuple(told(verdict, ranks, None, rule_set)))
