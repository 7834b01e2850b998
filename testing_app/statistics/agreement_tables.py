"""What statistics of agreement are made of: counts by rule and assessor; None where a number is hidden."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar
from uuid import UUID

Key = TypeVar("Key", bound=Hashable)


class Outcome(StrEnum):
    """What became of a suggestion; `left`: the rules named no course group, so nothing can agree."""

    AGREEING = "agreeing"
    DEVIATING = "deviating"
    LEFT = "left"


@dataclass(frozen=True, order=True)
class RuleSetVersion:
    """One version of one rule set."""

    id: str
    version: int


@dataclass(frozen=True, order=True)
class RuleOfSet:
    """A rule, as one version of a rule set has it."""

    rule_set: RuleSetVersion
    rule: str


@dataclass(frozen=True)
class CourseGroup:
    """A track and, where modules are told apart, a module."""

    track: str
    module: str | None


@dataclass(frozen=True)
class Departure:
    """What a rule suggested and what was recommended."""

    rule: RuleOfSet
    suggested: CourseGroup
    recommended: CourseGroup


@dataclass(frozen=True)
class Assessor:
    """Who recommended, and where."""

    account_id: UUID
    name: str
    centre: str


@dataclass(frozen=True)
class Counted:
    """So many recommendations of one assessor that met one suggestion in one way."""

    departure: Departure
    assessor: Assessor
    outcome: Outcome
    number: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Recommendations by outcome; `compared` are those for which the rules named a course group."""

    compared: int | None
    agreeing: int | None
    deviating: int | None
    left: int | None

    @classmethod
    def of(cls, counted: Iterable[Counted]) -> Self:
        """The plain numbers."""
        sums = dict.fromkeys(Outcome, 0)
        for each in counted:
            sums[each.outcome] += each.number
        agreeing, deviating, left = (sums[outcome] for outcome in Outcome)
        return cls(compared=agreeing + deviating, agreeing=agreeing, deviating=deviating, left=left)

    @property
    def recommendations(self) -> int | None:
        """All of them, also those with nothing to agree with; None when a part is hidden."""
        return None if self.compared is None or self.left is None else self.compared + self.left

    @property
    def percent(self) -> int | None:
        """Agreement in whole per cent: 0 and 100 only when it is all of them; None when not known."""
        if not self.compared or self.agreeing is None:
            return None
        if self.agreeing in (0, self.compared):
            return 100 * self.agreeing // self.compared
        return min(max(round(100 * self.agreeing / self.compared), 1), 99)

    @property
    def hides_something(self) -> bool:
        """Whether any of the numbers is hidden."""
        return None in (self.compared, self.agreeing, self.deviating, self.left)


@dataclass(frozen=True, kw_only=True)
class Instead:
    """How often one course group was recommended where another, or none, was suggested; None when hidden."""

    departure: Departure
    outcome: Outcome
    number: int | None


@dataclass(frozen=True, kw_only=True)
class RuleAgreement:
    """One rule: how often it was followed, what it suggested, and what was recommended instead."""

    rule: RuleOfSet
    tally: Tally
    suggested: Sequence[CourseGroup]
    instead: Sequence[Instead]


@dataclass(frozen=True, kw_only=True)
class AssessorAgreement:
    """One assessor: how often they recommend what was suggested."""

    assessor: Assessor
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class AgreementTable:
    """The numbers of some test days; `rule_set` is None when all versions are counted together."""

    rules: Sequence[RuleAgreement]
    assessors: Sequence[AssessorAgreement]
    total: Tally
    rule_set: RuleSetVersion | None
    rule_sets: Sequence[RuleSetVersion]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recommended on these days."""
        return not self.rules

    @property
    def hides_something(self) -> bool:
        """Whether any number was too small to show."""
        tallies = [self.total, *(row.tally for row in self.rules), *(row.tally for row in self.assessors)]
        return any(tally.hides_something for tally in tallies) or any(
            instead.number is None for row in self.rules for instead in row.instead
        )

    def departures_shown(self) -> list[Instead]:
        """Where recommendations deviated from a rule, as far as their number is shown."""
        return [
            instead
            for row in self.rules
            for instead in row.instead
            if instead.outcome is Outcome.DEVIATING and instead.number is not None
        ]


def table_of(
    counted: Sequence[Counted], *, rule_set: RuleSetVersion | None, rule_sets: Sequence[RuleSetVersion]
) -> AgreementTable:
    """Plain counts put together by rule and by assessor, both by name."""
    by_rule = _grouped(counted, key=lambda each: each.departure.rule)
    by_assessor = _grouped(counted, key=lambda each: each.assessor)
    return AgreementTable(
        rules=[_rule_row(rule, by_rule[rule]) for rule in sorted(by_rule)],
        assessors=[
            AssessorAgreement(assessor=assessor, tally=Tally.of(by_assessor[assessor]))
            for assessor in sorted(by_assessor, key=lambda each: (each.name, str(each.account_id)))
        ],
        total=Tally.of(counted),
        rule_set=rule_set,
        rule_sets=rule_sets,
    )


def in_order(rows: Iterable[Instead]) -> list[Instead]:
    """The most frequent first; the hidden ones last and by name, so that their order tells nothing."""
    return sorted(rows, key=lambda row: (-(row.number or 0), str(row.departure)))


def _rule_row(rule: RuleOfSet, counted: Sequence[Counted]) -> RuleAgreement:
    apart = [each for each in counted if each.outcome is not Outcome.AGREEING]
    together = _grouped(apart, key=lambda each: (each.departure, each.outcome))
    return RuleAgreement(
        rule=rule,
        tally=Tally.of(counted),
        suggested=sorted({each.departure.suggested for each in counted}, key=str),
        instead=in_order(
            Instead(departure=departure, outcome=outcome, number=sum(each.number for each in group))
            for (departure, outcome), group in together.items()
        ),
    )


def _grouped(counted: Sequence[Counted], *, key: Callable[[Counted], Key]) -> dict[Key, list[Counted]]:
    found: dict[Key, list[Counted]] = defaultdict(list)
    for each in counted:
        found[key(each)].append(each)
    return dict(found)
