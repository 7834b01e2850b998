"""Changes an authority's inbox: a result arrives once, is opened, is acknowledged."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Conflict
from testing_app.inbox.models import InboxMessage
from testing_app.inbox.queries import InboxPage, get_message
from testing_app.results.models import SignedResult


def receive(
    session: Session, message_id: UUID, *, result_id: UUID, authority_id: UUID, now: datetime
) -> bool:
    """Put a result into the inbox; False when it is there already, so that a repeat does no harm."""
    arrived = session.scalar(
        _insert(session)(InboxMessage)
        .values(id=message_id, authority_id=authority_id, result_id=result_id, received_at=now, version=1)
        .on_conflict_do_nothing()
        .returning(InboxMessage.id)
    )
    if arrived is None:
        return False
    candidate_id = session.scalars(
        sa.select(SignedResult.candidate_id).where(SignedResult.id == result_id)
    ).one()
    record(
        session,
        Event.RESULT_RECEIVED,
        by=None,
        now=now,
        subject=("result", result_id),
        candidate_id=candidate_id,
        details={"message": str(message_id)},
        chain_id=authority_id,
    )
    return True


def open_message(session: Session, message_id: UUID, *, viewer: Actor, now: datetime) -> InboxMessage:
    """The message, now known to be read; the first opening is the one that is kept.

    Part of the disclosure, like its audit entry; two people who open at once both see it.
    """
    session.execute(
        sa.update(InboxMessage)
        .where(
            InboxMessage.id == message_id,
            InboxMessage.authority_id == viewer.organisation_id,
            InboxMessage.opened_at.is_(None),
        )
        .values(opened_at=now, opened_by_id=viewer.account_id, version=InboxMessage.version + 1)
    )
    message = get_message(session, message_id, viewer=viewer)
    _record(session, Event.RESULT_VIEWED, message, viewer=viewer, now=now)
    return message


def record_viewing(session: Session, page: InboxPage, *, viewer: Actor, now: datetime) -> None:
    """Note whose results the list showed to whom."""
    record(
        session,
        Event.INBOX_VIEWED,
        by=viewer,
        now=now,
        subject=("inbox", viewer.organisation_id),
        details={"page": page.number, "messages": [str(row.message_id) for row in page.rows]},
    )


def record_download(
    session: Session, message_id: UUID, *, viewer: Actor, now: datetime, file: str
) -> InboxMessage:
    """The message whose file is handed out; the audit entry says which file."""
    message = get_message(session, message_id, viewer=viewer)
    _record(session, Event.RESULT_DOWNLOADED, message, viewer=viewer, now=now, file=file)
    return message


def acknowledge(session: Session, message_id: UUID, *, viewer: Actor, now: datetime) -> InboxMessage:
    """The authority has taken the result into account; Conflict when a colleague was first."""
    taken = session.scalar(
        sa.update(InboxMessage)
        .where(
            InboxMessage.id == message_id,
            InboxMessage.authority_id == viewer.organisation_id,
            InboxMessage.acknowledged_at.is_(None),
        )
        .values(
            acknowledged_at=now,
            acknowledged_by_id=viewer.account_id,
            opened_at=sa.func.coalesce(InboxMessage.opened_at, now),
            opened_by_id=sa.func.coalesce(InboxMessage.opened_by_id, viewer.account_id),
            version=InboxMessage.version + 1,
        )
        .returning(InboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    message = get_message(session, message_id, viewer=viewer)
    if taken is None:
        raise Conflict("already_acknowledged")
    _record(session, Event.RESULT_ACKNOWLEDGED, message, viewer=viewer, now=now)
    return message


def _record(
    session: Session, event: Event, message: InboxMessage, *, viewer: Actor, now: datetime, **details: str
) -> None:
    record(
        session,
        event,
        by=viewer,
        now=now,
        subject=("result", message.result_id),
        candidate_id=message.result.candidate_id,
        details=details,
    )


def _insert(session: Session) -> Any:
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
