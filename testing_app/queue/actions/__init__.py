"""Everything that changes the queue: entries, course places, and what providers report."""

from testing_app.queue.actions.entries import (
    confirm_entry,
    enter_queue,
    move_to_authority,
    note_block,
    set_area,
)
from testing_app.queue.actions.lapsing import cancel_group, lapse_holds
from testing_app.queue.actions.notices import NoticeFacts, acknowledge_notice, report
from testing_app.queue.actions.places import (
    confirm_place,
    hold_place,
    leave_queue,
    move_place,
    release_place,
    return_to_queue,
)
from testing_app.queue.actions.viewing import record_learners, record_notices, record_queue
from testing_app.queue.lines import CourseLine

__all__ = [
    "CourseLine",
    "NoticeFacts",
    "acknowledge_notice",
    "cancel_group",
    "confirm_entry",
    "confirm_place",
    "enter_queue",
    "hold_place",
    "lapse_holds",
    "leave_queue",
    "move_place",
    "move_to_authority",
    "note_block",
    "record_learners",
    "record_notices",
    "record_queue",
    "release_place",
    "report",
    "return_to_queue",
    "set_area",
]
