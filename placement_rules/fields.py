"""Takes a rule set file apart field by field, noting every problem with its line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from placement_rules.messages import N_, Message
from placement_rules.toml_places import Path, Places

T = TypeVar("T")

_EXPECTED = {
    str: N_("a text is expected"),
    int: N_("a whole number is expected"),
    float: N_("a number with a decimal point is expected"),
    bool: N_("true or false is expected"),
    list: N_("a list is expected"),
    dict: N_("a table is expected"),
    date: N_("a date such as 2026-08-01 is expected"),
}


@dataclass(frozen=True)
class Problem:
    """Something in a file that keeps it from being read: where, and what was expected."""

    file: str
    line: int
    column: int
    path: Path
    message: Message

    @property
    def place(self) -> str:
        """The path as people count: `tables.track.rows[6].when[2]`."""
        return in_words(self.path)

    @property
    def text(self) -> str:
        """The problem in English, with its place."""
        where = f"{self.place}: " if self.place else ""
        return f"{self.file}:{self.line}:{self.column}: {where}{self.message.text}."


class Problems:
    """Collects what is wrong with a file."""

    def __init__(self, file: str, places: Places) -> None:
        self.file = file
        self.places = places
        self.found: list[Problem] = []

    def add(self, path: Path, template: str, **facts: object) -> None:
        """Note a problem at this path of the file."""
        place = self.places.nearest(path)
        message = Message(template, facts)
        self.found.append(Problem(self.file, place.line, place.column, path, message))


def in_words(path: Path) -> str:
    """A path as people count: `tables.track.rows[6].when[2]`."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words


class Fields:
    """One table of the file, taken field by field so that nothing unknown stays unnoticed."""

    def __init__(self, table: Mapping[str, Any], path: Path, problems: Problems) -> None:
        self.table = table
        self.path = path
        self.problems = problems
        self.taken: set[str] = set()

    @property
    def name(self) -> str:
        """The name of the table, or the number of the entry."""
        return str(self.path[-1]) if self.path else ""

    def problem(self, field: str, template: str, **facts: object) -> None:
        """Note a problem of one field."""
        self.problems.add((*self.path, field), template, **facts)

    def take(self, field: str, kind: type[T], *, optional: bool = False) -> T | None:
        """The field's value if it is of this kind, else None with a problem noted."""
        self.taken.add(field)
        value = self.table.get(field)
        if value is None:
            if not optional:
                self.problems.add(self.path, N_("“%(field)s” is missing here"), field=field)
            return None
        if type(value) is not kind:
            self.problem(field, _EXPECTED[kind])
            return None
        return value

    def word(self, field: str) -> str | None:
        """A text that is not blank."""
        value = self.take(field, str)
        if value is not None and not value.strip():
            self.problem(field, _EXPECTED[str])
            return None
        return value

    def texts(self, field: str, *, optional: bool = False) -> tuple[str, ...]:
        """One text or a list of texts."""
        value = self.table.get(field)
        if isinstance(value, str):
            self.taken.add(field)
            return (value,)
        values = self.take(field, list, optional=optional) or []
        if not all(isinstance(each, str) for each in values):
            self.problem(field, N_("a list of texts is expected"))
        return tuple(each for each in values if isinstance(each, str))

    def chains(self, field: str, known: Mapping[str, object]) -> tuple[tuple[str, ...], ...]:
        """A list of lists of known names, each from less to more."""
        found = []
        for place, chain in enumerate(self.take(field, list, optional=True) or ()):
            if not isinstance(chain, list):
                self.problems.add((*self.path, field, place), _EXPECTED[list])
                continue
            for step, each in enumerate(chain):
                if not isinstance(each, str) or each not in known:
                    self._unknown((*self.path, field, place, step), each, known)
            found.append(tuple(map(str, chain)))
        return tuple(found)

    def _unknown(self, path: Path, value: object, known: Mapping[str, object]) -> None:
        facts = {"value": value, "known": ", ".join(known)}
        self.problems.add(path, N_("“%(value)s” is not known here; known: %(known)s"), **facts)

    def entries(self, field: str, *, optional: bool = False) -> Iterator["Fields"]:
        """The tables of a list ([[rows]]), in order."""
        for number, entry in enumerate(self.take(field, list, optional=optional) or ()):
            path = (*self.path, field, number)
            if isinstance(entry, dict):
                yield Fields(entry, path, self.problems)
            else:
                self.problems.add(path, _EXPECTED[dict])

    def tables(self, field: str, *, optional: bool = False) -> Iterator["Fields"]:
        """The named tables of a section ([tracks.x]), in order."""
        for name, entry in (self.take(field, dict, optional=optional) or {}).items():
            if isinstance(entry, dict):
                yield Fields(entry, (*self.path, field, name), self.problems)
            else:
                self.problems.add((*self.path, field, name), _EXPECTED[dict])

    def nothing_else(self) -> None:
        """Note every field that nobody asked for: most often a misspelling."""
        for field in self.table:
            if field not in self.taken:
                self._unknown((*self.path, field), field, dict.fromkeys(sorted(self.taken)))
