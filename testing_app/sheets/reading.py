"""Reads a test-day sheet: one row of evidence for each candidate, and everything that is wrong."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

from openpyxl.cell.cell import ERROR_CODES

from testing_app.rule_sets.rules import Evidence
from testing_app.sheets.columns import INPUT_COLUMNS, Column, Header
from testing_app.sheets.formats import MOST_UNPACKED, NumberedRow, header_and_rows
from testing_app.sheets.problems import Fault, Note, Problem, Refusal, Remark, SheetRefused
from testing_app.sheets.words import DASHES, UNREADABLE, Unreadable, Value, reader_of


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One candidate's row; `evidence` is None when it has a problem, `texts` is filled when asked for."""

    number: int
    candidate: str
    evidence: Evidence | None
    texts: tuple[tuple[Column, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read: every candidate's row in order, problems by row, and notes about columns."""

    header_row: int
    headings: dict[Column, str]
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]

    @property
    def good_rows(self) -> Iterator[tuple[SheetRow, Evidence]]:
        """The rows without a problem, with their evidence."""
        return ((row, row.evidence) for row in self.rows if row.evidence is not None)


def read_sheet_file(path: Path, *, keep_texts: bool = False) -> Sheet:
    """Read a sheet from a file; SheetRefused when it cannot be read at all."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SheetRefused(Refusal.NOT_FOUND) from None
    except (OSError, ValueError):
        raise SheetRefused(Refusal.UNREADABLE) from None
    return read_sheet(content, keep_texts=keep_texts)


def read_sheet(content: bytes, *, keep_texts: bool = False, most_unpacked: int = MOST_UNPACKED) -> Sheet:
    """Read a sheet from the bytes of a CSV or XLSX file; `keep_texts` fills each row's `texts`.

    `most_unpacked` is how many bytes an XLSX file may unpack to.
    """
    header, below = header_and_rows(content, most_unpacked=most_unpacked)
    notes = notes_of(header)
    if header.repeated:
        return Sheet(header.row, header.headings, (), tuple(problems_of(header)), tuple(notes))
    reader = RowReader(header, strict_width=not content.startswith(b"PK"), keep_texts=keep_texts)
    rows = [row for numbered in below if (row := reader.read(numbered)) is not None]
    reader.find_repeated(rows)
    if not rows:
        notes.append(Note(Remark.NO_ROWS))
    reader.problems.sort(key=lambda problem: problem.row)
    return Sheet(header.row, header.headings, tuple(rows), tuple(reader.problems), tuple(notes))


def notes_of(header: Header) -> list[Note]:
    """Columns and worksheets that are not read, and columns that are not there."""
    notes = [Note(Remark.COLUMN_IGNORED, heading) for heading in header.ignored]
    notes += [Note(Remark.COLUMN_MISSING, column=column) for column in header.missing]
    return notes + [Note(Remark.SHEET_IGNORED, title) for title in header.other_sheets]


def problems_of(header: Header) -> list[Problem]:
    """The columns that are there twice: with any of them no row can be read."""
    return [column_twice(header, heading) for heading in header.repeated]


def column_twice(header: Header, heading: str) -> Problem:
    """The problem of a heading that stands over two columns."""
    return Problem(header.row, heading, heading, Fault.COLUMN_TWICE, Column.CANDIDATE)


def _named(text: str) -> str:
    """The candidate as written, without signs that nobody sees; blank if there are only dashes."""
    seen = text
    if not text.isascii():
        seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return seen.strip() if seen.strip(DASHES) else ""


class _Cells(dict[str, Value | Unreadable]):
    """The meanings of one column's cells, each text read once."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.read = reader_of(column)

    def __missing__(self, text: str) -> Value | Unreadable:
        value = self[text] = self.read(text)
        return value


class RowReader:
    """Reads the rows below one header and collects their problems."""

    def __init__(self, header: Header, *, strict_width: bool, keep_texts: bool) -> None:
        self.header = header
        self.strict_width = strict_width
        self.keep_texts = keep_texts
        self.problems: list[Problem] = []
        self.cells = [_Cells(column) for column in INPUT_COLUMNS]
        # A row gets one blank cell more than the header: that is what a missing column reads.
        places = [header.positions.get(column, header.width) for column in INPUT_COLUMNS]
        self.pick = itemgetter(header.positions[Column.CANDIDATE], *places)

    def read(self, numbered: NumberedRow) -> SheetRow | None:
        """The row, or None when it has no candidate."""
        number, cells = numbered
        width = self.header.width
        extra, bad = cells[width:], False
        if len(cells) != width:
            cells = cells[:width] + [""] * (width - len(cells))
            if self.strict_width and any(map(str.strip, extra)):
                bad = self._note(number, "".join(extra), Fault.CELL_WITHOUT_HEADING)
        texts = self.pick([*cells, ""])
        candidate = _named(texts[0])
        values = [known[text] for known, text in zip(self.cells, texts[1:], strict=True)]
        if UNREADABLE in values:
            bad = self._note_unreadable(number, texts[1:], values)
        if not candidate or candidate in ERROR_CODES or candidate.startswith("="):
            # Columns that are not read may be filled in beforehand, with running numbers for example.
            if any(map(_named, texts)):
                self._note(number, texts[0], Fault.NO_CANDIDATE)
            return None
        evidence = None if bad else Evidence(*values)  # type: ignore[arg-type]
        kept = tuple(zip(Column, texts, strict=True)) if self.keep_texts else ()
        return SheetRow(number, candidate, evidence, kept)

    def take_problems(self) -> tuple[Problem, ...]:
        """The problems found since this was last asked."""
        taken = tuple(self.problems)
        if taken:
            self.problems.clear()
        return taken

    def _note_unreadable(self, number: int, texts: tuple[str, ...], values: list[Value | Unreadable]) -> bool:
        found = [
            Problem(number, self.header.headings[column], text, Fault.UNKNOWN_WORD, column)
            for column, text, value in zip(INPUT_COLUMNS, texts, values, strict=True)
            if value is UNREADABLE
        ]
        found.sort(key=lambda problem: self.header.positions[problem.meant])
        self.problems += found
        return True

    def _note(self, number: int, value: str, fault: Fault, other_row: int | None = None) -> bool:
        heading = "" if fault is Fault.CELL_WITHOUT_HEADING else self.header.headings[Column.CANDIDATE]
        self.problems.append(Problem(number, heading, value, fault, Column.CANDIDATE, other_row))
        return True

    def find_repeated(self, rows: list[SheetRow]) -> None:
        """A candidate on several rows: which row is right would be a guess, so none is."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            places.setdefault("".join(row.candidate.casefold().split()), []).append(place)
        for several in places.values():
            if len(several) > 1:
                for place, other in zip(several, [several[1], *several], strict=False):
                    row = rows[place]
                    rows[place] = replace(row, evidence=None)
                    self._note(row.number, row.candidate, Fault.CANDIDATE_TWICE, rows[other].number)
