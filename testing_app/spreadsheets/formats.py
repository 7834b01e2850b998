"""Turns a CSV or Excel file into rows of text cells, numbered as a spreadsheet numbers them.

What a header row looks like is the caller's: a test-day sheet has another one than a list of course groups.
"""

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar

import openpyxl

from testing_app.spreadsheets.refusals import Refusal, SheetRefused

Head = TypeVar("Head")
NumberedRow = tuple[int, list[str]]

HEADER_WITHIN = 1000
"""Rows searched for the header."""
MOST_UNPACKED = 300_000_000
"""Bytes an Excel file may unpack to."""
MOST_EXCEL_ROWS = 1_048_576
"""Rows of an Excel sheet; a number beyond it was written by somebody who wants to keep us busy."""
MOST_CELLS = 20_000_000
"""Cells of one sheet, the empty ones before the last of a row included: a small file can claim any number."""

_CHUNK = 1 << 20
_EXCEL = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class HeaderFinder(Generic[Head]):
    """What makes a row of cells, with its number, the header (or None), and how many headings it knows."""

    header_in: Callable[[Sequence[str], int], Head | None]
    known_in: Callable[[Head], int]


@dataclass(frozen=True)
class Table(Generic[Head]):
    """The header of a sheet, the rows below it, and the titles of other worksheets that have a header."""

    header: Head
    rows: Iterator[NumberedRow]
    other_sheets: tuple[str, ...] = ()


def read_table(
    source: bytes | Path, finder: HeaderFinder[Head], *, most_unpacked: int = MOST_UNPACKED
) -> Table[Head]:
    """The header row of the sheet, and the rows below it; a CSV file is read row by row, never held whole."""
    with _opened(source) as file:
        start = file.read(len(_OLE))
        if not start.strip() and not any(chunk.strip() for chunk in _chunks(file)):
            raise SheetRefused(Refusal.EMPTY)
    if start.startswith(_OLE):
        raise SheetRefused(Refusal.PASSWORD if _ENCRYPTED in _whole(source) else Refusal.OLD_EXCEL)
    if is_excel(source):
        return _from_excel(_whole(source), finder, most_unpacked)
    return _from_text(source, _encoding_of(source), finder)


def is_excel(source: bytes | Path) -> bool:
    """Whether it is an Excel file, by how it begins."""
    with _opened(source) as file:
        return file.read(len(_EXCEL)) == _EXCEL


def lines_in(source: bytes | Path) -> int:
    """How many lines the file has: about the number of rows, found without reading them."""
    with _opened(source) as file:
        return sum(chunk.count(b"\n") for chunk in _chunks(file))


def _opened(source: bytes | Path) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _whole(source: bytes | Path) -> bytes:
    return source if isinstance(source, bytes) else source.read_bytes()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(_CHUNK), b"")


def _encoding_of(source: bytes | Path) -> str:
    """The encoding of a CSV file: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252."""
    with _opened(source) as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        if _is_text(source, encoding):
            return encoding
    raise SheetRefused(Refusal.NOT_A_SHEET)


def _is_text(source: bytes | Path, encoding: str) -> bool:
    """Whether the whole file can be decoded and holds no zero signs."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with _opened(source) as file:
            texts = (decoder.decode(chunk) for chunk in _chunks(file))
            return not any("\0" in text for text in texts) and "\0" not in decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False


def _from_text(source: bytes | Path, encoding: str, finder: HeaderFinder[Head]) -> Table[Head]:
    """Read with the separator that gives the most known headings."""
    found: list[tuple[int, Table[Head]]] = []
    wrong: list[SheetRefused] = []
    for separator in ";\t,":
        rows = _csv_rows(source, encoding, separator)
        try:
            header = _find_header(rows, finder)
        except SheetRefused as error:
            wrong.append(error)
            continue
        if header:
            found.append((finder.known_in(header), Table(header, rows)))
    if not found:
        raise wrong[0] if wrong else SheetRefused(Refusal.NO_HEADER)
    return max(found, key=lambda each: each[0])[1]


def _csv_rows(source: bytes | Path, encoding: str, separator: str) -> Iterator[NumberedRow]:
    number = 0
    with io.TextIOWrapper(_opened(source), encoding=encoding, newline="") as lines:
        cells = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
        try:
            for number, row in enumerate(cells, 1):
                yield number, row
        except csv.Error:
            raise SheetRefused(Refusal.QUOTES, {"row": number + 1}) from None
        except (OSError, UnicodeDecodeError):  # the file changed or went away while it was read
            raise SheetRefused(Refusal.UNREADABLE) from None


def _find_header(rows: Iterable[NumberedRow], finder: HeaderFinder[Head]) -> Head | None:
    """The first row that is a header; the rows are left standing below it."""
    for number, cells in rows:
        header = finder.header_in(cells, number)
        if header or number >= HEADER_WITHIN:
            return header
    return None


def _from_excel(content: bytes, finder: HeaderFinder[Head], most_unpacked: int) -> Table[Head]:
    """Read the first worksheet in sight that has a header row."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > most_unpacked:
                raise SheetRefused(Refusal.TOO_BIG)
            if not any(part.filename.startswith("xl/") for part in packed.infolist()):
                raise SheetRefused(Refusal.NOT_A_SHEET)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise SheetRefused(Refusal.BROKEN_EXCEL) from None
    found = [
        (header, rows, title)
        for title, rows in _worksheets(content)
        if (header := _find_header(rows, finder))
    ]
    if not found:
        raise SheetRefused(Refusal.NO_HEADER)
    header, rows, _ = found[0]
    return Table(header, rows, tuple(title for _, _, title in found[1:]))


def _worksheets(content: bytes) -> Iterator[tuple[str, Iterator[NumberedRow]]]:
    """Title and rows of each worksheet that is not hidden."""
    book = _workbook(content, data_only=True)
    sources = _workbook(content, data_only=False).worksheets if _has_formulas(content) else repeat(None)
    for sheet, source in zip(book.worksheets, sources, strict=False):
        if sheet.sheet_state == "visible":
            yield sheet.title, _excel_rows(sheet, source)


def _workbook(content: bytes, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl cannot keep
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    except Exception:  # openpyxl lets through whatever a damaged part made it meet
        raise SheetRefused(Refusal.BROKEN_EXCEL) from None


def _excel_rows(sheet: Any, source: Any) -> Iterator[NumberedRow]:
    """The rows as text; a formula that was never computed stands as it is written, for it is not blank."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formulas = dict(_uncomputed(sheet, source)) if source else {}
            sheet.reset_dimensions()
            rows = _bounded(sheet.iter_rows(values_only=True))
        for number, values in rows:
            cells = [_cell_text(value) for value in values]
            for place in range(len(cells)) if formulas else ():
                cells[place] = formulas.get((number, place), cells[place])
            yield number, cells
    except SheetRefused:
        raise
    except Exception:  # as above
        raise SheetRefused(Refusal.BROKEN_EXCEL) from None


def _bounded(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows with their numbers, as long as a spreadsheet could have written so many."""
    cells = 0
    for number, row in enumerate(rows, 1):
        cells += len(row)
        if number > MOST_EXCEL_ROWS or cells > MOST_CELLS:
            raise SheetRefused(Refusal.TOO_BIG)
        yield number, row


def _uncomputed(sheet: Any, source: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """Formulas whose value the file does not hold, by row number and place in the row."""
    for each in (sheet, source):
        each.reset_dimensions()
    for (number, row), formulas in zip(_bounded(sheet.iter_rows()), source.iter_rows(), strict=True):
        for place, (cell, written) in enumerate(zip(row, formulas, strict=True)):
            if written.data_type == "f" and cell.value is None and cell.data_type == "n":
                yield (number, place), str(written.value)


def _has_formulas(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            sheets = (part for part in packed.namelist() if part.startswith("xl/worksheets/sheet"))
            return any(re.search(b"<f[ >/]", packed.read(part)) for part in sheets)
    except Exception:  # as above
        raise SheetRefused(Refusal.BROKEN_EXCEL) from None


def _cell_text(value: object) -> str:
    """A cell as text: whole numbers without a decimal part, dates as ISO, true and false as words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value)
