"""The header and the rows of a test-day sheet in a CSV or Excel file."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from testing_app.sheets.columns import Header, header_in
from testing_app.spreadsheets.formats import MOST_UNPACKED as MOST_UNPACKED
from testing_app.spreadsheets.formats import HeaderFinder, read_table
from testing_app.spreadsheets.formats import NumberedRow as NumberedRow
from testing_app.spreadsheets.formats import is_excel as is_excel
from testing_app.spreadsheets.formats import lines_in as lines_in

HEADERS = HeaderFinder(header_in, lambda header: len(header.positions))


def header_and_rows(
    source: bytes | Path, *, most_unpacked: int = MOST_UNPACKED
) -> tuple[Header, Iterator[NumberedRow]]:
    """The header row of the sheet, and the rows below it; a CSV file is read row by row, never held whole."""
    table = read_table(source, HEADERS, most_unpacked=most_unpacked)
    return replace(table.header, other_sheets=table.other_sheets), table.rows
