"""The authority lets people into the queue and moves them within it; nothing does so by itself."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.people.candidates.queries import get_candidate
from testing_app.people.models import CandidateAuthority, Organisation
from testing_app.queue.actions.path import add_step
from testing_app.queue.lines import Because, CourseLine
from testing_app.queue.locks import lock_own_entry
from testing_app.queue.models import QueueEntry
from testing_app.results.models import SignedResult
from testing_app.vocabulary import OrganisationKind, QueueLeaving, QueueState

UNPLACED = (QueueState.PROPOSED, QueueState.WAITING)
LONGEST_BLOCK = 300
LONGEST_AREA = 100


def enter_queue(
    session: Session,
    *,
    candidate_id: UUID,
    place: CourseLine,
    result_id: UUID | None,
    area: str,
    queued_on: date | None = None,
    by: Actor,
    now: datetime,
) -> QueueEntry:
    """The authority decides that somebody waits for a course group, since the day of the test.

    Without a result `queued_on` must be given: the end of the course before. `Conflict("already_in_line")`
    when the person waits in this line already.
    """
    _refuse_others(by)
    candidate = get_candidate(session, candidate_id, viewer=by)
    result = _result_of(session, result_id, candidate_id, place, by=by)
    since = queued_on or (result.tested_on if result else None)
    _refuse_entry(area, since, today=local(now).date())
    entry = QueueEntry(
        candidate_id=candidate.id,
        authority_id=by.organisation_id,
        result_id=result.id if result else None,
        language_tested=place.language_tested,
        track=place.track,
        module=place.module,
        area=area.strip(),
        queued_on=since,
        state=QueueState.WAITING,
        opened_by_id=by.account_id,
        opened_at=now,
    )
    save_entry(session, entry)
    add_step(session, entry, because=Because.QUEUED, since=local(now).date(), by=by, now=now)
    record_entry(session, Event.QUEUE_ENTERED, entry, by=by, now=now)
    return entry


def confirm_entry(
    session: Session, entry_id: UUID, *, area: str | None = None, by: Actor, now: datetime
) -> QueueEntry:
    """The authority confirms what a course's report proposed: from now on the person waits."""
    entry = lock_own_entry(session, entry_id, by=by)
    if entry.state is not QueueState.PROPOSED:
        raise Conflict("entry_not_proposed")
    if area is not None:
        _refuse_entry(area, entry.queued_on, today=local(now).date())
        entry.area = area.strip()
    entry.state = QueueState.WAITING
    add_step(session, entry, because=Because.QUEUED, since=local(now).date(), by=by, now=now)
    record_entry(session, Event.QUEUE_ENTERED, entry, by=by, now=now, details={"proposed": True})
    return entry


def set_area(session: Session, entry_id: UUID, *, area: str, by: Actor, now: datetime) -> QueueEntry:
    """The person looks for a course elsewhere; the queue date stays."""
    entry = _open_entry(session, entry_id, by=by)
    _refuse_entry(area, entry.queued_on, today=local(now).date())
    entry.area = area.strip()
    record_entry(session, Event.QUEUE_CHANGED, entry, by=by, now=now, details={"fields": ["area"]})
    return entry


def note_block(session: Session, entry_id: UUID, *, blocked_by: str, by: Actor, now: datetime) -> QueueEntry:
    """What keeps the person from a course now (no health data), or nothing any more when blank."""
    entry = _open_entry(session, entry_id, by=by)
    if len(blocked_by.strip()) > LONGEST_BLOCK:
        raise Invalid({"blocked_by": ["too_long"]})
    entry.blocked_by = blocked_by.strip()
    details = {"fields": ["blocked_by"], "blocked": bool(entry.blocked_by)}
    record_entry(session, Event.QUEUE_CHANGED, entry, by=by, now=now, details=details)
    return entry


def move_to_authority(
    session: Session, entry_id: UUID, *, authority_id: UUID, by: Actor, now: datetime
) -> QueueEntry:
    """Another authority serves the person from now on, who keeps the queue date; never while on hold."""
    entry = _open_entry(session, entry_id, by=by)
    if entry.state not in UNPLACED:
        raise Conflict("place_on_hold")
    other = session.get(Organisation, authority_id)
    if other is None or other.kind is not OrganisationKind.EMPLOYMENT_AUTHORITY:
        raise Invalid({"authority_id": ["authority_unknown"]})
    if other.id == entry.authority_id:
        raise Invalid({"authority_id": ["same_authority"]})
    if session.get(CandidateAuthority, (entry.candidate_id, other.id)) is None:
        served = {"candidate_id": entry.candidate_id, "authority_id": other.id}
        session.add(CandidateAuthority(**served, since=now, added_by_id=by.account_id))
    entry.authority_id = other.id
    details = {"fields": ["authority"], "to": str(other.id)}
    record_entry(session, Event.QUEUE_CHANGED, entry, by=by, now=now, details=details)
    return entry


def end_entry(entry: QueueEntry, *, leaving: QueueLeaving, now: datetime) -> None:
    """The person waits no more, without a place."""
    entry.state, entry.leaving, entry.ended_at = QueueState.LEFT, leaving, now


def save_entry(session: Session, entry: QueueEntry) -> None:
    """Keep it, or `Conflict("already_in_line")`: nobody stands in one line twice."""
    try:
        with session.begin_nested():
            session.add(entry)
            session.flush()
    except IntegrityError as problem:
        raise Conflict("already_in_line") from problem


def record_entry(
    session: Session,
    event: Event,
    entry: QueueEntry,
    *,
    by: Actor | None,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """An audit entry about one entry of the queue."""
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("queue_entry", entry.id),
        candidate_id=entry.candidate_id,
        details=details,
    )


def _open_entry(session: Session, entry_id: UUID, *, by: Actor) -> QueueEntry:
    entry = lock_own_entry(session, entry_id, by=by)
    if entry.ended_at is not None:
        raise Conflict("entry_ended")
    return entry


def _refuse_others(by: Actor) -> None:
    if by.organisation_kind is not OrganisationKind.EMPLOYMENT_AUTHORITY:
        raise NotAllowed("the_authority_decides")


def _refuse_entry(area: str, queued_on: date | None, *, today: date) -> None:
    problems: dict[str, list[str]] = {}
    if not area.strip():
        problems["area"] = ["missing"]
    elif len(area.strip()) > LONGEST_AREA:
        problems["area"] = ["too_long"]
    if queued_on is None:
        problems["queued_on"] = ["missing"]
    elif queued_on > today:
        problems["queued_on"] = ["in_the_future"]
    if problems:
        raise Invalid(problems)


def _result_of(
    session: Session, result_id: UUID | None, candidate_id: UUID, line: CourseLine, *, by: Actor
) -> SignedResult | None:
    if result_id is None:
        return None
    result = session.get(SignedResult, result_id)
    if result is None or result.authority_id != by.organisation_id or result.candidate_id != candidate_id:
        raise NotFound("no_such_result")
    if result.superseded_at is not None:
        raise Conflict("result_superseded")
    if result.language_tested is not line.language_tested:
        raise Conflict("result_in_another_language")
    return result
