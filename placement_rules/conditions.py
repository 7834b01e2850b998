"""Tests of inputs, put together in lines: what a row of a decision table asks, in three-valued logic."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from placement_rules.inputs import SKILLS, Input, Ranks
from placement_rules.levels import TOP_STEP

OVERALL = "overall"
TRACK = "track"

Facts = tuple[tuple[str, str | tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code and the facts its text needs; texts stand in the rule set."""

    code: str
    facts: Facts = ()


class Subject(StrEnum):
    """What a test about several skills looks at, in the words of the file."""

    ANY_SKILL = "any of the four skills"
    EVERY_SKILL = "each of the four skills"
    SPREAD = "spread of the four skills"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which ranks pass: those listed, or those from `at_least` up and under `below`."""

    one_of: frozenset[int] | None = None
    at_least: int | None = None
    below: int | None = None

    def admit(self, rank: int) -> bool:
        """Whether this rank passes."""
        if self.one_of is not None and rank not in self.one_of:
            return False
        if self.at_least is not None and rank < self.at_least:
            return False
        return self.below is None or rank < self.below

    @property
    def cuts(self) -> frozenset[int]:
        """The ranks at which the answer may turn, counting upwards."""
        edges = {edge for edge in (self.at_least, self.below) if edge is not None}
        return frozenset(edges | {rank + after for rank in self.one_of or () for after in (0, 1)})


@dataclass(frozen=True, slots=True)
class InputTest:
    """A test of one input, such as `schooling_years` below 6; also of `overall` and `track`."""

    input: Input
    bounds: Bounds

    @property
    def inputs(self) -> tuple[str, ...]:
        """What it looks at; the overall level rests on the four skills."""
        return (
            SKILLS if self.input.name == OVERALL else () if self.input.name == TRACK else (self.input.name,)
        )

    def truth(self, ranks: Ranks) -> bool | None:
        """True, false, or None while the input is missing."""
        rank = ranks[self.input.name]
        return None if rank is None else self.bounds.admit(rank)


@dataclass(frozen=True, slots=True)
class KnownTest:
    """Whether inputs have a value: a fact about them, so never unknown. `every` asks it of all of them."""

    inputs: tuple[str, ...]
    known: bool
    every: bool = False

    def truth(self, ranks: Ranks) -> bool:
        """Whether any (every) input has, or has not, a value."""
        answers = [(ranks[name] is not None) is self.known for name in self.inputs]
        return all(answers) if self.every else any(answers)


@dataclass(frozen=True, slots=True)
class SkillsTest:
    """A test that any, or every, one of the four skills must pass."""

    every: bool
    bounds: Bounds
    inputs: tuple[str, ...] = SKILLS

    def truth(self, ranks: Ranks) -> bool | None:
        """Kleene's any (every) over the four skills."""
        answers = [None if rank is None else self.bounds.admit(rank) for rank in map(ranks.get, SKILLS)]
        decisive = not self.every
        if decisive in answers:
            return decisive
        return None if None in answers else self.every

    def passed_by(self, ranks: Ranks) -> tuple[str, ...]:
        """The skills whose level passes."""
        return tuple(name for name in SKILLS if (rank := ranks[name]) is not None and self.bounds.admit(rank))


@dataclass(frozen=True, slots=True)
class SpreadTest:
    """A test of the spread of the four skills: highest minus lowest, in steps of the scale."""

    bounds: Bounds
    inputs: tuple[str, ...] = SKILLS

    def truth(self, ranks: Ranks) -> bool | None:
        """Unknown only while the skills without a level could still change the answer."""
        least = spread_of(ranks)
        missing = any(ranks[name] is None for name in SKILLS)
        answers = {self.bounds.admit(each) for each in (range(least, TOP_STEP + 1) if missing else (least,))}
        return answers.pop() if len(answers) == 1 else None


def spread_of(ranks: Ranks) -> int:
    """Highest minus lowest of the skills that have a level, in steps; 0 when none has."""
    known = [rank for rank in map(ranks.get, SKILLS) if rank is not None]
    return max(known) - min(known) if known else 0


Test = InputTest | KnownTest | SkillsTest | SpreadTest


@dataclass(frozen=True, slots=True)
class Line:
    """Tests that must all be true; `because` are the codes of the reasons to tell when they are."""

    tests: tuple[Test, ...]
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What judging lines gave: the truth, the lines that are true, and the inputs missing.

    When the truth is unknown, `missing` holds the inputs that can still affect it; when it is true, those
    whose absence made it true.
    """

    truth: bool | None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()


def judge_lines(lines: tuple[Line, ...], ranks: Ranks) -> Finding:
    """True when any line is true, or there is none to ask; unknown while one may still become true."""
    if not lines:
        return Finding(True)
    true: list[Line] = []
    undecided: list[tuple[Test, ...]] = []
    for line in lines:
        truths = [test.truth(ranks) for test in line.tests]
        if False in truths:
            continue
        if None in truths:
            unknown = (test for test, truth in zip(line.tests, truths, strict=True) if truth is None)
            undecided.append(tuple(unknown))
        else:
            true.append(line)
    if true:
        absent = (test for line in true for test in line.tests if isinstance(test, KnownTest))
        return Finding(True, tuple(true), _without_value(absent, ranks))
    if undecided:
        return Finding(None, missing=_without_value(_that_matter(undecided), ranks))
    return Finding(False)


def _that_matter(undecided: list[tuple[Test, ...]]) -> Iterator[Test]:
    """Open tests, but for lines that hold only if another line, with fewer open tests, already does."""
    for each in undecided:
        if not any(set(other) < set(each) for other in undecided):
            yield from each


def _without_value(tests: Iterable[Test], ranks: Ranks) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for test in tests for name in test.inputs if ranks[name] is None))


def tests_in(lines: Iterable[Line]) -> Iterator[Test]:
    """Every single test of these lines, in order."""
    return (test for line in lines for test in line.tests)


def names_in(lines: Iterable[Line]) -> tuple[str, ...]:
    """The inputs that lines look at, each once, in order of appearance."""
    return tuple(dict.fromkeys(name for test in tests_in(lines) for name in test.inputs))
