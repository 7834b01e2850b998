"""The rows of a day's working list: who is expected, who came, how far each one's scores are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from testing_app.sittings.queries import Sitting, has_entries, skills_done
from testing_app.vocabulary import SKILL_PARTS, BookingState

SKILLS = len(SKILL_PARTS)

KINDS: Mapping[BookingState, str] = {
    BookingState.BOOKED: "neutral",
    BookingState.ARRIVED: "info",
    BookingState.NO_SHOW: "warn",
    BookingState.CANCELLED: "warn",
}


@dataclass(frozen=True)
class WorkingRow:
    """One booked candidate on the day."""

    booking: Any
    sitting: Sitting | None
    kind: str
    progress: str
    is_scored: bool
    is_signed: bool
    has_entries: bool


@dataclass(frozen=True)
class DayCounts:
    """How the day goes."""

    expected: int
    arrived: int
    absent: int
    scored: int
    signed: int


def working_rows(bookings: Sequence[Any], sittings: Mapping[UUID, Sitting]) -> list[WorkingRow]:
    """The rows in the order of the bookings."""
    return [_row(booking, sittings.get(booking.id)) for booking in bookings]


def count_rows(rows: Sequence[WorkingRow]) -> DayCounts:
    """The counts at the top of the list."""
    states = [row.booking.state for row in rows]
    return DayCounts(
        expected=states.count(BookingState.BOOKED),
        arrived=states.count(BookingState.ARRIVED),
        absent=states.count(BookingState.NO_SHOW) + states.count(BookingState.CANCELLED),
        scored=sum(row.is_scored for row in rows),
        signed=sum(row.is_signed for row in rows),
    )


def _row(booking: Any, sitting: Sitting | None) -> WorkingRow:
    arrived = booking.state is BookingState.ARRIVED
    done = skills_done(sitting) if sitting is not None and arrived else 0
    signed = sitting is not None and sitting.signed_at is not None
    return WorkingRow(
        booking=booking,
        sitting=sitting,
        kind="good" if signed else KINDS[booking.state],
        progress=_("%(done)s of %(all)s skills handled", done=done, all=SKILLS) if arrived else "",
        is_scored=done == SKILLS,
        is_signed=signed,
        has_entries=sitting is not None and has_entries(sitting),
    )
