"""Everything that changes the post room: letters, print jobs, calls and reminders."""

from testing_app.post.actions.calls import finish_call, make_call_task, note_attempt
from testing_app.post.actions.jobs import queue_failed_again, queue_letters
from testing_app.post.actions.letters import draw, keep_letter, prepare_letter, record_viewed, send_letter
from testing_app.post.actions.planning import plan_reminders
from testing_app.post.actions.reminders import retry_reminder

__all__ = [
    "draw",
    "finish_call",
    "keep_letter",
    "make_call_task",
    "note_attempt",
    "plan_reminders",
    "prepare_letter",
    "queue_failed_again",
    "queue_letters",
    "record_viewed",
    "retry_reminder",
    "send_letter",
]
