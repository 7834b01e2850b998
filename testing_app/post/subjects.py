"""What letters are about: bookings, course places and queue entries that the sender may write about."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.courses.models import CourseGroup
from testing_app.errors import NotFound
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import BookingState, LetterKind, PlaceState, QueueState

Subject = Booking | CoursePlace | QueueEntry

ABOUT_BOOKINGS = (
    LetterKind.INVITATION,
    LetterKind.SEAT_CHANGED,
    LetterKind.SEAT_CANCELLED,
    LetterKind.NO_SHOW,
)
SENT_FROM_HERE = (*ABOUT_BOOKINGS, LetterKind.COURSE_PLACE, LetterKind.QUEUE_NOTICE)
"""Every kind but the result, which goes with its signature."""

HOLDS_A_PLACE = (PlaceState.HELD, PlaceState.CONFIRMED)
STANDS_IN_THE_QUEUE = (QueueState.WAITING, QueueState.HELD)


def subjects_of(
    session: Session, kind: LetterKind, ids: Sequence[UUID], *, organisation_id: UUID
) -> Mapping[UUID, Subject]:
    """Those of the named rows that exist and that this organisation may write letters about."""
    query = _queries(organisation_id)[kind]
    entity = query.column_descriptions[0]["entity"]
    rows = session.scalars(query.where(entity.id.in_(ids)).options(*_loading(entity)))
    return {row.id: row for row in rows}


def get_subject(session: Session, kind: LetterKind, subject_id: UUID, *, organisation_id: UUID) -> Subject:
    """The one row, or `NotFound`."""
    if kind not in SENT_FROM_HERE:
        raise NotFound("letter_subject")
    found = subjects_of(session, kind, [subject_id], organisation_id=organisation_id)
    if subject_id not in found:
        raise NotFound("letter_subject")
    return found[subject_id]


def is_still_so(kind: LetterKind, subject: Subject) -> bool:
    """Whether what the letter says is true at this moment."""
    if isinstance(subject, CoursePlace):
        return subject.state in HOLDS_A_PLACE and subject.group.cancelled_at is None
    if isinstance(subject, QueueEntry):
        return subject.state in STANDS_IN_THE_QUEUE
    if kind is LetterKind.SEAT_CANCELLED:
        return subject.state is BookingState.CANCELLED or subject.occasion.cancelled_at is not None
    if kind is LetterKind.NO_SHOW:
        return subject.state is BookingState.NO_SHOW
    return subject.state is BookingState.BOOKED and subject.occasion.cancelled_at is None


def _queries(organisation_id: UUID) -> Mapping[LetterKind, sa.Select[Any]]:
    bookings = (
        sa.select(Booking)
        .join(Occasion, Occasion.id == Booking.occasion_id)
        .join(Referral, Referral.id == Booking.referral_id)
        .where(
            sa.or_(
                Occasion.centre_id == organisation_id,
                Referral.authority_id == organisation_id,
                Referral.service_id == organisation_id,
            )
        )
    )
    places = sa.select(CoursePlace).where(CoursePlace.authority_id == organisation_id)
    entries = sa.select(QueueEntry).where(QueueEntry.authority_id == organisation_id)
    return {
        **dict.fromkeys(ABOUT_BOOKINGS, bookings),
        LetterKind.COURSE_PLACE: places,
        LetterKind.QUEUE_NOTICE: entries,
    }


@cache
def _loading(entity: type[Subject]) -> tuple[sa.sql.base.ExecutableOption, ...]:
    if entity is Booking:
        return (
            joinedload(Booking.candidate),
            joinedload(Booking.referral),
            joinedload(Booking.occasion).joinedload(Occasion.centre),
        )
    if entity is CoursePlace:
        return (
            joinedload(CoursePlace.candidate),
            joinedload(CoursePlace.entry),
            joinedload(CoursePlace.group).joinedload(CourseGroup.provider),
        )
    return (joinedload(QueueEntry.candidate),)
