"""Partial orders from chains: what is harder than what, and what stands in no chain."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

Chains = tuple[tuple[str, ...], ...]
Above = Mapping[str, frozenset[str]]
"""Each name with all that stand above it."""


def above_of(chains: Chains) -> Above:
    """All that stand above each name, over any number of steps and chains."""
    following: dict[str, set[str]] = {name: set() for chain in chains for name in chain}
    for chain in chains:
        for low, high in pairwise(chain):
            following[low].add(high)
    return {name: frozenset(_reached_from(name, following)) for name in following}


def _reached_from(name: str, following: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(following[name])
    while waiting:
        high = waiting.pop()
        if high not in found:
            found.add(high)
            waiting += following[high]
    return found


def in_a_circle(above: Above) -> tuple[str, ...]:
    """The names that stand above themselves."""
    return tuple(name for name, higher in above.items() if name in higher)


def not_in(above: Above, names: Iterable[str]) -> tuple[str, ...]:
    """The names that stand neither above nor below another."""
    under = frozenset().union(*above.values())
    return tuple(name for name in names if not above.get(name) and name not in under)


def is_below(above: Above, low: str | None, high: str | None) -> bool:
    """Whether the second is harder than the first."""
    return low is not None and high is not None and high in above.get(low, ())
