"""Turns a class of inputs into a witness: the values, and what the product itself gives for them."""

from collections.abc import Iterable, Iterator

import numpy as np

from placement_rules.conditions import OVERALL
from placement_rules.inputs import Ranks
from placement_rules.judging import decide, with_overall
from placement_rules.proof.classes import Mask, Space
from placement_rules.proof.findings import Witness
from placement_rules.rule_set import (
    BATTERY_TABLE,
    EXTRAS_TABLE,
    MODULE_TABLE,
    PARTS_TABLE,
    TRACK_TABLE,
    Answers,
    RuleSet,
)
from placement_rules.tables import Hit, Row, Table


def first_of(mask: Mask) -> int | None:
    """The first class in which it is so, as a place in the flattened array."""
    flat = int(np.argmax(mask))
    return flat if mask.flat[flat] else None


def witness_in(
    mask: Mask, rule_set: RuleSet, *, space: Space, table: str | None = None
) -> tuple[Witness, ...]:
    """The first class in which it is so, as a witness; none where it is nowhere so."""
    flat = first_of(mask)
    return () if flat is None else (witness_of(space.ranks(flat), rule_set, table=table),)


def witness_of(ranks: Ranks, rule_set: RuleSet, *, table: str | None = None) -> Witness:
    """The witness of these inputs: what one table gives, or what the rule set as a whole gives."""
    rules: tuple[str, ...]
    if table is None and rule_set.answers is Answers.PLACEMENT:
        decision = decide(ranks, rule_set)
        rules, gives = (decision.rule,), tuple(code for code in decision.outcome if code)
    else:
        names = rule_set.tables if table is None else (table,)
        rows = [row for name in names for row in rows_that_count(ranks, rule_set, table=name)]
        rules, gives = tuple(row.rule for row in rows), tuple(row.gives for row in rows)
    named = [(given, ranks[given.name]) for given in rule_set.inputs]
    return Witness(
        ranks=tuple((given.name, rank) for given, rank in named),
        values=tuple((given.name, None if rank is None else given.code(rank)) for given, rank in named),
        gives=gives,
        rules=rules,
    )


def rows_that_count(ranks: Ranks, rule_set: RuleSet, *, table: str) -> tuple[Row, ...]:
    """The row that decides in a table; where rows need not stand in order, every row that is true."""
    asked = rule_set.tables[table]
    seen = ranks_seen(ranks, rule_set, table=table)
    if asked.hit is Hit.FIRST:
        return _deciding(asked, seen)
    return tuple(_rows(verdict.row for verdict in asked.collect(seen).true))


def ranks_seen(ranks: Ranks, rule_set: RuleSet, *, table: str) -> Ranks:
    """The inputs with what tables judged earlier gave, as rows of this table see them."""
    if table in (MODULE_TABLE, EXTRAS_TABLE):
        chosen = _deciding(rule_set.tables[TRACK_TABLE], ranks)
        return with_overall(ranks, chosen[0].gives, rule_set) if chosen else {**ranks, OVERALL: None}
    if table == PARTS_TABLE and BATTERY_TABLE in rule_set.tables:
        chosen = _deciding(rule_set.tables[BATTERY_TABLE], ranks)
        outcomes = rule_set.tables[BATTERY_TABLE].outcomes
        return {**ranks, BATTERY_TABLE: outcomes.index(chosen[0].gives) if chosen else None}
    return ranks


def _deciding(table: Table, ranks: Ranks) -> tuple[Row, ...]:
    verdict = table.judge(ranks)
    return (verdict.row,) if verdict.row and not verdict.stopped else ()


def _rows(found: Iterable[Row | None]) -> Iterator[Row]:
    return (row for row in found if row is not None)
