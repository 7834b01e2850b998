"""Writes down who looked at what in the post room: kinds and counts, never what stood there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.post.models import LetterJob


def record_job_viewed(session: Session, job: LetterJob, *, what: str, by: Actor, now: datetime) -> None:
    """A print job was opened (`page`), or its letters were downloaded (`pdf`, `zip`)."""
    audit.record(
        session,
        Event.LETTERS_VIEWED,
        by=by,
        now=now,
        subject=("letter_job", job.id),
        details={"what": what, "kind": job.kind.value, "letters": len(job.subjects)},
    )


def record_letters_viewed(
    session: Session, candidate_id: UUID, *, count: int, by: Actor, now: datetime
) -> None:
    """The list of letters to one candidate was opened."""
    audit.record(
        session,
        Event.LETTERS_VIEWED,
        by=by,
        now=now,
        subject=("candidate", candidate_id),
        candidate_id=candidate_id,
        details={"letters": count},
    )


def record_calls_viewed(
    session: Session, *, count: int, by: Actor, now: datetime, candidate_id: UUID | None = None
) -> None:
    """The list of calls, or one of them, was opened."""
    audit.record(
        session,
        Event.CALL_TASKS_VIEWED,
        by=by,
        now=now,
        subject=("calls", "one" if candidate_id else "list"),
        candidate_id=candidate_id,
        details={"shown": count},
    )


def record_reminders_viewed(session: Session, *, count: int, by: Actor, now: datetime) -> None:
    """The list of reminders that failed was opened."""
    audit.record(
        session,
        Event.LETTERS_VIEWED,
        by=by,
        now=now,
        subject=("reminders", "failed"),
        details={"shown": count},
    )
