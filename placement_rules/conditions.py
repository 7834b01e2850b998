"""Conditions of rules, read from a rule set file and judged in three-valued logic (true, false, unknown)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from placement_rules.inputs import SKILLS, Input, Ranks
from placement_rules.levels import TOP_STEP

Facts = tuple[tuple[str, str | tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code and the facts its text needs; texts stand in the rule set."""

    code: str
    facts: Facts = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What judging a condition gave: its truth, the tests that made it true, and the inputs missing.

    For an unknown condition `missing` holds the inputs that can still affect it; for a true one, those whose
    absence made it true.
    """

    truth: bool | None
    because: tuple["Test", ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which ranks pass: those listed, or those from `at_least` up and under `below`."""

    one_of: frozenset[int] | None = None
    at_least: int | None = None
    below: int | None = None

    def admit(self, rank: int) -> bool:
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


class Subject(StrEnum):
    """What a test about several skills looks at, in the words of the file."""

    ANY_SKILL = "any skill"
    EVERY_SKILL = "every skill"
    SPREAD = "spread of skills"


@dataclass(frozen=True, slots=True)
class InputTest:
    """A test of one input, such as `schooling_years` below 6."""

    input: Input
    bounds: Bounds
    because: str | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        return (self.input.name,)

    def judge(self, ranks: Ranks) -> Finding:
        rank = ranks[self.input.name]
        if rank is None:
            return Finding(None, missing=self.inputs)
        return Finding(True, because=(self,)) if self.bounds.admit(rank) else Finding(False)

    def facts(self, ranks: Ranks) -> Facts:
        rank = ranks[self.input.name]
        return () if rank is None else (("value", self.input.code(rank)),)


@dataclass(frozen=True, slots=True)
class MissingTest:
    """Whether any of the named inputs has no value: a fact about them, so never unknown."""

    inputs: tuple[str, ...]
    because: str | None = None

    def judge(self, ranks: Ranks) -> Finding:
        missing = tuple(name for name in self.inputs if ranks[name] is None)
        return Finding(True, because=(self,), missing=missing) if missing else Finding(False)

    def facts(self, ranks: Ranks) -> Facts:
        return (("inputs", tuple(name for name in self.inputs if ranks[name] is None)),)


@dataclass(frozen=True, slots=True)
class SkillsTest:
    """A test that any, or every, one of the four skills must pass."""

    subject: Subject
    bounds: Bounds
    because: str | None = None
    inputs: tuple[str, ...] = SKILLS

    def judge(self, ranks: Ranks) -> Finding:
        found = [None if rank is None else self.bounds.admit(rank) for rank in map(ranks.get, SKILLS)]
        decisive = self.subject is Subject.ANY_SKILL
        if decisive in found:
            truth: bool | None = decisive
        else:
            truth = None if None in found else not decisive
        missing = tuple(name for name in SKILLS if ranks[name] is None) if truth is None else ()
        return Finding(truth, because=(self,) if truth else (), missing=missing)

    def facts(self, ranks: Ranks) -> Facts:
        passed = (name for name in SKILLS if (rank := ranks[name]) is not None and self.bounds.admit(rank))
        return (("inputs", tuple(passed)),)


@dataclass(frozen=True, slots=True)
class SpreadTest:
    """A test of the spread of the four skills: highest minus lowest, in steps of the scale."""

    bounds: Bounds
    because: str | None = None
    inputs: tuple[str, ...] = SKILLS

    def judge(self, ranks: Ranks) -> Finding:
        missing = tuple(name for name in SKILLS if ranks[name] is None)
        least = spread_of(ranks)
        possible = range(least, TOP_STEP + 1) if missing else (least,)
        answers = {self.bounds.admit(spread) for spread in possible}
        if len(answers) == 2:
            return Finding(None, missing=missing)
        return Finding(True, because=(self,)) if True in answers else Finding(False)

    def facts(self, ranks: Ranks) -> Facts:
        return (("spread", str(spread_of(ranks))),)


def spread_of(ranks: Ranks) -> int:
    """Highest minus lowest of the skills that have a level, in steps; 0 when none has."""
    known = [rank for rank in map(ranks.get, SKILLS) if rank is not None]
    return max(known) - min(known) if known else 0


Test = InputTest | MissingTest | SkillsTest | SpreadTest


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is true; an unknown part matters only while no part is false."""

    parts: tuple["Condition", ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        return names_in(self.parts)

    def judge(self, ranks: Ranks) -> Finding:
        return _combine([part.judge(ranks) for part in self.parts], decisive=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when any part is true; an unknown part matters only while no part is true."""

    parts: tuple["Condition", ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        return names_in(self.parts)

    def judge(self, ranks: Ranks) -> Finding:
        return _combine([part.judge(ranks) for part in self.parts], decisive=True)


Condition = Test | All | AnyOf


def _combine(findings: list[Finding], *, decisive: bool) -> Finding:
    """Kleene's three-valued all (False decides) and any (True decides)."""
    truths = [finding.truth for finding in findings]
    if decisive in truths:
        truth: bool | None = decisive
    else:
        truth = None if None in truths else not decisive
    if truth is False:
        return Finding(False)
    telling = [finding for finding in findings if finding.truth is truth]
    return Finding(
        truth,
        because=tuple(test for finding in telling for test in finding.because),
        missing=tuple(dict.fromkeys(name for finding in telling for name in finding.missing)),
    )


def tests_in(condition: Condition | None) -> Iterable[Test]:
    """Every single test inside a condition, in order."""
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from tests_in(part)
    elif condition is not None:
        yield condition


def names_in(conditions: Iterable[Condition | None]) -> tuple[str, ...]:
    """The inputs that conditions look at, each once, in order of appearance."""
    return tuple(
        dict.fromkeys(name for given in conditions for test in tests_in(given) for name in test.inputs)
    )
