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
from testing_app.persistence.base import Base

SYSTEM_CHAIN = UUID(int=0)
"""The chain of what no organisation's account did: failed sign-ins, the delivery worker, commands."""

FIRST_LINK = "0" * 64
AUDIT_KEY = "audit_key"
"""Where `session.info` carries the chain's key (see `persistence.database`)."""

HEADS, ENTRIES = (Base.metadata.tables[model.__tablename__] for model in (AuditHead, AuditEntry))
WRITTEN = [column.name for column in ENTRIES.columns if not column.primary_key]

HEAD = sa.select(HEADS.c.sequence, HEADS.c.mac).where(HEADS.c.chain_id == sa.bindparam("chain"))
HEAD = HEAD.with_for_update()
APPENDED = sa.insert(ENTRIES).values({name: sa.bindparam(f"new_{name}") for name in WRITTEN}).inline()
MOVED = (
    sa.update(HEADS)
    .where(HEADS.c.chain_id == sa.bindparam("chain"))
    .values(sequence=sa.bindparam("to_sequence"), mac=sa.bindparam("to_mac"))
)
APPENDED_AND_MOVED = APPENDED.add_cte(MOVED.returning(HEADS.c.chain_id).cte("moved"))
"""Every page view writes an entry: the statements are made once.

No parameter is named like a column, or SQLAlchemy would set that column in the update inside the insert too.
"""


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
) -> None:
    """Add one entry to the chain of the actor's organisation, linked by HMAC-SHA256 to the one before.

    `details` holds codes, numbers and identifiers, never names or texts about a person.
    """
    session.flush()
    chain = chain_id or (by.organisation_id if by else SYSTEM_CHAIN)
    sequence, mac = _locked_head(session, chain)
    entry = AuditEntry(
        chain_id=chain,
        sequence=sequence + 1,
        at=now,
        account_id=by.account_id if by else None,
        action=event.value,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        candidate_id=candidate_id,
        details=dict(details or {}),
        previous_mac=mac,
    )
    entry.mac = link_of(entry, session.info[AUDIT_KEY])
    _append(session, entry)


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


def _locked_head(session: Session, chain: UUID) -> tuple[int, str]:
    """Sequence and digest of the chain's last entry; its row stays locked until the transaction ends."""
    head = session.execute(HEAD, {"chain": chain}).one_or_none()
    if head is None:
        first = {"chain_id": chain, "sequence": 0, "mac": FIRST_LINK}
        session.execute(_insert_for(session)(HEADS).values(**first).on_conflict_do_nothing())
        head = session.execute(HEAD, {"chain": chain}).one()
    return head.sequence, head.mac


def _append(session: Session, entry: AuditEntry) -> None:
    """Write the entry and move the head to it; every page view does, so without the ORM's bookkeeping."""
    row = {f"new_{name}": getattr(entry, name) for name in WRITTEN}
    moved = {"chain": entry.chain_id, "to_sequence": entry.sequence, "to_mac": entry.mac}
    if _is_embedded(session):
        session.execute(APPENDED, row)
        session.execute(MOVED, moved)
    else:  # one journey to the server instead of two
        session.execute(APPENDED_AND_MOVED, row | moved)


def _is_embedded(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _insert_for(session: Session) -> Any:
    return sqlite.insert if _is_embedded(session) else postgresql.insert
