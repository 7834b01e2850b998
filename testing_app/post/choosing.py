"""What the organisation could print now: by occasion, by course group, the queue, the absences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.courses.models import CourseGroup
from testing_app.errors import Conflict
from testing_app.people.models import Organisation
from testing_app.post.models import CallTask, SentLetter
from testing_app.post.subjects import HOLDS_A_PLACE, STANDS_IN_THE_QUEUE
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import BookingState, LetterKind

DAYS_AHEAD = timedelta(days=60)
DAYS_BACK = timedelta(days=30)
MOST_PILES = 200


@dataclass(frozen=True, kw_only=True)
class Pile:
    """Letters that belong together: which rows they are about, and which of them have had theirs.

    `scope` is the occasion or the course group; None for what belongs to no date.
    """

    kind: LetterKind
    scope: UUID | None
    on: date | None = None
    at: time | None = None
    place: str = ""
    everybody: list[UUID] = field(default_factory=list)
    without_letter: list[UUID] = field(default_factory=list)


def piles_of(session: Session, *, viewer: Actor, today: date) -> Sequence[Pile]:
    """Everything the organisation could print, what comes first on top."""
    last, tomorrow = today + DAYS_AHEAD, today + timedelta(days=1)
    return [
        *_seats(session, LetterKind.INVITATION, BookingState.BOOKED, tomorrow, last, viewer),
        *_seats(session, LetterKind.SEAT_CANCELLED, BookingState.CANCELLED, today, last, viewer),
        *_courses(session, today, viewer),
        *_queue(session, viewer),
        *_seats(session, LetterKind.NO_SHOW, BookingState.NO_SHOW, today - DAYS_BACK, today, viewer),
    ]


def find_pile(session: Session, kind: LetterKind, scope: UUID | None, *, viewer: Actor, today: date) -> Pile:
    """The same pile again at the moment it is printed; `Conflict("no_letters")` when it is gone."""
    for pile in piles_of(session, viewer=viewer, today=today):
        if (pile.kind, pile.scope) == (kind, scope):
            return pile
    raise Conflict("no_letters")


def _seats(
    session: Session, kind: LetterKind, state: BookingState, first: date, last: date, viewer: Actor
) -> Iterator[Pile]:
    """Seats in this state, one pile for each occasion; the letter must be newer than the seat."""
    since = Booking.reserved_at if kind is LetterKind.INVITATION else Booking.decided_at
    holds = [Booking.state == state, Occasion.held_on.between(first, last)]
    if kind is LetterKind.INVITATION:
        holds.append(Occasion.cancelled_at.is_(None))
    rows = session.execute(
        sa.select(
            Occasion.id, Occasion.held_on, Occasion.starts_at, Organisation.name, Booking.id,
            _has_letter(kind, Booking.id, viewer, since),
        )
        .join(Occasion, Occasion.id == Booking.occasion_id)
        .join(Organisation, Organisation.id == Occasion.centre_id)
        .join(Referral, Referral.id == Booking.referral_id)
        .where(_own_seats(viewer), *holds)
        .order_by(Occasion.held_on, Occasion.starts_at, Organisation.name, Occasion.id, Booking.id)
    )  # fmt: skip
    piles: dict[UUID, Pile] = {}
    for occasion_id, on, at, place, booking_id, has_letter in rows:
        pile = piles.setdefault(occasion_id, Pile(kind=kind, scope=occasion_id, on=on, at=at, place=place))
        _lay(pile, booking_id, has_letter)
    yield from list(piles.values())[:MOST_PILES]


def _courses(session: Session, today: date, viewer: Actor) -> Iterator[Pile]:
    rows = session.execute(
        sa.select(
            CourseGroup.id, CourseGroup.starts_on, CourseGroup.name, CoursePlace.id,
            _has_letter(
                LetterKind.COURSE_PLACE, CoursePlace.id, viewer,
                sa.func.coalesce(CoursePlace.confirmed_at, CoursePlace.held_at),
            ),
        )
        .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
        .where(
            CoursePlace.authority_id == viewer.organisation_id,
            CoursePlace.state.in_(HOLDS_A_PLACE),
            CourseGroup.cancelled_at.is_(None),
            CourseGroup.ends_on >= today,
        )
        .order_by(CourseGroup.starts_on, CourseGroup.name, CourseGroup.id, CoursePlace.id)
    )  # fmt: skip
    piles: dict[UUID, Pile] = {}
    for group_id, on, name, place_id, has_letter in rows:
        pile = piles.setdefault(
            group_id, Pile(kind=LetterKind.COURSE_PLACE, scope=group_id, on=on, place=name)
        )
        _lay(pile, place_id, has_letter)
    yield from list(piles.values())[:MOST_PILES]


def _queue(session: Session, viewer: Actor) -> Iterator[Pile]:
    rows = session.execute(
        sa.select(
            QueueEntry.id, _has_letter(LetterKind.QUEUE_NOTICE, QueueEntry.id, viewer, QueueEntry.opened_at)
        )
        .where(QueueEntry.authority_id == viewer.organisation_id, QueueEntry.state.in_(STANDS_IN_THE_QUEUE))
        .order_by(QueueEntry.queued_on, QueueEntry.id)
    )
    pile = Pile(kind=LetterKind.QUEUE_NOTICE, scope=None)
    for entry_id, has_letter in rows:
        _lay(pile, entry_id, has_letter)
    if pile.everybody:
        yield pile


def _lay(pile: Pile, subject_id: UUID, has_letter: bool) -> None:
    pile.everybody.append(subject_id)
    if not has_letter:
        pile.without_letter.append(subject_id)


def _has_letter(
    kind: LetterKind,
    subject: sa.ColumnElement[UUID] | InstrumentedAttribute[UUID],
    viewer: Actor,
    since: sa.ColumnElement[datetime] | InstrumentedAttribute[datetime | None],
) -> sa.ColumnElement[bool]:
    """Whether a letter or a call about this row was made after it became what it is."""
    return sa.or_(
        *(
            sa.exists().where(
                row.kind == kind,
                row.subject_id == subject,
                row.organisation_id == viewer.organisation_id,
                sa.or_(since.is_(None), row.made_at >= since),
            )
            for row in (SentLetter, CallTask)
        )
    )


def _own_seats(viewer: Actor) -> sa.ColumnElement[bool]:
    return sa.or_(
        Occasion.centre_id == viewer.organisation_id,
        Referral.authority_id == viewer.organisation_id,
        Referral.service_id == viewer.organisation_id,
    )
