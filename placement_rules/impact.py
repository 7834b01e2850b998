"""Compares two rule sets on a population: who would be placed elsewhere, by which rules; counts only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from placement_rules.evidence import Evidence
from placement_rules.judge import Judge, Placing
from placement_rules.rule_set import INPUT_MISSING, NO_RULE, RuleSet

Place = tuple[str, str | None]
"""Track and module."""

UNJUDGED = frozenset({INPUT_MISSING, NO_RULE})
"""What stands for a rule when none decided: an input is missing, or no row holds."""

MOST_GROUPS = 1000
REST = "…"
"""The group of those whose label came after MOST_GROUPS others: memory stays bounded by any column."""


@dataclass(frozen=True, slots=True)
class Case:
    """Where the old and the new rule set place the same evidence."""

    before: Placing
    after: Placing

    @property
    def places(self) -> tuple[Place, Place]:
        """From where to where."""
        return place_of(self.before), place_of(self.after)

    @property
    def rules(self) -> tuple[str, str]:
        """The rules behind the case in the old and the new set: of the module where only that differs."""
        before, after = self.before.module_rule, self.after.module_rule
        if self.before.track == self.after.track and before and after:
            return before, after
        return self.before.rule, self.after.rule

    @property
    def is_move(self) -> bool:
        """Whether track or module differ; extras alone are no move."""
        return place_of(self.before) != place_of(self.after)

    @property
    def changes_extras(self) -> bool:
        """Whether somebody who stays would get other extras."""
        return not self.is_move and self.before.extras != self.after.extras


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group move."""

    results: int
    moved: int

    @property
    def stayed(self) -> int:
        """The others."""
        return self.results - self.moved


@dataclass(frozen=True)
class Impact:
    """What a change of rule sets does to a population: how many results make each case.

    `groups` holds for each grouping, in the order it was named, the share that moves of each label. `joint`
    counts the cases by the labels of the grouping named `linked`; empty when none is.
    """

    old: RuleSet
    new: RuleSet
    cases: Mapping[Case, int]
    groups: Mapping[str, Mapping[str, Share]] = field(default_factory=dict)
    linked: str = ""
    joint: Mapping[tuple[Case, str], int] = field(default_factory=dict)

    @property
    def results(self) -> int:
        """How many were compared."""
        return sum(self.cases.values())

    @property
    def moved(self) -> int:
        """How many would get another track or module."""
        return sum(number for case, number in self.cases.items() if case.is_move)

    @property
    def stayed(self) -> int:
        """How many would get the same."""
        return self.results - self.moved

    @property
    def matrix(self) -> Counter[tuple[Place, Place]]:
        """From where to where, those who stay included; the numbers sum up to `results`."""
        found: Counter[tuple[Place, Place]] = Counter()
        for case, number in self.cases.items():
            found[case.places] += number
        return found

    @property
    def causes(self) -> Counter[tuple[str, str]]:
        """The old and the new rule of those who move; the numbers sum up to `moved`."""
        found: Counter[tuple[str, str]] = Counter()
        for case, number in self.cases.items():
            if case.is_move:
                found[case.rules] += number
        return found

    @property
    def unjudged_before(self) -> int:
        """For how many the old set has no rule that can be judged: an input is missing."""
        return sum(number for case, number in self.cases.items() if case.before.rule in UNJUDGED)

    @property
    def unjudged_after(self) -> int:
        """The same of the new set."""
        return sum(number for case, number in self.cases.items() if case.after.rule in UNJUDGED)

    @property
    def other_extras(self) -> int:
        """How many stay but would get other extras."""
        return sum(number for case, number in self.cases.items() if case.changes_extras)


class Comparison:
    """Counts evidence one by one, in memory that does not grow with the population; one thread at a time.

    The two judges remember what they ruled for each class of evidence, so equal evidence costs two look-ups.
    `linked` names a grouping by something the rules ask (its labels are few): cases are counted by it too.
    """

    def __init__(
        self, old: RuleSet, new: RuleSet, *, groupings: Sequence[str] = (), linked: str = ""
    ) -> None:
        self._old, self._new = Judge(old), Judge(new)
        self._cases: dict[tuple[Placing, Placing, str], int] = {}
        self._groupings = tuple(groupings)
        self._linked, self._linked_at = linked, self._groupings.index(linked) if linked else None
        self._groups: tuple[dict[str, list[int]], ...] = tuple({} for _ in groupings)

    def add(self, evidence: Evidence, labels: Sequence[str] = (), *, times: int = 1) -> None:
        """Count this evidence so many times; `labels` names its group in each grouping."""
        before, after = self._old.place(evidence), self._new.place(evidence)
        case = (before, after, "" if self._linked_at is None else labels[self._linked_at])
        self._cases[case] = self._cases.get(case, 0) + times
        moved = times if before.track != after.track or before.module != after.module else 0
        for groups, label in zip(self._groups, labels, strict=True):
            share = groups.get(label) or _new_group(groups, label)
            share[0] += times
            share[1] += moved

    def impact(self) -> Impact:
        """What was counted so far."""
        joint = {(Case(before, after), label): n for (before, after, label), n in self._cases.items()}
        cases: Counter[Case] = Counter()
        for (case, _label), number in joint.items():
            cases[case] += number
        return Impact(
            old=self._old.rule_set,
            new=self._new.rule_set,
            cases=cases,
            linked=self._linked,
            joint=joint if self._linked else {},
            groups={
                name: {label: Share(*share) for label, share in groups.items()}
                for name, groups in zip(self._groupings, self._groups, strict=True)
            },
        )


def impact_of(
    old: RuleSet,
    new: RuleSet,
    population: Iterable[tuple[Evidence, Sequence[str]]],
    *,
    groupings: Sequence[str] = (),
) -> Impact:
    """Compare two rule sets on evidence with the labels of its groups, read once from the front."""
    comparison = Comparison(old, new, groupings=groupings)
    for evidence, labels in population:
        comparison.add(evidence, labels)
    return comparison.impact()


def place_of(placing: Placing) -> Place:
    """Track and module of a placing."""
    return placing.track, placing.module


def _new_group(groups: dict[str, list[int]], label: str) -> list[int]:
    return groups.setdefault(label if len(groups) < MOST_GROUPS else REST, [0, 0])
