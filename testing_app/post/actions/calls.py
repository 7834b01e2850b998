"""Calls to people who read no script: made in place of a letter, tried, done."""

from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.errors import Conflict
from testing_app.letters.call_script import script_for
from testing_app.letters.facts import LetterFacts
from testing_app.post.models import CallTask
from testing_app.post.queries import get_call_task
from testing_app.post.subjects import Subject
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import CallState, LetterKind
from testing_app.wording.letter_words import LetterWords

DAYS_TO_CALL = 3
"""A letter takes about this long; a call should not come later, and never after the day it is about."""

LONGEST_NOTE = 500


def make_call_task(
    session: Session, subject: Subject, facts: LetterFacts, words: LetterWords, *, by: Actor, now: datetime
) -> CallTask:
    """The call about this row; one that is still open is told anew instead of asked for twice."""
    task = _open_task(session, facts.kind, subject.id, by.organisation_id)
    if task is None:
        task = CallTask(
            organisation_id=by.organisation_id,
            candidate_id=subject.candidate_id,
            kind=facts.kind,
            subject_id=subject.id,
            made_at=now,
            script={},
        )
        session.add(task)
    task.script = {language: list(sentences) for language, sentences in script_for(facts, words).items()}
    task.due_on = _due_on(facts.kind, subject, local(now).date())
    session.flush()
    _record(session, Event.CALL_TASK_MADE, task, by=by, now=now)
    return task


def note_attempt(session: Session, task_id: UUID, *, version: int, by: Actor, now: datetime) -> CallTask:
    """Nobody answered."""
    task = _open_for_change(session, task_id, version=version, by=by)
    task.attempts += 1
    session.flush()
    _record(session, Event.CALL_DONE, task, by=by, now=now)
    return task


def finish_call(
    session: Session, task_id: UUID, *, version: int, note: str, by: Actor, now: datetime
) -> CallTask:
    """The person was told."""
    task = _open_for_change(session, task_id, version=version, by=by)
    task.attempts += 1
    task.state, task.note = CallState.DONE, note.strip()[:LONGEST_NOTE]
    task.done_by_id, task.done_at = by.account_id, now
    session.flush()
    _record(session, Event.CALL_DONE, task, by=by, now=now)
    return task


def _open_for_change(session: Session, task_id: UUID, *, version: int, by: Actor) -> CallTask:
    task = get_call_task(session, task_id, viewer=by)
    if task.state is not CallState.OPEN:
        raise Conflict("call_already_done")
    if task.version != version:
        raise Conflict("changed_meanwhile")
    return task


def _open_task(
    session: Session, kind: LetterKind, subject_id: UUID, organisation_id: UUID
) -> CallTask | None:
    return session.scalars(
        sa.select(CallTask)
        .where(
            CallTask.kind == kind,
            CallTask.subject_id == subject_id,
            CallTask.organisation_id == organisation_id,
            CallTask.state == CallState.OPEN,
        )
        .order_by(CallTask.made_at, CallTask.id)
        .limit(1)
    ).one_or_none()


def _due_on(kind: LetterKind, subject: Subject, today: date) -> date:
    """Three days from now, or the day before what it is about, whichever is first; never a day gone by."""
    soon = today + timedelta(days=DAYS_TO_CALL)
    if isinstance(subject, QueueEntry) or kind is LetterKind.NO_SHOW:
        return soon
    if isinstance(subject, CoursePlace):
        last = local(subject.held_until).date()
    else:
        last = subject.occasion.held_on - timedelta(days=1)
    return max(today, min(soon, last))


def _record(session: Session, event: Event, task: CallTask, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("call", task.id),
        candidate_id=task.candidate_id,
        details={"kind": task.kind.value, "attempts": task.attempts, "state": task.state.value},
    )
