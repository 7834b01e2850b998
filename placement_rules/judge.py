"""A judge that remembers: gives exactly what `suggest` gives, fast enough for whole registers.

Evidence falls into few classes that no rule tells apart. The judge asks `decide` once for each class and
keeps the ruling, with the reasons told for it; for the four skills it keeps each combination of levels, and,
once changes are asked for, its neighbours a step away.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from placement_rules.conditions import Reason
from placement_rules.evidence import Evidence, Mark
from placement_rules.inputs import SKILLS, Ranks
from placement_rules.judge_memory import (
    Changes,
    Circumstances,
    Marks,
    Meanings,
    Move,
    Outcome,
    Placing,
    Profile,
    Ruling,
    Rulings,
    Steps,
    Tells,
    Values,
)
from placement_rules.judge_views import Views, by_skill
from placement_rules.judging import (
    Decision,
    decide,
    extras_of,
    reasons_of,
    used_by,
    with_probabilities,
)
from placement_rules.levels import Level, Skill
from placement_rules.rule_set import RuleSet
from placement_rules.suggestion import Change, Suggestion
from placement_rules.uncertainty import LevelChances

__all__ = ["Judge", "Placing"]

_STEP_OF: dict[Mark, int] = {level: level.step for level in Level}
_STEPS_FROM: dict[Mark, tuple[tuple[str, str, int], ...]] = {
    level: tuple((level.code, new.code, new.step) for new in (level.down, level.up) if new) for level in Level
}
_ABOUT_SKILLS = {"skills", "spread", *SKILLS}
"""Facts of reasons that rest on which skill has which level."""

_in_order = attrgetter("input", "new")


class Judge:
    """Suggests by one rule set and remembers; one thread at a time."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self._others = tuple(given for given in rule_set.inputs if given.name not in SKILLS)
        self._meanings = tuple(Meanings(given, rule_set.cuts[given.name]) for given in self._others)
        self._marks_of = attrgetter(*SKILLS)
        self._values_of = _getter(tuple(given.name for given in self._others))
        self._views = Views(rule_set)
        self._profiles: dict[Marks, Profile] = {}
        self._circumstances: dict[Values, Circumstances] = {}
        self._kind_ids: dict[Steps, int] = {}
        self._kind_ranks: list[Ranks] = []
        self._kind_classes: list[Steps] = []
        self._rulings = Rulings(rule_set, self._others)
        self._moves: dict[int, tuple[Move, ...]] = {}
        self._turns: dict[tuple[int, int], tuple[tuple[int, str, Outcome], ...]] = {}
        self._changes: dict[tuple[str, str, str], Changes] = {}

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
        track, module = ruling.outcome
        return Suggestion(
            track=track,
            module=module,
            extras=ruling.extras,
            overall=overall,
            rule=decision.rule,
            rule_set_id=rule_set.id,
            rule_set_version=rule_set.version,
            missing=decision.missing,
            used=ruling.used,
            reasons=self._reasons(ruling, profile, others, overall),
            changes=self._changes_from(profile, marks, others, ruling),
        )

    def _outcome_of(self, evidence: Evidence) -> Outcome:
        placing = self.place(evidence)
        return placing.track, placing.module

    def place(self, evidence: Evidence) -> Placing:
        """Track, module, rule and extras alone: what `suggest` gives, without reasons and changes."""
        marks, values = self._marks_of(evidence), self._values_of(evidence)
        profile = self._profiles.get(marks) or self._new_profile(marks)
        others = self._circumstances.get(values) or self._new_circumstances(values)
        return self._ruling(profile.view, others.kind).placing

    def _reasons(
        self, ruling: Ruling, profile: Profile, others: Circumstances, overall: Level | None
    ) -> tuple[Reason, ...]:
        tells, ranks = ruling.tells, others.ranks
        if tells is None:
            tells = ruling.tells = self._tells(ruling.decision, by_skill(profile.steps) | ranks, overall)
        key = (
            overall,
            profile.steps if tells.skills else None,
            *[ranks[name] for name in tells.inputs],
        )
        reasons = ruling.told.get(key)
        if reasons is None:
            ranks = by_skill(profile.steps) | ranks
            reasons = ruling.told[key] = tuple(reasons_of(ruling.decision, ranks, overall, self.rule_set))
        return reasons

    def _tells(self, decision: Decision, ranks: Ranks, overall: Level | None) -> Tells:
        reasons = reasons_of(decision, ranks, overall, self.rule_set)
        facts = {name for reason in reasons for name, _ in reason.facts}
        others = tuple(given.name for given in self._others if given.name in facts)
        return Tells(bool(facts & _ABOUT_SKILLS), others)

    def _changes_from(
        self, profile: Profile, marks: Marks, others: Circumstances, now: Ruling
    ) -> tuple[Change, ...]:
        view, kind, outcome = profile.view, others.kind, now.outcome
        of_others = others.changes.get(view)
        if of_others is None:
            of_others = others.changes[view] = tuple(self._changes_of_others(view, others))
        neighbours = profile.neighbours
        if neighbours is None:
            neighbours = profile.neighbours = tuple(self._neighbours(marks, profile))
        of_skills = []
        for there, changes in neighbours:
            then = self._ruling(there, kind).outcome
            if then != outcome:
                of_skills.append(changes[then])
        if not of_skills:
            return of_others
        if of_others:
            of_skills += of_others
        of_skills.sort(key=_in_order)
        return tuple(of_skills)

    def _changes_to(self, name: str, old: str, new: str) -> Changes:
        key = (name, old, new)
        changes = self._changes.get(key)
        if changes is None:
            changes = self._changes[key] = Changes(*key)
        return changes

    def _ruling(self, view: int, kind: int) -> Ruling:
        ruling = self._rulings.found.get((view, kind))
        if ruling is None:
            classes = self._kind_classes[kind]
            ruling = self._rulings.alike(view, classes) or self._new_ruling(view, kind)
            self._rulings.found[view, kind] = ruling
        return ruling

    def _new_ruling(self, view: int, kind: int) -> Ruling:
        rule_set = self.rule_set
        decision = decide(self._views.ranks[view] | self._kind_ranks[kind], rule_set)
        track, module = decision.outcome
        extras, chosen = extras_of(decision), decision.module.row
        made = Ruling(
            decision,
            (track, module),
            rule_set.tracks[track].graded,
            extras,
            used_by(decision, rule_set),
            Placing(track, module, decision.rule, extras, chosen.rule if chosen else None),
        )
        self._rulings.keep(made, view, self._kind_classes[kind])
        return made

    def _changes_of_others(self, view: int, others: Circumstances) -> list[Change]:
        """The changes of one other input that lead elsewhere, by input and new value."""
        turns = self._turns.get((view, others.kind))
        if turns is None:
            turns = self._turns[view, others.kind] = tuple(self._find_turns(view, others.kind))
        found = [
            self._changes_to(self._others[place].name, others.texts[place], new)[outcome]
            for place, new, outcome in turns
        ]
        found.sort(key=_in_order)
        return found

    def _find_turns(self, view: int, kind: int) -> Iterator[tuple[int, str, Outcome]]:
        """Which other input, by its place, turned to which value leads elsewhere."""
        now = self._ruling(view, kind).outcome
        moves = self._moves.get(kind)
        if moves is None:
            moves = self._moves[kind] = tuple(self._find_moves(kind))
        for place, group in moves:
            for new, there in group:
                then = self._ruling(view, there).outcome
                if then != now:
                    yield place, new, then
                    break

    def _find_moves(self, kind: int) -> Iterator[Move]:
        """Single changes of the other inputs: groups of new values and kinds, of which one may count."""
        ranks = self._kind_ranks[kind]
        for place, given in enumerate(self._others):
            rank = ranks[given.name]
            if rank is None:
                continue
            for group in given.alternatives(rank, self.rule_set.cuts[given.name]):
                changed = ((given.code(other), {**ranks, given.name: other}) for other in group)
                yield place, tuple((new, self._kind(there)) for new, there in changed)

    def _new_circumstances(self, values: Values) -> Circumstances:
        meanings = [known[value] for known, value in zip(self._meanings, values, strict=True)]
        ranks = {given.name: meaning[0] for given, meaning in zip(self._others, meanings, strict=True)}
        kind = self._kind_of(tuple([meaning[2] for meaning in meanings]), ranks)
        texts = tuple([meaning[1] for meaning in meanings])
        made = self._circumstances[values] = Circumstances(ranks, texts, kind)
        return made

    def _kind(self, ranks: Ranks) -> int:
        """The class of the other inputs."""
        classes = (known.class_of(ranks[known.given.name]) for known in self._meanings)
        return self._kind_of(tuple(classes), ranks)

    def _kind_of(self, classes: Steps, ranks: Ranks) -> int:
        kind = self._kind_ids.get(classes)
        if kind is None:
            kind = self._kind_ids[classes] = len(self._kind_ranks)
            self._kind_ranks.append(ranks)
            self._kind_classes.append(classes)
        return kind

    def _new_profile(self, marks: Marks) -> Profile:
        steps = tuple(map(_STEP_OF.get, marks))
        made = self._profiles[marks] = Profile(steps, *self._views.of(steps))
        return made

    def _neighbours(self, marks: Marks, profile: Profile) -> Iterator[tuple[int, Changes]]:
        steps = profile.steps
        for position, mark in enumerate(marks):
            before, after = steps[:position], steps[position + 1 :]
            for old, new, step in _STEPS_FROM.get(mark, ()):
                there = self._views.of((*before, step, *after))[0]
                if there != profile.view:
                    yield there, self._changes_to(SKILLS[position], old, new)


def _getter(names: tuple[str, ...]) -> Callable[[Evidence], Values]:
    """Fetches these fields as a tuple, also when there is one or none."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda evidence: tuple(getattr(evidence, name) for name in names)
