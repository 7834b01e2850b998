"""What a signed result tells that moves only with consent, and whether a guidance service may see it now."""

from sqlalchemy.orm import Session

from testing_app.people.consents import scopes_in_force
from testing_app.results.models import SignedResult
from testing_app.results.reading import read_document
from testing_app.vocabulary import ConsentScope

TOLD_WITH_CONSENT = (ConsentScope.INTERVIEW_NOTES, ConsentScope.LIFE_SITUATION)
"""The scopes whose information may stand in a document."""


def scopes_told(document: bytes) -> frozenset[ConsentScope]:
    """The scopes of the information that really stands in the document."""
    background = read_document(document).background
    told = {
        ConsentScope.INTERVIEW_NOTES: background.interview_notes,
        ConsentScope.LIFE_SITUATION: background.hard_life_situation,
    }
    return frozenset(scope for scope, value in told.items() if value is not None)


def may_be_shown_to_service(session: Session, result: SignedResult) -> bool:
    """Whether the candidate allows it now, with all that it tells: a signed document is whole or nothing."""
    in_force = scopes_in_force(session, result.candidate_id)
    if ConsentScope.GUIDANCE_SERVICE not in in_force:
        return False
    return scopes_told(result.document) <= in_force
