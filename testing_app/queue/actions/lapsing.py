"""Ends what was held too long, and what a cancelled group had promised."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.courses import actions as courses
from testing_app.courses.models import CourseGroup
from testing_app.courses.queries import get_group
from testing_app.errors import Conflict
from testing_app.queue.actions.freeing import give_back, pass_on, record_passed_on, record_place
from testing_app.queue.actions.places import wait_again
from testing_app.queue.locks import lock_entries, lock_groups, lock_places
from testing_app.queue.models import CoursePlace
from testing_app.queue.order import OPEN
from testing_app.vocabulary import PlaceState

AT_ONCE = 100
"""Holds ended in one unit of work; what is left has its turn the next time."""


def lapse_holds(session: Session, now: datetime) -> int:
    """End holds whose time is over: the person waits on as before, the next one gets a hold by nobody."""
    query = (
        sa.select(CoursePlace)
        .where(CoursePlace.state == PlaceState.HELD, CoursePlace.held_until <= now)
        .order_by(CoursePlace.held_until, CoursePlace.id)
        .limit(AT_ONCE)
    )
    lapsed = [place for place in _locked(session, session.scalars(query).all()) if _is_over(place, now)]
    for place in lapsed:
        give_back(session, place, state=PlaceState.LAPSED, now=now)
        wait_again(session, place.entry)
    session.flush()
    passed = pass_on(session, lapsed, now=now)
    for place in lapsed:
        record_place(session, Event.PLACE_LAPSED, place, by=None, now=now)
    record_passed_on(session, passed, now=now)
    return len(lapsed)


def cancel_group(
    session: Session, group_id: UUID, *, version: int, by: Actor, now: datetime
) -> tuple[CourseGroup, Sequence[CoursePlace]]:
    """The provider cancels a group: all in it wait again since the same day; gives back whom to tell."""
    get_group(session, group_id, viewer=by)
    query = sa.select(CoursePlace).where(CoursePlace.group_id == group_id, CoursePlace.state.in_(OPEN))
    lock_groups(session, [group_id])
    places = _locked(session, session.scalars(query).all())
    freed = [place for place in places if place.state in OPEN]
    if any(place.state is PlaceState.STARTED for place in freed):
        raise Conflict("group_has_started")
    for place in freed:
        give_back(session, place, state=PlaceState.RELEASED, now=now)
        wait_again(session, place.entry)
    session.flush()
    group = courses.cancel_group(session, group_id, version=version, by=by, now=now)
    for place in freed:
        details = {"group_cancelled": True}
        record_place(session, Event.PLACE_RELEASED, place, by=by, now=now, details=details)
    return group, freed


def _locked(session: Session, places: Sequence[CoursePlace]) -> list[CoursePlace]:
    lock_groups(session, {place.group_id for place in places})
    lock_entries(session, {place.entry_id for place in places})
    return list(lock_places(session, {place.id for place in places}).values())


def _is_over(place: CoursePlace, now: datetime) -> bool:
    return place.state is PlaceState.HELD and place.held_until <= now
