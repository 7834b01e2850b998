"""Makes small sheets for tests, as CSV text or as Excel files."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from testing_app.sheets.reading import Sheet, read_sheet

HEADINGS = [
    "Asiakas", "Luetun ymmärtäminen", "Kirjoittaminen", "Kuullun ymmärtäminen", "Puhuminen",
    "Luku- ja kirjoitustaito", "Opiskeluvalmiudet", "Opiskellut kielet", "Kouluvuodet",
    "Vaikea elämäntilanne", "Tarvitsee perusopetusta",
]  # fmt: skip
GOOD = ["K1", "A1.2", "A1.2", "A1.2", "A1.2", "tekninen", "perus", "1", "9", "", ""]


def row(candidate: str, **changed: str) -> list[str]:
    """A good row, but for the cells changed by the code of their column."""
    codes = (
        "candidate", "reading", "writing", "listening", "speaking", "literacy", "study_readiness",
        "languages_studied", "schooling_years", "hard_life_situation", "needs_basic_education",
    )  # fmt: skip
    return [changed.get(code, cell) for code, cell in zip(codes, [candidate, *GOOD[1:]], strict=True)]


def csv_text(*rows: Sequence[str], separator: str = ";") -> str:
    """Rows as CSV text below the Finnish headings."""
    return "".join(separator.join(cells) + "\r\n" for cells in [HEADINGS, *rows])


def read(*rows: Sequence[str]) -> Sheet:
    """The sheet that these rows make."""
    return read_sheet(csv_text(*rows).encode())


def excel(*sheets: Sequence[Sequence[Any]]) -> bytes:
    """An Excel file with these worksheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for cells in rows:
            sheet.append(list(cells))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def in_worksheet(content: bytes, old: bytes, new: bytes) -> bytes:
    """The Excel file with other bytes in the XML of its first worksheet."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in part
                part = part.replace(old, new)
            target.writestr(name, part)
    return kept.getvalue()
