"""The table of what an authority received, opened and acknowledged."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Account
from testing_app.persistence.base import Base, Moment
from testing_app.results.models import SignedResult


class InboxMessage(Base):
    """One delivered result; the message id is the sender's, so a repeat is absorbed here.

    `authority_id` is the receiver: the authority that gets every result of its referrals, or the guidance
    service that wrote the referral.
    """

    __tablename__ = "inbox_messages"
    __table_args__ = (
        sa.UniqueConstraint("result_id", "authority_id"),
        sa.Index("ix_inbox_messages_authority_id_received_at", "authority_id", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    result_id: Mapped[UUID] = mapped_column(sa.ForeignKey("results.id"))
    received_at: Mapped[datetime] = mapped_column(Moment)
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column()

    result: Mapped[SignedResult] = relationship()
    acknowledged_by: Mapped[Account | None] = relationship(foreign_keys=[acknowledged_by_id])

    __mapper_args__ = {"version_id_col": version}
