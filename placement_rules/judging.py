"""How a suggestion is made from evidence and a rule set: the definition, written to be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from placement_rules.conditions import (
    OVERALL,
    TRACK,
    Facts,
    Line,
    Reason,
    SkillsTest,
    spread_of,
)
from placement_rules.evidence import Evidence
from placement_rules.inputs import SKILLS, Input, Kind, Ranks, ranks_of
from placement_rules.levels import Level, Skill
from placement_rules.rule_set import (
    EXTRAS_TABLE,
    INPUT_MISSING,
    MODULE_BY_OVERALL,
    MODULE_TABLE,
    NO_RULE,
    OVERALL_IS_MEAN,
    TRACK_TABLE,
    RuleSet,
)
from placement_rules.suggestion import Change, Suggestion
from placement_rules.tables import Row, Verdict
from placement_rules.uncertainty import LevelChances, Place, is_borderline, outcome_chances


@dataclass(frozen=True, slots=True)
class Decision:
    """Where the tables led.

    `rule` is the rule that chose the track, or INPUT_MISSING or NO_RULE; `stopped_at` the row that could not
    be judged. `module` and `extras` are the rows that gave them.
    """

    rule: str
    track: str
    found: Verdict
    module: Verdict
    extras: tuple[Verdict, ...] = ()
    missing: tuple[str, ...] = ()
    stopped_at: Row | None = None

    @property
    def outcome(self) -> tuple[str, str | None]:
        """What people compare: track and module."""
        return self.track, self.module.row.gives if self.module.row else None


NOTHING = Verdict(None)


def suggest(
    evidence: Evidence, rule_set: RuleSet, *, chances: Mapping[Skill, LevelChances] | None = None
) -> Suggestion:
    """The suggestion for this evidence, with reasons and every single change that matters.

    With `chances`, the levels of these skills are uncertain: the suggestion, which goes by the evidence,
    also says how probable each track and module is.
    """
    ranks = ranks_of(evidence, rule_set.inputs)
    decision = decide(ranks, rule_set)
    suggestion = state(decision, ranks, rule_set, changes_from(evidence, ranks, rule_set))
    return with_probabilities(suggestion, evidence, rule_set, chances=chances, place=_placing_by(rule_set))


def _placing_by(rule_set: RuleSet) -> Place:
    return lambda evidence: decide(ranks_of(evidence, rule_set.inputs), rule_set).outcome


def with_probabilities(
    suggestion: Suggestion,
    evidence: Evidence,
    rule_set: RuleSet,
    *,
    chances: Mapping[Skill, LevelChances] | None,
    place: Place,
) -> Suggestion:
    """The suggestion with the probability of each outcome, when there are chances."""
    if not chances:
        return suggestion
    found = outcome_chances(evidence, chances, place=place)
    borderline = is_borderline(found, below=rule_set.borderline_below)
    return replace(suggestion, probabilities=found, is_borderline=borderline)


def decide(ranks: Ranks, rule_set: RuleSet) -> Decision:
    """Judge the tables: the track; when it is graded, also module and extras by the overall level."""
    found = rule_set.tables[TRACK_TABLE].judge(ranks)
    if found.row is None:
        return Decision(NO_RULE, rule_set.undecided_track, found, NOTHING)
    if found.stopped:
        return _stopped(found, rule_set)
    track = found.row.gives
    if not rule_set.tracks[track].graded:
        return Decision(found.row.rule, track, found, NOTHING, missing=rule_set.in_order(found.missing))
    ranks = with_overall(ranks, track, rule_set)
    module = rule_set.tables[MODULE_TABLE].judge(ranks)
    if module.stopped:
        return _stopped(module, rule_set)
    extras = rule_set.tables[EXTRAS_TABLE].collect(ranks).true if EXTRAS_TABLE in rule_set.tables else ()
    return Decision(found.row.rule, track, found, module, extras, rule_set.in_order(found.missing))


def _stopped(verdict: Verdict, rule_set: RuleSet) -> Decision:
    """An input is missing that a row needs: the assessor decides."""
    missing = rule_set.in_order(verdict.missing)
    return Decision(
        INPUT_MISSING, rule_set.undecided_track, NOTHING, NOTHING, missing=missing, stopped_at=verdict.row
    )


def with_overall(ranks: Ranks, track: str, rule_set: RuleSet) -> Ranks:
    """The ranks with what the tables of a graded track may also ask: overall level and track."""
    overall = overall_of(ranks, rule_set)
    return {**ranks, OVERALL: overall.step if overall else None, TRACK: list(rule_set.tracks).index(track)}


def overall_of(ranks: Ranks, rule_set: RuleSet) -> Level | None:
    """Weighted mean position of the four skills, a half rounded down; None while any has no level."""
    total = 0
    for name in SKILLS:
        rank = ranks[name]
        if rank is None:
            return None
        total += rank * rule_set.weights[name]
    weight = sum(rule_set.weights.values())
    return Level.at(-((weight - 2 * total) // (2 * weight)))


def changes_from(evidence: Evidence, ranks: Ranks, rule_set: RuleSet) -> tuple[Change, ...]:
    """Every change of one known input that gives another track or module, by input and new value."""
    now = decide(ranks, rule_set).outcome
    found = []
    for given in rule_set.inputs:
        rank = ranks[given.name]
        if rank is not None:
            old = code_of(evidence, given)
            for new, track, module in _steps_that_matter(given, rank, ranks, now, rule_set):
                found.append(Change(given.name, old, new, track, module))
    return tuple(sorted(found, key=lambda change: (change.input, change.new)))


def _steps_that_matter(
    given: Input, rank: int, ranks: Ranks, now: tuple[str, str | None], rule_set: RuleSet
) -> Iterator[tuple[str, str, str | None]]:
    for group in given.alternatives(rank, rule_set.cuts[given.name]):
        for other in group:
            then = decide({**ranks, given.name: other}, rule_set).outcome
            if then != now:
                yield given.code(other), *then
                break


def code_of(evidence: Evidence, given: Input) -> str:
    """A known input's value as text; a level keeps its own code, also an open-ended one."""
    value = getattr(evidence, given.name)
    if given.kind is Kind.LEVEL:
        return str(value.value)
    return str(value).lower() if given.kind is Kind.BOOLEAN else str(value)


def state(decision: Decision, ranks: Ranks, rule_set: RuleSet, changes: tuple[Change, ...]) -> Suggestion:
    """Put the decision into the words of a suggestion."""
    graded = rule_set.tracks[decision.track].graded
    overall = overall_of(ranks, rule_set) if graded else None
    track, module = decision.outcome
    return Suggestion(
        track=track,
        module=module,
        extras=extras_of(decision),
        overall=overall,
        rule=decision.rule,
        rule_set_id=rule_set.id,
        rule_set_version=rule_set.version,
        missing=decision.missing,
        used=used_by(decision, rule_set),
        reasons=tuple(reasons_of(decision, ranks, overall, rule_set)),
        changes=changes,
    )


def extras_of(decision: Decision) -> tuple[str, ...]:
    """What is added to the track."""
    return tuple(extra.row.gives for extra in decision.extras if extra.row)


def used_by(decision: Decision, rule_set: RuleSet) -> tuple[str, ...]:
    """The inputs the decision rests on."""
    if decision.stopped_at:
        return rule_set.used.get(decision.stopped_at.rule) or rule_set.in_order(decision.missing)
    return rule_set.used.get(decision.rule) or tuple(given.name for given in rule_set.inputs)


def reasons_of(
    decision: Decision, ranks: Ranks, overall: Level | None, rule_set: RuleSet
) -> Iterator[Reason]:
    """The reasons, in the order they were met while judging."""
    if decision.stopped_at:
        yield Reason(INPUT_MISSING, (("rule", decision.stopped_at.rule), ("inputs", decision.missing)))
    elif decision.found.row is None:
        yield Reason(NO_RULE)
    yield from told(decision.found, ranks, overall, rule_set)
    if overall and decision.module.row:
        module = decision.module.row.gives
        yield Reason(OVERALL_IS_MEAN, (("overall", overall.code),))
        yield Reason(MODULE_BY_OVERALL, (("module", module), ("overall", overall.code)))
        yield from told(decision.module, ranks, overall, rule_set)
    for extra in decision.extras:
        yield from told(extra, ranks, overall, rule_set)


def told(verdict: Verdict, ranks: Ranks, overall: Level | None, rule_set: RuleSet) -> Iterator[Reason]:
    """The reasons of a row, then of each line that is true; each once."""
    if verdict.row is None:
        return
    told = [(code, verdict.lines) for code in verdict.row.because]
    told += [(code, (line,)) for line in verdict.lines for code in line.because]
    seen = set()
    for code, lines in told:
        if code not in seen:
            seen.add(code)
            yield Reason(code, facts_for(code, verdict, lines, ranks, overall, rule_set))


def facts_for(
    code: str,
    verdict: Verdict,
    lines: tuple[Line, ...],
    ranks: Ranks,
    overall: Level | None,
    rule_set: RuleSet,
) -> Facts:
    """What the text of a reason names: the value of an input, or what was found about the four skills."""
    return tuple(
        (name, _fact(name, verdict, lines, ranks, overall, rule_set)) for name in rule_set.facts.get(code, ())
    )


def _fact(
    name: str,
    verdict: Verdict,
    lines: tuple[Line, ...],
    ranks: Ranks,
    overall: Level | None,
    rule_set: RuleSet,
) -> str | tuple[str, ...]:
    if name == "missing":
        return rule_set.in_order(verdict.missing)
    if name == "skills":
        tests = [test for line in lines for test in line.tests if isinstance(test, SkillsTest)]
        return rule_set.in_order({skill for test in tests for skill in test.passed_by(ranks)})
    if name == "spread":
        return str(spread_of(ranks))
    if name == OVERALL:
        return overall.code if overall else ""
    return _value_of(name, ranks, rule_set)


def _value_of(name: str, ranks: Ranks, rule_set: RuleSet) -> str:
    """An input, or what another table gave, as text; nothing when it is missing."""
    rank = ranks[name]
    if rank is None:
        return ""
    if name in rule_set.tables:
        return rule_set.tables[name].outcomes[rank]
    return next(given for given in rule_set.inputs if given.name == name).code(rank)
