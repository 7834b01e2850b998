"""What was before a booking changed, and what the candidate waits for now."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking, Occasion, SeatWait
from testing_app.vocabulary import SeatWaitState

MOVES_LOOKED_AT = 20


def earlier_seat_of(session: Session, booking: Booking) -> Occasion | None:
    """The occasion from which the booking was last moved, as the audit trail tells it."""
    entries = session.scalars(
        sa.select(AuditEntry.details)
        .where(
            AuditEntry.candidate_id == booking.candidate_id,
            AuditEntry.action == Event.SEAT_RESERVED.value,
            AuditEntry.subject_id == str(booking.id),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.sequence.desc())
        .limit(MOVES_LOOKED_AT)
    )
    for details in entries:
        if details.get("moved_from"):
            query = sa.select(Occasion).where(Occasion.id == UUID(details["moved_from"]))
            return session.scalar(query.options(joinedload(Occasion.centre)))
    return None


def waits_for_another(session: Session, booking: Booking) -> bool:
    """Whether the same visit of the same referral stands on the waiting list."""
    waiting = sa.exists().where(
        SeatWait.referral_id == booking.referral_id,
        SeatWait.visit == booking.visit,
        SeatWait.state.in_((SeatWaitState.WAITING, SeatWaitState.OFFERED)),
    )
    return bool(session.scalar(sa.select(waiting)))
