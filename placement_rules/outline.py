"""A rule set laid out for reading: each condition as plain data that any language can put into words."""

from dataclasses import dataclass, replace
from enum import StrEnum

from placement_rules.conditions import (
    All,
    AnyOf,
    Bounds,
    Condition,
    InputTest,
    MissingTest,
    SkillsTest,
    Subject,
    Test,
)
from placement_rules.inputs import SKILLS, Input, Kind


class Demand(StrEnum):
    """What a condition asks of its subject."""

    IS = "is"
    AT_LEAST = "at_least"
    BELOW = "below"
    BETWEEN = "between"
    MISSING = "missing"
    ALL = "all"
    ANY = "any"


ANY_SKILL, EVERY_SKILL, SPREAD = (
    Subject.ANY_SKILL.value,
    Subject.EVERY_SKILL.value,
    Subject.SPREAD.value,
)


@dataclass(frozen=True, slots=True)
class Outline:
    """One condition: a demand on a subject with its value codes, or the conditions it combines.

    `subject` is the name of an input, or one of ANY_SKILL, EVERY_SKILL and SPREAD. BETWEEN has two values:
    from the first up, under the second. `because` is the code of the reason it gives when it holds.
    """

    demand: Demand
    subject: str = ""
    values: tuple[str, ...] = ()
    parts: tuple["Outline", ...] = ()
    because: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons it can give, each once, in order."""
        inner = [code for part in self.parts for code in part.reasons]
        return tuple(dict.fromkeys([self.because, *inner] if self.because else inner))


def outline_of(condition: Condition) -> Outline:
    """The condition as plain data."""
    if isinstance(condition, All | AnyOf):
        demand = Demand.ALL if isinstance(condition, All) else Demand.ANY
        return Outline(demand, parts=tuple(outline_of(part) for part in condition.parts))
    return replace(_outline_of_test(condition), because=condition.because)


def _outline_of_test(test: Test) -> Outline:
    if isinstance(test, MissingTest):
        return Outline(Demand.MISSING, ANY_SKILL if test.inputs == SKILLS else test.inputs[0])
    if isinstance(test, InputTest):
        return _bounded(test.input.name, test.bounds, test.input)
    if isinstance(test, SkillsTest):
        return _bounded(test.subject.value, test.bounds, Input("", Kind.LEVEL))
    return _bounded(SPREAD, test.bounds, Input("", Kind.COUNT))


def _bounded(subject: str, bounds: Bounds, given: Input) -> Outline:
    if bounds.one_of is not None:
        return Outline(Demand.IS, subject, tuple(given.code(rank) for rank in sorted(bounds.one_of)))
    if bounds.at_least is not None and bounds.below is not None:
        return Outline(Demand.BETWEEN, subject, (given.code(bounds.at_least), given.code(bounds.below)))
    if bounds.at_least is not None:
        return Outline(Demand.AT_LEAST, subject, (given.code(bounds.at_least),))
    return Outline(Demand.BELOW, subject, (given.code(bounds.below or 0),))
