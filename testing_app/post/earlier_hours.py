"""When and where people were expected before their occasion changed, for the letters about it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking
from testing_app.letters.facts import SeatFacts


def earlier_seats(session: Session, bookings: Sequence[Booking]) -> Mapping[UUID, SeatFacts]:
    """For each booking whose occasion itself was changed last, day, hours and place before the change.

    Whose seat was reserved or moved there after the change is left out: it never was as it was before.
    """
    changes = _last_changes(session, {booking.occasion_id for booking in bookings})
    reserved = _last_reserved(session, bookings)
    found = {}
    for booking in bookings:
        change = changes.get(str(booking.occasion_id))
        since = reserved.get(str(booking.id))
        if change is not None and (since is None or since <= change.at):
            found[booking.id] = _seat(booking, change.details["was"])
    return found


def _last_changes(session: Session, occasion_ids: Collection[UUID]) -> dict[str, AuditEntry]:
    """The last change of day, hours or place of each occasion."""
    query = (
        sa.select(AuditEntry)
        .where(
            AuditEntry.action == Event.OCCASION_CHANGED.value,
            AuditEntry.subject_id.in_([str(key) for key in occasion_ids]),
        )
        .order_by(AuditEntry.at, AuditEntry.sequence)
    )
    return {entry.subject_id: entry for entry in session.scalars(query) if "was" in entry.details}


def _last_reserved(session: Session, bookings: Sequence[Booking]) -> dict[str, datetime]:
    """When each seat was last reserved or moved."""
    query = (
        sa.select(AuditEntry.subject_id, AuditEntry.at)
        .where(
            AuditEntry.action == Event.SEAT_RESERVED.value,
            AuditEntry.subject_id.in_([str(booking.id) for booking in bookings]),
            AuditEntry.candidate_id.in_([booking.candidate_id for booking in bookings]),
        )
        .order_by(AuditEntry.at, AuditEntry.sequence)
    )
    return {row.subject_id: row.at for row in session.execute(query)}


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
