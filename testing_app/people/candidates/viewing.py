"""Writes down who saw which candidates: kinds and counts, never what was typed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event


def record_viewing(session: Session, candidate_id: UUID, *, by: Actor, now: datetime) -> None:
    """One candidate's record was opened."""
    audit.record(
        session,
        Event.CANDIDATE_VIEWED,
        by=by,
        now=now,
        subject=("candidate", candidate_id),
        candidate_id=candidate_id,
    )


def record_search(
    session: Session, kinds: Sequence[str], *, found: int, shown: int, by: Actor, now: datetime
) -> None:
    """A list of candidates was shown: what it was searched by, how many there were and were shown."""
    audit.record(
        session,
        Event.CANDIDATES_SEARCHED,
        by=by,
        now=now,
        subject=("candidates", "list"),
        details={"by": list(kinds), "found": found, "shown": shown},
    )
