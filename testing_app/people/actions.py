"""Keeps the feedback people give and marks it answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import NotFound
from testing_app.people.models import Feedback


def record_feedback(session: Session, *, text: str, page: str, contact: str, now: datetime) -> Feedback:
    """Keep what somebody wrote on the feedback page, signed in or not."""
    feedback = Feedback(text=text, page=page, contact=contact, given_at=now)
    session.add(feedback)
    session.flush()
    return feedback


def mark_feedback_answered(session: Session, feedback_id: UUID, *, by: Actor, now: datetime) -> None:
    """Note that somebody has answered; a second time changes nothing."""
    feedback = session.get(Feedback, feedback_id)
    if feedback is None:
        raise NotFound("no_such_feedback")
    if feedback.answered_at is None:
        feedback.answered_at = now
        record(session, Event.FEEDBACK_ANSWERED, by=by, now=now, subject=("feedback", feedback_id))
