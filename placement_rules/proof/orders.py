"""Partial orders from chains: what is harder than what, and what stands in no chain."""

from collections.abc import Iterable, Mapping

Chains = tuple[tuple[str, ...], ...]
Above = Mapping[str, frozenset[str]]
"""Each name with all that stand above it."""


def above_of(chains: Chains) -> Above:
    """All that stand above each name, over any number of steps and chains."""
    above: dict[str, set[str]] = {name: set() for chain in chains for name in chain}
    for chain in chains:
        for position, name in enumerate(chain):
            above[name].update(chain[position + 1 :])
    for _ in above:
        for higher in above.values():
            higher.update(*(above[name] for name in tuple(higher)))
    return {name: frozenset(higher) for name, higher in above.items()}


def in_a_circle(above: Above) -> tuple[str, ...]:
    """The names that stand above themselves."""
    return tuple(name for name, higher in above.items() if name in higher)


def not_in(above: Above, names: Iterable[str]) -> tuple[str, ...]:
    """The names that stand in no chain."""
    return tuple(name for name in names if name not in above)


def is_below(above: Above, low: str | None, high: str | None) -> bool:
    """Whether the second is harder than the first."""
    return low is not None and high is not None and high in above.get(low, ())
