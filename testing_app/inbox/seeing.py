"""Which messages an inbox shows: an authority all of its own, a service those the candidate allows."""

import sqlalchemy as sa

from testing_app.actor import Actor
from testing_app.inbox.models import InboxMessage
from testing_app.people.consents import allowed
from testing_app.results.models import SignedResult
from testing_app.vocabulary import ConsentScope, OrganisationKind


def is_service(viewer: Actor) -> bool:
    """Whether the viewer's house receives results only with the candidate's consent."""
    return viewer.organisation_kind is OrganisationKind.GUIDANCE_SERVICE


def seen_by(viewer: Actor) -> list[sa.ColumnElement[bool]]:
    """Which messages (joined with their results) the viewer's inbox shows now."""
    own = InboxMessage.authority_id == viewer.organisation_id
    if not is_service(viewer):
        return [own]
    return [own, allowed(ConsentScope.GUIDANCE_SERVICE, SignedResult.candidate_id)]


def at_its_authority() -> sa.ColumnElement[bool]:
    """Joins a result with the message in the inbox of its authority, not with a service's."""
    return sa.and_(
        InboxMessage.result_id == SignedResult.id, InboxMessage.authority_id == SignedResult.authority_id
    )
