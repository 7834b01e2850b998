"""Decision tables: ordered rows over the declared inputs, with a stated hit policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from placement_rules.conditions import Finding, Line, Test, judge_lines, tests_in
from placement_rules.inputs import Ranks


class Hit(StrEnum):
    """Which rows of a table count (hit policies of DMN, Decision Model and Notation 1.5, 8.2.10)."""

    FIRST = "first"
    """The rows are asked from the top; the first that is true decides."""
    UNIQUE = "unique"
    """At most one row can be true, in whatever order they stand."""
    COLLECT = "collect"
    """Every row that is true counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: when any of its lines is true (or it has none, "otherwise") it gives its outcome."""

    rule: str
    lines: tuple[Line, ...]
    gives: str
    because: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes of every reason it can tell, each once, in order."""
        told = [code for line in self.lines for code in line.because]
        return tuple(dict.fromkeys([*self.because, *told]))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The row a table came to: the one that decided, or (`stopped`) the first that could not be judged."""

    row: Row | None
    stopped: bool = False
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """The rows of a collecting table: those that are true, and those that wait for a missing input."""

    true: tuple[Verdict, ...]
    waiting: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one hit policy, answering one question."""

    name: str
    hit: Hit
    rows: tuple[Row, ...]

    def judge(self, ranks: Ranks) -> Verdict:
        """The row that decides. With `first` an unknown row above it stops the judging; with `unique` only
        when no row is true."""
        stopped: Verdict | None = None
        for row in self.rows:
            finding = judge_lines(row.lines, ranks)
            if finding.truth:
                return _verdict(row, finding)
            if finding.truth is None and stopped is None:
                stopped = _verdict(row, finding)
                if self.hit is Hit.FIRST:
                    break
        return stopped or Verdict(None)

    def collect(self, ranks: Ranks) -> Collected:
        """Every row that is true, and every row that is unknown as yet."""
        found = [(row, judge_lines(row.lines, ranks)) for row in self.rows]
        return Collected(
            tuple(_verdict(row, finding) for row, finding in found if finding.truth),
            tuple(_verdict(row, finding) for row, finding in found if finding.truth is None),
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all rows."""
        return tuple(line for row in self.rows for line in row.lines)

    @property
    def tests(self) -> Iterator[Test]:
        """The tests of all rows."""
        return tests_in(self.lines)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What rows can give, each once, in order."""
        return tuple(dict.fromkeys(row.gives for row in self.rows))


def _verdict(row: Row, finding: Finding) -> Verdict:
    return Verdict(row, finding.truth is None, finding.lines, finding.missing)
