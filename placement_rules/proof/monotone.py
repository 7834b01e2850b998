"""Proves that raising a skill, literacy or readiness never leads to an easier track or a lower module.

The four skills are raised together, each by any number of steps; every other ordered input alone, by any
number of steps. So a fall is found also where the assessor decides everything in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placement_rules.inputs import SKILLS, Ranks
from placement_rules.messages import N_, Message
from placement_rules.proof.classes import Rise
from placement_rules.proof.findings import Finding, FindingCode
from placement_rules.proof.orders import above_of, in_a_circle, is_below
from placement_rules.proof.skill_grid import Matrix, falls_in, happens, nearest_pair
from placement_rules.proof.tabulated import Outcome, Rows, Tabulated
from placement_rules.proof.witnesses import witness_of
from placement_rules.rule_set import MODULE_TABLE, TRACK_TABLE, ExceptionToOrder, RuleSet

_Key = tuple[FindingCode, str, str, str]


@dataclass
class _Fall:
    """One way down: what shows it, by which inputs, and in how many cases it happens."""

    before: Ranks
    after: Ranks
    cases: int = 0


def falls(proven: Tabulated) -> Iterator[Finding]:
    """Rises that lead down without a declared exception, and exceptions under which nothing falls."""
    chains = (proven.rule_set.rises_tracks, proven.rule_set.rises_modules)
    if proven.outcome is not None and not any(in_a_circle(above_of(each)) for each in chains):
        yield from _Search(proven, proven.outcome).findings()


class _Search:
    """Looks at every rise of every class once, and keeps one example of each kind of fall."""

    def __init__(self, proven: Tabulated, outcome: Rows) -> None:
        self.rule_set, self.space, self.outcome = proven.rule_set, proven.space, outcome
        self.outcomes = proven.outcomes
        self.tracks, self.modules = (
            above_of(chains) for chains in (self.rule_set.rises_tracks, self.rule_set.rises_modules)
        )
        self.worse = self._matrix()
        self.found: dict[_Key, _Fall] = {}
        self.used: set[int] = set()

    def findings(self) -> Iterator[Finding]:
        """Every kind of fall with its example; then the exceptions without use."""
        if self.space.axes[0].names:
            self._raise_skills()
        for number, axis in enumerate(self.space.axes):
            for rise in axis.rises:
                self._raise(number, axis.names[0], rise)
        for (code, name, before, after), fall in self.found.items():
            yield self._finding(code, name, before, after, fall)
        for number, exception in enumerate(self.rule_set.exceptions):
            if number not in self.used:
                yield _unused(number, exception)

    def _matrix(self) -> Matrix:
        """Which pairs of outcomes, before and after, are a fall; the undecided track is no part of it."""
        undecided = self.rule_set.undecided_track
        return np.array(
            [
                [
                    undecided not in (before.track, after.track) and bool(list(self._kinds(before, after)))
                    for after in self.outcomes
                ]
                for before in self.outcomes
            ],
            dtype=bool,
        )

    def _kinds(self, before: Outcome, after: Outcome) -> Iterator[tuple[FindingCode, str, str]]:
        """In what these outcomes fall: the track, the module."""
        if is_below(self.tracks, after.track, before.track):
            yield FindingCode.TRACK_FALLS, before.track, after.track
        if before.module and after.module and is_below(self.modules, after.module, before.module):
            yield FindingCode.MODULE_FALLS, before.module, after.module

    def _excepted(self, name: str, number: int | None = None) -> Matrix:
        """Which falls an exception (one of them, or any) allows when this input is raised."""
        found = np.zeros_like(self.worse)
        for each, exception in enumerate(self.rule_set.exceptions):
            if exception.raising == name and number in (None, each):
                befores = [outcome.track == exception.before for outcome in self.outcomes]
                afters = [outcome.track == exception.after for outcome in self.outcomes]
                found |= np.outer(befores, afters) & self.worse
        return found

    def _raise(self, number: int, name: str, rise: Rise) -> None:
        """One rise of one input that is no skill, in all classes."""
        before = self.outcome.take(rise.low, axis=number)
        after = self.outcome.take(rise.high, axis=number)
        size = len(self.outcomes)
        codes = before.astype(np.int32) * size + after
        counts = np.bincount(codes.ravel(), minlength=size * size).reshape(size, size)
        self._note_used(name, counts > 0)
        for old, new in np.argwhere((counts > 0) & self.worse & ~self._excepted(name)):
            first = np.unravel_index(int(np.argmax(codes == old * size + new)), before.shape)
            ranks = self.space.ranks_at((*first[:number], np.intp(rise.low), *first[number:]))
            self._note(
                name, int(old), int(new), int(counts[old, new]), (ranks | rise.before, ranks | rise.after)
            )

    def _note_used(self, name: str, happening: NDArray[np.bool_]) -> None:
        for number, exception in enumerate(self.rule_set.exceptions):
            if exception.raising == name and (self._excepted(name, number) & happening).any():
                self.used.add(number)

    def _raise_skills(self) -> None:
        """Every rise of the skills, for each way in which the classes of skills can end."""
        view = self.space.skills.view
        flat = self.outcome.reshape(len(self.space.axes[0].firsts), -1)
        columns, firsts, counts = np.unique(flat, axis=1, return_index=True, return_counts=True)
        for skills, worse in self._worse_by_skills():
            for place, (first, count) in enumerate(zip(firsts, counts, strict=True)):
                column = columns[:, place]
                for old, new, cases in falls_in(column, view, worse=worse, skills=skills):
                    if self._is_new("", old, new):
                        others = self.space.ranks(int(first))
                        low, high = nearest_pair(column, view, before=old, after=new, skills=skills)
                        self._note("", old, new, cases * int(count), (others | low, others | high))
                    else:
                        self._note("", old, new, cases * int(count), None)
        self._note_used_by_skills(columns)

    def _worse_by_skills(self) -> Iterator[tuple[tuple[int, ...], Matrix]]:
        """The falls, by the skills whose raise no exception allows to lead there."""
        excepted = np.array([self._excepted(name) for name in SKILLS])
        sets = excepted.astype(np.int8).T @ (1 << np.arange(len(SKILLS)))
        for found in np.unique(sets):
            skills = tuple(place for place in range(len(SKILLS)) if not found >> place & 1)
            worse = self.worse & (found == sets.T)
            if skills and worse.any():
                yield skills, worse

    def _note_used_by_skills(self, columns: Rows) -> None:
        view = self.space.skills.view
        for number, exception in enumerate(self.rule_set.exceptions):
            if exception.raising in SKILLS:
                pairs, skill = self._excepted(exception.raising, number), SKILLS.index(exception.raising)
                if any(happens(column, view, pairs=pairs, skill=skill) for column in columns.T):
                    self.used.add(number)

    def _keys(self, name: str, old: int, new: int) -> list[_Key]:
        kinds = self._kinds(self.outcomes[old], self.outcomes[new])
        return [(code, name, before, after) for code, before, after in kinds]

    def _is_new(self, name: str, old: int, new: int) -> bool:
        return any(key not in self.found for key in self._keys(name, old, new))

    def _note(self, name: str, old: int, new: int, cases: int, pair: tuple[Ranks, Ranks] | None) -> None:
        for key in self._keys(name, old, new):
            if key not in self.found and pair:
                self.found[key] = _Fall(*pair)
            self.found[key].cases += cases

    def _finding(self, code: FindingCode, name: str, before: str, after: str, fall: _Fall) -> Finding:
        table = TRACK_TABLE if code is FindingCode.TRACK_FALLS else MODULE_TABLE
        raised = tuple(each for each in fall.before if fall.before[each] != fall.after[each])
        template = (
            N_("Raising %(inputs)s leads from the track “%(before)s” to the easier track “%(after)s”")
            if code is FindingCode.TRACK_FALLS
            else N_("Raising %(inputs)s leads from the module “%(before)s” to the lower module “%(after)s”")
        )
        first, second = (witness_of(ranks, self.rule_set) for ranks in (fall.before, fall.after))
        number = rule_number(self.rule_set, table, second.rules[0])
        return Finding(
            code,
            Message(template, {"inputs": raised, "before": before, "after": after}),
            path=("tables", table) if number is None else ("tables", table, "rows", number),
            table=table,
            rule=second.rules[0],
            witnesses=(first, second),
            cases=fall.cases,
        )


def rule_number(rule_set: RuleSet, table: str, rule: str) -> int | None:
    """The number of a row in its table, or None when it stands in another."""
    rules = [row.rule for row in rule_set.tables[table].rows]
    return rules.index(rule) if rule in rules else None


def _unused(number: int, exception: ExceptionToOrder) -> Finding:
    facts = {"input": exception.raising, "before": exception.before, "after": exception.after}
    message = Message(
        N_(
            "The exception for raising %(input)s from the track “%(before)s” to “%(after)s” is not needed: "
            "nothing falls that way"
        ),
        facts,
    )
    return Finding(FindingCode.EXCEPTION_UNUSED, message, path=("exceptions", number))
