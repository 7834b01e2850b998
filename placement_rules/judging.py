"""How a suggestion is made from evidence and a rule set: the definition, written to be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placement_rules.conditions import Finding, Reason, Test
from placement_rules.evidence import Evidence
from placement_rules.inputs import SKILLS, Input, Kind, Ranks, ranks_of
from placement_rules.levels import Level
from placement_rules.rule_set import INPUT_MISSING, MODULE_BY_OVERALL, OVERALL_IS_MEAN, Extra, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one input that gives another track or module; values as text."""

    input: str
    old: str
    new: str
    track: str
    module: str | None

    @property
    def distance(self) -> int:
        """How far it is: whole numbers apart for counts, else 1."""
        return abs(int(self.new) - int(self.old)) if self.old.isdecimal() and self.new.isdecimal() else 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a rule set suggests for one candidate, and why; the assessor decides."""

    track: str
    module: str | None
    extras: tuple[str, ...]
    overall: Level | None
    rule: str
    rule_set_id: str
    rule_set_version: int
    missing: tuple[str, ...]
    used: tuple[str, ...]
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Where the rules led: the rule that decided, or the one that could not be judged (`stopped`)."""

    rule: Rule
    track: str
    stopped: bool
    missing: tuple[str, ...]
    because: tuple[Test, ...]
    extras: tuple[Extra, ...]


def suggest(evidence: Evidence, rule_set: RuleSet) -> Suggestion:
    """The suggestion for this evidence, with reasons and every single change that matters."""
    ranks = ranks_of(evidence, rule_set.inputs)
    decision = decide(ranks, rule_set)
    changes = changes_from(evidence, ranks, rule_set)
    return state(decision, ranks, rule_set, changes)


def decide(ranks: Ranks, rule_set: RuleSet) -> Decision:
    """Judge the rules in order: the first that is true decides, the first that is unknown stops."""
    for rule in rule_set.rules:
        finding = rule.when.judge(ranks) if rule.when else Finding(True)
        if finding.truth is None:
            missing = rule_set.in_order(set(finding.missing))
            return Decision(rule, rule_set.undecided_track, True, missing, (), ())
        if finding.truth:
            missing = rule_set.in_order(set(finding.missing))
            graded = rule_set.tracks[rule.track].graded
            extras = tuple(extra for extra in rule_set.extras if graded and extra.when.judge(ranks).truth)
            return Decision(rule, rule.track, False, missing, finding.because, extras)
    raise AssertionError("a rule set ends with a rule that always holds; its reader checks that")


def overall_of(ranks: Ranks, rule_set: RuleSet) -> Level | None:
    """Mean position of the four skills, a half rounded down; None while any has no level."""
    total = 0
    for name in SKILLS:
        rank = ranks[name]
        if rank is None:
            return None
        total += rank * rule_set.weights[name]
    weight = sum(rule_set.weights.values())
    return Level.at(-((weight - 2 * total) // (2 * weight)))


def place(decision: Decision, overall: Level | None, rule_set: RuleSet) -> tuple[str, str | None]:
    """The outcome that people compare: track and module."""
    graded = overall is not None and rule_set.tracks[decision.track].graded
    return decision.track, rule_set.module_at(overall) if graded and overall else None


def changes_from(evidence: Evidence, ranks: Ranks, rule_set: RuleSet) -> tuple[Change, ...]:
    """Every change of one known input that gives another track or module, by input and new value."""
    now = outcome(ranks, rule_set)
    found = []
    for given in rule_set.inputs:
        rank = ranks[given.name]
        if rank is not None:
            old = code_of(evidence, given)
            for new, track, module in _steps_that_matter(given, rank, ranks, now, rule_set):
                found.append(Change(given.name, old, new, track, module))
    return tuple(sorted(found, key=lambda change: (change.input, change.new)))


def outcome(ranks: Ranks, rule_set: RuleSet) -> tuple[str, str | None]:
    """Track and module for these ranks."""
    return place(decide(ranks, rule_set), overall_of(ranks, rule_set), rule_set)


def _steps_that_matter(
    given: Input, rank: int, ranks: Ranks, now: tuple[str, str | None], rule_set: RuleSet
) -> Iterator[tuple[str, str, str | None]]:
    for group in given.alternatives(rank, rule_set.cuts[given.name]):
        for other in group:
            then = outcome({**ranks, given.name: other}, rule_set)
            if then != now:
                yield given.code(other), *then
                break


def code_of(evidence: Evidence, given: Input) -> str:
    """A known input's value as text; a level keeps its own code, also an open-ended one."""
    value = getattr(evidence, given.name)
    if given.kind is Kind.LEVEL:
        return str(value.value)
    return str(value).lower() if given.kind is Kind.TICK else str(value)


def state(decision: Decision, ranks: Ranks, rule_set: RuleSet, changes: tuple[Change, ...]) -> Suggestion:
    """Put the decision into the words of a suggestion."""
    graded = rule_set.tracks[decision.track].graded
    overall = overall_of(ranks, rule_set) if graded else None
    track, module = place(decision, overall, rule_set)
    return Suggestion(
        track=track,
        module=module,
        extras=tuple(extra.id for extra in decision.extras),
        overall=overall,
        rule=INPUT_MISSING if decision.stopped else decision.rule.id,
        rule_set_id=rule_set.id,
        rule_set_version=rule_set.version,
        missing=decision.missing,
        used=rule_set.used[decision.rule.id],
        reasons=tuple(reasons_of(decision, ranks, overall, module)),
        changes=changes,
    )


def reasons_of(
    decision: Decision, ranks: Ranks, overall: Level | None, module: str | None
) -> Iterator[Reason]:
    """The reasons, in the order they were met while judging."""
    if decision.stopped:
        yield Reason(INPUT_MISSING, (("rule", decision.rule.id), ("inputs", decision.missing)))
    if decision.rule.because and not decision.stopped:
        yield Reason(decision.rule.because)
    for test in decision.because:
        if test.because:
            yield Reason(test.because, test.facts(ranks))
    if overall and module:
        yield Reason(OVERALL_IS_MEAN, (("overall", overall.code),))
        yield Reason(MODULE_BY_OVERALL, (("module", module), ("overall", overall.code)))
    for extra in decision.extras:
        if extra.because:
            yield Reason(extra.because)


def nearest_first(changes: Sequence[Change], rule_set: RuleSet) -> list[Change]:
    """Changes as pages list them: the nearest first, of these a step on a scale before a change of kind."""
    kinds = {given.name: list(Kind).index(given.kind) for given in rule_set.inputs}
    return sorted(
        changes, key=lambda change: (change.distance, kinds[change.input], change.input, change.new)
    )
