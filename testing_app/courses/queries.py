"""Reads course groups: a provider's own, and the published ones an authority may place people in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.courses.groups import GroupFacts
from testing_app.courses.models import CourseGroup
from testing_app.errors import NotFound
from testing_app.people.models import Organisation
from testing_app.persistence.paging import Page, page_of
from testing_app.vocabulary import CourseKind, OrganisationKind, TestedLanguage


@dataclass(frozen=True, kw_only=True)
class GroupSearch:
    """Which groups to list; what is left out does not limit. `since` is the earliest last day of a group."""

    since: date | None = None
    until: date | None = None
    language_tested: TestedLanguage | None = None
    track: str | None = None
    module: str | None = None
    kind: CourseKind | None = None
    provider_id: UUID | None = None
    city: str = ""
    with_free_places: bool = False


EVERYTHING = GroupSearch()


def groups_of(
    session: Session, *, viewer: Actor, search: GroupSearch = EVERYTHING, page: int = 1
) -> Page[CourseGroup]:
    """The provider's own groups, drafts and cancelled ones included, by the day they start."""
    query = _searched(sa.select(CourseGroup).where(CourseGroup.provider_id == viewer.organisation_id), search)
    return page_of(session, query, number=page)


def published_groups(
    session: Session, *, viewer: Actor, search: GroupSearch = EVERYTHING, page: int = 1
) -> Page[CourseGroup]:
    """Published groups that are not cancelled and that the viewer's authority may use, by start."""
    return page_of(session, _searched(_published(viewer), search), number=page)


def get_group(session: Session, group_id: UUID, *, viewer: Actor) -> CourseGroup:
    """One group: the provider's own, or a published one that the viewer's authority may use."""
    query = sa.select(CourseGroup).where(CourseGroup.id == group_id, _is_visible(viewer))
    found = session.scalar(query.options(joinedload(CourseGroup.provider)))
    if found is None:
        raise NotFound("course_group")
    return found


def lock_group(session: Session, group_id: UUID, *, viewer: Actor) -> CourseGroup:
    """A group of the viewer's own, locked and fresh, to be changed."""
    found = session.scalar(
        sa.select(CourseGroup)
        .where(CourseGroup.id == group_id, CourseGroup.provider_id == viewer.organisation_id)
        .with_for_update(of=CourseGroup)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("course_group")
    return found


def buyers(session: Session, *, on: date) -> Sequence[tuple[UUID, str]]:
    """The employment authorities of a day by name: who may buy a group."""
    query = (
        sa.select(Organisation.id, Organisation.name)
        .where(
            Organisation.kind == OrganisationKind.EMPLOYMENT_AUTHORITY,
            Organisation.valid_from <= on,
            sa.or_(Organisation.valid_to.is_(None), Organisation.valid_to >= on),
        )
        .order_by(Organisation.name)
    )
    return [(row.id, row.name) for row in session.execute(query)]


def facts_of_group(group: CourseGroup) -> GroupFacts:
    """A group as its provider described it, for a form to begin with."""
    names: dict[str, Any] = {name: getattr(group, name) for name in GroupFacts.__dataclass_fields__}
    names["also_admits"] = tuple((track, module) for track, module in group.also_admits)
    names["weekdays"] = tuple(group.weekdays)
    return GroupFacts(**names)


def _is_visible(viewer: Actor) -> sa.ColumnElement[bool]:
    if viewer.organisation_kind is OrganisationKind.TRAINING_PROVIDER:
        return CourseGroup.provider_id == viewer.organisation_id
    return sa.and_(CourseGroup.published_at.is_not(None), is_open_to(viewer.organisation_id))


def is_open_to(authority_id: UUID) -> sa.ColumnElement[bool]:
    """Whether an authority may use a group: it buys the group, or the group is open to all."""
    return sa.or_(CourseGroup.authority_id.is_(None), CourseGroup.authority_id == authority_id)


def _published(viewer: Actor) -> sa.Select[Any]:
    return sa.select(CourseGroup).where(
        CourseGroup.published_at.is_not(None),
        CourseGroup.cancelled_at.is_(None),
        is_open_to(viewer.organisation_id),
    )


def _searched(query: sa.Select[Any], search: GroupSearch) -> sa.Select[Any]:
    equal = {
        CourseGroup.language_tested: search.language_tested,
        CourseGroup.track: search.track,
        CourseGroup.module: search.module,
        CourseGroup.kind: search.kind,
        CourseGroup.provider_id: search.provider_id,
    }
    query = query.where(*(column == wanted for column, wanted in equal.items() if wanted is not None))
    if search.since is not None:
        query = query.where(CourseGroup.ends_on >= search.since)
    if search.until is not None:
        query = query.where(CourseGroup.starts_on <= search.until)
    if search.city.strip():
        query = query.where(sa.func.lower(CourseGroup.city) == search.city.strip().lower())
    if search.with_free_places:
        query = query.where(CourseGroup.taken < CourseGroup.capacity)
    order = (CourseGroup.starts_on, CourseGroup.name, CourseGroup.id)
    return query.order_by(*order).options(joinedload(CourseGroup.provider))
