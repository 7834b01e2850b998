"""Puts finished letters into one file to print from."""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter


def combine(letters: Sequence[bytes], *, each_on_new_sheet: bool) -> bytes:
    """One PDF with the letters in this order; printed on both sides, no two letters share a sheet."""
    writer = PdfWriter()
    for letter in letters:
        pages = PdfReader(io.BytesIO(letter)).pages
        for page in pages:
            writer.add_page(page)
        if each_on_new_sheet and len(pages) % 2:
            writer.add_blank_page()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
