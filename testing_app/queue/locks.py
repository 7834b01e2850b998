"""Locks rows of the queue, always in one order, so that no two writers ever wait for each other.

First course groups, then entries, then places, each in the order of their keys; last the audit chains, a
house's own before the system's. Who comes next when a place is freed is locked after everything else of its
kind, and nobody who holds such an entry waits for more than the audit chain.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.errors import NotFound
from testing_app.queue.models import CoursePlace, QueueEntry


def lock_groups(session: Session, ids: Iterable[UUID]) -> dict[UUID, CourseGroup]:
    """Course groups, fresh, in the order of their keys."""
    return {row.id: row for row in _locked(session, CourseGroup, ids)}


def lock_entries(session: Session, ids: Iterable[UUID]) -> dict[UUID, QueueEntry]:
    """Queue entries, fresh, in the order of their keys."""
    return {row.id: row for row in _locked(session, QueueEntry, ids)}


def lock_places(session: Session, ids: Iterable[UUID]) -> dict[UUID, CoursePlace]:
    """Course places, fresh, in the order of their keys."""
    return {row.id: row for row in _locked(session, CoursePlace, ids)}


def lock_own_entry(session: Session, entry_id: UUID, *, by: Actor) -> QueueEntry:
    """An entry of the actor's authority, or NotFound."""
    entry = lock_entries(session, [entry_id]).get(entry_id)
    if entry is None or entry.authority_id != by.organisation_id:
        raise NotFound("queue_entry")
    return entry


def lock_own_place(
    session: Session, place_id: UUID, *, by: Actor, further_groups: Iterable[UUID] = ()
) -> CoursePlace:
    """A place of the actor's authority with its group and entry, and further groups, or NotFound."""
    place = session.get(CoursePlace, place_id)
    if place is None or place.authority_id != by.organisation_id:
        raise NotFound("course_place")
    return lock_whole_place(session, place, further_groups=further_groups)


def lock_whole_place(
    session: Session, place: CoursePlace, *, further_groups: Iterable[UUID] = ()
) -> CoursePlace:
    """The place, fresh, after its group, further groups and its entry."""
    lock_groups(session, {place.group_id, *further_groups})
    lock_entries(session, [place.entry_id])
    return lock_places(session, [place.id])[place.id]


def _locked(session: Session, kind: Any, ids: Iterable[UUID]) -> Sequence[Any]:
    query = sa.select(kind).where(kind.id.in_(set(ids))).order_by(kind.id)
    return session.scalars(
        query.with_for_update(of=kind), execution_options={"populate_existing": True}
    ).all()
