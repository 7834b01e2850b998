"""Distances between post codes, as the crow flies, from the table an installation imports."""

from collections.abc import Collection, Mapping
from math import asin, cos, radians, sin, sqrt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.people.models import PostCode

EARTH_KILOMETRES = 6371.0088
"""The mean radius of the earth (IUGG)."""


def kilometres(session: Session, post_code_a: str, post_code_b: str) -> float | None:
    """The distance between two post codes in kilometres; None when one of them is not in the table."""
    return kilometres_from(session, post_code_a, [post_code_b]).get(post_code_b)


def kilometres_from(session: Session, post_code: str, others: Collection[str]) -> Mapping[str, float]:
    """The distance from one post code to each of the others that is in the table, in one query."""
    wanted = {code: written(code) for code in (post_code, *others)}
    known = {code for code in wanted.values() if code}
    if not known or not wanted[post_code]:
        return {}
    query = sa.select(PostCode.code, PostCode.latitude, PostCode.longitude).where(PostCode.code.in_(known))
    places = {row.code: (row.latitude, row.longitude) for row in session.execute(query)}
    here = places.get(wanted[post_code])
    if here is None:
        return {}
    return {code: great_circle(here, places[wanted[code]]) for code in others if wanted[code] in places}


def great_circle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres along the great circle between two (latitude, longitude) in degrees (haversine)."""
    (north_a, east_a), (north_b, east_b) = (tuple(map(radians, place)) for place in (a, b))
    half = sin((north_b - north_a) / 2) ** 2 + cos(north_a) * cos(north_b) * sin((east_b - east_a) / 2) ** 2
    return 2 * EARTH_KILOMETRES * asin(min(1.0, sqrt(half)))


def written(post_code: str) -> str:
    """A post code as the table has it: without spaces and a country before it."""
    return post_code.strip().upper().removeprefix("FI-").replace(" ", "")
