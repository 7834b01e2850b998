"""Plans reminders: of every seat and course of the next two days, by every way a candidate is reached."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.clock import HELSINKI, local
from testing_app.courses.models import CourseGroup
from testing_app.people.models import Candidate
from testing_app.post.models import Reminder
from testing_app.post.waking_hours import when_awake
from testing_app.queue.models import CoursePlace
from testing_app.vocabulary import BookingState, PlaceState, ReminderChannel

DAYS_BEFORE = timedelta(days=2)
SENT_AT = time(10)


def plan_reminders(
    session: Session, now: datetime, *, channels: Collection[ReminderChannel] = tuple(ReminderChannel)
) -> int:
    """Owe a reminder for every seat and course of the next two days that has none yet; how many are new.

    Only by ways this installation has (`channels`) and the candidate can be reached by; somebody who reads
    no script is called instead.
    """
    planned = 0
    for found in _coming(session, local(now).date()):
        for channel in _ways(found.candidate, channels):
            due_at = _due_at(found.occurs_on, now)
            if due_at is not None and _is_new(session, found, channel):
                session.add(_reminder(found, channel, due_at))
                planned += 1
    session.flush()
    return planned


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Something a candidate is to be reminded of, and the organisation that does."""

    subject_id: UUID
    occurs_on: date
    candidate: Candidate
    organisation_id: UUID


def _coming(session: Session, today: date) -> Iterator[Coming]:
    soon = (today, today + DAYS_BEFORE)
    for subject_id, occurs_on, organisation_id, candidate in (
        *_seats(session, soon),
        *_courses(session, soon),
    ):
        yield Coming(
            subject_id=subject_id,
            occurs_on=occurs_on,
            candidate=candidate,
            organisation_id=organisation_id,
        )
    for place, candidate in _held(session, soon):
        yield Coming(
            subject_id=place.id,
            occurs_on=local(place.held_until).date(),
            candidate=candidate,
            organisation_id=place.authority_id,
        )


def _seats(session: Session, days: tuple[date, date]) -> Sequence[sa.Row[UUID, date, UUID, Candidate]]:
    rows = session.execute(
        sa.select(Booking.id, Occasion.held_on, Referral.authority_id, Candidate)
        .join(Occasion, Occasion.id == Booking.occasion_id)
        .join(Referral, Referral.id == Booking.referral_id)
        .join(Candidate, Candidate.id == Booking.candidate_id)
        .where(
            Booking.state == BookingState.BOOKED,
            Occasion.cancelled_at.is_(None),
            Occasion.held_on.between(*days),
        )
        .order_by(Occasion.held_on, Booking.id)
    )
    return rows.all()


def _courses(session: Session, days: tuple[date, date]) -> Sequence[sa.Row[UUID, date, UUID, Candidate]]:
    rows = session.execute(
        sa.select(CoursePlace.id, CourseGroup.starts_on, CoursePlace.authority_id, Candidate)
        .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
        .join(Candidate, Candidate.id == CoursePlace.candidate_id)
        .where(
            CoursePlace.state == PlaceState.CONFIRMED,
            CourseGroup.cancelled_at.is_(None),
            CourseGroup.starts_on.between(*days),
        )
        .order_by(CourseGroup.starts_on, CoursePlace.id)
    )
    return rows.all()


def _held(session: Session, days: tuple[date, date]) -> Sequence[sa.Row[CoursePlace, Candidate]]:
    """Places that wait for an answer: the letter is to be read in time."""
    until = datetime.combine(days[1] + timedelta(days=1), time(), tzinfo=HELSINKI)
    rows = session.execute(
        sa.select(CoursePlace, Candidate)
        .join(Candidate, Candidate.id == CoursePlace.candidate_id)
        .where(CoursePlace.state == PlaceState.HELD, CoursePlace.held_until < until)
        .order_by(CoursePlace.held_until, CoursePlace.id)
    )
    return rows.all()


def _ways(candidate: Candidate, channels: Collection[ReminderChannel]) -> list[ReminderChannel]:
    if not candidate.reads_letters:
        return []
    reached = {ReminderChannel.SMS: candidate.phone, ReminderChannel.EMAIL: candidate.email}
    return [channel for channel in ReminderChannel if channel in channels and reached[channel]]


def _due_at(occurs_on: date, now: datetime) -> datetime | None:
    """Ten o'clock two days before, or as soon as people are awake; None when it would come on the day."""
    planned = datetime.combine(occurs_on - DAYS_BEFORE, SENT_AT, tzinfo=HELSINKI)
    at = when_awake(max(planned, now))
    return at if local(at).date() < occurs_on else None


def _is_new(session: Session, found: Coming, channel: ReminderChannel) -> bool:
    there = sa.exists().where(
        Reminder.subject_id == found.subject_id,
        Reminder.channel == channel,
        Reminder.occurs_on == found.occurs_on,
    )
    return not session.scalar(sa.select(there))


def _reminder(found: Coming, channel: ReminderChannel, due_at: datetime) -> Reminder:
    return Reminder(
        organisation_id=found.organisation_id,
        candidate_id=found.candidate.id,
        subject_id=found.subject_id,
        occurs_on=found.occurs_on,
        channel=channel,
        language=found.candidate.contact_language,
        due_at=due_at,
    )
