"""Adds steps to a person's path; none is ever changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.queue.lines import Because
from testing_app.queue.models import PathStep, QueueEntry


def add_step(
    session: Session,
    entry: QueueEntry,
    *,
    because: Because,
    since: date,
    by: Actor,
    now: datetime,
    place_id: UUID | None = None,
) -> None:
    """From `since` on the person is on the entry's track and module; a mixed group does not change them."""
    session.add(
        PathStep(
            candidate_id=entry.candidate_id,
            authority_id=entry.authority_id,
            language_tested=entry.language_tested,
            track=entry.track,
            module=entry.module,
            since=since,
            because=because.value,
            entry_id=entry.id,
            place_id=place_id,
            decided_by_id=by.account_id,
            decided_at=now,
        )
    )
