"""The outbox: deliveries owed, written in the transaction that makes them owed."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from testing_app.persistence.base import Base, Moment, code_of
from testing_app.vocabulary import DeliveryState


class Delivery(Base):
    """A result owed to an authority, or to the service that referred.

    Its id travels as the message id of every attempt.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.UniqueConstraint("result_id", "authority_id"),
        sa.Index("ix_deliveries_state_due_at", "state", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    result_id: Mapped[UUID] = mapped_column(sa.ForeignKey("results.id"))
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    transport: Mapped[str] = mapped_column(sa.String(20), default="inbox")
    state: Mapped[DeliveryState] = mapped_column(code_of(DeliveryState), default=DeliveryState.QUEUED)
    queued_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    last_problem: Mapped[str] = mapped_column(sa.String(200), default="")
