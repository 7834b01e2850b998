"""What an officer decided after an absence; nothing follows from the absence itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.bookings.actions.referrals import close_referral
from testing_app.bookings.models import Booking
from testing_app.bookings.queries import lock_booking
from testing_app.bookings.recording import record_on_booking
from testing_app.errors import Conflict, NotAllowed
from testing_app.vocabulary import AbsenceFollowUp, BookingState


def follow_up_absence(
    session: Session, booking_id: UUID, *, follow_up: AbsenceFollowUp, note: str, by: Actor, now: datetime
) -> Booking:
    """A named officer of the authority decides; only `referral_closed` does more than to be kept."""
    booking = lock_booking(session, booking_id, viewer=by)
    if booking.referral.authority_id != by.organisation_id:
        raise NotAllowed("absence_is_followed_up_by_the_authority")
    if booking.state not in (BookingState.NO_SHOW, BookingState.CANCELLED):
        raise Conflict("no_absence_recorded")
    booking.follow_up, booking.follow_up_note = follow_up, note.strip()
    booking.followed_up_by_id, booking.followed_up_at = by.account_id, now
    session.flush()
    if follow_up is AbsenceFollowUp.REFERRAL_CLOSED:
        close_referral(session, booking.referral_id, now=now)
    details = {"follow_up": follow_up.value}
    record_on_booking(session, Event.ABSENCE_FOLLOWED_UP, booking, by=by, now=now, details=details)
    return booking
