"""Finds and reads rule set files (TOML); a malformed file is refused with every problem and its place."""

import string
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from placement_rules.conditions import Condition, tests_in
from placement_rules.evidence import Evidence
from placement_rules.inputs import SKILLS, Input, Kind
from placement_rules.levels import Level, Literacy, StudyReadiness
from placement_rules.rule_conditions import ConditionReader, Fields, Problems, fact_names
from placement_rules.rule_set import (
    INPUT_MISSING,
    MODULE_BY_OVERALL,
    OVERALL_IS_MEAN,
    Band,
    Extra,
    Rule,
    RuleSet,
    Texts,
    Track,
)

RULE_SETS = Path(__file__).with_name("rulesets")
LANGUAGES = ("fi", "sv", "en")
_CODES = {
    "literacy": {code.value for code in Literacy},
    "study_readiness": {code.value for code in StudyReadiness},
}


class RuleSetError(ValueError):
    """A rule set cannot be read or found; the text says what, where and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class WhyUnknown(StrEnum):
    """Why a question for a rule set has no answer."""

    NO_SUCH_ID = "no_such_id"
    NOT_IN_FORCE = "not_in_force"
    SEVERAL = "several"


class UnknownRuleSet(RuleSetError):
    """No rule set answers the question; the text, and `known` for other texts, list those there are."""

    def __init__(self, problem: str, *, why: WhyUnknown, known: Sequence[RuleSet]) -> None:
        super().__init__([problem])
        self.why, self.known = why, tuple(known)


def rule_set_on(
    day: date, *, language: str = "fi", id: str | None = None, folder: Path = RULE_SETS
) -> RuleSet:
    """The rule set in force on a test day for the language tested; the newest version where several are."""
    known = [read_rule_set(path) for path in sorted(folder.glob("*.toml"))]
    there = ", ".join(sorted(_described(rule_set) for rule_set in known)) or "none"
    named = [rule_set for rule_set in known if id in (None, rule_set.id)]
    if not named:
        text = f'There is no rule set "{id}". Known rule sets: {there}.'
        raise UnknownRuleSet(text, why=WhyUnknown.NO_SUCH_ID, known=known)
    valid = [rule_set for rule_set in named if rule_set.is_in_force(day) and language in rule_set.languages]
    if not valid:
        text = f'No rule set is in force on {day} for the language "{language}". Known: {there}.'
        raise UnknownRuleSet(text, why=WhyUnknown.NOT_IN_FORCE, known=known)
    if len({rule_set.id for rule_set in valid}) > 1:
        text = f"Several rule sets are in force on {day}; name one. Known: {there}."
        raise UnknownRuleSet(text, why=WhyUnknown.SEVERAL, known=known)
    return max(valid, key=lambda rule_set: rule_set.version)


def _recorded_as(name: str) -> tuple[tuple[str, set[str]], ...]:
    """Which kinds and values fit how this input is recorded."""
    if name in SKILLS:
        return ((Kind.LEVEL, set()),)
    if name in _CODES:
        return (Kind.SCALE, _CODES[name]), (Kind.CATEGORY, _CODES[name])
    return ((Kind.TICK if Evidence.__annotations__[name] is bool else Kind.COUNT, set()),)


def _described(rule_set: RuleSet) -> str:
    until = f" to {rule_set.valid_to}" if rule_set.valid_to else ""
    return f"{rule_set.id} version {rule_set.version} (from {rule_set.valid_from}{until})"


def read_rule_set(path: Path) -> RuleSet:
    """Read a rule set file, or raise RuleSetError with every problem in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleSetError([f"{path.name}: the file cannot be read: {error}"]) from None
    return parse_rule_set(text, path.name)


def parse_rule_set(text: str, name: str) -> RuleSet:
    """Make a rule set from the text of a file; `name` stands in front of each problem."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleSetError([f"{name}: not valid TOML: {error}"]) from None
    problems = Problems(name)
    rule_set = _RuleSetReader(content, problems).read()
    if problems.found or rule_set is None:
        raise RuleSetError(problems.found)
    return rule_set


class _RuleSetReader:
    """Reads the sections of one file; a section with a problem is left out and reading goes on."""

    def __init__(self, content: dict[str, Any], problems: Problems) -> None:
        self.top = Fields(content, "", problems)
        self.problems = problems

    def read(self) -> RuleSet | None:
        top = self.top
        inputs = tuple(self._inputs())
        conditions = ConditionReader({given.name: given for given in inputs}, self.problems)
        tracks, undecided = self._tracks()
        rules = tuple(self._rules(conditions))
        extras = tuple(self._extras(conditions))
        reasons, labels = self._texts("reasons"), self._texts("labels")
        bands, weights = self._bands(), self._weights()
        id, version = top.take("id", str), top.take("version", int)
        languages, sources = top.take("languages", list), top.take("sources", list)
        valid_from, valid_to = top.take("valid_from", date), top.take("valid_to", date, optional=True)
        top.nothing_else()
        self._check_rules(rules, tracks)
        self._check_reasons(rules, extras, reasons)
        if self.problems.found or id is None or version is None or valid_from is None:
            return None
        return RuleSet(
            id=id,
            version=version,
            languages=tuple(languages or ()),
            valid_from=valid_from,
            valid_to=valid_to,
            sources=tuple(sources or ()),
            inputs=inputs,
            rules=rules,
            tracks=tracks,
            bands=bands,
            extras=extras,
            weights=weights,
            undecided_track=undecided,
            reasons=reasons,
            labels=labels,
        )

    def _inputs(self) -> Iterable[Input]:
        seen = set()
        for entry in self.top.entries("inputs"):
            name, kind = entry.take("name", str), entry.take("kind", str)
            values = tuple(entry.take("values", list, optional=True) or ())
            entry.nothing_else()
            if name in seen:
                entry.problem("name", f'"{name}" is declared twice')
            elif name not in Evidence.__dataclass_fields__:
                entry.problem("name", f'"{name}" is not something that is recorded about a candidate')
            elif kind not in tuple(Kind):
                entry.problem("kind", f'"{kind}" is not one of {", ".join(Kind)}')
            elif (kind, set(values)) not in _recorded_as(name or ""):
                entry.problem("kind", f'"{name}" is not recorded as a {kind} with these values')
            else:
                yield Input(name, Kind(kind), values)
            seen.add(name)
        for skill in SKILLS:
            if skill not in seen:
                self.problems.add("inputs", f'the skill "{skill}" is not declared')

    def _tracks(self) -> tuple[dict[str, Track], str]:
        tracks, undecided = {}, []
        for entry in self.top.tables("tracks"):
            tracks[entry.name] = Track(entry.name, bool(entry.take("graded", bool)))
            if entry.take("undecided", bool, optional=True):
                undecided.append(entry.name)
            entry.nothing_else()
        if len(undecided) != 1:
            self.problems.add("tracks", "exactly one track must have undecided = true")
        return tracks, "".join(undecided[:1])

    def _rules(self, conditions: ConditionReader) -> Iterable[Rule]:
        for entry in self.top.entries("rules"):
            id, track = entry.take("id", str), entry.take("track", str)
            because = entry.take("because", str, optional=True)
            when = conditions.read(entry.take("when", dict, optional=True), entry.place_of("when"))
            entry.nothing_else()
            yield Rule(id or "", when, track or "", because)

    def _extras(self, conditions: ConditionReader) -> Iterable[Extra]:
        for entry in self.top.entries("extras", optional=True):
            id, because = entry.take("id", str), entry.take("because", str, optional=True)
            when: Condition | None = conditions.read(entry.take("when", dict), entry.place_of("when"))
            entry.nothing_else()
            if id and when:
                yield Extra(id, when, because)

    def _bands(self) -> tuple[Band, ...]:
        bands = []
        for entry in self.top.entries("bands"):
            module, lowest = entry.take("module", str), entry.take("lowest", str)
            entry.nothing_else()
            level = next((level for level in Level if level.code == lowest and level.is_given), None)
            if level is None:
                entry.problem("lowest", f'"{lowest}" is not a level that is given')
            else:
                bands.append(Band(module or "", level))
        steps = [band.lowest.step for band in bands]
        if steps[:1] != [0] or steps != sorted(set(steps)):
            self.problems.add("bands", 'bands must begin at "alle_A1.1" and rise')
        return tuple(bands)

    def _weights(self) -> dict[str, int]:
        weights = self.top.take("weights", dict) or {}
        whole = all(type(weight) is int and weight >= 0 for weight in weights.values())
        if set(weights) != set(SKILLS) or not whole or not sum(weights.values()):
            self.problems.add("weights", "each of the four skills needs a whole number, not all zero")
        return weights

    def _texts(self, section: str) -> dict[str, Texts]:
        texts: dict[str, Texts] = {}
        for entry in self.top.tables(section):
            texts[entry.name] = {language: entry.take(language, str) or "" for language in LANGUAGES}
            entry.nothing_else()
        return texts

    def _check_rules(self, rules: tuple[Rule, ...], tracks: dict[str, Track]) -> None:
        ids = [rule.id for rule in rules]
        for place, rule in enumerate(rules, 1):
            where, last = f"rules[{place}] {rule.id}", place == len(rules)
            if ids.count(rule.id) > 1 or rule.id == INPUT_MISSING:
                self.problems.add(where, f'the id "{rule.id}" is already taken')
            if rule.track not in tracks:
                self.problems.add(where, f'"{rule.track}" is not one of the tracks {", ".join(tracks)}')
            if rule.when is None and not last:
                self.problems.add(where, "a rule without a condition hides the rules below it; move it last")
            if rule.when is not None and last:
                self.problems.add(
                    where, 'the last rule must hold always ("otherwise"); leave out its condition'
                )

    def _check_reasons(
        self, rules: tuple[Rule, ...], extras: tuple[Extra, ...], reasons: dict[str, Texts]
    ) -> None:
        facts = {INPUT_MISSING: {"inputs", "rule"}, OVERALL_IS_MEAN: {"overall"}}
        facts[MODULE_BY_OVERALL] = {"overall", "module"}
        for because in [rule.because for rule in rules] + [extra.because for extra in extras]:
            if because:
                facts.setdefault(because, set())
        for code, known in self._facts_of_tests(rules):
            facts[code] = facts.get(code, known) & known
        for code, known in facts.items():
            if code not in reasons:
                self.problems.add("reasons", f'the reason "{code}" has no texts')
            for language, text in reasons.get(code, {}).items():
                self._check_text(f"reasons.{code}.{language}", text, known)

    def _facts_of_tests(self, rules: tuple[Rule, ...]) -> Iterable[tuple[str, set[str]]]:
        for rule in rules:
            for test in tests_in(rule.when):
                if test.because:
                    yield test.because, fact_names(test)

    def _check_text(self, where: str, text: str, known: set[str]) -> None:
        try:
            asked = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            self.problems.add(where, f"the braces do not match: {error}")
            return
        for name in sorted(asked - known):
            self.problems.add(
                where, f"{{{name}}} is not known here; known: {', '.join(sorted(known)) or 'none'}"
            )
