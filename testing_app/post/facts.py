"""Gathers what a letter says from a booking, a course place or a queue entry, and who sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion
from testing_app.clock import local
from testing_app.errors import Conflict
from testing_app.letters import facts as letters
from testing_app.letters.own_names import OwnNames
from testing_app.people.models import Candidate, Organisation
from testing_app.post.course_names import course_names
from testing_app.post.earlier_seats import earlier_seat_of, waits_for_another
from testing_app.post.subjects import Subject, get_subject
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import LetterKind, OccasionKind, PlaceState


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Whose letter it is: the organisation of the account that asked for it."""

    name: str
    phone: str
    contact_name: str


def facts_of(
    session: Session,
    kind: LetterKind,
    subject_id: UUID,
    *,
    by: Actor,
    now: datetime,
    earlier: letters.SeatFacts | None = None,
) -> letters.LetterFacts:
    """What the letter says; the candidate's identity code is not among it.

    `earlier` is when and where a changed seat was before; left out, it is the occasion the booking was moved
    from. `NotFound` when the organisation may not write about this row, `Conflict("earlier_seat_unknown")`.
    """
    subject = get_subject(session, kind, subject_id, organisation_id=by.organisation_id)
    return facts_about(session, kind, subject, sender=sender_of(session, by), now=now, earlier=earlier)


def sender_of(session: Session, by: Actor) -> Sender:
    """The organisation and the person in whose name the letter goes."""
    organisation = session.get_one(Organisation, by.organisation_id)
    return Sender(name=organisation.name, phone=organisation.phone, contact_name=by.name)


def facts_about(
    session: Session,
    kind: LetterKind,
    subject: Subject,
    *,
    sender: Sender,
    now: datetime,
    earlier: letters.SeatFacts | None = None,
) -> letters.LetterFacts:
    """The same of a row that is at hand."""
    everywhere = _everywhere(subject.candidate, sender, now)
    if isinstance(subject, CoursePlace):
        return _course_place(session, subject, everywhere)
    if isinstance(subject, QueueEntry):
        return letters.QueueNoticeFacts(
            **everywhere,
            track=subject.track,
            module=subject.module,
            queued_on=subject.queued_on,
            names=_names(session, subject),
        )
    return _about_a_seat(session, kind, subject, everywhere, earlier)


def _about_a_seat(
    session: Session,
    kind: LetterKind,
    booking: Booking,
    everywhere: Mapping[str, Any],
    earlier: letters.SeatFacts | None,
) -> letters.LetterFacts:
    seat = seat_facts(booking.occasion)
    interpreter = bool(booking.referral.interpreter_language)
    if kind is LetterKind.NO_SHOW:
        return letters.NoShowFacts(**everywhere, seat=seat)
    if kind is LetterKind.SEAT_CANCELLED:
        waits = waits_for_another(session, booking)
        return letters.SeatCancelledFacts(**everywhere, seat=seat, waits=waits)
    if kind is LetterKind.SEAT_CHANGED:
        before = earlier or _seat_before(session, booking)
        return letters.SeatChangedFacts(**everywhere, seat=seat, earlier=before, interpreter=interpreter)
    return letters.InvitationFacts(
        **everywhere,
        language_tested=booking.occasion.language_tested,
        seat=seat,
        interpreter=interpreter,
        length=booking.referral.length,
    )


def _seat_before(session: Session, booking: Booking) -> letters.SeatFacts:
    occasion = earlier_seat_of(session, booking)
    if occasion is None:
        raise Conflict("earlier_seat_unknown")
    return seat_facts(occasion)


def seat_facts(occasion: Occasion) -> letters.SeatFacts:
    """When and where an occasion is held."""
    centre = occasion.centre
    return letters.SeatFacts(
        on=occasion.held_on,
        starts=occasion.starts_at,
        ends=occasion.ends_at,
        centre_name=centre.name,
        address=occasion.place or _address(centre.street, centre.post_code, centre.city),
        room=occasion.room,
        phone=centre.phone,
        occasion_kind=occasion.kind,
    )


def seat_to_json(seat: letters.SeatFacts) -> dict[str, Any]:
    """A seat as a print job keeps it."""
    return {
        "on": seat.on.isoformat(),
        "starts": seat.starts.isoformat(),
        "ends": seat.ends.isoformat() if seat.ends else None,
        "centre_name": seat.centre_name,
        "address": seat.address,
        "room": seat.room,
        "phone": seat.phone,
        "occasion_kind": seat.occasion_kind.value,
    }


def seat_from_json(kept: Mapping[str, Any]) -> letters.SeatFacts:
    """The seat that a print job kept."""
    return letters.SeatFacts(
        on=date.fromisoformat(kept["on"]),
        starts=time.fromisoformat(kept["starts"]),
        ends=time.fromisoformat(kept["ends"]) if kept["ends"] else None,
        centre_name=kept["centre_name"],
        address=kept["address"],
        room=kept["room"],
        phone=kept["phone"],
        occasion_kind=OccasionKind(kept["occasion_kind"]),
    )


def _course_place(
    session: Session, place: CoursePlace, everywhere: Mapping[str, Any]
) -> letters.CoursePlaceFacts:
    group = place.group
    return letters.CoursePlaceFacts(
        **everywhere,
        course=letters.CourseFacts(
            name=group.name,
            track=group.track,
            module=group.module,
            organiser=group.provider.name,
            address=_address(group.street, group.post_code, group.city),
            online=group.online,
            starts_on=group.starts_on,
            ends_on=group.ends_on,
            weekdays=tuple(int(number) for number in group.weekdays),
            begins=group.begins_at,
            finishes=group.finishes_at,
            price_cents=group.price_cents,
            contact_name=group.contact_name,
            contact_phone=group.contact_phone,
            names=_names(session, place.entry, track=group.track, module=group.module),
        ),
        answer_by=local(place.held_until).date() if place.state is PlaceState.HELD else None,
    )


def _names(
    session: Session, entry: QueueEntry, *, track: str | None = None, module: str | None = None
) -> OwnNames:
    """What only a rule set can call the course of the entry, or of the group it got a place in."""
    return course_names(
        session,
        track or entry.track,
        module if track else entry.module,
        authority_id=entry.authority_id,
        language_tested=entry.language_tested,
        on=entry.queued_on,
    )


def _everywhere(candidate: Candidate, sender: Sender, now: datetime) -> dict[str, Any]:
    return {
        "candidate_name": f"{candidate.given_names} {candidate.family_name}".strip(),
        "postal_address": postal_address(candidate),
        "contact_language": candidate.contact_language,
        "authority_name": sender.name,
        "contact_name": sender.contact_name,
        "contact_phone": sender.phone,
        "printed_on": now,
    }


def postal_address(candidate: Candidate) -> tuple[str, ...]:
    """The lines below the name on the envelope."""
    lines = (candidate.street, f"{candidate.post_code} {candidate.city}".strip())
    return tuple(line for line in lines if line)


def can_be_posted(candidate: Candidate) -> bool:
    """Whether the envelope would arrive: street, post code and town are all there."""
    return bool(candidate.street and candidate.post_code and candidate.city)


def _address(street: str, post_code: str, city: str) -> str:
    return ", ".join(part for part in (street, f"{post_code} {city}".strip()) if part)
