"""Gives places back, and keeps each freed one for the next in the queue, for the authority to confirm."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.courses.actions import free_place, take_place
from testing_app.queue.locks import lock_entries
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.queue.order import Standing, is_entry_open, waiting_for
from testing_app.vocabulary import PlaceState, QueueState

HOLD = timedelta(days=3)
"""How long a place is held."""


def give_back(
    session: Session, place: CoursePlace, *, state: PlaceState, now: datetime, ended_on: date | None = None
) -> None:
    """The place ends without a course; its group has one place more."""
    place.state, place.ended_at = state, now
    place.ended_on = ended_on or local(now).date()
    session.flush()
    free_place(session, place.group_id)


def pass_on(session: Session, freed: Iterable[CoursePlace], *, now: datetime) -> list[CoursePlace]:
    """A hold by nobody for the next in the queue of each freed place; the caller records it in the end.

    The groups of all freed places are locked; so nobody else can take one between.
    """
    return [held for place in freed if (held := _pass_on(session, place, now=now)) is not None]


def _pass_on(session: Session, freed: CoursePlace, *, now: datetime) -> CoursePlace | None:
    group = freed.group
    if not is_entry_open(group, on=local(now).date()):
        return None
    for row in waiting_for(session, group):
        if row.standing not in (Standing.NEXT, Standing.LATER_DATE):
            continue
        entry = lock_entries(session, [row.entry.id])[row.entry.id]
        if entry.state is QueueState.WAITING and not entry.blocked_by:
            take_place(session, group.id)
            return new_hold(session, entry, group_id=group.id, by=None, now=now, passed_on_from=freed)
    return None


def new_hold(
    session: Session,
    entry: QueueEntry,
    *,
    group_id: Any,
    by: Actor | None,
    now: datetime,
    passed_on_from: CoursePlace | None = None,
) -> CoursePlace:
    """The row of a place that has been taken, on hold for the entry."""
    place = new_place(entry, group_id=group_id, by=by, now=now)
    place.passed_on_from_id = passed_on_from.id if passed_on_from else None
    entry.state = QueueState.HELD
    session.add(place)
    session.flush()
    return place


def new_place(entry: QueueEntry, *, group_id: Any, by: Actor | None, now: datetime) -> CoursePlace:
    """The same row by itself: the entry stays as it is."""
    return CoursePlace(
        group_id=group_id,
        entry_id=entry.id,
        candidate_id=entry.candidate_id,
        authority_id=entry.authority_id,
        state=PlaceState.HELD,
        held_at=now,
        held_until=now + HOLD,
        held_by_id=by.account_id if by else None,
    )


def record_passed_on(session: Session, held: Sequence[CoursePlace], *, now: datetime) -> None:
    """Say in the system's chain for whom places were kept: after everything else, in one order."""
    for place in held:
        details = {"passed_on_from": str(place.passed_on_from_id)}
        record_place(session, Event.PLACE_HELD, place, by=None, now=now, details=details)


def record_place(
    session: Session,
    event: Event,
    place: CoursePlace,
    *,
    by: Actor | None,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """An audit entry about one place, which always names its group."""
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("course_place", place.id),
        candidate_id=place.candidate_id,
        details={"group": str(place.group_id), **(details or {})},
    )
