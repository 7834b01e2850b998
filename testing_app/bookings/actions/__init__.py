"""Everything that changes referrals, occasions, seats and attendance."""

from testing_app.bookings.actions.attendance import check_in, note_id_seen, record_absence, undo_check_in
from testing_app.bookings.actions.occasions import cancel_occasion, change_occasion, make_occasion
from testing_app.bookings.actions.referrals import (
    ReferralFacts,
    change_referral,
    close_referral,
    facts_of,
    write_referral,
)
from testing_app.bookings.actions.seats import cancel_seat, move_seat, record_invitation, reserve_seat

__all__ = [
    "ReferralFacts",
    "cancel_occasion",
    "cancel_seat",
    "change_occasion",
    "change_referral",
    "check_in",
    "close_referral",
    "facts_of",
    "make_occasion",
    "move_seat",
    "note_id_seen",
    "record_absence",
    "record_invitation",
    "reserve_seat",
    "undo_check_in",
    "write_referral",
]
