"""Entries of the queue as the viewer's authority may see them, one by one and by candidate."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.errors import NotFound
from testing_app.persistence.paging import Page, page_of
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.queue.order import KNOWN_TO_PROVIDER, NextRow, waiting_for
from testing_app.vocabulary import OrganisationKind, PlaceState, QueueState


def get_entry(session: Session, entry_id: UUID, *, viewer: Actor) -> QueueEntry:
    """One entry of the viewer's authority."""
    found: QueueEntry | None = session.scalar(_own(viewer).where(QueueEntry.id == entry_id))
    if found is None:
        raise NotFound("queue_entry")
    return found


def entries_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[QueueEntry]:
    """Everything a candidate of this authority waits or waited for, the open entries first."""
    query = _own(viewer).where(QueueEntry.candidate_id == candidate_id)
    order = (QueueEntry.ended_at.is_not(None), QueueEntry.queued_on, QueueEntry.id)
    return session.scalars(query.order_by(*order)).all()


def other_entries(session: Session, entry_id: UUID, *, viewer: Actor) -> Sequence[QueueEntry]:
    """What the same person waits for besides: may be ended when a place is confirmed."""
    entry = get_entry(session, entry_id, viewer=viewer)
    waiting = (QueueState.PROPOSED, QueueState.WAITING)
    return [
        row
        for row in entries_of(session, entry.candidate_id, viewer=viewer)
        if row.id != entry.id and row.state in waiting
    ]


def proposed_entries(session: Session, *, viewer: Actor, page: int = 1) -> Page[QueueEntry]:
    """What completed courses proposed and the authority has not yet confirmed, the longest wait first."""
    query = _own(viewer).where(QueueEntry.state == QueueState.PROPOSED)
    return page_of(session, query.order_by(QueueEntry.queued_on, QueueEntry.id), number=page)


def get_place(session: Session, place_id: UUID, *, viewer: Actor) -> CoursePlace:
    """One place: of the authority that gave it, or of the provider who is or was to teach there."""
    found: CoursePlace | None = session.scalar(_places(viewer).where(CoursePlace.id == place_id))
    if found is None:
        raise NotFound("course_place")
    return found


def places_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[CoursePlace]:
    """Every place this authority gave a candidate, newest first."""
    query = _places(viewer).where(CoursePlace.candidate_id == candidate_id)
    return session.scalars(query.order_by(CoursePlace.held_at.desc(), CoursePlace.id)).all()


def holds_of(session: Session, *, viewer: Actor, page: int = 1) -> Page[CoursePlace]:
    """Places on hold for the authority to confirm, the first to lapse first; by nobody: passed on."""
    query = _places(viewer).where(CoursePlace.state == PlaceState.HELD)
    return page_of(session, query.order_by(CoursePlace.held_until, CoursePlace.id), number=page)


def next_in_queue(session: Session, group_id: UUID, *, viewer: Actor) -> Sequence[NextRow]:
    """Who of the viewer's authority waits for a place in the group, in order and with the reason for each.

    Into a group that is open to all, somebody whom another authority serves may come before them: nobody
    here is next then.
    """
    group = session.scalar(
        sa.select(CourseGroup).where(
            CourseGroup.id == group_id,
            CourseGroup.published_at.is_not(None),
            sa.or_(CourseGroup.authority_id.is_(None), CourseGroup.authority_id == viewer.organisation_id),
        )
    )
    if group is None:
        raise NotFound("course_group")
    rows = waiting_for(session, group)
    return [row for row in rows if row.entry.authority_id == viewer.organisation_id]


def _own(viewer: Actor) -> sa.Select[Any]:
    query = sa.select(QueueEntry).where(QueueEntry.authority_id == viewer.organisation_id)
    return query.options(joinedload(QueueEntry.candidate))


def _places(viewer: Actor) -> sa.Select[Any]:
    query = sa.select(CoursePlace).join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
    if viewer.organisation_kind is OrganisationKind.TRAINING_PROVIDER:
        query = query.where(
            CourseGroup.provider_id == viewer.organisation_id, CoursePlace.state.in_(KNOWN_TO_PROVIDER)
        )
    else:
        query = query.where(CoursePlace.authority_id == viewer.organisation_id)
    return query.options(
        joinedload(CoursePlace.group).joinedload(CourseGroup.provider),
        joinedload(CoursePlace.candidate),
        joinedload(CoursePlace.entry),
    )
