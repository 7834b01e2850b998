"""Everything that changes referrals, occasions, seats, waiting lists and attendance."""

from testing_app.bookings.actions.asking import ask_for_seat
from testing_app.bookings.actions.attendance import check_in, note_id_seen, record_absence, undo_check_in
from testing_app.bookings.actions.follow_ups import follow_up_absence
from testing_app.bookings.actions.lapsing import lapse_offers
from testing_app.bookings.actions.moving import MovedOccasion, move_everybody
from testing_app.bookings.actions.occasions import (
    OccasionChange,
    cancel_occasion,
    change_occasion,
    make_occasion,
)
from testing_app.bookings.actions.offers import accept_offer, decline_offer, offer_freed_seats
from testing_app.bookings.actions.referrals import (
    ReferralFacts,
    change_referral,
    close_referral,
    facts_of,
    write_referral,
)
from testing_app.bookings.actions.seats import cancel_seat, move_seat, reserve_seat
from testing_app.bookings.actions.series import (
    MadeSeries,
    Recurrence,
    cancel_series,
    change_series,
    make_series,
)
from testing_app.bookings.actions.waiting import SeatWish, stop_waiting, wait_for_seat

__all__ = [
    "MadeSeries",
    "MovedOccasion",
    "OccasionChange",
    "Recurrence",
    "ReferralFacts",
    "SeatWish",
    "accept_offer",
    "ask_for_seat",
    "cancel_occasion",
    "cancel_seat",
    "cancel_series",
    "change_occasion",
    "change_referral",
    "change_series",
    "check_in",
    "close_referral",
    "decline_offer",
    "facts_of",
    "follow_up_absence",
    "lapse_offers",
    "make_occasion",
    "make_series",
    "move_everybody",
    "move_seat",
    "note_id_seen",
    "offer_freed_seats",
    "record_absence",
    "reserve_seat",
    "stop_waiting",
    "undo_check_in",
    "wait_for_seat",
    "write_referral",
]
