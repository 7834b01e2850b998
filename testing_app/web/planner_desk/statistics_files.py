"""Statistics as files for a spreadsheet: CSV and XLSX, nothing in them a formula, nobody named."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_NUMERIC, TYPE_STRING
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from testing_app.web.planner_desk.statistics_page import StatisticsPage, TableInWords

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_NAME = 31
WIDE, NARROW = 44, 14

Value = str | int


def csv_file(page: StatisticsPage) -> bytes:
    """Every table of the page below the other, with a mark that tells spreadsheets it is UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(page.title), harmless(page.asked)])
    for each in page.tables:
        writer.writerows([[], *([harmless(value) for value in row] for row in _lines(each))])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def xlsx_file(page: StatisticsPage) -> bytes:
    """A sheet for each table; texts are typed as texts, so that none is taken for a formula."""
    book = Workbook(write_only=True)
    for place, each in enumerate(page.tables, 1):
        sheet = book.create_sheet(_sheet_name(place, each.title))
        sheet.column_dimensions["A"].width = WIDE
        for column in "BCDEFGHIJK":
            sheet.column_dimensions[column].width = NARROW
        _fill(sheet, [[page.title, page.asked], *_lines(each)])
    if not page.tables:
        _fill(book.create_sheet(_sheet_name(1, page.title)), [[page.title, page.asked]])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def harmless(value: Value) -> Value:
    """A text that no spreadsheet reads as a formula, and without characters that no file of theirs takes."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return "'" + text if text.lstrip(" ").startswith(BEGINS_A_FORMULA) else text


def _lines(each: TableInWords) -> Iterable[Sequence[Value]]:
    """Title, headings, rows, and what the middle of waits is."""
    yield [each.title]
    yield each.headings
    yield from each.plain_rows
    if each.middle:
        yield [each.middle]
    if each.table.hides_something:
        yield [_("Numbers that could tell of single people are hidden.")]


def _fill(sheet: WriteOnlyWorksheet, rows: Iterable[Sequence[Value]]) -> None:
    for place, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=harmless(value))
            cell.data_type = TYPE_STRING if isinstance(value, str) else TYPE_NUMERIC
            if place < 3:  # the page, the table, its headings
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)


def _sheet_name(place: int, title: str) -> str:
    return f"{place} {title.translate(NOT_IN_A_NAME)}"[:LONGEST_NAME].strip() or _("Statistics")
