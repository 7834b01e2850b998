"""Audit entries of who looked at the queue, at learners and at notices."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event


def record_queue(session: Session, entry_ids: Iterable[UUID], *, viewer: Actor, now: datetime) -> None:
    """A list of the queue showed these entries."""
    _record(session, Event.QUEUE_VIEWED, ("queue", viewer.organisation_id), entry_ids, viewer=viewer, now=now)


def record_learners(
    session: Session, group_id: UUID, place_ids: Iterable[UUID], *, viewer: Actor, now: datetime
) -> None:
    """A list of a group's learners showed these places."""
    _record(session, Event.LEARNERS_VIEWED, ("course_group", group_id), place_ids, viewer=viewer, now=now)


def record_notices(session: Session, notice_ids: Iterable[UUID], *, viewer: Actor, now: datetime) -> None:
    """A list of notices showed these."""
    subject = ("notices", viewer.organisation_id)
    _record(session, Event.NOTICES_VIEWED, subject, notice_ids, viewer=viewer, now=now)


def _record(
    session: Session,
    event: Event,
    subject: tuple[str, UUID],
    rows: Iterable[UUID],
    *,
    viewer: Actor,
    now: datetime,
) -> None:
    details = {"rows": [str(row) for row in rows]}
    audit.record(session, event, by=viewer, now=now, subject=subject, details=details)
