"""The tables of referrals, occasions and the seats reserved on them."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Candidate, Organisation
from testing_app.persistence.base import Base, Moment, code_of
from testing_app.vocabulary import AbsenceReason, BookingState, ReferralPurpose, TestedLanguage


class Referral(Base):
    """An authority sends a candidate to a language test."""

    __tablename__ = "referrals"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    purpose: Mapped[ReferralPurpose] = mapped_column(code_of(ReferralPurpose))
    interpreter_language: Mapped[str] = mapped_column(sa.String(10), default="")
    timetable_limits: Mapped[str] = mapped_column(sa.String(300), default="")
    written_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    written_at: Mapped[datetime] = mapped_column(Moment, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    candidate: Mapped[Candidate] = relationship()
    authority: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Occasion(Base):
    """A date, a place and a number of seats; `taken` is only ever changed by one conditional update."""

    __tablename__ = "occasions"
    __table_args__ = (
        sa.CheckConstraint("taken >= 0 AND taken <= seats", name="taken_within_seats"),
        sa.Index("ix_occasions_centre_id_held_on", "centre_id", "held_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    room: Mapped[str] = mapped_column(sa.String(100), default="")
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    centre: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Booking(Base):
    """A seat reserved for one referral on one occasion, and who came."""

    __tablename__ = "bookings"
    __table_args__ = (
        sa.Index(
            "uq_bookings_one_seat_per_referral",
            "referral_id",
            unique=True,
            sqlite_where=sa.text("state IN ('booked', 'arrived')"),
            postgresql_where=sa.text("state IN ('booked', 'arrived')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referrals.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    state: Mapped[BookingState] = mapped_column(code_of(BookingState), default=BookingState.BOOKED)
    id_seen: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[AbsenceReason | None] = mapped_column(code_of(AbsenceReason))
    reserved_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    reserved_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    occasion: Mapped[Occasion] = relationship()
    referral: Mapped[Referral] = relationship()
    candidate: Mapped[Candidate] = relationship()

    __mapper_args__ = {"version_id_col": version}
