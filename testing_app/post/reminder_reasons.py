"""Whether the reason of a reminder still holds, and the text it becomes at the moment it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.bookings.models import Booking, Occasion
from testing_app.clock import local
from testing_app.courses.models import CourseGroup
from testing_app.letters.languages import is_written
from testing_app.letters.reminder_texts import reminder_text
from testing_app.people.models import Organisation
from testing_app.post.models import Reminder
from testing_app.queue.models import CoursePlace
from testing_app.vocabulary import BookingState, LetterKind, PlaceState
from testing_app.wording.letter_words import LetterWords
from testing_app.wording.queries import words_for

SUBJECT = "Lähtötaso"
"""The subject of a mail, in every language: it tells nothing about anybody."""


@dataclass(frozen=True)
class Reason:
    """What a reminder says, in which language."""

    text: str
    language: str
    subject: str = SUBJECT


def reasons_of(session: Session, reminders: Sequence[Reminder], *, now: datetime) -> Mapping[UUID, Reason]:
    """The texts of those reminders whose seat or course place is still on its day, and that day to come."""
    today = local(now).date()
    ids = [reminder.subject_id for reminder in reminders]
    seats = _seats(session, ids)
    places = _places(session, ids)
    kinds = {LetterKind.INVITATION, LetterKind.COURSE_PLACE}
    words = {kind: words_for(session, kind) for kind in kinds} if reminders else {}
    phones = _phones(session, reminders)
    reasons = {}
    for reminder in reminders:
        telling = seats.get(reminder.subject_id) or places.get(reminder.subject_id)
        if telling is None or telling.occurs_on != reminder.occurs_on or reminder.occurs_on < today:
            continue
        phone = phones.get(reminder.organisation_id, "")
        reasons[reminder.id] = _reason(telling, reminder.language, phone, words[telling.kind])
    return reasons


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is to happen, and when."""

    kind: LetterKind
    occurs_on: date
    at: time | None


def _reason(telling: Telling, language: str, phone: str, words: LetterWords) -> Reason:
    spoken = language if is_written(language, words) else "en"
    text = reminder_text(telling.kind, spoken, phone=phone, on=telling.occurs_on, at=telling.at, words=words)
    return Reason(text, spoken)


def _seats(session: Session, ids: Sequence[UUID]) -> dict[UUID, Telling]:
    rows = session.execute(
        sa.select(Booking.id, Occasion.held_on, Occasion.starts_at)
        .join(Occasion, Occasion.id == Booking.occasion_id)
        .where(Booking.id.in_(ids), Booking.state == BookingState.BOOKED, Occasion.cancelled_at.is_(None))
    )
    return {each: Telling(kind=LetterKind.INVITATION, occurs_on=on, at=starts) for each, on, starts in rows}


def _places(session: Session, ids: Sequence[UUID]) -> dict[UUID, Telling]:
    """A held place is answered until a day, a confirmed one begins on a day."""
    rows = session.execute(
        sa.select(CoursePlace.id, CoursePlace.state, CoursePlace.held_until, CourseGroup.starts_on)
        .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
        .where(
            CoursePlace.id.in_(ids),
            CoursePlace.state.in_((PlaceState.HELD, PlaceState.CONFIRMED)),
            CourseGroup.cancelled_at.is_(None),
        )
    )
    return {
        each: Telling(
            kind=LetterKind.COURSE_PLACE,
            occurs_on=local(held_until).date() if state is PlaceState.HELD else starts_on,
            at=None,
        )
        for each, state, held_until, starts_on in rows
    }


def _phones(session: Session, reminders: Sequence[Reminder]) -> dict[UUID, str]:
    owners = {reminder.organisation_id for reminder in reminders}
    rows = session.execute(sa.select(Organisation.id, Organisation.phone).where(Organisation.id.in_(owners)))
    return {row.id: row.phone for row in rows}
