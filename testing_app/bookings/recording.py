"""Audit entries about bookings and waiting places, which name people by their identifiers only."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.models import Booking, SeatWait

Details = Mapping[str, object]


def record_on_booking(
    session: Session,
    event: Event,
    booking: Booking,
    *,
    by: Actor,
    now: datetime,
    details: Details | None = None,
) -> None:
    """An audit entry about one booking, which always names its occasion."""
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("booking", booking.id),
        candidate_id=booking.candidate_id,
        details={"occasion": str(booking.occasion_id), **(details or {})},
    )


def record_on_wait(
    session: Session, event: Event, wait: SeatWait, *, by: Actor | None, now: datetime, details: Details
) -> None:
    """An audit entry about one place in the waiting list; without an actor it is the product's own doing."""
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("seat_wait", wait.id),
        candidate_id=wait.candidate_id,
        details=details,
    )
