"""What a comparison of two rule sets may show: the tables of an impact with small numbers hidden.

One proof covers all that stands together: totals, matrix and causes count the same people, the groups by
what the rules ask are tied to them (who reads no script is who the matrix names so), and the other groups
share their totals (see `linked_tables`). It does not cover several comparisons laid side by side: drafts
that differ in one rule could be subtracted, which is why each comparison of signed results is audited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from testing_app.rule_sets.rules import UNJUDGED, Case, Impact, RuleSet, Share
from testing_app.statistics.linked_tables import hidden_numbers
from testing_app.statistics.small_cells import SMALLEST_SHOWN

Place = tuple[str, str | None]
Number = int | None
"""A number of people; None where it is hidden."""


class Total(StrEnum):
    """The numbers about everybody compared."""

    RESULTS = "results"
    MOVED = "moved"
    STAYED = "stayed"
    UNJUDGED_BEFORE = "unjudged_before"
    UNJUDGED_AFTER = "unjudged_after"
    OTHER_EXTRAS = "other_extras"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """The rule that decided and the one that would, for those who move; in the order of numbers."""

    old_rule: str
    new_rule: str
    number: Number


@dataclass(frozen=True, kw_only=True)
class Move:
    """From where to where, for those who move."""

    before: Place
    after: Place
    number: Number


@dataclass(frozen=True, kw_only=True)
class GroupShare:
    """One group: how many it has and how many of them move."""

    label: str
    results: Number
    moved: Number

    @property
    def share(self) -> float | None:
        """The part that moves, from 0 to 1."""
        return self.moved / self.results if self.results and self.moved is not None else None


@dataclass(frozen=True, kw_only=True)
class ShownImpact:
    """The tables of one comparison; the matrix holds no cell for what nobody does."""

    old: RuleSet
    new: RuleSet
    totals: Mapping[Total, Number]
    befores: Sequence[Place]
    afters: Sequence[Place]
    matrix: Mapping[tuple[Place, Place], Number]
    before_totals: Mapping[Place, Number]
    after_totals: Mapping[Place, Number]
    causes: Sequence[Cause]
    groups: Mapping[str, Sequence[GroupShare]]

    @property
    def is_empty(self) -> bool:
        """Whether there was nobody to compare."""
        return self.totals[Total.RESULTS] == 0

    @property
    def moved_share(self) -> float | None:
        """The part that moves, from 0 to 1; None where a number it rests on is hidden."""
        moved, results = self.totals[Total.MOVED], self.totals[Total.RESULTS]
        return moved / results if results and moved is not None else None

    @property
    def moves(self) -> list[Move]:
        """The cells off the diagonal, most people first, hidden ones last."""
        found = [
            Move(before=before, after=after, number=number)
            for (before, after), number in self.matrix.items()
            if before != after
        ]
        return sorted(found, key=lambda move: _falling(move.number))

    @property
    def places(self) -> list[Place]:
        """Every course group anybody is in, before or after; first those of before."""
        return list(dict.fromkeys([*self.befores, *self.afters]))

    @property
    def hides_something(self) -> bool:
        """Whether any number was too small to show, or is hidden so that none can be worked out."""
        numbers = [*self.totals.values(), *self.matrix.values()]
        numbers += [*self.before_totals.values(), *self.after_totals.values()]
        numbers += [cause.number for cause in self.causes]
        shares = [row for rows in self.groups.values() for row in rows]
        return None in numbers or any(None in (row.results, row.moved) for row in shares)


def shown_impact(impact: Impact, *, smallest_shown: int = SMALLEST_SHOWN) -> ShownImpact:
    """The tables of a comparison; with `smallest_shown` 1 nothing is hidden."""
    counted = impact.joint or {(case, ""): number for case, number in impact.cases.items()}
    named = _named([case for case, _label in counted]) | _named_groups(list(counted) if impact.linked else ())
    parts = list(counted.values())
    hidden = hidden_numbers(parts, named, shown_if_possible=_LATE, smallest_shown=smallest_shown)
    sums = {name: None if name in hidden else sum(parts[at] for at in at_) for name, at_ in named.items()}
    by_table = _tables(sums)
    order = _Order(impact.old, impact.new)
    matrix = dict(
        sorted(by_table.get("places", {}).items(), key=lambda cell: tuple(map(order.place, cell[0])))
    )
    return ShownImpact(
        old=impact.old,
        new=impact.new,
        totals={total: by_table["total"][total] for total in Total},
        befores=sorted({before for before, _ in matrix}, key=order.place),
        afters=sorted({after for _, after in matrix}, key=order.place),
        matrix=matrix,
        before_totals=by_table.get("before", {}),
        after_totals=by_table.get("after", {}),
        causes=_causes(by_table.get("rules", {}), order),
        groups={
            name: _linked_shares(by_table)
            if name == impact.linked
            else _shares(shares, by_table["total"], smallest_shown)
            for name, shares in impact.groups.items()
        },
    )


_LATE = tuple(("total", total) for total in (Total.RESULTS, Total.MOVED, Total.STAYED))


def _named(cases: Sequence[Case]) -> dict[tuple[str, Any], list[int]]:
    """Every number that stands on the page: the table it is in, its place there, the cases it sums up."""
    named: dict[tuple[str, Any], list[int]] = {("total", total): [] for total in Total}
    for at, case in enumerate(cases):
        before, after = case.places
        counted: list[tuple[str, Any]] = [
            ("places", case.places),
            ("before", before),
            ("after", after),
            ("total", Total.RESULTS),
            ("total", Total.MOVED if case.is_move else Total.STAYED),
        ]
        counted += [("rules", case.rules)] if case.is_move else []
        counted += [("total", Total.UNJUDGED_BEFORE)] if case.before.rule in UNJUDGED else []
        counted += [("total", Total.UNJUDGED_AFTER)] if case.after.rule in UNJUDGED else []
        counted += [("total", Total.OTHER_EXTRAS)] if case.changes_extras else []
        for name in counted:
            named.setdefault(name, []).append(at)
    return named


def _named_groups(counted: Sequence[tuple[Case, str]]) -> dict[tuple[str, Any], list[int]]:
    """The same for the groups of the linked grouping: what the rules ask ties them to the matrix."""
    named: dict[tuple[str, Any], list[int]] = {}
    for at, (case, label) in enumerate(counted):
        named.setdefault(("group", label), []).append(at)
        named.setdefault(("group moved", label), []).extend([at] if case.is_move else [])
    return named


def _tables(sums: Mapping[tuple[str, Any], Number]) -> dict[str, dict[Any, Number]]:
    found: dict[str, dict[Any, Number]] = {}
    for (table, place), number in sums.items():
        found.setdefault(table, {})[place] = number
    return found


class _Order:
    """Places and rules in the order of the rule sets, the old one first."""

    def __init__(self, old: RuleSet, new: RuleSet) -> None:
        self.tracks = list(dict.fromkeys([*old.tracks, *new.tracks]))
        self.modules = list(dict.fromkeys([*old.modules, *new.modules]))
        self.rules = list(dict.fromkeys(row.rule for each in (old, new) for row in each.rows))

    def place(self, place: Place) -> tuple[int, int]:
        track, module = place
        return self.tracks.index(track), self.modules.index(module) if module else -1

    def rule(self, rule: str) -> int:
        return self.rules.index(rule) if rule in self.rules else len(self.rules)


def _causes(table: Mapping[tuple[str, str], Number], order: _Order) -> list[Cause]:
    return [
        Cause(old_rule=old, new_rule=new, number=number)
        for (old, new), number in sorted(
            table.items(),
            key=lambda item: (_falling(item[1]), order.rule(item[0][0]), order.rule(item[0][1])),
        )
    ]


def _linked_shares(tables: Mapping[str, Mapping[Any, Number]]) -> list[GroupShare]:
    """The groups of the linked grouping, the largest first."""
    moved = tables.get("group moved", {})
    rows = [
        GroupShare(label=label, results=number, moved=moved[label])
        for label, number in tables.get("group", {}).items()
    ]
    return sorted(rows, key=lambda row: (_falling(row.results), row.label))


def _shares(
    shares: Mapping[str, Share], totals: Mapping[Total, Number], smallest_shown: int
) -> list[GroupShare]:
    """The groups of one grouping, the largest first; the totals it shares with the other tables stay."""
    parts = [part for share in shares.values() for part in (share.moved, share.stayed)]
    places = range(len(parts))
    numbers: dict[tuple[str, str], list[int]] = {}
    if totals[Total.RESULTS] is not None:
        numbers["total", Total.RESULTS] = list(places)
    if totals[Total.MOVED] is not None:
        numbers["total", Total.MOVED] = list(places[::2])
    late = tuple(numbers)
    for at, label in enumerate(shares):
        numbers["results", label] = [2 * at, 2 * at + 1]
        numbers["moved", label] = [2 * at]
    hidden = hidden_numbers(parts, numbers, shown_if_possible=late, smallest_shown=smallest_shown)
    rows = [
        GroupShare(
            label=label,
            results=None if ("results", label) in hidden else share.results,
            moved=None if ("moved", label) in hidden else share.moved,
        )
        for label, share in shares.items()
    ]
    return sorted(rows, key=lambda row: (_falling(row.results), row.label))


def _falling(number: Number) -> int:
    """The largest first; hidden numbers last, in no order that would tell anything of them."""
    return 1 if number is None else -number
