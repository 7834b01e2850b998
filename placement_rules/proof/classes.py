"""The classes of inputs that no test tells apart: axes of cells whose product holds every combination."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placement_rules.conditions import OVERALL, InputTest, Test
from placement_rules.inputs import SKILLS, Input, Kind, Ranks
from placement_rules.proof.orders import above_of, in_a_circle
from placement_rules.proof.skill_classes import SkillClasses, Truths, looked_up, number_of, skill_classes
from placement_rules.rule_set import RuleSet

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rise:
    """A raise of one input that the rules can notice: from one cell to another, with values that show it."""

    low: int
    high: int
    before: Ranks
    after: Ranks


@dataclass(frozen=True)
class Axis:
    """One input (or the four skills together) in cells; `sizes` counts the values of each cell.

    `firsts` is the first value of each cell, `truths` what each test says in each cell. `rises` are the
    raises of an ordered input; those of the skills are found on their grid.
    """

    names: tuple[str, ...]
    firsts: tuple[Ranks, ...]
    sizes: tuple[int, ...]
    truths: Mapping[Test, Truths]
    rises: tuple[Rise, ...] = ()


@dataclass(frozen=True)
class Space:
    """Every class of inputs: the product of the axes.

    An array over the classes has one dimension for each axis, the four skills first. `derived` holds what
    tables judged earlier gave, by subject: an array over the classes with the rank, -1 for none.
    """

    inputs: tuple[Input, ...]
    axes: tuple[Axis, ...]
    skills: SkillClasses
    derived: dict[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many cells each axis has."""
        return tuple(len(axis.firsts) for axis in self.axes)

    @property
    def combinations(self) -> int:
        """How many combinations of values there are, missing ones included."""
        return prod(sum(axis.sizes) for axis in self.axes)

    def truths(self, test: Test) -> Truths:
        """What a test says in each class, as an array that broadcasts to the shape."""
        subject = _subject_of(test)
        if subject in self.derived:
            return _truths_of_derived(test, subject, self.derived[subject])
        number = next(number for number, axis in enumerate(self.axes) if subject in axis.names)
        shape = [1] * len(self.axes)
        shape[number] = -1
        return self.axes[number].truths[test].reshape(shape)

    def ranks(self, flat: int) -> Ranks:
        """The first combination of a class, by its place in a flattened array."""
        return self.ranks_at(np.unravel_index(flat, self.shape))

    def ranks_at(self, places: Sequence[Any]) -> Ranks:
        """The first combination of a class, by its cell on each axis."""
        firsts = (axis.firsts[place] for axis, place in zip(self.axes, places, strict=True))
        found: Ranks = {}
        for first in firsts:
            found |= first
        return found


def space_of(rule_set: RuleSet) -> Space:
    """The classes that the tests of a rule set make."""
    tests: dict[str, dict[Test, None]] = {}
    for test in rule_set.tests:
        tests.setdefault(_subject_of(test), {})[test] = None
    declared = {given.name for given in rule_set.inputs}
    of_skills = [test for name in SKILLS for test in tests.get(name, ())]
    skills = skill_classes(of_skills, rule_set.weights)
    names = SKILLS if of_skills or declared.issuperset(SKILLS) else ()
    axes = [Axis(names, skills.firsts if names else ({},), skills.sizes if names else (1,), skills.truths)]
    for given in rule_set.inputs:
        if given.name not in names:
            axes.append(_axis(given, tuple(tests.get(given.name, ()))))
    return Space(rule_set.inputs, tuple(axes), skills)


def _subject_of(test: Test) -> str:
    """The input whose axis a test looks at; the first skill for all that looks at several of them."""
    if isinstance(test, InputTest):
        return SKILLS[0] if test.input.name == OVERALL else test.input.name
    return test.inputs[0]


def _truths_of_derived(test: Test, subject: str, ranks: NDArray[Any]) -> Truths:
    """What the test says of a subject that an earlier table gave; -1, "none", is the last of the answers."""
    values = [*range(int(ranks.max(initial=0)) + 1), None]
    answers = [number_of(test.truth({subject: value})) for value in values]
    return looked_up(np.array(answers, dtype=np.int8), ranks)


def _axis(given: Input, tests: tuple[Test, ...]) -> Axis:
    """The cells of one input: values for which every test says the same."""
    cells: dict[tuple[int, ...], list[int | None]] = {}
    sizes: dict[tuple[int, ...], int] = {}
    for rank, size in _values_of(given, tests):
        truth = tuple(number_of(test.truth({given.name: rank})) for test in tests)
        cells.setdefault(truth, []).append(rank)
        sizes[truth] = sizes.get(truth, 0) + size
    cell_of = {rank: number for number, ranks in enumerate(cells.values()) for rank in ranks}
    return Axis(
        names=(given.name,),
        firsts=tuple({given.name: ranks[0]} for ranks in cells.values()),
        sizes=tuple(sizes[truth] for truth in cells),
        truths={test: np.array([truth[n] for truth in cells], dtype=np.int8) for n, test in enumerate(tests)},
        rises=tuple(_rises(given, cell_of)),
    )


def _values_of(given: Input, tests: tuple[Test, ...]) -> Iterator[tuple[int | None, int]]:
    """Values that stand for all others up to the next one, with how many they stand for; missing last."""
    ranks = given.ranks
    starts = list(ranks)
    if given.kind is Kind.INTEGER:
        cuts = {cut for test in tests if isinstance(test, InputTest) for cut in test.bounds.cuts}
        starts = sorted({ranks.start, *(cut for cut in cuts if cut in ranks)} if ranks else ())
    for start, end in zip(starts, [*starts[1:], ranks.stop], strict=False):  # none where from is above to
        yield start, end - start
    if given.kind is not Kind.BOOLEAN:  # a tick is never missing: blank is no
        yield None, 1


def _rises(given: Input, cell_of: Mapping[int | None, int]) -> Iterator[Rise]:
    """The raises between different cells, each once, the nearest values first."""
    seen = set()
    for low, high in _raised(given):
        cells = cell_of[low], cell_of[high]
        if cells[0] != cells[1] and cells not in seen:
            seen.add(cells)
            yield Rise(*cells, {given.name: low}, {given.name: high})


def _raised(given: Input) -> list[tuple[int, int]]:
    """Every pair of values of which the second is higher, the nearest first; none for counts and ticks."""
    if given.kind in (Kind.LEVEL, Kind.SCALE):
        pairs = [(low, high) for low in given.ranks for high in given.ranks if low < high]
    elif given.kind is Kind.CATEGORY:
        above = above_of(given.rises)
        index = given.values.index
        pairs = [(index(low), index(high)) for low, higher in above.items() for high in sorted(higher)]
        pairs = [] if in_a_circle(above) else pairs
    else:
        pairs = []
    return sorted(
        (pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: (abs(pair[1] - pair[0]), pair)
    )
