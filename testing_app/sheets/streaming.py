"""Reads a sheet of any length row by row, holding none of it: for comparing rule sets on a whole register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from testing_app.rule_sets.rules import Evidence
from testing_app.sheets.columns import Column, Header, letters_of
from testing_app.sheets.formats import MOST_UNPACKED, NumberedRow, header_and_rows, is_excel, lines_in
from testing_app.sheets.problems import Note, Problem, Refusal, SheetRefused
from testing_app.sheets.reading import RowReader, column_twice, notes_of, problems_of

MOTHER_TONGUE_GROUP, MUNICIPALITY = "mother_tongue_group", "municipality"

POPULATION_COLUMNS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        MOTHER_TONGUE_GROUP: (
            "Äidinkieli", "Äidinkieliryhmä", "Modersmål", "Modersmålsgrupp", "Mother tongue",
            "Mother tongue group",
        ),
        MUNICIPALITY: ("Kunta", "Kotikunta", "Kommun", "Hemkommun", "Hemort", "Municipality"),
    }
)  # fmt: skip
"""Columns of a population sheet beside those of a test day: what they are called and how they are headed."""


@dataclass(frozen=True, slots=True)
class StreamedRow:
    """One row as read: evidence or problems, never both; `also` holds the other columns, "" where blank."""

    number: int
    candidate: str
    evidence: Evidence | None
    problems: tuple[Problem, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetStream:
    """What is known before the first row, and the rows, to be read once.

    `problems` are those of the header: with any of them there are no rows. `found` names the other columns
    asked for that are there. `lines` is about the number of rows; None when the file does not tell.
    """

    header_row: int
    headings: dict[Column, str]
    found: tuple[str, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    lines: int | None
    rows: Iterator[StreamedRow]


def stream_sheet_file(path: Path, *, also: Mapping[str, Sequence[str]] = POPULATION_COLUMNS) -> SheetStream:
    """Begin to read a sheet; SheetRefused when it cannot be read, now or later while its rows are read.

    `also` names further columns and the headings they are known by; their own name is one of them. A
    candidate may stand on several rows: each is a result of its own.
    """
    try:
        # what is not an ordinary file, such as a pipe, can be read only once
        return _stream(path if path.is_file() else path.read_bytes(), also, MOST_UNPACKED)
    except FileNotFoundError:
        raise SheetRefused(Refusal.NOT_FOUND) from None
    except (OSError, ValueError):
        raise SheetRefused(Refusal.UNREADABLE) from None


def stream_sheet(
    content: bytes,
    *,
    also: Mapping[str, Sequence[str]] = POPULATION_COLUMNS,
    most_unpacked: int = MOST_UNPACKED,
) -> SheetStream:
    """The same from the bytes of a file; `most_unpacked` is how many bytes an XLSX file may unpack to."""
    return _stream(content, also, most_unpacked)


def _stream(source: bytes | Path, also: Mapping[str, Sequence[str]], most_unpacked: int) -> SheetStream:
    header, below = header_and_rows(source, most_unpacked=most_unpacked)
    excel = is_excel(source)
    lines = None if excel else lines_in(source)
    header, places, problems = _take(header, also)
    problems = problems_of(header) + problems
    reader = RowReader(header, strict_width=not excel, keep_texts=False)
    return SheetStream(
        header_row=header.row,
        headings=header.headings,
        found=tuple(name for name, place in zip(also, places, strict=True) if place is not None),
        notes=tuple(notes_of(header)),
        problems=tuple(problems),
        lines=lines,
        rows=iter(()) if problems else _rows(below, reader, places),
    )


def _take(
    header: Header, also: Mapping[str, Sequence[str]]
) -> tuple[Header, list[int | None], list[Problem]]:
    """Where the columns asked for stand, the header without them, and which of them are there twice."""
    names = {letters_of(heading): name for name, known in also.items() for heading in (name, *known)}
    places: dict[str, int] = {}
    twice, rest = [], []
    for heading, place in zip(header.ignored, header.ignored_at, strict=True):
        name = names.get(letters_of(heading))
        if name is None:
            rest.append((heading, place))
        elif name in places:
            twice.append(column_twice(header, heading))
        else:
            places[name] = place
    left = replace(
        header, ignored=tuple(heading for heading, _ in rest), ignored_at=tuple(place for _, place in rest)
    )
    return left, [places.get(name) for name in also], twice


def _rows(
    below: Iterator[NumberedRow], reader: RowReader, places: Sequence[int | None]
) -> Iterator[StreamedRow]:
    """The rows that are not blank; equal other columns are one object."""
    width = reader.header.width
    blanks = [""] * (width + 1)
    # a row gets one blank cell more than the header: that is what a missing column reads
    pick = [width if place is None else place for place in places]
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}
    for number, cells in below:
        row = reader.read((number, cells))
        problems = reader.take_problems()
        if row is None and not problems:
            continue
        padded = [*cells[:width], *blanks[len(cells) :], ""]
        texts = tuple([padded[place] for place in pick])
        also = kept.get(texts)
        if also is None:
            also = kept[texts] = tuple(text.strip() for text in texts)
        candidate, evidence = (row.candidate, row.evidence) if row else ("", None)
        yield StreamedRow(number, candidate, evidence, problems, also)
