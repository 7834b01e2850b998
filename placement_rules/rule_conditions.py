"""Reads the tables and conditions of a rule set file, noting every problem with its place."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from placement_rules.conditions import (
    All,
    AnyOf,
    Bounds,
    Condition,
    InputTest,
    MissingTest,
    SkillsTest,
    SpreadTest,
    Subject,
    Test,
)
from placement_rules.inputs import SKILLS, Input, Kind
from placement_rules.levels import Level

T = TypeVar("T")
_NAMES = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date",
}
_LEVEL_STEPS = {level.code: level.step for level in Level}


class Problems:
    """Collects what is wrong with a file, each with its place."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[str] = []

    def add(self, place: str, what: str) -> None:
        self.found.append(f"{self.file}: {place}: {what}.")


class Fields:
    """One table of the file, taken field by field so that nothing unknown stays unnoticed."""

    def __init__(self, table: Mapping[str, Any], place: str, problems: Problems, name: str = "") -> None:
        self.table = table
        self.place = place
        self.problems = problems
        self.name = name
        self.taken: set[str] = set()

    def place_of(self, field: str) -> str:
        return f"{self.place}.{field}" if self.place else field

    def problem(self, field: str, what: str) -> None:
        self.problems.add(self.place_of(field), what)

    def take(self, field: str, kind: type[T], *, optional: bool = False) -> T | None:
        """The field's value if it is of this kind, else None with a problem noted."""
        self.taken.add(field)
        value = self.table.get(field)
        if value is None:
            if not optional:
                self.problem(field, f"this is missing; give {_NAMES[kind]}")
            return None
        if type(value) is not kind:
            self.problem(field, f"this must be {_NAMES[kind]}")
            return None
        return value

    def entries(self, field: str, *, optional: bool = False) -> Iterator["Fields"]:
        """The tables of a list ([[rules]]), in order."""
        for number, entry in enumerate(self.take(field, list, optional=optional) or (), 1):
            if isinstance(entry, dict):
                name = str(entry.get("id") or entry.get("name") or "")
                yield Fields(entry, f"{field}[{number}] {name}".strip(), self.problems, name)
            else:
                self.problem(f"{field}[{number}]", "this must be a table")

    def table_names(self, field: str) -> Mapping[str, Any]:
        return self.take(field, dict) or {}

    def tables(self, field: str) -> Iterator["Fields"]:
        """The named tables of a section ([tracks.x]), in order."""
        for name, entry in self.table_names(field).items():
            if isinstance(entry, dict):
                yield Fields(entry, f"{field}.{name}", self.problems, name)
            else:
                self.problem(f"{field}.{name}", "this must be a table")

    def nothing_else(self) -> None:
        """Note every field that nobody asked for: most often a misspelling."""
        for field in self.table:
            if field not in self.taken:
                self.problem(field, f"this is not known here; known: {', '.join(sorted(self.taken))}")


class ConditionReader:
    """Turns the `when` of rules into conditions."""

    def __init__(self, inputs: Mapping[str, Input], problems: Problems) -> None:
        self.inputs = inputs
        self.problems = problems

    def read(self, table: object, place: str) -> Condition | None:
        """A condition, or None if there is none or it has problems (which are noted)."""
        if table is None:
            return None
        if not isinstance(table, dict):
            self.problems.add(place, "a condition must be a table")
            return None
        for word in ("all", "any"):
            if word in table:
                return self._read_parts(Fields(table, place, self.problems), word)
        return self._read_test(Fields(table, place, self.problems))

    def _read_parts(self, fields: Fields, word: str) -> Condition | None:
        entries = fields.take(word, list)
        fields.nothing_else()
        if not entries:
            fields.problem(word, "this must list at least one condition")
            return None
        found = [
            self.read(entry, f"{fields.place_of(word)}[{place}]") for place, entry in enumerate(entries, 1)
        ]
        parts = tuple(part for part in found if part is not None)
        return All(parts) if word == "all" else AnyOf(parts)

    def _read_test(self, fields: Fields) -> Test | None:
        of = fields.take("of", str)
        because = fields.take("because", str, optional=True)
        missing = fields.take("missing", bool, optional=True)
        given = self._ranked(of)
        if given is None:
            if of is not None:
                known = ", ".join([*Subject, *self.inputs])
                fields.problem("of", f'"{of}" is not something to ask about; known: {known}')
            return None
        if missing:
            fields.nothing_else()
            return MissingTest(SKILLS if of == Subject.ANY_SKILL else (given.name,), because)
        bounds = self._bounds(fields, given)
        fields.nothing_else()
        if of == Subject.SPREAD:
            return SpreadTest(bounds, because)
        if of in (Subject.ANY_SKILL, Subject.EVERY_SKILL):
            return SkillsTest(Subject(of), bounds, because)
        return InputTest(given, bounds, because)

    def _ranked(self, of: str | None) -> Input | None:
        """What the bounds of this subject are counted in."""
        if of == Subject.SPREAD:
            return Input(of, Kind.COUNT)
        if of in (Subject.ANY_SKILL, Subject.EVERY_SKILL):
            return Input(of, Kind.LEVEL)
        return self.inputs.get(of or "")

    def _bounds(self, fields: Fields, given: Input) -> Bounds:
        words = {word: fields.table[word] for word in ("is", "at_least", "below") if word in fields.table}
        fields.taken |= {"is", "at_least", "below"}
        if not words:
            fields.problem("of", "say what it must be: is, at_least or below")
        ranks: dict[str, list[int]] = {}
        for word, value in words.items():
            values = value if isinstance(value, list) else [value]
            ranks[word] = [
                rank for each in values if (rank := self._rank(fields, word, given, each)) is not None
            ]
        return Bounds(
            one_of=frozenset(ranks["is"]) if "is" in ranks else None,
            at_least=max(ranks.get("at_least", ()), default=None),
            below=min(ranks.get("below", ()), default=None),
        )

    def _rank(self, fields: Fields, word: str, given: Input, value: object) -> int | None:
        """The rank of a value written in a test, or None with a problem noted."""
        if given.kind is Kind.TICK and type(value) is bool:
            return int(value)
        if given.kind is Kind.COUNT and type(value) is int and value >= 0:
            return value
        if given.kind is Kind.LEVEL and isinstance(value, str) and value in _LEVEL_STEPS:
            return _LEVEL_STEPS[value]
        if value in given.values and (word == "is" or given.kind is Kind.SCALE):
            return given.values.index(str(value))
        fields.problem(word, f'"{value}" is not a value that "{given.name}" can be compared with')
        return None


def fact_names(test: Test) -> set[str]:
    """The facts that the text of this test's reason may use."""
    if isinstance(test, InputTest):
        return {"value"}
    return {"spread"} if isinstance(test, SpreadTest) else {"inputs"}
