"""Reads a table of post codes and where they lie, and keeps it for distances."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.people.distances import written
from testing_app.people.models import PostCode
from testing_app.spreadsheets.formats import HeaderFinder, read_table

COLUMNS = ("code", "city", "latitude", "longitude")
LONGEST_CODE, LONGEST_CITY = 20, 100
AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """Where a post code lies, in degrees north and east (WGS 84)."""

    code: str
    city: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class PostCodeTable:
    """The places of a file by code, and every problem as the row and what to correct."""

    places: Sequence[Place]
    problems: Sequence[tuple[int, str]]


def read_post_codes(source: bytes | Path) -> PostCodeTable:
    """Read a CSV or Excel file with the columns code, city, latitude, longitude, or SheetRefused."""
    table = read_table(source, HEADERS)
    places: dict[str, Place] = {}
    problems: list[tuple[int, str]] = []
    for number, cells in table.rows:
        if not any(cell.strip() for cell in cells):
            continue
        code, city, north, east = (_cell(cells, table.header[name]) for name in COLUMNS)
        place, wrong = _place(code, city, north, east)
        if place is not None and place.code in places:
            wrong.append(f"{place.code} is there twice. Keep one row of it.")
        problems += [(number, sentence) for sentence in wrong]
        if place is not None:
            places.setdefault(place.code, place)
    return PostCodeTable(list(places.values()), problems)


def keep_post_codes(session: Session, places: Sequence[Place]) -> int:
    """Keep every place; those known before lie where the new table says. Gives how many were new."""
    known: set[str] = set()
    for start in range(0, len(places), AT_ONCE):
        codes = [place.code for place in places[start : start + AT_ONCE]]
        known |= set(session.scalars(sa.select(PostCode.code).where(PostCode.code.in_(codes))))
    rows = [vars(place) for place in places]
    old = [row for row in rows if row["code"] in known]
    new = [row for row in rows if row["code"] not in known]
    if old:
        session.execute(sa.update(PostCode), old)
    if new:
        session.execute(sa.insert(PostCode), new)
    return len(new)


def _header_in(cells: Sequence[str], row: int) -> dict[str, int] | None:
    names = [cell.strip().casefold() for cell in cells]
    return {name: names.index(name) for name in COLUMNS} if set(COLUMNS) <= set(names) else None


HEADERS = HeaderFinder(_header_in, len)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _place(code: str, city: str, north: str, east: str) -> tuple[Place | None, list[str]]:
    wrong = []
    known = written(code)
    if not known or not known.isalnum() or len(known) > LONGEST_CODE:
        wrong.append(f"“{code}” is no post code.")
    if len(city) > LONGEST_CITY:
        wrong.append(f"The city is longer than {LONGEST_CITY} signs.")
    latitude, longitude = _degrees(north, 90), _degrees(east, 180)
    if latitude is None:
        wrong.append(f"“{north}” is no latitude from -90 to 90.")
    if longitude is None:
        wrong.append(f"“{east}” is no longitude from -180 to 180.")
    if wrong or latitude is None or longitude is None:
        return None, wrong
    return Place(known, city, latitude, longitude), wrong


def _degrees(text: str, most: float) -> float | None:
    try:
        degrees = float(text.replace(",", "."))
    except ValueError:
        return None
    return degrees if -most <= degrees <= most else None  # not a number is not between either
