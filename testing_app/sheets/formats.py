"""Turns the bytes of a CSV or Excel file into rows of text cells, numbered as a spreadsheet numbers them."""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import openpyxl

from testing_app.sheets.columns import Header, header_in
from testing_app.sheets.problems import Refusal, SheetRefused

NumberedRow = tuple[int, list[str]]

HEADER_WITHIN = 1000
"""Rows searched for the header."""
MOST_UNPACKED = 300_000_000
"""Bytes an Excel file may unpack to."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def header_and_rows(content: bytes) -> tuple[Header, Iterator[NumberedRow]]:
    """The header row of the sheet, and the rows below it."""
    if not content.strip():
        raise SheetRefused(Refusal.EMPTY)
    if content.startswith(_OLE):
        raise SheetRefused(Refusal.PASSWORD if _ENCRYPTED in content else Refusal.OLD_EXCEL)
    if content.startswith(b"PK\x03\x04"):
        return _from_excel(content)
    return _from_text(_decoded(content))


def _decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252."""
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused(Refusal.NOT_A_SHEET)


def _from_text(text: str) -> tuple[Header, Iterator[NumberedRow]]:
    """Read with the separator that gives the most known headings."""
    found: list[tuple[int, Header, Iterator[NumberedRow]]] = []
    wrong: list[SheetRefused] = []
    for separator in ";\t,":
        rows = _csv_rows(text, separator)
        try:
            header = _find_header(rows)
        except SheetRefused as error:
            wrong.append(error)
            continue
        if header:
            found.append((len(header.positions), header, rows))
    if not found:
        raise wrong[0] if wrong else SheetRefused(Refusal.NO_HEADER)
    _, header, rows = max(found, key=lambda each: each[0])
    return header, rows


def _csv_rows(text: str, separator: str) -> Iterator[NumberedRow]:
    number = 0
    try:
        lines = io.StringIO(text, newline="")
        for number, cells in enumerate(
            csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True), 1
        ):
            yield number, cells
    except csv.Error:
        raise SheetRefused(Refusal.QUOTES, {"row": number + 1}) from None


def _find_header(rows: Iterable[NumberedRow]) -> Header | None:
    """The first row that is a header; the rows are left standing below it."""
    for number, cells in rows:
        header = header_in(cells, number)
        if header or number >= HEADER_WITHIN:
            return header
    return None


def _from_excel(content: bytes) -> tuple[Header, Iterator[NumberedRow]]:
    """Read the first worksheet that has a header row."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise SheetRefused(Refusal.TOO_BIG)
            if not any(part.filename.startswith("xl/") for part in packed.infolist()):
                raise SheetRefused(Refusal.NOT_A_SHEET)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise SheetRefused(Refusal.BROKEN_EXCEL) from None
    for rows in _worksheets(content):
        header = _find_header(rows)
        if header:
            return header, rows
    raise SheetRefused(Refusal.NO_HEADER)


def _worksheets(content: bytes) -> Iterator[Iterator[NumberedRow]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl cannot keep
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception:  # openpyxl lets through whatever a damaged part made it meet
        raise SheetRefused(Refusal.BROKEN_EXCEL) from None
    for sheet in book.worksheets:
        yield _excel_rows(sheet)


def _excel_rows(sheet: Any) -> Iterator[NumberedRow]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet.reset_dimensions()
            rows = iter(sheet.iter_rows(values_only=True))
        for number, values in enumerate(rows, 1):
            yield number, [_cell_text(value) for value in values]
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
