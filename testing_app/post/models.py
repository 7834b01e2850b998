"""The tables of the post room: letters kept as sent, print jobs, call tasks and reminders."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Candidate
from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import CallState, LetterJobState, LetterKind, ReminderChannel, ReminderState


class LetterJob(Base):
    """Letters drawn as one job: of one kind, about the bookings or places in `subjects` (identifiers)."""

    __tablename__ = "letter_jobs"
    __table_args__ = (sa.Index("ix_letter_jobs_organisation_id_asked_at", "organisation_id", "asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    kind: Mapped[LetterKind] = mapped_column(code_of(LetterKind))
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    subjects: Mapped[list[Any]] = mapped_column(json_column())
    facts: Mapped[dict[str, Any]] = mapped_column(json_column(), default=dict)
    state: Mapped[LetterJobState] = mapped_column(code_of(LetterJobState), default=LetterJobState.QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    failures: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    pdf: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    asked_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class SentLetter(Base):
    """A letter as it was sent: its PDF, its languages, and the versions of its texts."""

    __tablename__ = "sent_letters"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(code_of(LetterKind))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    job_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("letter_jobs.id"), index=True)
    post_code: Mapped[str] = mapped_column(sa.String(20), default="")
    languages: Mapped[list[Any]] = mapped_column(json_column())
    untranslated: Mapped[str] = mapped_column(sa.String(10), default="")
    wordings: Mapped[dict[str, Any]] = mapped_column(json_column(), default=dict)
    pdf: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    pdf_digest: Mapped[str] = mapped_column(sa.String(64))
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)

    candidate: Mapped[Candidate] = relationship()


class CallTask(Base):
    """Somebody who reads no script is to be called: what to say stands in `script`, Finnish first."""

    __tablename__ = "call_tasks"
    __table_args__ = (sa.Index("ix_call_tasks_organisation_id_state", "organisation_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(code_of(LetterKind))
    subject_id: Mapped[UUID]
    due_on: Mapped[date | None]
    script: Mapped[dict[str, Any]] = mapped_column(json_column())
    state: Mapped[CallState] = mapped_column(code_of(CallState), default=CallState.OPEN)
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Moment)
    done_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    version: Mapped[int] = mapped_column()

    candidate: Mapped[Candidate] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Reminder(Base):
    """A short text owed by SMS or e-mail; it names no person, centre type or test."""

    __tablename__ = "reminders"
    __table_args__ = (
        sa.Index("ix_reminders_state_due_at", "state", "due_at"),
        sa.UniqueConstraint("subject_id", "channel", "occurs_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    subject_id: Mapped[UUID]
    occurs_on: Mapped[date]
    channel: Mapped[ReminderChannel] = mapped_column(code_of(ReminderChannel))
    language: Mapped[str] = mapped_column(sa.String(10))
    due_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[ReminderState] = mapped_column(code_of(ReminderState), default=ReminderState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    last_problem: Mapped[str] = mapped_column(sa.String(200), default="")

    candidate: Mapped[Candidate] = relationship()
