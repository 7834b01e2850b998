"""The learners of a group, as far as the viewer may know them, and what their provider still has to tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.clock import local
from testing_app.courses.models import CourseGroup
from testing_app.courses.queries import get_group
from testing_app.people.consents import may_move
from testing_app.queue.models import CoursePlace, Notice, PathStep
from testing_app.queue.order import KNOWN_TO_PROVIDER
from testing_app.queue.queries.path import steps_of
from testing_app.results.models import SignedResult
from testing_app.results.reading import NotAResult, read_document
from testing_app.vocabulary import SKILL_PARTS, ConsentScope, NoticeKind, OrganisationKind, PlaceState

SILENT_AFTER = 3
"""Days after the first day of a course until somebody is reminded that nobody said who came."""
FIT_AFTER = timedelta(days=14)
"""When the teacher is asked whether it is the right group."""


@dataclass(frozen=True, kw_only=True)
class Learner:
    """Somebody with a confirmed place: name and contact always, levels and path only by consent.

    `withheld` says that levels and path are kept back because the candidate did not allow them to move.
    """

    place_id: UUID
    candidate_id: UUID
    state: PlaceState
    number: str
    name: str
    phone: str
    email: str
    contact_language: str
    confirmed_on: date | None
    started_on: date | None
    ended_on: date | None
    levels: Mapping[str, str]
    path: Sequence[PathStep]
    withheld: bool


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """A place about which something should have been reported by now; `since` is the day it was due."""

    place: CoursePlace
    group: CourseGroup
    since: date


def learners_of(session: Session, group_id: UUID, *, viewer: Actor) -> Sequence[Learner]:
    """Everybody with a confirmed place, by name: for the provider all, for an authority those it placed."""
    get_group(session, group_id, viewer=viewer)
    query = (
        sa.select(CoursePlace)
        .where(CoursePlace.group_id == group_id, CoursePlace.state.in_(KNOWN_TO_PROVIDER))
        .options(joinedload(CoursePlace.candidate), joinedload(CoursePlace.entry))
    )
    is_provider = viewer.organisation_kind is OrganisationKind.TRAINING_PROVIDER
    if not is_provider:
        query = query.where(CoursePlace.authority_id == viewer.organisation_id)
    places = session.scalars(query).all()
    ordered = sorted(places, key=lambda place: (place.candidate.sort_name, place.candidate.number))
    return [_learner(session, place, limited=is_provider) for place in ordered]


def silent_starts(
    session: Session, *, viewer: Actor, today: date, after_days: int = SILENT_AFTER
) -> Sequence[DueRow]:
    """Places whose course should have started and nobody said so, the longest silence first."""
    query = _places(viewer).where(
        CoursePlace.state == PlaceState.CONFIRMED,
        CourseGroup.starts_on <= today - timedelta(days=after_days),
        CourseGroup.cancelled_at.is_(None),
    )
    rows = [_due(place, _first_day(place)) for place in session.scalars(query)]
    late = [row for row in rows if row.since <= today - timedelta(days=after_days)]
    return sorted(late, key=lambda row: (row.since, row.group.name, row.place.candidate.sort_name))


def fit_questions_due(session: Session, *, viewer: Actor, today: date) -> Sequence[DueRow]:
    """Learners of whom the teacher has not yet said, two weeks after the start, whether it is their group."""
    answered = sa.exists().where(Notice.place_id == CoursePlace.id, Notice.kind == NoticeKind.RIGHT_GROUP)
    query = _places(viewer).where(
        CoursePlace.state == PlaceState.STARTED, CoursePlace.started_on <= today - FIT_AFTER, ~answered
    )
    rows = [_due(place, (place.started_on or today) + FIT_AFTER) for place in session.scalars(query)]
    return sorted(rows, key=lambda row: (row.since, row.group.name, row.place.candidate.sort_name))


def _due(place: CoursePlace, since: date) -> DueRow:
    return DueRow(place=place, group=place.group, since=since)


def _first_day(place: CoursePlace) -> date:
    """The day somebody should have begun: the group's first, or that of the confirmation when later."""
    confirmed = local(place.confirmed_at).date() if place.confirmed_at else place.group.starts_on
    return max(place.group.starts_on, confirmed)


def _places(viewer: Actor) -> sa.Select[Any]:
    query = sa.select(CoursePlace).join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
    if viewer.organisation_kind is OrganisationKind.TRAINING_PROVIDER:
        query = query.where(CourseGroup.provider_id == viewer.organisation_id)
    else:
        query = query.where(CoursePlace.authority_id == viewer.organisation_id)
    return query.options(joinedload(CoursePlace.group), joinedload(CoursePlace.candidate))


def _learner(session: Session, place: CoursePlace, *, limited: bool) -> Learner:
    person = place.candidate
    withheld = limited and not may_move(session, person.id, ConsentScope.TRAINING_PROVIDER)
    return Learner(
        place_id=place.id,
        candidate_id=person.id,
        state=place.state,
        number=person.number,
        name=person.name,
        phone=person.phone,
        email=person.email,
        contact_language=person.contact_language,
        confirmed_on=local(place.confirmed_at).date() if place.confirmed_at else None,
        started_on=place.started_on,
        ended_on=place.ended_on,
        levels={} if withheld else levels_of_result(session, place.entry.result_id),
        path=() if withheld else steps_of(session, person.id),
        withheld=withheld,
    )


def levels_of_result(session: Session, result_id: UUID | None) -> Mapping[str, str]:
    """The level of each of the four skills by its code, as the result or the correction of it says now."""
    if result_id is None:
        return {}
    sitting = sa.select(SignedResult.sitting_id).where(SignedResult.id == result_id).scalar_subquery()
    holding = sa.and_(SignedResult.sitting_id == sitting, SignedResult.superseded_at.is_(None))
    document = session.scalar(sa.select(SignedResult.document).where(holding))
    try:
        parts = read_document(document).parts if document else ()
    except NotAResult:
        return {}
    return {part.part: part.level for part in parts if part.part in SKILL_PARTS and part.level}
