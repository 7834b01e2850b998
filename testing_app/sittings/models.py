"""The tables of one candidate taking the battery: the sitting, its parts, the background."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.bookings.models import Booking
from testing_app.items.models import FormVersion
from testing_app.people.models import Account, Candidate
from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import Literacy, Part, PartState, ScoreSource, StudyReadiness, TestedLanguage


class Sitting(Base):
    """One candidate taking the battery, over one or several visits, for one referral."""

    __tablename__ = "sittings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    booking_id: Mapped[UUID] = mapped_column(sa.ForeignKey("bookings.id"), unique=True)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referrals.id"), index=True)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    tested_on: Mapped[date]
    opened_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    correcting_since: Mapped[datetime | None] = mapped_column(Moment)
    correction_reason: Mapped[str] = mapped_column(sa.String(2000), default="")
    version: Mapped[int] = mapped_column()

    booking: Mapped[Booking] = relationship()
    candidate: Mapped[Candidate] = relationship()
    parts: Mapped[list["SittingPart"]] = relationship(back_populates="sitting", lazy="selectin")
    background: Mapped["Background"] = relationship(back_populates="sitting", lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class SittingPart(Base):
    """What happened to one part: its state, and the points or ratings with the level they gave."""

    __tablename__ = "sitting_parts"

    sitting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sittings.id"), primary_key=True)
    part: Mapped[Part] = mapped_column(code_of(Part), primary_key=True)
    state: Mapped[PartState] = mapped_column(code_of(PartState), default=PartState.NOT_TAKEN)
    source: Mapped[ScoreSource] = mapped_column(code_of(ScoreSource), default=ScoreSource.FORM)
    form_version_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("form_versions.id"))
    points: Mapped[int | None]
    ratings: Mapped[dict[str, Any]] = mapped_column(json_column(), default=dict)
    level: Mapped[str | None] = mapped_column(sa.String(12))
    borderline: Mapped[str | None] = mapped_column(sa.String(12))
    comment: Mapped[str] = mapped_column(sa.String(2000), default="")
    changed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    sitting: Mapped[Sitting] = relationship(back_populates="parts")
    form_version: Mapped[FormVersion | None] = relationship(lazy="joined")
    changed_by: Mapped[Account | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class Background(Base):
    """What the interview and the other parts told: literacy, readiness, schooling; a blank stays a blank."""

    __tablename__ = "backgrounds"
    __table_args__ = (
        sa.CheckConstraint("languages_studied BETWEEN 0 AND 20", name="languages_studied_in_range"),
        sa.CheckConstraint("schooling_years BETWEEN 0 AND 40", name="schooling_years_in_range"),
    )

    sitting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sittings.id"), primary_key=True)
    literacy: Mapped[Literacy | None] = mapped_column(code_of(Literacy))
    study_readiness: Mapped[StudyReadiness | None] = mapped_column(code_of(StudyReadiness))
    languages_studied: Mapped[int | None]
    schooling_years: Mapped[int | None]
    hard_life_situation: Mapped[bool] = mapped_column(default=False)
    needs_basic_education: Mapped[bool] = mapped_column(default=False)
    interview_level: Mapped[str | None] = mapped_column(sa.String(12))
    interview_notes: Mapped[str] = mapped_column(sa.String(4000), default="")
    changed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    sitting: Mapped[Sitting] = relationship(back_populates="background")
    changed_by: Mapped[Account | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class BatteryOpening(Base):
    """Who has a candidate's battery open on screen, so that two people see each other."""

    __tablename__ = "battery_openings"

    sitting_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("sittings.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    opened_at: Mapped[datetime] = mapped_column(Moment)

    account: Mapped[Account] = relationship(lazy="joined")
