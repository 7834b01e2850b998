"""What differs in meaning between two rule sets: tables row by row and cell by cell, numbers, texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Generic, TypeVar

from placement_rules.conditions import Line
from placement_rules.inputs import Input
from placement_rules.outline import Outline, outline_of
from placement_rules.rule_set import ExceptionToOrder, RuleSet, Track
from placement_rules.tables import Row, Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference(Generic[T]):
    """Something by name, before and after; None where it is not there."""

    name: str
    before: T | None
    after: T | None


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One line of a row; `cells` are its tests that differ, by subject."""

    before: Line | None
    after: Line | None
    cells: tuple[Difference[Outline], ...]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One rule, with its place in the table counted from 1; `is_moved` when it passed other rows."""

    before: Row | None
    after: Row | None
    place_before: int | None
    place_after: int | None
    is_moved: bool = False
    lines: tuple[LineDifference, ...] = ()

    @property
    def is_renamed(self) -> bool:
        """Whether the same rule has another name now."""
        return self.before is not None and self.after is not None and self.before.rule != self.after.rule

    @property
    def gives_differs(self) -> bool:
        """Whether the rule leads elsewhere now."""
        return self.before is not None and self.after is not None and self.before.gives != self.after.gives


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table: added, removed, under another hit policy, or with rows that differ."""

    name: str
    before: Table | None
    after: Table | None
    rows: tuple[RowDifference, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs; `judge_alike` when both give everybody the same outcome, whatever the texts say.

    `facts` are dates, languages, area and the like; `texts` reasons, labels, names and sources by their place
    in the file, such as `reasons.basic-path.fi`.
    """

    tables: tuple[TableDifference, ...]
    inputs: tuple[Difference[Input], ...]
    tracks: tuple[Difference[Track], ...]
    weights: tuple[Difference[int], ...]
    requirements: tuple[Difference[str], ...]
    order: tuple[Difference[tuple[tuple[str, ...], ...]], ...]
    exceptions: tuple[Difference[ExceptionToOrder], ...]
    facts: tuple[Difference[str], ...]
    texts: tuple[Difference[str], ...]
    judge_alike: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs at all, not even a text."""
        parts = (self.tables, self.inputs, self.tracks, self.weights, self.requirements)
        return not any((*parts, self.order, self.exceptions, self.facts, self.texts))


def differences(before: RuleSet, after: RuleSet) -> Differences:
    """What is different in `after`."""
    requirements = _of_maps(_levels_asked(before), _levels_asked(after))
    return Differences(
        tables=tuple(_tables(before.tables, after.tables)),
        inputs=_of_maps(_by_name(before.inputs), _by_name(after.inputs)),
        tracks=_of_maps(before.tracks, after.tracks),
        weights=_of_maps(before.weights, after.weights),
        requirements=requirements,
        order=_of_maps(
            {"tracks": before.rises_tracks, "modules": before.rises_modules},
            {"tracks": after.rises_tracks, "modules": after.rises_modules},
        ),
        exceptions=_of_maps(_exceptions(before), _exceptions(after)),
        facts=_of_maps(_facts(before), _facts(after)),
        texts=_of_maps(_texts(before), _texts(after)),
        judge_alike=_what_judges(before) == _what_judges(after) and not requirements,
    )


def _of_maps(before: Mapping[str, T], after: Mapping[str, T]) -> tuple[Difference[T], ...]:
    names = dict.fromkeys([*before, *after])
    return tuple(
        Difference(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _tables(before: Mapping[str, Table], after: Mapping[str, Table]) -> Iterator[TableDifference]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        rows = tuple(_rows(old.rows, new.rows)) if old and new else ()
        if rows or old is None or new is None or old.hit != new.hit:
            yield TableDifference(name, old, new, rows)


def _rows(before: Sequence[Row], after: Sequence[Row]) -> Iterator[RowDifference]:
    """Rows that differ or moved, in the order of the new table; removed ones last."""
    was = _partners(before, after)
    kept = _longest_rising([was[place] for place in range(len(after)) if place in was])
    for place, row in enumerate(after):
        if place not in was:
            yield RowDifference(None, row, None, place + 1)
            continue
        old, is_moved = before[was[place]], was[place] not in kept
        if is_moved or _all_of(old) != _all_of(row):
            lines = tuple(_lines(old.lines, row.lines))
            yield RowDifference(old, row, was[place] + 1, place + 1, is_moved, lines)
    for place, row in enumerate(before):
        if place not in was.values():
            yield RowDifference(row, None, place + 1, None)


def _partners(before: Sequence[Row], after: Sequence[Row]) -> dict[int, int]:
    """Place in the new table to place in the old one: by name, else by asking and giving the same."""
    names = {row.rule: place for place, row in enumerate(before)}
    found = {place: names[row.rule] for place, row in enumerate(after) if row.rule in names}
    free = [place for place in range(len(before)) if place not in found.values()]
    for place, row in enumerate(after):
        alike = [old for old in free if _asks_and_gives(before[old]) == _asks_and_gives(row)]
        if place not in found and alike:
            found[place] = alike[0]
            free.remove(alike[0])
    return found


def _longest_rising(places: Sequence[int]) -> set[int]:
    """A longest part of the sequence that rises: the rows that kept their order."""
    nothing: list[int] = []
    best: list[list[int]] = []
    for index, place in enumerate(places):
        before = [best[other] for other in range(index) if places[other] < place]
        best.append([*max([nothing, *before], key=len), place])
    longest = max([nothing, *best], key=len)
    return set(longest)


def _lines(before: Sequence[Line], after: Sequence[Line]) -> Iterator[LineDifference]:
    """Lines that differ; those without an equal are compared in order."""
    asked_before, asked_after = ({_asked(line) for line in lines} for lines in (before, after))
    old = [line for line in before if _asked(line) not in asked_after]
    new = [line for line in after if _asked(line) not in asked_before]
    for one, other in zip_longest(old, new):
        yield LineDifference(one, other, _of_maps(_by_subject(one), _by_subject(other)))


def _by_subject(line: Line | None) -> dict[str, Outline]:
    return {outline.subject: outline for outline in (_asked(line) if line else ())}


def _asked(line: Line) -> tuple[Outline, ...]:
    """What a line asks, whatever else the domains of its inputs hold."""
    return tuple(sorted((outline_of(test) for test in line.tests), key=lambda outline: outline.subject))


def _asks_and_gives(row: Row) -> tuple[object, ...]:
    return tuple(_asked(line) for line in row.lines), row.gives


def _all_of(row: Row) -> tuple[object, ...]:
    reasons = tuple(line.because for line in row.lines)
    return row.rule, _asks_and_gives(row), reasons, row.because, row.sources


def _what_judges(rule_set: RuleSet) -> tuple[object, ...]:
    """All that an outcome depends on: neither texts nor reasons, names of rules, sources or dates."""
    tables = {
        name: (table.hit, [_asks_and_gives(row) for row in table.rows])
        for name, table in rule_set.tables.items()
    }
    inputs, weights = _by_name(rule_set.inputs), dict(rule_set.weights)
    tracks = dict(rule_set.tracks)
    return rule_set.answers, tables, inputs, tracks, rule_set.undecided_track, weights


def _by_name(inputs: Sequence[Input]) -> dict[str, Input]:
    return {given.name: given for given in inputs}


def _levels_asked(rule_set: RuleSet) -> dict[str, str]:
    """`field.skill` to the level that is asked."""
    return {
        f"{row.field}.{skill}": level.code
        for row in rule_set.requirements
        for skill, level in row.levels.items()
    }


def _exceptions(rule_set: RuleSet) -> dict[str, ExceptionToOrder]:
    return {f"{each.raising}.{each.before}.{each.after}": each for each in rule_set.exceptions}


def _facts(rule_set: RuleSet) -> dict[str, str]:
    facts = {
        "valid_from": rule_set.valid_from.isoformat(),
        "valid_to": rule_set.valid_to.isoformat() if rule_set.valid_to else "",
        "languages": ", ".join(rule_set.languages),
        "area": rule_set.area or "",
        "borderline_below": "" if rule_set.borderline_below is None else str(rule_set.borderline_below),
        "undecided_track": rule_set.undecided_track,
    }
    return {name: value for name, value in facts.items() if value}


def _texts(rule_set: RuleSet) -> dict[str, str]:
    sections = (("reasons", rule_set.reasons), ("labels", rule_set.labels), ("name", {"": rule_set.name}))
    texts = {
        ".".join(filter(None, (section, code, language))): text
        for section, entries in sections
        for code, by_language in entries.items()
        for language, text in by_language.items()
    }
    return texts | {f"sources.{code}": text for code, text in rule_set.sources.items()}
