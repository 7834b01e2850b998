"""Gathers what an invitation says from a booking and the officer who prints it."""

from datetime import datetime

from testing_app.actor import Actor
from testing_app.bookings.models import Booking
from testing_app.letters.invitation import InvitationFacts
from testing_app.people.models import Candidate, Organisation


def invitation_of(booking: Booking, by: Actor, *, now: datetime) -> InvitationFacts:
    """The facts of the letter; the candidate's identity code is not among them."""
    occasion, candidate, authority = booking.occasion, booking.candidate, booking.referral.authority
    return InvitationFacts(
        candidate_name=f"{candidate.given_names} {candidate.family_name}".strip(),
        postal_address=_postal_address(candidate),
        language_tested=occasion.language_tested,
        on=occasion.held_on,
        starts=occasion.starts_at,
        ends=occasion.ends_at,
        centre_name=occasion.centre.name,
        centre_address=_address_line(occasion.centre),
        centre_phone=occasion.centre.phone,
        room=occasion.room,
        interpreter=bool(booking.referral.interpreter_language),
        authority_name=authority.name,
        contact_name=by.name,
        contact_phone=authority.phone,
        contact_language=candidate.contact_language,
        printed_on=now,
    )


def _postal_address(candidate: Candidate) -> tuple[str, ...]:
    lines = (candidate.street, f"{candidate.post_code} {candidate.city}".strip())
    return tuple(line for line in lines if line)


def _address_line(centre: Organisation) -> str:
    place = f"{centre.post_code} {centre.city}".strip()
    return ", ".join(part for part in (centre.street, place) if part)
