"""The inputs a rule set declares: what values they take, how values rank, which changes are next to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from placement_rules.evidence import Evidence
from placement_rules.levels import TOP_STEP, Level, Skill

SKILLS = tuple(skill.value for skill in Skill)

Ranks = dict[str, int | None]
"""Every input as a whole number (level: step, scale, category: place in the list, boolean: 0/1), or None."""


class Kind(StrEnum):
    """How the values of an input relate to each other."""

    LEVEL = "level"
    SCALE = "scale"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Input:
    """One declared input and its domain.

    `values` lists the codes of a scale (in order) or a category; `lowest` and `highest` bound an integer,
    both included; `rises` holds chains of a category's codes, each from less to more (a partial order).
    """

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 0
    rises: tuple[tuple[str, ...], ...] = ()

    @property
    def ranks(self) -> range:
        """Every rank of the domain."""
        if self.kind is Kind.INTEGER:
            return range(self.lowest, self.highest + 1)
        sizes = {Kind.LEVEL: TOP_STEP + 1, Kind.BOOLEAN: 2}
        return range(sizes.get(self.kind, len(self.values)))

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
        if self.kind is Kind.BOOLEAN:
            return "true" if rank else "false"
        return str(rank) if self.kind is Kind.INTEGER else self.values[rank]

    def alternatives(self, rank: int, cuts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """The single changes to try from here: groups of ranks, of which the first that matters is told.

        `cuts` are the numbers at which a test of an integer turns; between two of them nothing changes.
        """
        if self.kind is Kind.INTEGER:
            yield tuple(cut - 1 for cut in reversed(cuts) if cut <= rank and cut - 1 in self.ranks)
            yield tuple(cut for cut in cuts if cut > rank and cut in self.ranks)
        elif self.kind is Kind.CATEGORY:
            yield from ((other,) for other in range(len(self.values)) if other != rank)
        elif self.kind is Kind.BOOLEAN:
            yield (1 - rank,)
        else:
            yield from ((other,) for other in (rank - 1, rank + 1) if other in self.ranks)


def ranks_of(evidence: Evidence, inputs: tuple[Input, ...]) -> Ranks:
    """The evidence as whole numbers, one for each declared input."""
    return {given.name: given.rank(getattr(evidence, given.name)) for given in inputs}


def ranks_of_facts(facts: Mapping[str, object], inputs: tuple[Input, ...]) -> Ranks:
    """Facts by name as whole numbers, one for each declared input; a fact not given is missing."""
    return {given.name: given.rank(facts.get(given.name)) for given in inputs}
