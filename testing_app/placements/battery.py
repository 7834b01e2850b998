"""Which battery and which parts the rules would give a candidate next; the assessor gives what fits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from testing_app.placements.suggesting import judged
from testing_app.rule_sets import rules
from testing_app.sittings.evidence import evidence_of
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import Part, PartState

INTERVIEW = "interview"
"""The input of a battery's rules that the oral level heard in the interview answers."""


@dataclass(frozen=True)
class PartsToGive:
    """What the rules of the battery say about a sitting as it is stored now.

    `done` are the parts that have a state; `missing` are the inputs to find out before the battery is known.
    Parts are codes: a rule set may name parts that no page has.
    """

    battery: rules.Answer
    now: tuple[rules.Answer, ...]
    later: tuple[rules.Answer, ...]
    done: tuple[Part, ...]
    not_needed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SoFar:
    """What a sitting has shown so far: the evidence with the interview, and the parts that have a state."""

    evidence: rules.Evidence
    done: tuple[Part, ...]


def so_far(sitting: Sitting) -> SoFar:
    """What is stored of a sitting now."""
    interview = rules.mark_from(sitting.background.interview_level)
    states = {row.part: row.state for row in sitting.parts}
    return SoFar(
        evidence=replace(judged(evidence_of(sitting)), interview=interview),
        done=tuple(part for part in Part if states[part] is not PartState.NOT_TAKEN),
    )


def parts_to_give(found: SoFar, rule_set: rules.RuleSet) -> PartsToGive:
    """What to give next by a rule set that answers `battery`; it keeps no part from being given."""
    said, done = rules.next_parts(found.evidence, rule_set), found.done
    return PartsToGive(
        battery=said.battery,
        now=_undone(said.now, done),
        later=_undone(said.later, done),
        done=done,
        not_needed=tuple(code for code in said.not_needed if code not in done),
        missing=_missing(said.battery, found.evidence.interview, rule_set),
    )


def _undone(answers: Iterable[rules.Answer], done: tuple[Part, ...]) -> tuple[rules.Answer, ...]:
    return tuple(answer for answer in answers if answer.gives not in done)


def _missing(battery: rules.Answer, interview: rules.Mark, rule_set: rules.RuleSet) -> tuple[str, ...]:
    """What keeps the battery from being known; an interview that was not recorded belongs to it."""
    if battery.gives is not None or isinstance(interview, rules.Level):
        return battery.missing
    return rule_set.in_order({*battery.missing, INTERVIEW})
