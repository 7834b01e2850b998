"""Reads the post room: jobs, letters kept, calls and reminders of the viewer's organisation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, undefer

from testing_app.actor import Actor
from testing_app.errors import NotFound
from testing_app.people.models import Candidate, CandidateAuthority
from testing_app.persistence.paging import Page, page_of
from testing_app.post.models import CallTask, LetterJob, Reminder
from testing_app.post.models import SentLetter as SentLetter  # named for the pages
from testing_app.vocabulary import CallState, LetterJobState, ReminderState

JOBS_PER_PAGE = 20


def is_workable(now: datetime) -> sa.ColumnElement[bool]:
    """Jobs that wait, and jobs whose worker let its lease run out."""
    return sa.or_(
        LetterJob.state == LetterJobState.QUEUED,
        sa.and_(LetterJob.state == LetterJobState.WORKING, LetterJob.claimed_until <= now),
    )


def is_any_job_waiting(session: Session, *, now: datetime) -> bool:
    """Whether a worker would find a job (asked before it takes a write lock)."""
    return bool(session.scalar(sa.select(sa.exists().where(is_workable(now)))))


def jobs_of(session: Session, *, viewer: Actor, page: int = 1) -> Page[LetterJob]:
    """The print jobs of the organisation, newest first."""
    query = (
        sa.select(LetterJob)
        .where(LetterJob.organisation_id == viewer.organisation_id)
        .order_by(LetterJob.asked_at.desc(), LetterJob.id)
    )
    return page_of(session, query, number=page, size=JOBS_PER_PAGE)


def get_job(session: Session, job_id: UUID, *, viewer: Actor) -> LetterJob:
    """One print job, without its file."""
    job = session.get(LetterJob, job_id)
    if job is None or job.organisation_id != viewer.organisation_id:
        raise NotFound("letter_job")
    return job


def file_of_job(session: Session, job_id: UUID, *, viewer: Actor) -> bytes:
    """The one PDF of a finished job."""
    get_job(session, job_id, viewer=viewer)
    pdf = session.scalar(sa.select(LetterJob.pdf).where(LetterJob.id == job_id))
    if pdf is None:
        raise NotFound("letter_job")
    return pdf


@dataclass(frozen=True)
class PrintedLetter:
    """One letter of a job, in the order of the envelopes."""

    id: UUID
    pdf: bytes


def letters_in_order(session: Session, job_id: UUID, *, read_at_once: int = 50) -> Iterator[PrintedLetter]:
    """The letters of a job by post code, then name by the Finnish alphabet; few in memory at a time."""
    rows = session.execute(
        sa.select(SentLetter.id, SentLetter.post_code, Candidate.sort_name, Candidate.number)
        .join(Candidate, Candidate.id == SentLetter.candidate_id)
        .where(SentLetter.job_id == job_id)
    ).all()
    ids = [row.id for row in sorted(rows, key=lambda row: (row.post_code, row.sort_name, row.number))]
    for start in range(0, len(ids), read_at_once):
        some = ids[start : start + read_at_once]
        query = sa.select(SentLetter.id, SentLetter.pdf).where(SentLetter.id.in_(some))
        files = {found.id: found.pdf for found in session.execute(query)}
        yield from (PrintedLetter(each, files.pop(each)) for each in some)


def number_of_letters(session: Session, job_id: UUID) -> int:
    """How many letters a job has made."""
    query = sa.select(sa.func.count()).select_from(SentLetter).where(SentLetter.job_id == job_id)
    return session.scalar(query) or 0


def letters_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[SentLetter]:
    """The letters this organisation sent to a candidate, newest first."""
    query = (
        sa.select(SentLetter)
        .where(SentLetter.candidate_id == candidate_id, SentLetter.organisation_id == viewer.organisation_id)
        .order_by(SentLetter.made_at.desc(), SentLetter.id)
        .options(joinedload(SentLetter.candidate))
    )
    return session.scalars(query).all()


def get_letter(session: Session, letter_id: UUID, *, viewer: Actor) -> SentLetter:
    """One kept letter of the organisation, with its file."""
    query = sa.select(SentLetter).where(
        SentLetter.id == letter_id, SentLetter.organisation_id == viewer.organisation_id
    )
    letter = session.scalar(query.options(undefer(SentLetter.pdf)))
    if letter is None:
        raise NotFound("letter")
    return letter


def calls_of(
    session: Session, *, viewer: Actor, state: CallState = CallState.OPEN, page: int = 1
) -> Page[CallTask]:
    """The calls of the organisation: open ones by the day they are due, done ones newest first."""
    order = (
        (CallTask.due_on.is_(None), CallTask.due_on, CallTask.made_at, CallTask.id)
        if state is CallState.OPEN
        else (CallTask.done_at.desc(), CallTask.id)
    )
    query = _calls(viewer).where(CallTask.state == state).order_by(*order)
    return page_of(session, query.options(joinedload(CallTask.candidate)), number=page)


def calls_to(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[CallTask]:
    """The calls of the organisation to one candidate, newest first."""
    query = _calls(viewer).where(CallTask.candidate_id == candidate_id)
    return session.scalars(query.order_by(CallTask.made_at.desc(), CallTask.id)).all()


def count_open_calls(session: Session, *, viewer: Actor) -> int:
    """How many people are still to be called."""
    query = sa.select(sa.func.count()).select_from(CallTask)
    open_ones = (CallTask.organisation_id == viewer.organisation_id, CallTask.state == CallState.OPEN)
    return session.scalar(query.where(*open_ones)) or 0


def get_call_task(session: Session, task_id: UUID, *, viewer: Actor) -> CallTask:
    """One call of the organisation."""
    query = _calls(viewer).where(CallTask.id == task_id).options(joinedload(CallTask.candidate))
    task = session.scalar(query)
    if task is None:
        raise NotFound("call_task")
    return task


def _calls(viewer: Actor) -> sa.Select[CallTask]:
    return sa.select(CallTask).where(CallTask.organisation_id == viewer.organisation_id)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What waits in the post room."""

    open_calls: int
    failed_reminders: int


def counts_of(session: Session, *, viewer: Actor) -> Counts:
    """How many are to be called, and how many reminders could not be sent."""
    return Counts(
        open_calls=count_open_calls(session, viewer=viewer),
        failed_reminders=count_failed_reminders(session, viewer=viewer),
    )


def get_addressee(session: Session, candidate_id: UUID, *, viewer: Actor) -> Candidate:
    """A candidate this organisation serves, or has sent a letter to or called."""
    written_to = sa.or_(
        *(
            sa.exists().where(row.candidate_id == candidate_id, row.organisation_id == viewer.organisation_id)
            for row in (SentLetter, CallTask)
        )
    )
    served = sa.exists().where(
        CandidateAuthority.candidate_id == candidate_id,
        CandidateAuthority.authority_id == viewer.organisation_id,
    )
    query = sa.select(Candidate).where(Candidate.id == candidate_id, sa.or_(served, written_to))
    candidate = session.scalar(query)
    if candidate is None:
        raise NotFound("candidate")
    return candidate


def failed_reminders_of(session: Session, *, viewer: Actor, page: int = 1) -> Page[Reminder]:
    """The reminders of the organisation that could not be sent, newest first."""
    query = (
        sa.select(Reminder)
        .where(Reminder.organisation_id == viewer.organisation_id, Reminder.state == ReminderState.FAILED)
        .order_by(Reminder.due_at.desc(), Reminder.id)
        .options(joinedload(Reminder.candidate))
    )
    return page_of(session, query, number=page)


def count_failed_reminders(session: Session, *, viewer: Actor) -> int:
    """How many reminders could not be sent."""
    query = sa.select(sa.func.count()).select_from(Reminder)
    failed = (
        Reminder.organisation_id == viewer.organisation_id,
        Reminder.state == ReminderState.FAILED,
    )
    return session.scalar(query.where(*failed)) or 0


def get_reminder(session: Session, reminder_id: UUID, *, viewer: Actor) -> Reminder:
    """One reminder of the organisation."""
    reminder = session.get(Reminder, reminder_id)
    if reminder is None or reminder.organisation_id != viewer.organisation_id:
        raise NotFound("reminder")
    return reminder
