"""The tables of who waits for which course group, course places, paths, and what providers report."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.courses.models import CourseGroup
from testing_app.people.models import Candidate, Organisation
from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import (
    FurtherPlan,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    PlaceState,
    QueueLeaving,
    QueueState,
    TestedLanguage,
)

IN_MODULE = "module IS NOT NULL AND state IN ('proposed', 'waiting', 'held')"
WITHOUT_MODULE = "module IS NULL AND state IN ('proposed', 'waiting', 'held')"
"""In each line of the queue a person stands once."""


class QueueEntry(Base):
    """One candidate who waits for one course group since the day of the test.

    `queued_on` is the queue date (the day of the test, or the end of the course before): it stays whatever
    provider, municipality or authority the person changes to. A person may have several entries.
    """

    __tablename__ = "queue_entries"
    __table_args__ = (
        sa.Index("ix_queue_entries_line", "state", "track", "module", "area", "queued_on"),
        sa.Index("ix_queue_entries_authority_id_state", "authority_id", "state"),
        sa.Index(
            "uq_queue_entries_once",
            "candidate_id",
            "language_tested",
            "track",
            "module",
            unique=True,
            sqlite_where=sa.text(IN_MODULE),
            postgresql_where=sa.text(IN_MODULE),
        ),
        sa.Index(
            "uq_queue_entries_once_without_module",
            "candidate_id",
            "language_tested",
            "track",
            unique=True,
            sqlite_where=sa.text(WITHOUT_MODULE),
            postgresql_where=sa.text(WITHOUT_MODULE),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    result_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("results.id"), index=True)
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    track: Mapped[str] = mapped_column(sa.String(60))
    module: Mapped[str | None] = mapped_column(sa.String(20))
    area: Mapped[str] = mapped_column(sa.String(100))
    queued_on: Mapped[date]
    state: Mapped[QueueState] = mapped_column(code_of(QueueState), default=QueueState.WAITING)
    blocked_by: Mapped[str] = mapped_column(sa.String(300), default="")
    opened_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    leaving: Mapped[QueueLeaving | None] = mapped_column(code_of(QueueLeaving))
    version: Mapped[int] = mapped_column()

    candidate: Mapped[Candidate] = relationship()
    authority: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CoursePlace(Base):
    """A place in a course group held, confirmed and lived for one entry of the queue."""

    __tablename__ = "course_places"
    __table_args__ = (
        sa.Index("ix_course_places_state_held_until", "state", "held_until"),
        sa.Index("ix_course_places_group_id_state", "group_id", "state"),
        sa.Index("ix_course_places_authority_id_started_on", "authority_id", "started_on"),
        sa.Index(
            "uq_course_places_one_per_entry",
            "entry_id",
            unique=True,
            sqlite_where=sa.text("state IN ('held', 'confirmed', 'started')"),
            postgresql_where=sa.text("state IN ('held', 'confirmed', 'started')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey("course_groups.id"))
    entry_id: Mapped[UUID] = mapped_column(sa.ForeignKey("queue_entries.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    state: Mapped[PlaceState] = mapped_column(code_of(PlaceState), default=PlaceState.HELD)
    held_at: Mapped[datetime] = mapped_column(Moment)
    held_until: Mapped[datetime] = mapped_column(Moment)
    held_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    passed_on_from_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("course_places.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    started_on: Mapped[date | None] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    group: Mapped[CourseGroup] = relationship()
    entry: Mapped[QueueEntry] = relationship()
    candidate: Mapped[Candidate] = relationship()

    __mapper_args__ = {"version_id_col": version}


class PathStep(Base):
    """One step of a person's path, never changed: from a day on, this track and module."""

    __tablename__ = "path_steps"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    track: Mapped[str] = mapped_column(sa.String(60))
    module: Mapped[str | None] = mapped_column(sa.String(20))
    since: Mapped[date]
    because: Mapped[str] = mapped_column(sa.String(40))
    entry_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("queue_entries.id"))
    place_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("course_places.id"))
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class Notice(Base):
    """What a training provider reports about one course place; the authority acknowledges it.

    `end_levels` maps codes of the four skills to level codes; a skill without a level is left out.
    `opened_entry_id` is the queue entry its further plan proposed.
    """

    __tablename__ = "notices"
    __table_args__ = (
        sa.Index("ix_notices_authority_id_acknowledged_at", "authority_id", "acknowledged_at"),
        sa.Index("ix_notices_authority_id_happened_on", "authority_id", "happened_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    place_id: Mapped[UUID] = mapped_column(sa.ForeignKey("course_places.id"), index=True)
    provider_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    kind: Mapped[NoticeKind] = mapped_column(code_of(NoticeKind))
    happened_on: Mapped[date] = mapped_column(index=True)
    reason: Mapped[InterruptionReason | None] = mapped_column(code_of(InterruptionReason))
    end_levels: Mapped[dict[str, Any]] = mapped_column(json_column(), default=dict)
    further_plan: Mapped[FurtherPlan | None] = mapped_column(code_of(FurtherPlan))
    further_track: Mapped[str | None] = mapped_column(sa.String(60))
    further_module: Mapped[str | None] = mapped_column(sa.String(20))
    fit: Mapped[GroupFit | None] = mapped_column(code_of(GroupFit))
    opened_entry_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("queue_entries.id"))
    note: Mapped[str] = mapped_column(sa.String(1000), default="")
    sent_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))

    place: Mapped[CoursePlace] = relationship()
