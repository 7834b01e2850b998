"""The audit chain: one keyed, append-only chain of entries per organisation."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from testing_app.persistence.base import Base, Moment, json_column


class AuditHead(Base):
    """The last link of a chain; its row is the lock under which the next link is added."""

    __tablename__ = "audit_heads"

    chain_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    mac: Mapped[str] = mapped_column(sa.String(64))


class AuditEntry(Base):
    """Who did or saw what, when; triggers in the database refuse to change or delete it."""

    __tablename__ = "audit_entries"
    __table_args__ = (sa.UniqueConstraint("chain_id", "sequence"),)

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    chain_id: Mapped[UUID]
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[str] = mapped_column(sa.String(64))
    candidate_id: Mapped[UUID | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(json_column())
    previous_mac: Mapped[str] = mapped_column(sa.String(64))
    mac: Mapped[str] = mapped_column(sa.String(64))
