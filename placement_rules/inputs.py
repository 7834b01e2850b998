"""The inputs a rule set declares: what values they take, how values rank, which changes are next to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from placement_rules.evidence import Evidence
from placement_rules.levels import TOP_STEP, Level, Skill

SKILLS = tuple(skill.value for skill in Skill)

Ranks = dict[str, int | None]
"""Every input as a whole number (level: step, scale and category: place in the list, tick: 0/1), or None."""


class Kind(StrEnum):
    """How the values of an input relate to each other."""

    LEVEL = "level"
    SCALE = "scale"
    COUNT = "count"
    TICK = "tick"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Input:
    """One declared input; `values` lists the codes of a scale (in order) or a category."""

    name: str
    kind: Kind
    values: tuple[str, ...] = ()

    def rank(self, value: object) -> int | None:
        """The value as a whole number, or None if it is missing."""
        if self.kind is Kind.LEVEL:
            return value.step if isinstance(value, Level) else None
        if isinstance(value, int):
            return int(value)
        return None if value is None else self.values.index(str(value))

    def code(self, rank: int) -> str:
        """The value of this rank as text."""
        if self.kind is Kind.LEVEL:
            return Level.at(rank).code
        if self.kind is Kind.TICK:
            return "true" if rank else "false"
        return str(rank) if self.kind is Kind.COUNT else self.values[rank]

    def alternatives(self, rank: int, cuts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """The single changes to try from here: groups of ranks, of which the first that matters is told.

        `cuts` are the numbers at which a condition on a count turns; between two of them nothing changes.
        """
        if self.kind is Kind.COUNT:
            yield tuple(cut - 1 for cut in reversed(cuts) if 0 < cut <= rank)
            yield tuple(cut for cut in cuts if cut > rank)
        elif self.kind is Kind.CATEGORY:
            yield from ((other,) for other in range(len(self.values)) if other != rank)
        elif self.kind is Kind.TICK:
            yield (1 - rank,)
        else:
            top = TOP_STEP if self.kind is Kind.LEVEL else len(self.values) - 1
            yield from ((other,) for other in (rank - 1, rank + 1) if 0 <= other <= top)


def ranks_of(evidence: Evidence, inputs: tuple[Input, ...]) -> Ranks:
    """The evidence as whole numbers, one for each declared input."""
    return {given.name: given.rank(getattr(evidence, given.name)) for given in inputs}
