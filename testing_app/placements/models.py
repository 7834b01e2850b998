"""The tables of what the rules suggested and what the assessor recommended."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Account
from testing_app.persistence.base import Base, Moment, json_column


class StoredSuggestion(Base):
    """What a rule set suggested for a sitting, with the evidence it saw; kept as it was shown."""

    __tablename__ = "suggestions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sittings.id"), index=True)
    rule_set_id: Mapped[str] = mapped_column(sa.String(60))
    rule_set_version: Mapped[int]
    rule: Mapped[str] = mapped_column(sa.String(60), index=True)
    track: Mapped[str] = mapped_column(sa.String(60))
    module: Mapped[str | None] = mapped_column(sa.String(20))
    evidence: Mapped[dict[str, Any]] = mapped_column(json_column())
    outcome: Mapped[dict[str, Any]] = mapped_column(json_column())
    made_at: Mapped[datetime] = mapped_column(Moment)


class Recommendation(Base):
    """The course group an assessor recommends, in their own words, beside the suggestion they saw."""

    __tablename__ = "recommendations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sittings.id"), index=True)
    suggestion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("suggestions.id"))
    track: Mapped[str] = mapped_column(sa.String(60))
    module: Mapped[str | None] = mapped_column(sa.String(20))
    extras: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    reason: Mapped[str] = mapped_column(sa.String(2000))
    agrees: Mapped[bool]
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)

    suggestion: Mapped[StoredSuggestion] = relationship(lazy="joined")
    made_by: Mapped[Account] = relationship(lazy="joined")
