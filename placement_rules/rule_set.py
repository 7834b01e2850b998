"""A rule set as read from its file: inputs, decision tables, where they lead, and the texts of reasons."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from placement_rules.conditions import InputTest, Line, Reason, Test, names_in
from placement_rules.inputs import SKILLS, Input
from placement_rules.levels import Level
from placement_rules.tables import Row, Table

Texts = Mapping[str, str]
"""One text in several languages: language code to text."""

UNDECIDED = "assessor-decides"
"""The track that leaves it to the assessor; called so in every rule set, so that it can be counted."""

INPUT_MISSING = "input-missing"
NO_RULE = "no-rule"
OVERALL_IS_MEAN = "overall-is-mean"
MODULE_BY_OVERALL = "module-by-overall"

TRACK_TABLE, MODULE_TABLE, EXTRAS_TABLE = "track", "module", "extras"
BATTERY_TABLE, PARTS_TABLE = "battery", "parts"


class Answers(StrEnum):
    """The question a rule set answers."""

    PLACEMENT = "placement"
    BATTERY = "battery"
    VALIDITY = "validity"
    SUFFICIENCY = "sufficiency"


@dataclass(frozen=True, slots=True)
class Track:
    """Where a rule of placement leads; a graded track also has a module, extras and an overall level."""

    id: str
    graded: bool = False


@dataclass(frozen=True, slots=True)
class ExceptionToOrder:
    """A declared exception to "raising an input never leads to an easier track", with its reason."""

    raising: str
    before: str
    after: str
    reason: Texts


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a vocational field asks of each skill."""

    field: str
    levels: Mapping[str, Level]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Dated, versioned data that answers one question; see the reader for what each field must hold.

    `rises_tracks` and `rises_modules` are chains from easier to harder, together a partial order.
    `borderline_below` is the probability under which the best outcome is called borderline.
    """

    id: str
    version: int
    answers: Answers
    name: Texts
    languages: tuple[str, ...]
    area: str | None
    valid_from: date
    valid_to: date | None
    sources: Mapping[str, str]
    inputs: tuple[Input, ...]
    tables: Mapping[str, Table]
    tracks: Mapping[str, Track]
    undecided_track: str
    rises_tracks: tuple[tuple[str, ...], ...]
    rises_modules: tuple[tuple[str, ...], ...]
    weights: Mapping[str, int]
    weight_sources: tuple[str, ...]
    borderline_below: float | None
    borderline_sources: tuple[str, ...]
    exceptions: tuple[ExceptionToOrder, ...]
    requirements: tuple[Requirement, ...]
    reasons: Mapping[str, Texts]
    labels: Mapping[str, Texts]
    included: tuple[str, int] | None = None
    cuts: Mapping[str, tuple[int, ...]] = field(init=False)
    used: Mapping[str, tuple[str, ...]] = field(init=False)
    facts: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cuts", {given.name: self._cuts_of(given) for given in self.inputs})
        object.__setattr__(self, "used", self._used())
        object.__setattr__(self, "facts", {code: facts_in(texts) for code, texts in self.reasons.items()})

    @property
    def rules(self) -> tuple[Row, ...]:
        """The rows that choose the track."""
        return self.tables[TRACK_TABLE].rows

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of every table, in the order of judging."""
        return tuple(row for table in self.tables.values() for row in table.rows)

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules there are, in the order of their table."""
        return self.tables[MODULE_TABLE].outcomes if MODULE_TABLE in self.tables else ()

    @property
    def extras(self) -> tuple[str, ...]:
        """What may be added to a graded track."""
        return self.tables[EXTRAS_TABLE].outcomes if EXTRAS_TABLE in self.tables else ()

    @property
    def tests(self) -> Iterable[Test]:
        """Every test of every table."""
        return (test for table in self.tables.values() for test in table.tests)

    def _cuts_of(self, given: Input) -> tuple[int, ...]:
        bounds = (test.bounds for test in self.tests if isinstance(test, InputTest) and test.input == given)
        return tuple(sorted({cut for bound in bounds for cut in bound.cuts}))

    def _used(self) -> Mapping[str, tuple[str, ...]]:
        """Rule to the inputs it rests on; an "otherwise" rests on all that the rows above it asked."""
        if TRACK_TABLE not in self.tables:
            return {}
        found, above = {}, tuple[Line, ...]()
        for row in self.rules:
            above += row.lines
            found[row.rule] = self._used_by(row, above)
        return found

    def _used_by(self, row: Row, above: tuple[Line, ...]) -> tuple[str, ...]:
        names = set(names_in(row.lines or above))
        if self.tracks[row.gives].graded:
            tables = (self.tables[name] for name in (MODULE_TABLE, EXTRAS_TABLE) if name in self.tables)
            names |= set(SKILLS) | set(names_in(line for table in tables for line in table.lines))
        return self.in_order(names)

    def in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Input names in the order the rule set declares them."""
        named = set(names)
        return tuple(given.name for given in self.inputs if given.name in named)

    def is_in_force(self, on: date) -> bool:
        """Whether placements of this test day are judged by it; the last day counts."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def label(self, code: str, language: str) -> str:
        """What people read for a track, module, extra, input, value or level code; the code if unnamed."""
        if code in _LEVELS:
            return _LEVELS[code].shown(language)
        return self.labels.get(code, {}).get(language, code)

    def reason_text(self, reason: Reason, language: str) -> str:
        """The reason as a sentence in fi, sv or en."""
        shown = {name: self._shown(fact, language) for name, fact in reason.facts}
        texts = self.reasons.get(reason.code) or BUILT_IN_REASONS.get(reason.code, {})
        text = texts.get(language) or next(iter(texts.values()), reason.code)  # a draft may lack a language
        return text.format_map(shown)

    def _shown(self, fact: str | tuple[str, ...], language: str) -> str:
        codes = (fact,) if isinstance(fact, str) else fact
        return ", ".join(self.label(code, language) for code in codes)


BUILT_IN_REASONS: Mapping[str, Texts] = {
    NO_RULE: {
        "fi": "Mikään sääntö ei täyty. Arvioija päättää.",
        "sv": "Ingen regel gäller. Bedömaren avgör.",
        "en": "No rule holds. The assessor decides.",
    }
}


def facts_in(texts: Texts) -> tuple[str, ...]:
    """The names in braces of a text, over all its languages, in alphabetical order."""
    found = (name for text in texts.values() for _, name, _, _ in string.Formatter().parse(text))
    return tuple(sorted({name for name in found if name}))


_LEVELS = {level.code: level for level in Level}
