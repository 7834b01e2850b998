"""Makes and changes organisations, and says which roles each kind of them has."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.people.models import Organisation
from testing_app.vocabulary import OrganisationKind, Role

ROLES_OF_KIND: Mapping[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.TEST_CENTRE: (
        Role.TEST_ADMINISTRATOR,
        Role.ASSESSOR,
        Role.CENTRE_LEAD,
        Role.ITEM_AUTHOR,
        Role.PSYCHOMETRICIAN,
    ),
    OrganisationKind.EMPLOYMENT_AUTHORITY: (Role.AUTHORITY_OFFICER, Role.COURSE_PLANNER),
    OrganisationKind.TRAINING_PROVIDER: (Role.TRAINING_PROVIDER,),
    OrganisationKind.GUIDANCE_SERVICE: (Role.ADVISER,),
    OrganisationKind.MAINTAINER: (Role.ADMINISTRATOR, Role.ITEM_AUTHOR, Role.PSYCHOMETRICIAN),
}
"""The roles an account of such an organisation may hold."""


@dataclass(frozen=True)
class OrganisationDetails:
    """What an administrator writes about an organisation."""

    name: str
    street: str
    post_code: str
    city: str
    phone: str
    email: str
    valid_from: date
    valid_to: date | None


def make_organisation(
    session: Session, details: OrganisationDetails, *, kind: OrganisationKind, by: Actor | None, now: datetime
) -> Organisation:
    """Add an organisation; its kind never changes, a successor is a new organisation."""
    _check_dates(details)
    organisation = Organisation(kind=kind, **asdict(details))
    _save(session, organisation)
    record(session, Event.ORGANISATION_MADE, by=by, now=now, subject=("organisation", organisation.id))
    return organisation


def change_organisation(
    session: Session,
    organisation_id: UUID,
    *,
    details: OrganisationDetails,
    version: int,
    by: Actor,
    now: datetime,
) -> Organisation:
    """Write the details down unless somebody else has changed them since `version`."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("no_such_organisation")
    if organisation.version != version:
        raise Conflict("changed_meanwhile")
    _check_dates(details)
    if organisation.id == by.organisation_id:
        _check_own(details, today=local(now).date())
    changed = [name for name, value in asdict(details).items() if getattr(organisation, name) != value]
    for name in changed:
        setattr(organisation, name, getattr(details, name))
    _save(session, organisation)
    if changed:
        record(
            session,
            Event.ORGANISATION_CHANGED,
            by=by,
            now=now,
            subject=("organisation", organisation.id),
            details={"fields": sorted(changed)},
        )
    return organisation


def _check_dates(details: OrganisationDetails) -> None:
    if details.valid_to is not None and details.valid_to < details.valid_from:
        raise Invalid({"valid_to": ["ends_before_it_begins"]})


def _check_own(details: OrganisationDetails, *, today: date) -> None:
    """Nobody locks themselves out."""
    problems = {}
    if details.valid_from > today:
        problems["valid_from"] = ["own_organisation"]
    if details.valid_to is not None and details.valid_to < today:
        problems["valid_to"] = ["own_organisation"]
    if problems:
        raise Invalid(problems)


def _save(session: Session, organisation: Organisation) -> None:
    try:
        with session.begin_nested():
            session.add(organisation)
            session.flush()
    except IntegrityError as problem:
        raise Invalid({"name": ["organisation_name_taken"]}) from problem
