"""Reads the audit entries of one chain, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.clock import HELSINKI
from testing_app.persistence.paging import Page, page_of


@dataclass(frozen=True)
class AuditFilter:
    """Which entries of a chain are wanted; None means any."""

    chain_id: UUID
    event: Event | None = None
    account_id: UUID | None = None
    candidate_id: UUID | None = None
    day: date | None = None


def entries_page(session: Session, wanted: AuditFilter, *, number: int) -> Page[AuditEntry]:
    """The entries wanted, newest first; the caller has checked that the reader may see the chain."""
    query = sa.select(AuditEntry).where(AuditEntry.chain_id == wanted.chain_id)
    if wanted.event is not None:
        query = query.where(AuditEntry.action == wanted.event.value)
    if wanted.account_id is not None:
        query = query.where(AuditEntry.account_id == wanted.account_id)
    if wanted.candidate_id is not None:
        query = query.where(AuditEntry.candidate_id == wanted.candidate_id)
    if wanted.day is not None:
        begins = datetime.combine(wanted.day, time(), HELSINKI)
        ends = datetime.combine(wanted.day + timedelta(days=1), time(), HELSINKI)
        query = query.where(AuditEntry.at >= begins, AuditEntry.at < ends)
    return page_of(session, query.order_by(AuditEntry.sequence.desc()), number=number)


def last_change_of(session: Session, kind: str, subject_id: UUID) -> AuditEntry | None:
    """The newest entry that says who changed this account or organisation."""
    changes = (Event.ACCOUNT_CHANGED, Event.ORGANISATION_CHANGED, Event.PASSWORD_SET)
    return session.scalar(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject_kind == kind,
            AuditEntry.subject_id == str(subject_id),
            AuditEntry.action.in_([event.value for event in changes]),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
