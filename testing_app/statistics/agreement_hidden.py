"""Hides small numbers of agreement from planners: no table, total or other table gives them back.

What stands on one page about the same recommendations: those compared, agreeing and deviating by rule,
by assessor and in total; those left to the assessor by rule and in total; and, by rule, what was recommended
instead. So a planner never sees what an assessor was left with, nor a rule and an assessor together.
"""

from collections.abc import Sequence
from dataclasses import replace

from testing_app.statistics.agreement_tables import (
    AgreementTable,
    AssessorAgreement,
    Counted,
    Instead,
    Outcome,
    RuleAgreement,
    RuleSetVersion,
    Tally,
    in_order,
    table_of,
)
from testing_app.statistics.small_cells import hidden_cells, hidden_splits, is_small


def table_for_planners(
    counted: Sequence[Counted], *, rule_set: RuleSetVersion | None, rule_sets: Sequence[RuleSetVersion]
) -> AgreementTable:
    """The counts of one version of one rule set, as far as they may be seen."""
    plain = table_of(counted, rule_set=rule_set, rule_sets=rule_sets)
    compared = [each for each in counted if each.outcome is not Outcome.LEFT]
    assessors = table_of(compared, rule_set=rule_set, rule_sets=rule_sets).assessors
    tallies = _hidden([row.tally for row in assessors])
    return replace(
        plain,
        rules=_rules(plain.rules),
        assessors=[
            AssessorAgreement(assessor=row.assessor, tally=tally)
            for row, tally in zip(assessors, tallies, strict=True)
        ],
        total=_total(plain.total),
    )


def _hidden(tallies: Sequence[Tally]) -> list[Tally]:
    """The rows of one table beside their totals, as far as they may be seen."""
    compared = hidden_cells({place: tally.compared or 0 for place, tally in enumerate(tallies)})
    left = hidden_cells({place: tally.left or 0 for place, tally in enumerate(tallies)})
    splits = {place: (tally.agreeing or 0, tally.deviating or 0) for place, tally in enumerate(tallies)}
    split = hidden_splits(splits)
    return [
        Tally(
            compared=None if place in compared else tally.compared,
            agreeing=None if place in split else tally.agreeing,
            deviating=None if place in split else tally.deviating,
            left=None if place in left else tally.left,
        )
        for place, tally in enumerate(tallies)
    ]


def _total(total: Tally) -> Tally:
    is_split_hidden = is_small(total.agreeing or 0) or is_small(total.deviating or 0)
    return Tally(
        compared=None if is_small(total.compared or 0) else total.compared,
        agreeing=None if is_split_hidden else total.agreeing,
        deviating=None if is_split_hidden else total.deviating,
        left=None if is_small(total.left or 0) else total.left,
    )


def _rules(rows: Sequence[RuleAgreement]) -> list[RuleAgreement]:
    tallies = _hidden([row.tally for row in rows])
    return [
        replace(row, tally=tally, instead=_instead(row.instead, tally))
        for row, tally in zip(rows, tallies, strict=True)
    ]


def _instead(rows: Sequence[Instead], tally: Tally) -> list[Instead]:
    """What was recommended instead, where its total is seen; the rest is not even named."""
    shown: list[Instead] = []
    for outcome, total in ((Outcome.DEVIATING, tally.deviating), (Outcome.LEFT, tally.left)):
        numbers = {row.departure: row.number or 0 for row in rows if row.outcome is outcome}
        hidden = hidden_cells(numbers)
        shown += [
            replace(row, number=None if row.departure in hidden else row.number)
            for row in rows
            if row.outcome is outcome and total is not None
        ]
    return in_order(shown)
