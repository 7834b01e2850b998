"""Lays texts out in columns on a terminal."""

import unicodedata
from collections.abc import Sequence


def widths_of(lines: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column must be for its longest text."""
    return [max(map(width_of, column)) for column in zip(*lines, strict=True)]


def line_of(cells: Sequence[str], widths: Sequence[int]) -> str:
    """One line with its texts below those of the other lines."""
    padded = (cell + " " * (width - width_of(cell)) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip() + "\n"


def width_of(text: str) -> int:
    """Columns on a terminal: wide signs take two, combining ones none."""
    narrow = (sign for sign in text if not unicodedata.combining(sign))
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in narrow)
