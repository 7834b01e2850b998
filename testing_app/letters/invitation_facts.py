"""Gathers what an invitation says from a booking and the officer who prints it."""

from datetime import datetime

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion
from testing_app.letters.facts import InvitationFacts, SeatFacts
from testing_app.people.models import Candidate, Organisation


def invitation_of(booking: Booking, by: Actor, *, now: datetime) -> InvitationFacts:
    """The facts of the letter; the candidate's identity code is not among them."""
    referral, authority = booking.referral, booking.referral.authority
    return InvitationFacts(
        candidate_name=candidate_name(booking.candidate),
        postal_address=postal_address(booking.candidate),
        contact_language=booking.candidate.contact_language,
        authority_name=authority.name,
        contact_name=by.name,
        contact_phone=authority.phone,
        printed_on=now,
        language_tested=booking.occasion.language_tested,
        seat=seat_of(booking.occasion),
        interpreter=bool(referral.interpreter_language),
        length=referral.length,
    )


def seat_of(occasion: Occasion) -> SeatFacts:
    """When and where a seat on this occasion is: at its own place, or at the centre's address."""
    return SeatFacts(
        on=occasion.held_on,
        starts=occasion.starts_at,
        ends=occasion.ends_at,
        centre_name=occasion.centre.name,
        address=occasion.place or _address_line(occasion.centre),
        room=occasion.room,
        phone=occasion.centre.phone,
        occasion_kind=occasion.kind,
    )


def candidate_name(candidate: Candidate) -> str:
    """Given and family name, as on an envelope."""
    return f"{candidate.given_names} {candidate.family_name}".strip()


def postal_address(candidate: Candidate) -> tuple[str, ...]:
    """The lines under the name in the window of the envelope."""
    lines = (candidate.street, f"{candidate.post_code} {candidate.city}".strip())
    return tuple(line for line in lines if line)


def _address_line(centre: Organisation) -> str:
    place = f"{centre.post_code} {centre.city}".strip()
    return ", ".join(part for part in (centre.street, place) if part)
