"""When and where people were expected before their occasion changed, for the letters about it."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking
from testing_app.letters.facts import SeatFacts

CHANGES_LOOKED_AT = 20


def earlier_seats(session: Session, bookings: Sequence[Booking]) -> Mapping[UUID, SeatFacts]:
    """For each booking whose occasion itself was changed last, day, hours and place before the change.

    Who was moved from another occasion afterwards is left out: the booking itself tells where from.
    """
    found = {}
    changes: dict[UUID, AuditEntry | None] = {}
    for booking in bookings:
        if booking.occasion_id not in changes:
            changes[booking.occasion_id] = _last_change(session, booking.occasion_id)
        change = changes[booking.occasion_id]
        if change is not None and not _moved_since(session, booking, change):
            found[booking.id] = _seat(booking, change.details["was"])
    return found


def _last_change(session: Session, occasion_id: UUID) -> AuditEntry | None:
    entries = session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.action == Event.OCCASION_CHANGED.value, AuditEntry.subject_id == str(occasion_id))
        .order_by(AuditEntry.at.desc(), AuditEntry.sequence.desc())
        .limit(CHANGES_LOOKED_AT)
    )
    return next((entry for entry in entries if "was" in entry.details), None)


def _moved_since(session: Session, booking: Booking, change: AuditEntry) -> bool:
    """Whether the seat was reserved or moved here after the change, and so never was as it was before."""
    later = sa.select(AuditEntry.id).where(
        AuditEntry.action == Event.SEAT_RESERVED.value,
        AuditEntry.subject_id == str(booking.id),
        AuditEntry.candidate_id == booking.candidate_id,
        AuditEntry.at > change.at,
    )
    return session.scalar(later.limit(1)) is not None


def _seat(booking: Booking, was: Mapping[str, Any]) -> SeatFacts:
    occasion = booking.occasion
    centre = occasion.centre
    own = ", ".join(part for part in (centre.street, f"{centre.post_code} {centre.city}".strip()) if part)
    return SeatFacts(
        on=date.fromisoformat(was["held_on"]),
        starts=time.fromisoformat(was["starts_at"]),
        ends=time.fromisoformat(was["ends_at"]),
        centre_name=centre.name,
        address=was["place"] or own,
        room=was["room"],
        phone=centre.phone,
        occasion_kind=occasion.kind,
    )
