"""A judge that remembers: gives exactly what `suggest` gives, fast enough for whole registers.

Evidence falls into few classes that no rule tells apart. The judge asks `decide` once for each class and
keeps the ruling; for the four skills it keeps each combination of levels, with its neighbours a step away.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from placement_rules.conditions import OVERALL, Test
from placement_rules.evidence import Evidence, Mark
from placement_rules.inputs import SKILLS, Input, Kind, Ranks
from placement_rules.judging import (
    Decision,
    decide,
    extras_of,
    overall_of,
    reasons_of,
    used_by,
    with_probabilities,
)
from placement_rules.levels import Level, Skill
from placement_rules.rule_set import RuleSet
from placement_rules.suggestion import Change, Suggestion
from placement_rules.uncertainty import LevelChances

Marks = tuple[Mark, ...]
Steps = tuple[int | None, ...]
Values = tuple[object, ...]

_STEPS_FROM: dict[Mark, tuple[tuple[str, str, int], ...]] = {
    level: tuple((level.code, new.code, new.step) for new in (level.down, level.up) if new) for level in Level
}
_in_order = attrgetter("input", "new")


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """One skill moved by one step, and the view of the skills it leads to."""

    input: str
    old: str
    new: str
    view: int


@dataclass(frozen=True, slots=True)
class _Profile:
    """One combination of the four skills; `view` is all that the rules can tell about it."""

    ranks: Ranks
    view: int
    overall: Level | None
    neighbours: tuple[_Neighbour, ...]


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """The other inputs: their ranks, their values as text, and the class that the rules can tell."""

    ranks: Ranks
    texts: dict[str, str]
    kind: int


@dataclass(frozen=True, slots=True)
class _Ruling:
    """A decision with its outcome: what all evidence of one view and one kind of circumstances gets."""

    decision: Decision
    track: str
    module: str | None
    graded: bool
    extras: tuple[str, ...]
    used: tuple[str, ...]
    placing: "Placing"


@dataclass(frozen=True, slots=True)
class Placing:
    """Where evidence leads, and by which rule, without reasons or changes."""

    track: str
    module: str | None
    rule: str
    extras: tuple[str, ...] = ()


class Judge:
    """Suggests by one rule set and remembers; one thread at a time."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self._skills = tuple(given for name in SKILLS for given in rule_set.inputs if given.name == name)
        self._others = tuple(given for given in rule_set.inputs if given.name not in SKILLS)
        self._marks_of = attrgetter(*SKILLS)
        self._values_of = _getter(tuple(given.name for given in self._others))
        self._skill_tests = tuple(_tests_of_skills(rule_set))
        self._order_matters = _order_matters(rule_set, self._skill_tests)
        self._profiles: dict[Marks, _Profile] = {}
        self._views: dict[Steps, tuple[int, Level | None]] = {}
        self._view_ids: dict[object, int] = {}
        self._view_ranks: list[Ranks] = []
        self._circumstances: dict[Values, _Circumstances] = {}
        self._kind_ids: dict[Steps, int] = {}
        self._kind_ranks: list[Ranks] = []
        self._rulings: dict[tuple[int, int], _Ruling] = {}
        self._turns: dict[tuple[int, int], tuple[tuple[str, str, str, str | None], ...]] = {}
        self._changes: dict[tuple[str, str, str, str, str | None], Change] = {}

    def suggest(
        self, evidence: Evidence, *, chances: Mapping[Skill, LevelChances] | None = None
    ) -> Suggestion:
        """What `suggest(evidence, rule_set, chances=chances)` gives."""
        suggestion = self._suggest(evidence)
        if not chances:
            return suggestion
        return with_probabilities(
            suggestion, evidence, self.rule_set, chances=chances, place=self._outcome_of
        )

    def _suggest(self, evidence: Evidence) -> Suggestion:
        marks, values = self._marks_of(evidence), self._values_of(evidence)
        profile = self._profiles.get(marks) or self._new_profile(marks)
        others = self._circumstances.get(values) or self._new_circumstances(values)
        ruling = self._ruling(profile.view, others.kind)
        decision, rule_set = ruling.decision, self.rule_set
        overall = profile.overall if ruling.graded else None
        ranks = profile.ranks | others.ranks
        return Suggestion(
            track=ruling.track,
            module=ruling.module,
            extras=ruling.extras,
            overall=overall,
            rule=decision.rule,
            rule_set_id=rule_set.id,
            rule_set_version=rule_set.version,
            missing=decision.missing,
            used=ruling.used,
            reasons=tuple(reasons_of(decision, ranks, overall, rule_set)),
            changes=tuple(sorted(self._changes_from(profile, others, ruling), key=_in_order)),
        )

    def _outcome_of(self, evidence: Evidence) -> tuple[str, str | None]:
        placing = self.place(evidence)
        return placing.track, placing.module

    def place(self, evidence: Evidence) -> Placing:
        """Track, module, rule and extras alone: what `suggest` gives, without reasons and changes."""
        marks, values = self._marks_of(evidence), self._values_of(evidence)
        profile = self._profiles.get(marks) or self._new_profile(marks)
        others = self._circumstances.get(values) or self._new_circumstances(values)
        return self._ruling(profile.view, others.kind).placing

    def _changes_from(self, profile: _Profile, others: _Circumstances, now: _Ruling) -> Iterator[Change]:
        for name, new, track, module in self._turns_of(profile.view, others.kind):
            yield self._change(name, others.texts[name], new, track, module)
        for step in profile.neighbours:
            then = self._ruling(step.view, others.kind)
            if then.track != now.track or then.module != now.module:
                yield self._change(step.input, step.old, step.new, then.track, then.module)

    def _change(self, name: str, old: str, new: str, track: str, module: str | None) -> Change:
        """One object for equal changes: they recur by the thousand."""
        key = (name, old, new, track, module)
        change = self._changes.get(key)
        if change is None:
            change = self._changes[key] = Change(*key)
        return change

    def _ruling(self, view: int, kind: int) -> _Ruling:
        ruling = self._rulings.get((view, kind))
        if ruling is None:
            ruling = self._rulings[view, kind] = self._new_ruling(view, kind)
        return ruling

    def _new_ruling(self, view: int, kind: int) -> _Ruling:
        ranks = self._view_ranks[view] | self._kind_ranks[kind]
        decision = decide(ranks, self.rule_set)
        track, module = decision.outcome
        extras = extras_of(decision)
        return _Ruling(
            decision,
            track,
            module,
            self.rule_set.tracks[track].graded,
            extras,
            used_by(decision, self.rule_set),
            Placing(track, module, decision.rule, extras),
        )

    def _turns_of(self, view: int, kind: int) -> tuple[tuple[str, str, str, str | None], ...]:
        """The changes of one other input that lead elsewhere: input, new value, track, module."""
        turns = self._turns.get((view, kind))
        if turns is None:
            turns = self._turns[view, kind] = tuple(self._find_turns(view, kind))
        return turns

    def _find_turns(self, view: int, kind: int) -> Iterator[tuple[str, str, str, str | None]]:
        now, ranks = self._ruling(view, kind), self._kind_ranks[kind]
        for given in self._others:
            rank = ranks[given.name]
            if rank is None:
                continue
            for group in given.alternatives(rank, self.rule_set.cuts[given.name]):
                for other in group:
                    then = self._ruling(view, self._kind({**ranks, given.name: other}))
                    if (then.track, then.module) != (now.track, now.module):
                        yield given.name, given.code(other), then.track, then.module
                        break

    def _new_circumstances(self, values: Values) -> _Circumstances:
        pairs = list(zip(self._others, values, strict=True))
        ranks = {given.name: given.rank(value) for given, value in pairs}
        texts = {
            given.name: str(value).lower() if given.kind is Kind.BOOLEAN else str(value)
            for given, value in pairs
        }
        made = self._circumstances[values] = _Circumstances(ranks, texts, self._kind(ranks))
        return made

    def _kind(self, ranks: Ranks) -> int:
        """The class of the other inputs: counts only as far as a condition tells them apart."""
        key = tuple(self._class_of(given, ranks[given.name]) for given in self._others)
        kind = self._kind_ids.setdefault(key, len(self._kind_ranks))
        if kind == len(self._kind_ranks):
            self._kind_ranks.append(ranks)
        return kind

    def _class_of(self, given: Input, rank: int | None) -> int | None:
        if rank is None or given.kind is not Kind.INTEGER:
            return rank
        return bisect_right(self.rule_set.cuts[given.name], rank)

    def _new_profile(self, marks: Marks) -> _Profile:
        steps = tuple(mark.step if isinstance(mark, Level) else None for mark in marks)
        view, overall = self._view(steps)
        neighbours = tuple(self._neighbours(marks, steps, view))
        made = self._profiles[marks] = _Profile(
            dict(zip(SKILLS, steps, strict=True)), view, overall, neighbours
        )
        return made

    def _neighbours(self, marks: Marks, steps: Steps, view: int) -> Iterator[_Neighbour]:
        for position, mark in enumerate(marks):
            before, after = steps[:position], steps[position + 1 :]
            for old, new, step in _STEPS_FROM.get(mark, ()):
                there = self._view((*before, step, *after))[0]
                if there != view:
                    yield _Neighbour(SKILLS[position], old, new, there)

    def _view(self, steps: Steps) -> tuple[int, Level | None]:
        key = steps
        if not self._order_matters and None not in steps:
            key = tuple(sorted(steps))  # type: ignore[type-var]
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = self._new_view(dict(zip(SKILLS, steps, strict=True)))
        return found

    def _new_view(self, ranks: Ranks) -> tuple[int, Level | None]:
        overall = overall_of(ranks, self.rule_set)
        seen = {**ranks, OVERALL: overall.step if overall else None}
        truths = tuple(test.truth(seen) for test in self._skill_tests)
        missing = tuple(name for name in SKILLS if ranks[name] is None)
        key = (truths, missing)
        view = self._view_ids.setdefault(key, len(self._view_ranks))
        if view == len(self._view_ranks):
            self._view_ranks.append(ranks)
        return view, overall


def _getter(names: tuple[str, ...]) -> Callable[[Evidence], Values]:
    """Fetches these fields as a tuple, also when there is one or none."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda evidence: tuple(getattr(evidence, name) for name in names)


def _tests_of_skills(rule_set: RuleSet) -> Iterator[Test]:
    """Every test that looks at a skill, each once."""
    yield from dict.fromkeys(test for test in rule_set.tests if set(test.inputs) & set(SKILLS))


def _order_matters(rule_set: RuleSet, tests: tuple[Test, ...]) -> bool:
    """Whether it matters which skill has which level, not only which levels there are."""
    return len(set(rule_set.weights.values())) > 1 or any(set(test.inputs) != set(SKILLS) for test in tests)
