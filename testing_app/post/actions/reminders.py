"""Reminders on their way: claimed, sent or given up, and dropped when their reason has gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.errors import Conflict
from testing_app.post.models import Reminder
from testing_app.post.queries import get_reminder
from testing_app.post.reminder_reasons import Reason, reasons_of
from testing_app.post.transports.gateway import ShortMessage
from testing_app.post.waking_hours import when_awake
from testing_app.vocabulary import ReminderChannel, ReminderState

FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 8
LONGEST_PROBLEM = 200
FOR_GOOD = frozenset({"number_unusable", "address_unusable", "mail_refused_address"})
"""Problems that another attempt would not heal."""


@dataclass(frozen=True, kw_only=True)
class ClaimedReminder:
    """A reminder on its way, as the worker carries it."""

    id: UUID
    channel: ReminderChannel
    attempt: int
    message: ShortMessage


def is_due(now: datetime) -> sa.ColumnElement[bool]:
    """What should go out now, and what a worker that died was about to send."""
    return sa.and_(
        Reminder.state == ReminderState.QUEUED,
        Reminder.due_at <= now,
        sa.or_(Reminder.claimed_until.is_(None), Reminder.claimed_until <= now),
    )


def is_any_reminder_due(session: Session, *, now: datetime) -> bool:
    """Whether a worker would find something (asked before it takes a write lock)."""
    return bool(session.scalar(sa.select(sa.exists().where(is_due(now)))))


def claim_reminders(
    session: Session, *, now: datetime, lease: timedelta, limit: int = 20
) -> tuple[int, Sequence[ClaimedReminder]]:
    """Take what is due; how many were looked at, and those whose reason still holds, ready to be sent."""
    rows = session.scalars(
        sa.select(Reminder)
        .where(is_due(now))
        .order_by(Reminder.due_at, Reminder.id)
        .limit(limit)
        .with_for_update(of=Reminder, skip_locked=True)
        .options(joinedload(Reminder.candidate))
        .execution_options(populate_existing=True)
    ).all()
    reasons = reasons_of(session, rows, now=now)
    claimed = []
    for reminder in rows:
        reason = reasons.get(reminder.id)
        if reason is None:
            reminder.state, reminder.claimed_until = ReminderState.DROPPED, None
        elif reminder.attempts >= MOST_ATTEMPTS:
            _give_up(session, reminder, "interrupted", now=now)
        else:
            reminder.claimed_until, reminder.attempts = now + lease, reminder.attempts + 1
            claimed.append(_claimed(reminder, reason, now))
    session.flush()
    return len(rows), claimed


def _claimed(reminder: Reminder, reason: Reason, now: datetime) -> ClaimedReminder:
    candidate, by_sms = reminder.candidate, reminder.channel is ReminderChannel.SMS
    return ClaimedReminder(
        id=reminder.id,
        channel=reminder.channel,
        attempt=reminder.attempts,
        message=ShortMessage(
            id=reminder.id,
            to=candidate.phone if by_sms else candidate.email,
            text=reason.text,
            subject=reason.subject,
            language=reason.language,
            made_at=now,
        ),
    )


def record_sent(session: Session, claimed: ClaimedReminder, *, now: datetime) -> None:
    """Somebody else carries it now."""
    reminder = _locked(session, claimed.id)
    if reminder.state is ReminderState.SENT:
        return
    reminder.state, reminder.sent_at = ReminderState.SENT, now
    reminder.claimed_until, reminder.last_problem = None, ""
    _record(session, Event.REMINDER_SENT, reminder, now=now)


def record_problem(session: Session, claimed: ClaimedReminder, *, problem: str, now: datetime) -> None:
    """It was not taken: wait twice as long as before, or give up and show it in the post room."""
    reminder = _locked(session, claimed.id)
    if reminder.state is not ReminderState.QUEUED or reminder.attempts != claimed.attempt:
        return
    if problem in FOR_GOOD or reminder.attempts >= MOST_ATTEMPTS:
        _give_up(session, reminder, problem, now=now)
        return
    wait = min(FIRST_WAIT * (1 << (reminder.attempts - 1)), LONGEST_WAIT)
    reminder.due_at, reminder.claimed_until = when_awake(now + wait), None
    reminder.last_problem = problem[:LONGEST_PROBLEM]
    session.flush()


def retry_reminder(session: Session, reminder_id: UUID, *, by: Actor, now: datetime) -> Reminder:
    """Try again now, from the first attempt; it is dropped if its reason has gone meanwhile."""
    get_reminder(session, reminder_id, viewer=by)
    reminder = _locked(session, reminder_id)
    if reminder.state is not ReminderState.FAILED:
        raise Conflict("reminder_not_failed")
    reminder.state, reminder.attempts, reminder.due_at = ReminderState.QUEUED, 0, now
    reminder.claimed_until = None
    session.flush()
    audit.record(
        session,
        Event.DELIVERY_RETRIED,
        by=by,
        now=now,
        subject=("reminder", reminder.id),
        candidate_id=reminder.candidate_id,
    )
    return reminder


def _give_up(session: Session, reminder: Reminder, problem: str, *, now: datetime) -> None:
    reminder.state, reminder.claimed_until = ReminderState.FAILED, None
    reminder.last_problem = problem[:LONGEST_PROBLEM]
    _record(session, Event.REMINDER_FAILED, reminder, now=now, problem=reminder.last_problem)


def _record(session: Session, event: Event, reminder: Reminder, *, now: datetime, **details: str) -> None:
    """In the chain of the organisation in whose name it goes."""
    session.flush()
    audit.record(
        session,
        event,
        by=None,
        now=now,
        subject=("reminder", reminder.id),
        candidate_id=reminder.candidate_id,
        details={"channel": reminder.channel.value, "attempts": reminder.attempts, **details},
        chain_id=reminder.organisation_id,
    )


def _locked(session: Session, reminder_id: UUID) -> Reminder:
    return session.scalars(
        sa.select(Reminder)
        .where(Reminder.id == reminder_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
