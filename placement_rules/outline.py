"""A test laid out for reading, as plain data that any language can put into words."""

from dataclasses import dataclass
from enum import StrEnum

from placement_rules.conditions import Bounds, InputTest, KnownTest, SkillsTest, Subject, Test
from placement_rules.inputs import SKILLS, Input, Kind


class Demand(StrEnum):
    """What a test asks of its subject."""

    IS = "is"
    """One of the values; without any it can never hold."""
    AT_LEAST = "at_least"
    BELOW = "below"
    BETWEEN = "between"
    MISSING = "missing"
    KNOWN = "known"


ANY_SKILL, EVERY_SKILL, SPREAD = (
    Subject.ANY_SKILL.value,
    Subject.EVERY_SKILL.value,
    Subject.SPREAD.value,
)


@dataclass(frozen=True, slots=True)
class Outline:
    """One test: a demand on a subject, with its value codes.

    `subject` is the name of an input, `overall`, `track`, or one of ANY_SKILL, EVERY_SKILL and SPREAD.
    BETWEEN has two values: from the first up to the second, both included.
    """

    demand: Demand
    subject: str
    values: tuple[str, ...] = ()


def outline_of(test: Test) -> Outline:
    """The test as plain data."""
    if isinstance(test, KnownTest):
        subject = (EVERY_SKILL if test.every else ANY_SKILL) if test.inputs == SKILLS else test.inputs[0]
        return Outline(Demand.KNOWN if test.known else Demand.MISSING, subject)
    if isinstance(test, InputTest):
        return _bounded(test.input.name, test.bounds, test.input)
    if isinstance(test, SkillsTest):
        return _bounded(EVERY_SKILL if test.every else ANY_SKILL, test.bounds, Input("", Kind.LEVEL))
    return _bounded(SPREAD, test.bounds, Input("", Kind.INTEGER))


def _bounded(subject: str, bounds: Bounds, given: Input) -> Outline:
    if bounds.one_of is not None:
        return Outline(Demand.IS, subject, tuple(given.code(rank) for rank in sorted(bounds.one_of)))
    if given.kind is not Kind.INTEGER and (bounds.at_least or 0) not in given.ranks:
        return Outline(Demand.IS, subject)  # above the highest value there is
    if bounds.at_least is not None and bounds.below is not None:
        return Outline(Demand.BETWEEN, subject, (given.code(bounds.at_least), given.code(bounds.below - 1)))
    if bounds.at_least is not None:
        return Outline(Demand.AT_LEAST, subject, (given.code(bounds.at_least),))
    return Outline(Demand.BELOW, subject, (given.code(bounds.below or 0),))
