"""Which parts of the battery to give next: by the interview, and by what the parts so far have shown."""

from dataclasses import dataclass

from placement_rules.answering import Answer, answer_from, answer_of
from placement_rules.conditions import Reason
from placement_rules.evidence import Evidence
from placement_rules.inputs import SKILLS, Ranks, ranks_of
from placement_rules.levels import PartState
from placement_rules.rule_set import BATTERY_TABLE, INPUT_MISSING, PARTS_TABLE, RuleSet
from placement_rules.tables import Verdict


@dataclass(frozen=True, slots=True)
class NextParts:
    """The battery that fits, and its parts: those to give now, those that wait, the rest.

    A part `later` names in `missing` what it waits for. `given` are skills that have a level already, or a
    reason why there is none; `not_needed` are the parts that no rule asks for.
    """

    battery: Answer
    now: tuple[Answer, ...]
    later: tuple[Answer, ...]
    given: tuple[str, ...]
    not_needed: tuple[str, ...]


def next_parts(evidence: Evidence, rule_set: RuleSet) -> NextParts:
    """What to do next with this candidate by a rule set that answers `battery`; the assessor decides."""
    ranks = ranks_of(evidence, rule_set.inputs)
    battery = answer_of(BATTERY_TABLE, ranks, rule_set)
    if PARTS_TABLE not in rule_set.tables:
        return NextParts(battery, (), (), (), ())
    batteries = rule_set.tables[BATTERY_TABLE].outcomes
    ranks = {**ranks, BATTERY_TABLE: batteries.index(battery.gives) if battery.gives else None}
    given = tuple(part for part in SKILLS if getattr(evidence, part) is not PartState.NOT_TAKEN)
    collected = rule_set.tables[PARTS_TABLE].collect(ranks)
    now = _to_give(collected.true, given, ranks, rule_set)
    later = _to_wait_for(collected.waiting, (*given, *now), battery, rule_set)
    asked_for = {*given, *now, *later}
    rest = (part for part in rule_set.tables[PARTS_TABLE].outcomes if part not in asked_for)
    return NextParts(battery, tuple(now.values()), tuple(later.values()), given, tuple(rest))


def _to_give(
    verdicts: tuple[Verdict, ...], settled: tuple[str, ...], ranks: Ranks, rule_set: RuleSet
) -> dict[str, Answer]:
    """Each part once, by the first row that asks for it."""
    found: dict[str, Answer] = {}
    for verdict in verdicts:
        row = verdict.row
        if row is not None and row.gives not in settled and row.gives not in found:
            found[row.gives] = answer_from(PARTS_TABLE, verdict, row, ranks, rule_set)
    return found


def _to_wait_for(
    verdicts: tuple[Verdict, ...], settled: tuple[str, ...], battery: Answer, rule_set: RuleSet
) -> dict[str, Answer]:
    """Each part once, with all that its rows wait for; who waits for the battery waits for its inputs."""
    waits: dict[str, set[str]] = {}
    rules: dict[str, str] = {}
    for verdict in verdicts:
        if verdict.row is None or verdict.row.gives in settled:
            continue
        part, missing = verdict.row.gives, set(verdict.missing)
        own = missing - {BATTERY_TABLE} | set(battery.missing if BATTERY_TABLE in missing else ())
        waits.setdefault(part, set()).update(own)
        rules.setdefault(part, verdict.row.rule)
    return {part: _waiting(part, rules[part], rule_set.in_order(waits[part])) for part in waits}


def _waiting(part: str, rule: str, missing: tuple[str, ...]) -> Answer:
    reason = Reason(INPUT_MISSING, (("rule", rule), ("inputs", missing)))
    return Answer(PARTS_TABLE, part, rule, (reason,), missing)
