"""The four skills taken together: every combination of levels, and what the tests can tell of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placement_rules.conditions import OVERALL, InputTest, KnownTest, SkillsTest, SpreadTest, Test
from placement_rules.inputs import SKILLS, Ranks
from placement_rules.levels import TOP_STEP

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""The three truth values as numbers, so that "and" is the minimum and "or" the maximum."""

MISSING = TOP_STEP + 1
"""Where a skill without a level stands on its axis of the grid, after all levels."""

Truths = NDArray[np.int8]
Grid = NDArray[np.int32]

_AT_ONCE = 2**18
_SHAPE = (MISSING + 1,) * len(SKILLS)
_GRID: NDArray[np.int8] = np.indices(_SHAPE, dtype=np.int8).reshape(len(SKILLS), -1)


def number_of(truth: bool | None) -> int:
    """A truth value as a number."""
    return UNKNOWN if truth is None else TRUE if truth else FALSE


def looked_up(answers: NDArray[Any], places: NDArray[Any]) -> NDArray[Any]:
    """For each place the answer that stands there; piece by piece, since numpy widens places to look up."""
    found = np.empty(places.shape, dtype=answers.dtype)
    rows = max(1, _AT_ONCE * len(places) // max(1, places.size))
    for start in range(0, len(places), rows):
        found[start : start + rows] = answers[places[start : start + rows]]
    return found


@dataclass(frozen=True)
class SkillClasses:
    """The classes ("views") of combinations of the four skills that no test tells apart.

    `view` holds the class of each combination, by the position of each skill on its axis (MISSING last);
    `firsts` is the first combination of each class and `truths` what each test says in each class.
    """

    view: Grid
    firsts: tuple[Ranks, ...]
    sizes: tuple[int, ...]
    truths: Mapping[Test, Truths]


def skill_classes(tests: Sequence[Test], weights: Mapping[str, int]) -> SkillClasses:
    """The classes that these tests of skills make."""
    truths = {test: _truths(test, weights) for test in dict.fromkeys(tests)}
    view = np.zeros(_GRID.shape[1], dtype=np.int64)
    for truth in truths.values():
        _, view = np.unique(view * 3 + truth, return_inverse=True)
    found, firsts, sizes = np.unique(view, return_index=True, return_counts=True)
    first_seen = np.argsort(firsts)  # classes in the order of their first combination
    number = np.empty(len(found), dtype=np.int32)
    number[first_seen] = np.arange(len(found), dtype=np.int32)
    firsts, sizes = firsts[first_seen], sizes[first_seen]
    return SkillClasses(
        view=number[view].reshape(_SHAPE),
        firsts=tuple(ranks_at(_GRID[:, first]) for first in firsts),
        sizes=tuple(map(int, sizes)),
        truths={test: truth[firsts] for test, truth in truths.items()},
    )


def ranks_at(position: Iterable[int]) -> Ranks:
    """The skills at a position of the grid."""
    return {
        name: None if place == MISSING else int(place) for name, place in zip(SKILLS, position, strict=True)
    }


def _truths(test: Test, weights: Mapping[str, int]) -> Truths:
    """What a test says of each combination.

    Each kind of test looks at some small number (a level, a spread, which are missing); the test itself is
    asked once for each value of it.
    """
    if isinstance(test, SkillsTest):
        each = _of_levels(test, SKILLS)[_GRID]
        found: Truths = each.min(axis=0) if test.every else each.max(axis=0)
        return found
    if isinstance(test, SpreadTest):
        return _of_spread(test)
    if isinstance(test, KnownTest):
        return _of_absence(test)
    if test.input.name == OVERALL:
        return looked_up(_of_levels(test, (OVERALL,)), _overall(weights))
    return looked_up(_of_levels(test, (test.input.name,)), _GRID[SKILLS.index(test.input.name)])


def _of_levels(test: InputTest | SkillsTest, names: tuple[str, ...]) -> Truths:
    """What the test says when all of these have one level, for each level and for none."""
    levels = [*range(MISSING), None]
    return np.array([number_of(test.truth(dict.fromkeys(names, level))) for level in levels], dtype=np.int8)


def _of_absence(test: KnownTest) -> Truths:
    """What the test says for each set of skills without a level."""
    sets = range(2 ** len(SKILLS))
    ranks = [
        {name: None if absent >> place & 1 else 0 for place, name in enumerate(SKILLS)} for absent in sets
    ]
    answers = np.array([number_of(test.truth(each)) for each in ranks], dtype=np.int8)
    powers = 2 ** np.arange(len(SKILLS))
    return looked_up(answers, powers @ (_GRID == MISSING))


def _of_spread(test: SpreadTest) -> Truths:
    """What the test says for each spread, when no skill lacks a level and when one does."""
    first, second, third, fourth = SKILLS
    ranks = [
        {first: 0, second: spread, third: 0, fourth: last} for spread in range(MISSING) for last in (0, None)
    ]
    answers = np.array([number_of(test.truth(each)) for each in ranks], dtype=np.int8)
    absent = _GRID == MISSING
    highest = np.where(absent, -1, _GRID).max(axis=0)
    lowest = np.where(absent, MISSING, _GRID).min(axis=0)
    return looked_up(answers, 2 * np.maximum(highest - lowest, 0) + absent.any(axis=0))


def _overall(weights: Mapping[str, int]) -> NDArray[np.int64]:
    """The overall level of each combination: the weighted mean, a half rounded down; MISSING without one."""
    factors = np.array([weights[name] for name in SKILLS], dtype=np.int64)
    total, weight = factors @ _GRID.astype(np.int64), int(factors.sum())
    mean = -((weight - 2 * total) // (2 * weight))
    return np.where((_GRID == MISSING).any(axis=0), MISSING, mean)
