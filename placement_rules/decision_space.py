"""The decision space of a rule set: where literacy and readiness lead when the four skills are equal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from placement_rules.evidence import Evidence
from placement_rules.judge import Judge, Placing
from placement_rules.levels import Level, Literacy, StudyReadiness
from placement_rules.rule_set import RuleSet

LEVELS = tuple(level for level in Level if level.is_given)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring levels, both ends included, that lead to the same place."""

    first: Level
    last: Level
    track: str
    module: str | None
    rules: tuple[str, ...]

    @property
    def steps(self) -> int:
        """How many levels it covers."""
        return self.last.step - self.first.step + 1


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """One literacy with one readiness: a placing for each of the levels, lowest first."""

    literacy: Literacy
    readiness: StudyReadiness
    placings: tuple[Placing, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The row as runs of equal places."""
        pairs = zip(LEVELS, self.placings, strict=True)
        runs = groupby(pairs, key=lambda pair: (pair[1].track, pair[1].module))
        return tuple(_stretch(list(run)) for _place, run in runs)


@dataclass(frozen=True, slots=True)
class DecisionSpace:
    """A row for each literacy and readiness; `evidence` holds what all other inputs were taken to be."""

    evidence: Evidence
    rows: tuple[SpaceRow, ...]

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks that occur, each once."""
        return tuple(dict.fromkeys(placing.track for row in self.rows for placing in row.placings))


def decision_space(evidence: Evidence, rule_set: RuleSet) -> DecisionSpace:
    """Judge every literacy, readiness and level (18 rows, 14 levels); the evidence gives the other inputs."""
    judge = Judge(rule_set)
    rows = tuple(
        SpaceRow(literacy, readiness, tuple(_along(evidence, literacy, readiness, judge)))
        for literacy in Literacy
        for readiness in StudyReadiness
    )
    return DecisionSpace(evidence, rows)


def _along(
    evidence: Evidence, literacy: Literacy, readiness: StudyReadiness, judge: Judge
) -> Iterator[Placing]:
    here = replace(evidence, literacy=literacy, study_readiness=readiness)
    for level in LEVELS:
        yield judge.place(replace(here, reading=level, writing=level, listening=level, speaking=level))


def _stretch(run: list[tuple[Level, Placing]]) -> Stretch:
    (first, placing), (last, _) = run[0], run[-1]
    rules = tuple(dict.fromkeys(each.rule for _level, each in run))
    return Stretch(first, last, placing.track, placing.module, rules)
