"""What judging gives: a suggestion, and the single changes that would give another one."""

from collections.abc import Sequence
from dataclasses import dataclass

from placement_rules.conditions import Reason
from placement_rules.inputs import Kind
from placement_rules.levels import Level
from placement_rules.rule_set import RuleSet
from placement_rules.uncertainty import Chance


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one input that gives another track or module; values as text."""

    input: str
    old: str
    new: str
    track: str
    module: str | None

    @property
    def distance(self) -> int:
        """How far it is: whole numbers apart for counts, else 1."""
        return abs(int(self.new) - int(self.old)) if self.old.isdecimal() and self.new.isdecimal() else 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a rule set suggests for one candidate, and why; the assessor decides.

    `probabilities`, the most probable first, are there when levels came with chances.
    """

    track: str
    module: str | None
    extras: tuple[str, ...]
    overall: Level | None
    rule: str
    rule_set_id: str
    rule_set_version: int
    missing: tuple[str, ...]
    used: tuple[str, ...]
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]
    probabilities: tuple[Chance, ...] = ()
    is_borderline: bool = False


def nearest_first(changes: Sequence[Change], rule_set: RuleSet) -> list[Change]:
    """Changes as pages list them: the nearest first, of these a step on a scale before a change of kind."""
    kinds = {given.name: list(Kind).index(given.kind) for given in rule_set.inputs}
    return sorted(
        changes, key=lambda change: (change.distance, kinds[change.input], change.input, change.new)
    )
