"""A training provider makes, changes, publishes and cancels course groups; places are counted exactly."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.courses.groups import GroupFacts, Problems, problems_of
from testing_app.courses.models import CourseGroup
from testing_app.courses.queries import facts_of_group, lock_group
from testing_app.errors import Conflict, Invalid, NotAllowed
from testing_app.people.models import Organisation
from testing_app.vocabulary import OrganisationKind

FIXED_ONCE_TAKEN = ("language_tested", "track", "module", "authority_id")
"""What people were placed by: it stays as long as somebody has a place."""


def make_group(session: Session, facts: GroupFacts, *, by: Actor, now: datetime) -> CourseGroup:
    """A new group of the actor's own house, not yet published; `Invalid` names every problem at its field."""
    _refuse_others(by)
    facts = _trimmed(facts)
    _refuse(problems_of(facts) | _buyer_problems(session, facts))
    group = CourseGroup(
        provider_id=by.organisation_id, made_by_id=by.account_id, made_at=now, taken=0, **_columns(facts)
    )
    _save(session, group)
    _record(session, Event.COURSE_GROUP_MADE, group, by=by, now=now)
    return group


def change_group(
    session: Session, group_id: UUID, *, version: int, facts: GroupFacts, by: Actor, now: datetime
) -> CourseGroup:
    """Describe the group anew; never fewer places than are taken, never another track under people's feet."""
    group = lock_group(session, group_id, viewer=by)
    _refuse_stale(group, version)
    facts, before = _trimmed(facts), facts_of_group(group)
    changed = [name for name, value in vars(facts).items() if value != getattr(before, name)]
    problems = problems_of(facts) | _buyer_problems(session, facts)
    if facts.capacity < group.taken:
        problems.setdefault("capacity", []).append("fewer_places_than_taken")
    for name in FIXED_ONCE_TAKEN:
        if group.taken and name in changed:
            problems.setdefault(name, []).append("people_have_places")
    _refuse(problems)
    for name, value in _columns(facts).items():
        setattr(group, name, value)
    _save(session, group)
    if changed:
        _record(session, Event.COURSE_GROUP_CHANGED, group, by=by, now=now, details={"fields": changed})
    return group


def publish_group(session: Session, group_id: UUID, *, version: int, by: Actor, now: datetime) -> CourseGroup:
    """From now on authorities see the group and may hold places in it."""
    group = lock_group(session, group_id, viewer=by)
    _refuse_stale(group, version)
    if group.published_at is not None:
        raise Conflict("group_already_published")
    group.published_at = now
    session.flush()
    _record(session, Event.COURSE_GROUP_CHANGED, group, by=by, now=now, details={"published": True})
    return group


def cancel_group(session: Session, group_id: UUID, *, version: int, by: Actor, now: datetime) -> CourseGroup:
    """The group will not be held; `queue.actions.cancel_group` first gives its people their queue back."""
    group = lock_group(session, group_id, viewer=by)
    _refuse_stale(group, version)
    if group.taken:
        raise Conflict("people_have_places", count=group.taken)
    group.cancelled_at = now
    session.flush()
    _record(session, Event.COURSE_GROUP_CHANGED, group, by=by, now=now, details={"cancelled": True})
    return group


def take_place(session: Session, group_id: UUID) -> None:
    """One place more is taken, or `Conflict("group_full")`; exact however many ask at once."""
    taken = _count(
        session,
        sa.update(CourseGroup)
        .where(
            CourseGroup.id == group_id,
            CourseGroup.cancelled_at.is_(None),
            CourseGroup.taken < CourseGroup.capacity,
        )
        .values(taken=CourseGroup.taken + 1),
    )
    if not taken:
        raise Conflict("group_full")


def free_place(session: Session, group_id: UUID) -> None:
    """One place less is taken."""
    _count(
        session,
        sa.update(CourseGroup)
        .where(CourseGroup.id == group_id, CourseGroup.taken > 0)
        .values(taken=CourseGroup.taken - 1),
    )


def _count(session: Session, update: sa.Update) -> int:
    result = session.execute(update, execution_options={"synchronize_session": "fetch"})
    assert isinstance(result, CursorResult)
    return int(result.rowcount)


def _refuse_others(by: Actor) -> None:
    if by.organisation_kind is not OrganisationKind.TRAINING_PROVIDER:
        raise NotAllowed("groups_belong_to_providers")


def _refuse_stale(group: CourseGroup, version: int) -> None:
    if group.version != version:
        raise Conflict("changed_meanwhile")
    if group.cancelled_at is not None:
        raise Conflict("group_cancelled")


def _buyer_problems(session: Session, facts: GroupFacts) -> Problems:
    if facts.authority_id is None:
        return {}
    buyer = session.get(Organisation, facts.authority_id)
    if buyer is None or buyer.kind is not OrganisationKind.EMPLOYMENT_AUTHORITY:
        return {"authority_id": ["authority_unknown"]}
    return {}


def _trimmed(facts: GroupFacts) -> GroupFacts:
    texts = {name: value.strip() for name, value in vars(facts).items() if type(value) is str}
    return GroupFacts(**{**vars(facts), **texts, "weekdays": tuple(sorted(facts.weekdays))})


def _columns(facts: GroupFacts) -> dict[str, Any]:
    columns = asdict(facts)
    columns["also_admits"] = [list(line) for line in facts.also_admits]
    columns["weekdays"] = list(facts.weekdays)
    return columns


def _refuse(problems: Problems) -> None:
    if problems:
        raise Invalid(problems)


def _save(session: Session, group: CourseGroup) -> None:
    try:
        with session.begin_nested():
            session.add(group)
            session.flush()
    except IntegrityError as problem:
        raise Invalid({"code": ["group_code_taken"]}) from problem


def _record(
    session: Session,
    event: Event,
    group: CourseGroup,
    *,
    by: Actor,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    audit.record(session, event, by=by, now=now, subject=("course_group", group.id), details=details)
