"""Queues, course places and the path of one person, for the candidate's page and the page of a result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from testing_app.clock import local
from testing_app.queue.lines import Because
from testing_app.queue.queries import entries_of, path_of, places_of
from testing_app.vocabulary import QueueState, TestedLanguage
from testing_app.web.course_words import course_badge, course_word, days_waited, line_in_words
from testing_app.web.current import current_actor

OPEN = (QueueState.PROPOSED, QueueState.WAITING, QueueState.HELD)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """What one person waits or waited for, in words."""

    entry_id: UUID
    line: str
    area: str
    kind: str
    state: str
    since: date
    waited: str
    blocked_by: str
    is_open: bool
    is_waiting: bool
    language_tested: TestedLanguage


@dataclass(frozen=True, kw_only=True)
class PathRow:
    """One step of the path in words."""

    since: date
    line: str
    because: str


@dataclass(frozen=True, kw_only=True)
class CoursesOfPerson:
    """Everything about courses on a candidate's page; `places` are those of now, `earlier` the others."""

    queues: Sequence[QueueRow]
    places: Sequence[Any]
    earlier: Sequence[Any]
    path: Sequence[PathRow]


def courses_of_person(session: Any, candidate_id: UUID, *, today: date) -> CoursesOfPerson:
    """What the page of a candidate shows; rendered while the session is open."""
    actor = current_actor()
    places = places_of(session, candidate_id, viewer=actor)
    return CoursesOfPerson(
        queues=queues_of_person(session, candidate_id, today=today),
        places=[place for place in places if place.state in ("held", "confirmed", "started")],
        earlier=[place for place in places if place.state not in ("held", "confirmed", "started")],
        path=[
            PathRow(
                since=step.since,
                line=line_in_words(step.track, step.module, step.language_tested.value, on=today),
                because=course_word(Because(step.because)),
            )
            for step in path_of(session, candidate_id, viewer=actor)
        ],
    )


def queues_of_person(session: Any, candidate_id: UUID, *, today: date) -> list[QueueRow]:
    """Everything the person waits or waited for, open ones first; free of the session."""
    return [
        QueueRow(
            entry_id=entry.id,
            line=line_in_words(entry.track, entry.module, entry.language_tested.value, on=today),
            area=entry.area,
            kind=course_badge(entry.state),
            state=course_word(entry.state) + (f": {course_word(entry.leaving)}" if entry.leaving else ""),
            since=entry.queued_on,
            waited=days_waited(entry.queued_on, local(entry.ended_at).date() if entry.ended_at else today),
            blocked_by=entry.blocked_by,
            is_open=entry.state in OPEN,
            is_waiting=entry.state is QueueState.WAITING,
            language_tested=entry.language_tested,
        )
        for entry in entries_of(session, candidate_id, viewer=current_actor())
    ]
