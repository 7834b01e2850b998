"""A rule set as read from its file: ordered rules, module bands, extras and the texts of reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from placement_rules.conditions import Condition, InputTest, Reason, names_in, tests_in
from placement_rules.inputs import SKILLS, Input
from placement_rules.levels import Level

Texts = Mapping[str, str]
"""One text in several languages: language code to text."""

INPUT_MISSING = "input-missing"
OVERALL_IS_MEAN = "overall-is-mean"
MODULE_BY_OVERALL = "module-by-overall"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it holds it gives a track; without a condition it holds always ("otherwise")."""

    id: str
    when: Condition | None
    track: str
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """Where a rule leads; a graded track also has a module, extras and an overall level."""

    id: str
    graded: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A module and the lowest overall level it takes."""

    module: str
    lowest: Level


@dataclass(frozen=True, slots=True)
class Extra:
    """Something added to a graded track when its condition is true."""

    id: str
    when: Condition
    because: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Dated, versioned data that placements are judged by; rules in order, the first true one decides."""

    id: str
    version: int
    languages: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    sources: tuple[str, ...]
    inputs: tuple[Input, ...]
    rules: tuple[Rule, ...]
    tracks: Mapping[str, Track]
    bands: tuple[Band, ...]
    extras: tuple[Extra, ...]
    weights: Mapping[str, int]
    undecided_track: str
    reasons: Mapping[str, Texts]
    labels: Mapping[str, Texts]
    cuts: Mapping[str, tuple[int, ...]] = field(init=False)
    used: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", {given.name: self._cuts_of(given) for given in self.inputs})
        object.__setattr__(
            self, "used", {rule.id: self._used_by(place) for place, rule in enumerate(self.rules)}
        )

    def _cuts_of(self, given: Input) -> tuple[int, ...]:
        conditions = [rule.when for rule in self.rules] + [extra.when for extra in self.extras]
        tests = (test for condition in conditions for test in tests_in(condition))
        bounds = (test.bounds for test in tests if isinstance(test, InputTest) and test.input == given)
        return tuple(sorted({cut for bound in bounds for cut in bound.cuts}))

    def _used_by(self, place: int) -> tuple[str, ...]:
        """The inputs a rule rests on; an "otherwise" rests on all that the rules above it asked."""
        rule = self.rules[place]
        conditions = [rule.when] if rule.when else [above.when for above in self.rules[:place]]
        names = set(names_in(conditions))
        if self.tracks[rule.track].graded:
            names |= set(SKILLS) | set(names_in(extra.when for extra in self.extras))
        return self.in_order(names)

    def in_order(self, names: set[str]) -> tuple[str, ...]:
        """Input names in the order the rule set declares them."""
        return tuple(given.name for given in self.inputs if given.name in names)

    def is_in_force(self, on: date) -> bool:
        """Whether placements of this test day are judged by it; the last day counts."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def module_at(self, overall: Level) -> str:
        """The module whose band holds this overall level."""
        return [band.module for band in self.bands if band.lowest.step <= overall.step][-1]

    def label(self, code: str, language: str) -> str:
        """What people read for a track, module, extra, input, value or level code; the code if unnamed."""
        if code in _LEVELS:
            return _LEVELS[code].shown(language)
        return self.labels.get(code, {}).get(language, code)

    def reason_text(self, reason: Reason, language: str) -> str:
        """The reason as a sentence in fi, sv or en."""
        shown = {name: self._shown(fact, language) for name, fact in reason.facts}
        return self.reasons[reason.code][language].format_map(shown)

    def _shown(self, fact: str | tuple[str, ...], language: str) -> str:
        codes = (fact,) if isinstance(fact, str) else fact
        return ", ".join(self.label(code, language) for code in codes)


_LEVELS = {level.code: level for level in Level}
