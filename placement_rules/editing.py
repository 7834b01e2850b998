"""A rule set as people edit it: its document taken apart into rows, texts and dates, and put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from placement_rules.cells import Comparison, join_cell, split_cell
from placement_rules.conditions import Subject
from placement_rules.inputs import Input, Kind
from placement_rules.writing import Document

TEXT_LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """One cell: what is asked about, how it is compared, and with which values, as they were typed."""

    subject: str = ""
    comparison: Comparison = Comparison.IS
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """Cells that must all hold, and the codes of the reasons told when they do."""

    tests: tuple[WrittenTest, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row of a table; without lines it takes everybody else."""

    rule: str = ""
    lines: tuple[WrittenLine, ...] = ()
    gives: str = ""
    because: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


def table_names(document: Document) -> tuple[str, ...]:
    """The decision tables of a document that can be edited row by row."""
    tables = document.get("tables")
    return tuple(tables) if isinstance(tables, dict) else ()


def written_rows(document: Document, table: str) -> tuple[WrittenRow, ...]:
    """The rows of one table; whatever in them is no row is left out."""
    found = _section(_section(document, "tables"), table).get("rows")
    rows = found if isinstance(found, list) else []
    return tuple(_row_of(row) for row in rows if isinstance(row, dict))


def with_rows(document: Document, table: str, rows: Iterable[WrittenRow]) -> dict[str, Any]:
    """The document with other rows in one table."""
    kinds = _kinds(document)
    tables = _section(document, "tables")
    written = [_written(row, kinds) for row in rows]
    changed = {**_section(tables, table), "rows": written}
    return {**document, "tables": {**tables, table: changed}}


def with_texts(document: Document, section: str, texts: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The document with other texts in `reasons` or `labels`; a language left blank is left out."""
    changed = dict(_section(document, section))
    for code, languages in texts.items():
        kept = {each: languages[each].strip() for each in TEXT_LANGUAGES if languages.get(each, "").strip()}
        changed[code] = kept
    return {**document, section: changed}


def with_values(document: Document, values: Mapping[str, Any]) -> dict[str, Any]:
    """The document with other values at the top (dates, languages, name); None takes one away."""
    changed = {**document, **values}
    return {key: value for key, value in changed.items() if value is not None}


def moved(rows: Sequence[WrittenRow], place: int, step: int) -> tuple[WrittenRow, ...]:
    """The rows with one moved up (-1) or down (1); at the edge nothing moves."""
    there = place + step
    if not (0 <= place < len(rows) and 0 <= there < len(rows)):
        return tuple(rows)
    changed = list(rows)
    changed[place], changed[there] = changed[there], changed[place]
    return tuple(changed)


def with_line(row: WrittenRow) -> WrittenRow:
    """The row with one more line to fill in."""
    return replace(row, lines=(*row.lines, WrittenLine((WrittenTest(),))))


def _section(document: Document, name: str) -> Document:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _row_of(row: Mapping[str, Any]) -> WrittenRow:
    when = row.get("when")
    lines = [when] if isinstance(when, dict) else when if isinstance(when, list) else []
    return WrittenRow(
        rule=str(row.get("rule", "")),
        lines=tuple(_line_of(line) for line in lines if isinstance(line, dict)),
        gives=str(row.get("gives", "")),
        because=_codes(row.get("because")),
        source=_codes(row.get("source")),
    )


def _line_of(line: Mapping[str, Any]) -> WrittenLine:
    tests = (
        WrittenTest(subject, *split_cell(cell)) for subject, cell in line.items() if subject != "because"
    )
    return WrittenLine(tuple(tests), _codes(line.get("because")))


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _written(row: WrittenRow, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    lines = [_written_line(line, kinds) for line in row.lines]
    when = {"when": lines[0] if len(lines) == 1 else lines} if lines else {}
    codes = {"because": _written_codes(row.because), "source": _written_codes(row.source)}
    filled = {name: value for name, value in codes.items() if value}
    return {"rule": row.rule, **when, "gives": row.gives, **filled}


def _written_line(line: WrittenLine, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    cells = {
        test.subject: join_cell(
            Input(test.subject, kinds.get(test.subject, Kind.CATEGORY)), test.comparison, test.values
        )
        for test in line.tests
        if test.subject
    }
    return {**cells, "because": _written_codes(line.because)} if line.because else cells


def _written_codes(codes: tuple[str, ...]) -> str | list[str]:
    return codes[0] if len(codes) == 1 else list(codes)


def _kinds(document: Document) -> dict[str, Kind]:
    """The kind of each subject, as far as the document declares one that can be."""
    found = {Subject.SPREAD.value: Kind.INTEGER}
    for name, given in _section(document, "inputs").items():
        kind = given.get("kind") if isinstance(given, dict) else None
        if kind in tuple(Kind):
            found[name] = Kind(kind)
    return found
