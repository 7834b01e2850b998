"""Adds entries to the audit chain, in the caller's transaction."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry, AuditHead

SYSTEM_CHAIN = UUID(int=0)
"""The chain of what no organisation's account did: failed sign-ins, the delivery worker, commands."""

FIRST_LINK = "0" * 64
AUDIT_KEY = "audit_key"
"""Where `session.info` carries the chain's key (see `persistence.database`)."""


def record(
    session: Session,
    event: Event,
    *,
    by: Actor | None,
    now: datetime,
    subject: tuple[str, UUID | str],
    candidate_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
    chain_id: UUID | None = None,
) -> AuditEntry:
    """Add one entry to the chain of the actor's organisation, linked by HMAC-SHA256 to the one before.

    `details` holds codes, numbers and identifiers, never names or texts about a person.
    """
    chain = chain_id or (by.organisation_id if by else SYSTEM_CHAIN)
    head = _locked_head(session, chain)
    entry = AuditEntry(
        chain_id=chain,
        sequence=head.sequence + 1,
        at=now,
        account_id=by.account_id if by else None,
        action=event.value,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        candidate_id=candidate_id,
        details=dict(details or {}),
        previous_mac=head.mac,
    )
    entry.mac = link_of(entry, session.info[AUDIT_KEY])
    head.sequence, head.mac = entry.sequence, entry.mac
    session.add(entry)
    session.flush()
    return entry


def link_of(entry: AuditEntry, key: bytes) -> str:
    """The keyed digest of an entry together with the one before it, 64 hexadecimal digits."""
    content = json.dumps(
        [
            str(entry.chain_id),
            entry.sequence,
            entry.at.astimezone(UTC).isoformat(),
            str(entry.account_id),
            entry.action,
            entry.subject_kind,
            entry.subject_id,
            str(entry.candidate_id),
            entry.details,
            entry.previous_mac,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, content.encode(), sha256).hexdigest()


def _locked_head(session: Session, chain: UUID) -> AuditHead:
    query = sa.select(AuditHead).where(AuditHead.chain_id == chain).with_for_update()
    head = session.scalar(query)
    if head is None:
        dialect = session.get_bind().dialect.name
        values = {"chain_id": chain, "sequence": 0, "mac": FIRST_LINK}
        insert = _insert_for(dialect)(AuditHead).values(**values).on_conflict_do_nothing()
        session.execute(insert)
        head = session.scalars(query).one()
    return head


def _insert_for(dialect: str) -> Any:
    return sqlite.insert if dialect == "sqlite" else postgresql.insert
