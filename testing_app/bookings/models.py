"""The tables of referrals, occasions and the seats reserved on them."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Candidate, Organisation
from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import (
    AbsenceFollowUp,
    AbsenceReason,
    AssessmentLength,
    BookingState,
    OccasionKind,
    OfferState,
    ReferralPurpose,
    SeatWaitState,
    TestedLanguage,
)


class Referral(Base):
    """A candidate is sent to a language test; the result goes to `authority`.

    `service_id` names the guidance service that wrote the referral, when the authority did not: it receives
    the result too, if the candidate agreed. `wanted_parts` are codes of `Part`; empty: the centre chooses.
    `vocational_field` is a field of a sufficiency rule set, when the purpose is vocational.
    """

    __tablename__ = "referrals"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    purpose: Mapped[ReferralPurpose] = mapped_column(code_of(ReferralPurpose))
    length: Mapped[AssessmentLength] = mapped_column(
        code_of(AssessmentLength), default=AssessmentLength.SHORT
    )
    service_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    wanted_parts: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    interpreter_language: Mapped[str] = mapped_column(sa.String(10), default="")
    vocational_field: Mapped[str] = mapped_column(sa.String(60), default="")
    timetable_limits: Mapped[str] = mapped_column(sa.String(300), default="")
    written_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    written_at: Mapped[datetime] = mapped_column(Moment, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    candidate: Mapped[Candidate] = relationship()
    authority: Mapped[Organisation] = relationship(foreign_keys=[authority_id])
    service: Mapped[Organisation | None] = relationship(foreign_keys=[service_id])

    __mapper_args__ = {"version_id_col": version}


class OccasionSeries(Base):
    """Occasions that recur, made from one form; each is its own row and may be changed alone."""

    __tablename__ = "occasion_series"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    weekdays: Mapped[list[Any]] = mapped_column(json_column())
    every_weeks: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date]
    last_on: Mapped[date]
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)


class Occasion(Base):
    """A date, a place and a number of seats; `taken` is only ever changed by one conditional update.

    `taken` counts booked seats and seats on offer. `place` is where it is held when not at the centre's own
    address. `interpreters` are language codes, `accessibility` codes of `AccessFeature`, `parts` codes of
    `Part` (empty: all).
    """

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
    kind: Mapped[OccasionKind] = mapped_column(code_of(OccasionKind), default=OccasionKind.TEST)
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    interpreters: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    accessibility: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    parts: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    series_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("occasion_series.id"), index=True)
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    centre: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Booking(Base):
    """A seat reserved for one visit of a referral on one occasion, and who came.

    A short assessment has one visit; a long one has several, the information session first.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        sa.Index(
            "uq_bookings_one_seat_per_visit",
            "referral_id",
            "visit",
            unique=True,
            sqlite_where=sa.text("state IN ('booked', 'arrived')"),
            postgresql_where=sa.text("state IN ('booked', 'arrived')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referrals.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    visit: Mapped[int] = mapped_column(default=1)
    state: Mapped[BookingState] = mapped_column(code_of(BookingState), default=BookingState.BOOKED)
    id_seen: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[AbsenceReason | None] = mapped_column(code_of(AbsenceReason))
    reserved_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    reserved_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    follow_up: Mapped[AbsenceFollowUp | None] = mapped_column(code_of(AbsenceFollowUp))
    follow_up_note: Mapped[str] = mapped_column(sa.String(500), default="")
    followed_up_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    followed_up_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    occasion: Mapped[Occasion] = relationship()
    referral: Mapped[Referral] = relationship()
    candidate: Mapped[Candidate] = relationship()

    __mapper_args__ = {"version_id_col": version}


class SeatWait(Base):
    """A referral that waits for a seat: anywhere suitable, or on one occasion, at one centre, between days.

    `queued_at` is the queue date: it stays as long as the person waits, whatever is offered meanwhile.
    """

    __tablename__ = "seat_waits"
    __table_args__ = (
        sa.Index("ix_seat_waits_state_queued_at", "state", "queued_at", "id"),
        sa.Index(
            "uq_seat_waits_one_per_visit",
            "referral_id",
            "visit",
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'offered')"),
            postgresql_where=sa.text("state IN ('waiting', 'offered')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referrals.id"))
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    visit: Mapped[int] = mapped_column(default=1)
    occasion_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("occasions.id"), index=True)
    centre_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisations.id"))
    earliest_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    queued_at: Mapped[datetime] = mapped_column(Moment)
    queued_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    state: Mapped[SeatWaitState] = mapped_column(code_of(SeatWaitState), default=SeatWaitState.WAITING)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    referral: Mapped[Referral] = relationship()
    candidate: Mapped[Candidate] = relationship()


class SeatOffer(Base):
    """A freed seat kept for the next suitable person until a deadline; it counts as taken meanwhile."""

    __tablename__ = "seat_offers"
    __table_args__ = (
        sa.Index("ix_seat_offers_state_answer_by", "state", "answer_by"),
        sa.Index(
            "uq_seat_offers_one_open",
            "wait_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wait_id: Mapped[UUID] = mapped_column(sa.ForeignKey("seat_waits.id"), index=True)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"), index=True)
    state: Mapped[OfferState] = mapped_column(code_of(OfferState), default=OfferState.OPEN)
    offered_at: Mapped[datetime] = mapped_column(Moment)
    answer_by: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))

    wait: Mapped[SeatWait] = relationship()
    occasion: Mapped[Occasion] = relationship()


class CalendarFeed(Base):
    """A secret address under which a centre's occasions can be followed; the row holds only its hash."""

    __tablename__ = "calendar_feeds"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
