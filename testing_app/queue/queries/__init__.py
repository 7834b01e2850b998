"""Everything that is read of the queue, course places, learners and notices."""

from testing_app.queue.lines import Because, CourseLine, QueueLine
from testing_app.queue.order import NextRow, Standing
from testing_app.queue.queries.entries import (
    entries_of,
    get_entry,
    get_place,
    holds_of,
    next_in_queue,
    other_entries,
    places_of,
    proposed_entries,
)
from testing_app.queue.queries.expiry import Expires, Expiry
from testing_app.queue.queries.learners import (
    DueRow,
    Learner,
    fit_questions_due,
    learners_of,
    levels_of_result,
    silent_starts,
)
from testing_app.queue.queries.lines import (
    Block,
    WaitingRow,
    areas_of,
    expiring_entries,
    queue_lines,
    waiting_in,
)
from testing_app.queue.queries.notices import (
    FitAnswers,
    fit_answers,
    get_notice,
    notices_about,
    notices_of,
)
from testing_app.queue.queries.path import path_of
from testing_app.queue.queries.suitable import (
    CourseWish,
    Fits,
    SuitableGroup,
    WhyNot,
    suitable_groups,
)

__all__ = [
    "Because",
    "Block",
    "CourseLine",
    "CourseWish",
    "DueRow",
    "Expires",
    "Expiry",
    "FitAnswers",
    "Fits",
    "Learner",
    "NextRow",
    "QueueLine",
    "Standing",
    "SuitableGroup",
    "WaitingRow",
    "WhyNot",
    "areas_of",
    "entries_of",
    "expiring_entries",
    "fit_answers",
    "fit_questions_due",
    "get_entry",
    "get_notice",
    "get_place",
    "holds_of",
    "learners_of",
    "levels_of_result",
    "next_in_queue",
    "notices_about",
    "notices_of",
    "other_entries",
    "path_of",
    "places_of",
    "proposed_entries",
    "queue_lines",
    "silent_starts",
    "suitable_groups",
    "waiting_in",
]
