"""The authority holds, confirms, moves and releases course places; a freed one goes to the next in line."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.courses.actions import take_place
from testing_app.courses.models import CourseGroup
from testing_app.errors import Conflict, NotFound
from testing_app.queue.actions.entries import UNPLACED, end_entry, record_entry, save_entry
from testing_app.queue.actions.freeing import (
    give_back,
    new_hold,
    new_place,
    pass_on,
    record_passed_on,
    record_place,
)
from testing_app.queue.actions.path import add_step
from testing_app.queue.actions.proposing import find_standing
from testing_app.queue.lines import Because
from testing_app.queue.locks import lock_entries, lock_groups, lock_own_entry, lock_own_place, lock_places
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.queue.order import OPEN, admitted_lines, is_entry_open, line_of
from testing_app.vocabulary import PlaceState, QueueLeaving, QueueState

NEVER_BEGUN = (PlaceState.HELD, PlaceState.CONFIRMED)


def hold_place(session: Session, entry_id: UUID, *, group_id: UUID, by: Actor, now: datetime) -> CoursePlace:
    """Keep a place for three days; `Conflict("group_full")` when the last one has just gone."""
    group = lock_groups(session, [group_id]).get(group_id)
    entry = lock_own_entry(session, entry_id, by=by)
    if entry.state is not QueueState.WAITING:
        raise Conflict("entry_not_waiting", state=entry.state.value)
    _refuse_unsuitable(group, entry, now=now)
    take_place(session, group_id)
    place = new_hold(session, entry, group_id=group_id, by=by, now=now)
    record_place(session, Event.PLACE_HELD, place, by=by, now=now)
    return place


def confirm_place(
    session: Session, place_id: UUID, *, end_others: Collection[UUID] = (), by: Actor, now: datetime
) -> CoursePlace:
    """The authority gives the place; other entries of the person stay, unless they are named to be ended."""
    found = session.get(CoursePlace, place_id)
    if found is None or found.authority_id != by.organisation_id:
        raise NotFound("course_place")
    entries = lock_entries(session, {found.entry_id, *end_others})
    place, entry = lock_places(session, [place_id])[place_id], entries.pop(found.entry_id)
    if place.state is not PlaceState.HELD:
        raise Conflict("place_not_held", state=place.state.value)
    if place.held_until <= now:
        raise Conflict("hold_lapsed")
    place.state, place.confirmed_at, place.confirmed_by_id = PlaceState.CONFIRMED, now, by.account_id
    entry.state, entry.ended_at, entry.blocked_by = QueueState.PLACED, now, ""
    today = local(now).date()
    add_step(session, entry, because=Because.PLACE_CONFIRMED, since=today, by=by, now=now, place_id=place.id)
    record_place(session, Event.PLACE_CONFIRMED, place, by=by, now=now)
    for other in entries.values():
        _end_other(session, other, place, by=by, now=now)
    return place


def move_place(session: Session, place_id: UUID, *, to_group: UUID, by: Actor, now: datetime) -> CoursePlace:
    """The person's place is in another group: taken there and freed here, or neither; the new row is given.

    Who had begun the course is confirmed in the new group; its provider reports the start.
    """
    place = lock_own_place(session, place_id, by=by, further_groups=[to_group])
    if place.state not in OPEN:
        raise Conflict("place_ended", state=place.state.value)
    if place.group_id == to_group:
        raise Conflict("already_in_group")
    _refuse_unsuitable(session.get(CourseGroup, to_group), place.entry, now=now)
    take_place(session, to_group)
    was_held, held_until = place.state is PlaceState.HELD, place.held_until
    give_back(session, place, state=PlaceState.MOVED, now=now)
    moved = new_place(place.entry, group_id=to_group, by=by, now=now)
    if was_held:
        moved.held_until = held_until
    else:
        moved.state, moved.confirmed_at, moved.confirmed_by_id = PlaceState.CONFIRMED, now, by.account_id
    session.add(moved)
    session.flush()
    passed = pass_on(session, [place], now=now)
    details = {"moved_from": str(place.group_id)}
    record_place(session, Event.PLACE_MOVED, moved, by=by, now=now, details=details)
    record_passed_on(session, passed, now=now)
    return moved


def release_place(
    session: Session, place_id: UUID, *, leaving: QueueLeaving | None, by: Actor, now: datetime
) -> CoursePlace:
    """Give a place back before the course begins; the person waits again since the same day, or leaves."""
    place = lock_own_place(session, place_id, by=by)
    if place.state not in NEVER_BEGUN:
        raise Conflict("place_ended", state=place.state.value)
    give_back(session, place, state=PlaceState.RELEASED, now=now)
    if leaving is None:
        wait_again(session, place.entry)
    else:
        end_entry(place.entry, leaving=leaving, now=now)
    session.flush()
    passed = pass_on(session, [place], now=now)
    details = {"leaving": leaving.value if leaving else None}
    record_place(session, Event.PLACE_RELEASED, place, by=by, now=now, details=details)
    record_passed_on(session, passed, now=now)
    return place


def leave_queue(
    session: Session, entry_id: UUID, *, leaving: QueueLeaving, by: Actor, now: datetime
) -> QueueEntry:
    """The person does not wait any more; a place on hold for them goes to the next in the queue."""
    held = [place for place in _places_on_hold(session, entry_id) if place.authority_id == by.organisation_id]
    lock_groups(session, {place.group_id for place in held})
    entry = lock_own_entry(session, entry_id, by=by)
    if entry.ended_at is not None:
        raise Conflict("entry_ended")
    places = list(lock_places(session, {place.id for place in held}).values())
    freed = [place for place in places if place.state is PlaceState.HELD]
    if entry.state is QueueState.HELD and not freed:
        raise Conflict("changed_meanwhile")
    for place in freed:
        give_back(session, place, state=PlaceState.RELEASED, now=now)
    end_entry(entry, leaving=leaving, now=now)
    session.flush()
    passed = pass_on(session, freed, now=now)
    details = {"leaving": leaving.value}
    record_entry(session, Event.QUEUE_LEFT, entry, by=by, now=now, details=details)
    record_passed_on(session, passed, now=now)
    return entry


def return_to_queue(session: Session, place_id: UUID, *, by: Actor, now: datetime) -> QueueEntry:
    """Who did not arrive, or interrupted, waits again since the same day: the authority's decision."""
    place = lock_own_place(session, place_id, by=by)
    if place.state not in (PlaceState.NOT_ARRIVED, PlaceState.INTERRUPTED):
        raise Conflict("place_not_ended", state=place.state.value)
    entry = place.entry
    if entry.authority_id != by.organisation_id:
        raise NotFound("queue_entry")
    if entry.state is not QueueState.PLACED or _has_open_place(session, entry):
        raise Conflict("entry_not_placed", state=entry.state.value)
    if find_standing(session, entry, track=entry.track, module=entry.module) is not None:
        raise Conflict("already_in_line")
    wait_again(session, entry)
    record_entry(session, Event.QUEUE_ENTERED, entry, by=by, now=now, details={"again": True})
    return entry


def wait_again(session: Session, entry: QueueEntry) -> None:
    """Back into the line, with the queue date the entry always had; who stands in it anew goes on so."""
    other = find_standing(session, entry, track=entry.track, module=entry.module)
    if other is not None and other.id != entry.id:
        return
    entry.state, entry.ended_at, entry.leaving = QueueState.WAITING, None, None
    save_entry(session, entry)


def _end_other(session: Session, other: QueueEntry, place: CoursePlace, *, by: Actor, now: datetime) -> None:
    if other.candidate_id != place.candidate_id or other.authority_id != place.authority_id:
        raise NotFound("queue_entry")
    if other.state not in UNPLACED:
        raise Conflict("entry_not_waiting", state=other.state.value)
    end_entry(other, leaving=QueueLeaving.OTHER_STUDIES, now=now)
    details = {"placed": str(place.id)}
    record_entry(session, Event.QUEUE_LEFT, other, by=by, now=now, details=details)


def _has_open_place(session: Session, entry: QueueEntry) -> bool:
    open_one = sa.exists().where(CoursePlace.entry_id == entry.id, CoursePlace.state.in_(OPEN))
    return bool(session.scalar(sa.select(open_one)))


def _places_on_hold(session: Session, entry_id: UUID) -> list[CoursePlace]:
    query = sa.select(CoursePlace).where(
        CoursePlace.entry_id == entry_id, CoursePlace.state == PlaceState.HELD
    )
    return list(session.scalars(query))


def _refuse_unsuitable(group: CourseGroup | None, entry: QueueEntry, *, now: datetime) -> None:
    if group is None or group.published_at is None or group.authority_id not in (None, entry.authority_id):
        raise NotFound("course_group")
    if group.cancelled_at is not None:
        raise Conflict("group_cancelled")
    if not is_entry_open(group, on=local(now).date()):
        raise Conflict("entry_window_closed")
    if line_of(entry) not in admitted_lines(group):
        raise Conflict("group_for_another_line")
