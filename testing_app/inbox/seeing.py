"""Which messages an inbox shows: an authority all of its own, a service those the candidate allows."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from testing_app.actor import Actor
from testing_app.inbox.models import InboxMessage
from testing_app.people.consents import allowed, taken_back
from testing_app.results.models import SignedResult
from testing_app.results.told import TOLD_WITH_CONSENT, may_be_shown_to_service
from testing_app.vocabulary import ConsentScope, OrganisationKind


def is_service(viewer: Actor) -> bool:
    """Whether the viewer's house receives results only with the candidate's consent."""
    return viewer.organisation_kind is OrganisationKind.GUIDANCE_SERVICE


def seen_by(session: Session, viewer: Actor) -> list[sa.ColumnElement[bool]]:
    """Which messages (joined with their results) the viewer's inbox shows now."""
    own = InboxMessage.authority_id == viewer.organisation_id
    if not is_service(viewer):
        return [own]
    agreed = [own, allowed(ConsentScope.GUIDANCE_SERVICE, SignedResult.candidate_id)]
    hidden = _telling_what_was_taken_back(session, agreed)
    return [*agreed, InboxMessage.id.not_in(hidden)] if hidden else agreed


def _telling_what_was_taken_back(session: Session, agreed: list[sa.ColumnElement[bool]]) -> list[UUID]:
    """Messages that were sent with consent to all they tell, of which a part was withdrawn since."""
    withdrawn = sa.or_(*(taken_back(scope, SignedResult.candidate_id) for scope in TOLD_WITH_CONSENT))
    found = session.execute(
        sa.select(InboxMessage.id, SignedResult)
        .join(SignedResult, SignedResult.id == InboxMessage.result_id)
        .where(*agreed, withdrawn)
        .options(undefer(SignedResult.document))
    )
    return [message_id for message_id, result in found if not may_be_shown_to_service(session, result)]


def at_its_authority() -> sa.ColumnElement[bool]:
    """Joins a result with the message in the inbox of its authority, not with a service's."""
    return sa.and_(
        InboxMessage.result_id == SignedResult.id, InboxMessage.authority_id == SignedResult.authority_id
    )
