"""Looks for falls among the four skills: a combination below another, skill by skill, that leads higher.

On the grid of all combinations (a skill without a level is comparable only with itself) each combination
gathers, as bits, the outcomes of all combinations below it: four running "or"s, one along each skill.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from placement_rules.inputs import SKILLS, Ranks
from placement_rules.proof.skill_classes import MISSING, Grid, ranks_at

Matrix = NDArray[np.bool_]
"""Outcome before times outcome after: whether that is a fall."""
Column = NDArray[np.int16]
"""The outcome of each class of skills, all other inputs being the same."""
Bits = NDArray[np.uint64]

_MOST_BITS = 63
_MOST_TRIED = 200
"""How many combinations are tried for the nearest pair that shows a fall; any pair would do."""

ALL_SKILLS = tuple(range(len(SKILLS)))


def falls_in(
    column: Column, view: Grid, *, worse: Matrix, skills: Sequence[int] = ALL_SKILLS
) -> Iterator[tuple[int, int, int]]:
    """Outcomes before and after of each fall when only these skills are raised, and how often it happens."""
    present = np.unique(column)
    befores = [int(each) for each in present if worse[each, present].any()]
    for start in range(0, len(befores), _MOST_BITS):
        some = befores[start : start + _MOST_BITS]
        gathered = gather(_bits_of(some, column)[view], skills)
        for after in (int(each) for each in present if worse[some, each].any()):
            below = gathered[(column == after)[view]]
            for bit, before in enumerate(some):
                cases = int(np.count_nonzero(below & np.uint64(1 << bit))) if worse[before, after] else 0
                if cases:
                    yield before, after, cases


def happens(column: Column, view: Grid, *, pairs: Matrix, skill: int) -> bool:
    """Whether one of these pairs of outcomes happens by a rise in which this skill is raised."""
    present = np.unique(column)
    for before in (int(each) for each in present if pairs[each, present].any()):
        below = gather(_bits_of([before], column)[view], ALL_SKILLS)
        strictly = np.zeros_like(below)
        lower, upper = [slice(None)] * len(SKILLS), [slice(None)] * len(SKILLS)
        lower[skill], upper[skill] = slice(0, MISSING - 1), slice(1, MISSING)
        strictly[tuple(upper)] = below[tuple(lower)]
        if (strictly[pairs[before, column][view]] != 0).any():
            return True
    return False


def nearest_pair(
    column: Column, view: Grid, *, before: int, after: int, skills: Sequence[int] = ALL_SKILLS
) -> tuple[Ranks, Ranks]:
    """Two combinations that show this fall, as few steps apart as were found."""
    bit = np.array(column == before, dtype=np.uint64)
    falling = (gather(bit[view], skills) != 0) & (column == after)[view]
    highs = np.argwhere(falling)[:_MOST_TRIED]
    lows = np.argwhere((column == before)[view])
    best: tuple[int, Sequence[int], Sequence[int]] | None = None
    for high in highs:
        steps = high - lows
        comparable = ((steps == 0) | ((steps > 0) & (high < MISSING) & np.isin(ALL_SKILLS, skills))).all(
            axis=1
        )
        distances = np.where(comparable, steps.sum(axis=1), np.iinfo(np.int64).max)
        place = int(np.argmin(distances))
        if comparable[place] and (best is None or distances[place] < best[0]):
            best = int(distances[place]), lows[place], high
    if best is None:
        raise ValueError("there is no such fall")
    return ranks_at(best[1]), ranks_at(best[2])


def gather(bits: Bits, skills: Sequence[int]) -> Bits:
    """The bits of each combination and of all below it in these skills."""
    known = [slice(None)] * len(SKILLS)
    for skill in skills:
        where = tuple(slice(0, MISSING) if axis == skill else each for axis, each in enumerate(known))
        bits[where] = np.bitwise_or.accumulate(bits[where], axis=skill)
    return bits


def _bits_of(outcomes: Sequence[int], column: Column) -> Bits:
    """A bit for each of these outcomes, where the column has it."""
    bits = np.zeros(len(column), dtype=np.uint64)
    for bit, outcome in enumerate(outcomes):
        bits[column == outcome] = np.uint64(1 << bit)
    return bits
