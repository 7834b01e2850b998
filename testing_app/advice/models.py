"""The tables of advice points and of the anonymous visits to them (the ALPO register)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import AgeBand, Stay, VisitReason


class AdvicePoint(Base):
    """A place where a service gives advice."""

    __tablename__ = "advice_points"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    ended_on: Mapped[date | None]


class AdviceVisit(Base):
    """One visit; nothing in it says whose. `topics` and `directed_to` are codes of the register's lists."""

    __tablename__ = "advice_visits"
    __table_args__ = (
        sa.Index("ix_advice_visits_organisation_id_visited_on", "organisation_id", "visited_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    point_id: Mapped[UUID] = mapped_column(sa.ForeignKey("advice_points.id"), index=True)
    visited_on: Mapped[date]
    language: Mapped[str] = mapped_column(sa.String(10))
    age_band: Mapped[AgeBand] = mapped_column(code_of(AgeBand))
    stay: Mapped[Stay] = mapped_column(code_of(Stay))
    reason: Mapped[VisitReason] = mapped_column(code_of(VisitReason))
    topics: Mapped[list[Any]] = mapped_column(json_column())
    directed_to: Mapped[list[Any]] = mapped_column(json_column())
    entered_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)

    point: Mapped[AdvicePoint] = relationship()
