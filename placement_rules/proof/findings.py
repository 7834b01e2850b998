"""What a proof finds: each fault with its place in the file and inputs that show it."""

from dataclasses import dataclass
from enum import StrEnum

from placement_rules.messages import Message
from placement_rules.toml_places import Path


class FindingCode(StrEnum):
    """The kinds of findings."""

    GAP = "gap"
    OVERLAP = "overlap"
    NEVER_TRUE = "never-true"
    SHADOWED = "shadowed"
    LINE_NEVER_TRUE = "line-never-true"
    LINE_IDLE = "line-idle"
    TRACK_FALLS = "track-falls"
    MODULE_FALLS = "module-falls"
    EXCEPTION_UNUSED = "exception-unused"
    TRACK_UNREACHED = "track-unreached"
    NOT_IN_ORDER = "not-in-order"
    ORDER_IN_A_CIRCLE = "order-in-a-circle"
    FIELD_TWICE = "field-twice"
    TEXT_MISSING = "text-missing"
    SOURCE_MISSING = "source-missing"
    SOURCE_UNDECLARED = "source-undeclared"
    TOO_LARGE = "too-large"
    TEXT_UNUSED = "text-unused"
    SOURCE_UNUSED = "source-unused"
    INPUT_UNUSED = "input-unused"


NOTES = frozenset({FindingCode.TEXT_UNUSED, FindingCode.SOURCE_UNUSED, FindingCode.INPUT_UNUSED})
"""Worth telling, but nothing is wrong with what the rules give."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Inputs that show a finding, and what the rules give for them.

    `values` are the inputs in words of the file, `ranks` the same as the rules see them (None: missing).
    `gives` are the codes of the outcome (track and module; nothing when no row holds) and `rules` the rules
    that gave it.
    """

    ranks: tuple[tuple[str, int | None], ...]
    values: tuple[tuple[str, str | None], ...]
    gives: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (or, for NOTES, worth telling).

    `path` is the place in the file; `table` and `rule` name it where it is a row. `witnesses` is one
    combination of inputs, two for a rise that leads down (before and after), none for a lack in the file.
    `cases` counts the classes of inputs concerned.
    """

    code: FindingCode
    message: Message
    path: Path = ()
    table: str | None = None
    rule: str | None = None
    witnesses: tuple[Witness, ...] = ()
    cases: int = 0

    @property
    def is_fault(self) -> bool:
        """Whether the rule set must not be used as it is."""
        return self.code not in NOTES


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a proof.

    `combinations` is how many combinations of input values there are (missing ones included), `classes` how
    many of them the rules can tell apart, `rules` how many rows were proven.
    """

    findings: tuple[Finding, ...]
    combinations: int
    classes: int
    rules: int

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings for which the rule set must not be used as it is."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """The findings that are only worth telling."""
        return tuple(finding for finding in self.findings if not finding.is_fault)

    @property
    def is_proven(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults
