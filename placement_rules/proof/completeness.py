"""Proves that every combination of inputs reaches exactly one outcome: no gap, no overlap."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from placement_rules.messages import N_, Message
from placement_rules.proof.findings import Finding, FindingCode
from placement_rules.proof.tabulated import NO_ROW, Tabulated, TabulatedTable
from placement_rules.proof.witnesses import witness_in
from placement_rules.tables import Hit


def gaps_and_overlaps(proven: Tabulated) -> Iterator[Finding]:
    """Classes for which no row holds, and pairs of rows that both hold where only one may."""
    for tabulated in proven.tables:
        if tabulated.table.hit is not Hit.COLLECT:
            yield from _gap(tabulated, proven)
        if tabulated.table.hit is Hit.UNIQUE:
            yield from _overlaps(tabulated, proven)


def _gap(tabulated: TabulatedTable, proven: Tabulated) -> Iterator[Finding]:
    nothing = tabulated.decided == NO_ROW
    if not nothing.any():
        return
    name = tabulated.table.name
    yield Finding(
        FindingCode.GAP,
        Message(N_("In the table “%(table)s” there are cases for which no rule holds"), {"table": name}),
        path=("tables", name),
        table=name,
        witnesses=witness_in(nothing, proven.rule_set, space=proven.space, table=name),
        cases=int(np.count_nonzero(nothing)),
    )


def _overlaps(tabulated: TabulatedTable, proven: Tabulated) -> Iterator[Finding]:
    name, rows = tabulated.table.name, tabulated.table.rows
    for first, second in combinations(range(len(rows)), 2):
        both = tabulated.true(first) & tabulated.true(second)
        if both.any():
            facts = {"table": name, "rule": rows[first].rule, "other": rows[second].rule}
            yield Finding(
                FindingCode.OVERLAP,
                Message(
                    N_("In the table “%(table)s” the rules “%(rule)s” and “%(other)s” can hold at once"),
                    facts,
                ),
                path=("tables", name, "rows", second),
                table=name,
                rule=rows[second].rule,
                witnesses=witness_in(both, proven.rule_set, space=proven.space, table=name),
                cases=int(np.count_nonzero(both)),
            )
