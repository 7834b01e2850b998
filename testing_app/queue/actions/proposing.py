"""Proposes the queue entry that follows a completed course; the authority confirms it, or ends it."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.errors import Conflict
from testing_app.queue.actions.entries import save_entry
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import FurtherPlan, QueueState

STANDING = (QueueState.PROPOSED, QueueState.WAITING, QueueState.HELD)


class Plan(Protocol):
    """What a report says about what comes next."""

    @property
    def further_plan(self) -> FurtherPlan | None: ...

    @property
    def further_track(self) -> str | None: ...

    @property
    def further_module(self) -> str | None: ...


def propose_next(session: Session, place: CoursePlace, plan: Plan, *, now: datetime) -> UUID | None:
    """The entry for the next (or the same) module, proposed since the end of the course; None without one.

    Who stands in that line already keeps that entry.
    """
    before = place.entry
    if plan.further_plan is FurtherPlan.NEXT_MODULE:
        track, module = str(plan.further_track), plan.further_module or None
    elif plan.further_plan is FurtherPlan.SAME_MODULE:
        track, module = before.track, before.module
    else:
        return None
    standing = find_standing(session, before, track=track, module=module)
    if standing is not None:
        return standing.id
    entry = QueueEntry(
        candidate_id=before.candidate_id,
        authority_id=place.authority_id,
        result_id=before.result_id,
        language_tested=before.language_tested,
        track=track,
        module=module,
        area=before.area,
        queued_on=place.ended_on,
        state=QueueState.PROPOSED,
        opened_at=now,
    )
    try:
        save_entry(session, entry)
    except Conflict:  # the authority has just let the person into this line
        standing = find_standing(session, before, track=track, module=module)
        return standing.id if standing else None
    return entry.id


def find_standing(session: Session, of: QueueEntry, *, track: str, module: str | None) -> QueueEntry | None:
    """The person's entry that stands in a line now, if there is one."""
    return session.scalar(
        sa.select(QueueEntry).where(
            QueueEntry.candidate_id == of.candidate_id,
            QueueEntry.language_tested == of.language_tested,
            QueueEntry.track == track,
            QueueEntry.module.is_(None) if module is None else QueueEntry.module == module,
            QueueEntry.state.in_(STANDING),
        )
    )
