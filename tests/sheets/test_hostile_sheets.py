"""A small file that claims to be enormous, or asks for other files, is refused soon."""

import io
import zipfile

import openpyxl
import pytest

from testing_app.sheets.actions import MOST_ROWS, MOST_UNPACKED, readable_sheet
from testing_app.sheets.problems import Refusal, SheetRefused

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Candidate</t></is></c><c r="B1" t="inlineStr"><is><t>{}</t></is></c></row>'  # noqa: E501
WIDE = "".join(f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(2, 1500))
FAR_AWAY = '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 50}">' for n in range(8))
ELSEWHERE = '<!ENTITY a0 SYSTEM "file:///etc/passwd">'


def excel(rows: str, *, entities: str = "", heading: str = "Reading") -> bytes:
    """An Excel file whose one sheet holds this XML."""
    whole, packed = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(whole)
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{HEADER.format(heading)}{rows}</sheetData></worksheet>"
    )
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            out.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else given.read(name))
    return packed.getvalue()


def refusal_of(content: bytes) -> Refusal:
    with pytest.raises(SheetRefused) as refused:
        readable_sheet(content)
    return refused.value.refusal


@pytest.mark.parametrize("rows", [WIDE, FAR_AWAY], ids=["wide", "far away"])
def test_a_small_file_that_claims_endless_cells_is_refused(rows: str) -> None:
    content = excel(rows)

    assert len(content) < 30_000
    assert refusal_of(content) is Refusal.TOO_BIG


def test_a_file_that_unpacks_to_far_more_than_a_test_day_is_refused() -> None:
    content = excel(f"<!-- {' ' * MOST_UNPACKED} -->")

    assert len(content) < 100_000
    assert refusal_of(content) is Refusal.TOO_BIG


@pytest.mark.parametrize(
    ("entities", "heading"), [(LAUGHS, "&a7;"), (ELSEWHERE, "&a0;")], ids=["laughs", "file"]
)
def test_entities_are_never_resolved(entities: str, heading: str) -> None:
    assert refusal_of(excel("", entities=entities, heading=heading)) is Refusal.BROKEN_EXCEL


def test_more_rows_than_a_test_day_has_are_refused() -> None:
    rows = "".join(f"K{number};A1.1\n" for number in range(MOST_ROWS + 1))

    assert refusal_of(b"Candidate;Reading\n" + rows.encode()) is Refusal.TOO_BIG
