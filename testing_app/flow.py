"""The life of a score on one page: from the rules' suggestion to the signed result on its way, in order.

Sequences of stages, no rules: each step names the stage that knows.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.actions import close_referral
from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.sharing import share_with_service
from testing_app.errors import Conflict
from testing_app.letters.own_names import OwnNames
from testing_app.people.consents import scopes_in_force
from testing_app.people.models import Organisation
from testing_app.placements import actions as placements
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.placements.queries import is_same, latest_recommendation
from testing_app.placements.suggesting import suggestion_of
from testing_app.results import actions as results
from testing_app.results.actions import SealedResult
from testing_app.results.composing import compose, content_digest
from testing_app.results.document import ResultDocument
from testing_app.results.keys import KeyRing
from testing_app.results.letter import result_pdf
from testing_app.results.models import SignedResult
from testing_app.results.naming import names_in
from testing_app.results.pdf import SignedDocument, make_signed_pdf
from testing_app.results.queries import find_holding_result, get_result, is_recommendation_used
from testing_app.results.signing import sign
from testing_app.sittings.models import Sitting
from testing_app.sittings.queries import get_sitting, is_open_for_scores, lock_sitting
from testing_app.sittings.scoring import parts_without_level
from testing_app.vocabulary import LetterKind
from testing_app.wording.letter_words import LetterWords
from testing_app.wording.queries import words_for


@dataclass(frozen=True)
class Draft:
    """A result that is ready to be signed: the document, in whose language, on whose recommendation.

    `names` are what its rule set calls the course groups that letters have no word for; `words` are the
    approved texts of the letter.
    """

    document: ResultDocument
    contact_language: str
    candidate_id: UUID
    recommendation: Recommendation
    names: OwnNames
    words: LetterWords

    @property
    def digest(self) -> str:
        """What a preview shows, in short; signing the preview means signing this."""
        return content_digest(self.document)


def suggest_course_group(session: Session, sitting_id: UUID, *, by: Actor, now: datetime) -> StoredSuggestion:
    """What the rules say on the evidence there is, stored as it was shown."""
    sitting = lock_sitting(session, sitting_id, viewer=by)
    return placements.suggest(session, sitting, by=by, now=now)


def recommend(
    session: Session,
    sitting_id: UUID,
    choice: placements.CourseChoice,
    *,
    shown: str,
    by: Actor,
    now: datetime,
) -> Recommendation:
    """The assessor's recommendation beside the suggestion they were `shown` (its digest)."""
    sitting = lock_sitting(session, sitting_id, viewer=by)
    _refuse_signed(sitting)
    if suggestion_of(session, sitting).digest != shown:
        raise Conflict("scores_changed")
    suggestion = placements.suggest(session, sitting, by=by, now=now)
    return placements.recommend(session, sitting, suggestion=suggestion, choice=choice, by=by, now=now)


def draft_result(session: Session, sitting_id: UUID, *, by: Actor, now: datetime) -> Draft:
    """The result as it would be signed now; Conflict says what is still in the way."""
    return _draft(session, get_sitting(session, sitting_id, viewer=by), result_id=uuid4(), at=now, by=by)


def seal(draft: Draft, *, ring: KeyRing, verify_at: str) -> SealedResult:
    """Sign the document and draw and sign its PDF: slow, so done before anything is locked."""
    content = draft.document.to_bytes()
    signed = SignedDocument(document=draft.document, content=content, signature=sign(content, ring))
    draw = partial(result_pdf, names=draft.names, words=draft.words)
    pdf = make_signed_pdf(signed, draw, language=draft.contact_language, verify_at=verify_at, ring=ring)
    return SealedResult(signed=signed, pdf=pdf)


def sign_result(
    session: Session, sitting_id: UUID, sealed: SealedResult, *, by: Actor, now: datetime
) -> SignedResult:
    """Keep the sealed result, owe it to the authority, close the referral; refuse if anything changed.

    The guidance service that referred gets it too, if the candidate agreed.
    """
    sitting = lock_sitting(session, sitting_id, viewer=by)
    document = sealed.signed.document
    draft = _draft(session, sitting, result_id=sealed.result_id, at=document.issued_at, by=by)
    if draft.document.to_bytes() != sealed.signed.content:
        raise Conflict("changed_since_preview")
    result = results.issue_result(
        session, sitting, sealed, recommendation=draft.recommendation, by=by, now=now
    )
    queue_delivery(session, result, now=now)
    share_with_service(session, result, by=by, now=now)
    close_referral(session, sitting.referral_id, now=now)
    return result


def correct_result(session: Session, result_id: UUID, *, reason: str, by: Actor, now: datetime) -> UUID:
    """Open the battery behind a result again; gives the sitting. The old result holds meanwhile."""
    sitting = lock_sitting(session, get_result(session, result_id, viewer=by).sitting_id, viewer=by)
    results.begin_correction(session, sitting, result_id=result_id, reason=reason, by=by, now=now)
    return sitting.id


def keep_result(session: Session, result_id: UUID, *, by: Actor, now: datetime) -> None:
    """Close a correction in which nothing changed: the result holds as it is."""
    sitting = lock_sitting(session, get_result(session, result_id, viewer=by).sitting_id, viewer=by)
    results.abandon_correction(session, sitting, result_id=result_id, by=by, now=now)


def _draft(session: Session, sitting: Sitting, *, result_id: UUID, at: datetime, by: Actor) -> Draft:
    _refuse_signed(sitting)
    if parts_without_level(sitting):
        raise Conflict("ratings_missing")
    recommendation = _recommendation_to_sign(session, sitting, by)
    replaced = find_holding_result(session, sitting.id, viewer=by)
    document = compose(
        session,
        sitting,
        recommendation=recommendation,
        centre=_organisation(session, sitting.centre_id),
        authority=_organisation(session, sitting.authority_id),
        scopes=scopes_in_force(session, sitting.candidate_id),
        signer=by,
        result_id=result_id,
        issued_at=at,
        supersedes=replaced.id if replaced else None,
    )
    return Draft(
        document=document,
        contact_language=sitting.candidate.contact_language,
        candidate_id=sitting.candidate_id,
        recommendation=recommendation,
        names=names_in(session, document),
        words=words_for(session, LetterKind.RESULT),
    )


def _refuse_signed(sitting: Sitting) -> None:
    if not is_open_for_scores(sitting):
        raise Conflict("already_signed")


def _recommendation_to_sign(session: Session, sitting: Sitting, by: Actor) -> Recommendation:
    """The signer's own recommendation on the evidence there is now, not yet signed."""
    found = latest_recommendation(session, sitting.id)
    if found is None or is_recommendation_used(session, found.id):
        raise Conflict("no_recommendation")
    if not is_same(found.suggestion, suggestion_of(session, sitting)):
        raise Conflict("recommendation_outdated")
    if found.made_by_id != by.account_id:
        raise Conflict("recommendation_of_another")
    return found


def _organisation(session: Session, organisation_id: UUID) -> Organisation:
    return session.scalars(sa.select(Organisation).where(Organisation.id == organisation_id)).one()
