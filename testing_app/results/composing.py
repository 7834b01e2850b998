"""Puts a result together from a sitting: what is sent, and what is withheld without the candidate's consent.

Without consent to the life situation nothing in the document depends on it: the background leaves it out, and
the suggestion is what the rules say on what is sent. Only the assessor's recommendation stays as written.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.models import Organisation as OrganisationRow
from testing_app.placements.models import Recommendation
from testing_app.placements.suggesting import facts_json, suggestion_of
from testing_app.results import document as doc
from testing_app.results.canonical import canonical_bytes
from testing_app.sittings.models import Sitting, SittingPart
from testing_app.vocabulary import ConsentScope, Part, PartState

SCOPES_SENT = (ConsentScope.INTERVIEW_NOTES, ConsentScope.LIFE_SITUATION)
"""The scopes that decide what goes to the authority beside the statutory result."""

OVERALL = "overall"
"""The fact that never leaves the office: an overall level is an administrative tool."""

_UNSIGNED = ("result_id", "issued_at")


def compose(
    session: Session,
    sitting: Sitting,
    *,
    recommendation: Recommendation,
    centre: OrganisationRow,
    authority: OrganisationRow,
    scopes: Collection[ConsentScope],
    signer: Actor,
    result_id: UUID,
    issued_at: datetime,
    supersedes: UUID | None,
) -> doc.ResultDocument:
    """The whole document as the authority will read it."""
    correction = (
        doc.Correction(supersedes=str(supersedes), reason=sitting.correction_reason) if supersedes else None
    )
    return doc.ResultDocument(
        result_id=str(result_id),
        language_tested=sitting.language_tested,
        tested_on=sitting.tested_on,
        issued_at=issued_at.replace(microsecond=0),
        test_centre=doc.Organisation(id=str(centre.id), name=centre.name),
        authority=doc.Organisation(id=str(authority.id), name=authority.name),
        candidate=_candidate(sitting),
        parts=tuple(_part(part) for part in in_order(sitting)),
        background=_background(sitting, scopes),
        suggestion=_suggestion(session, sitting, scopes),
        recommendation=doc.ResultRecommendation(
            track=recommendation.track,
            module=recommendation.module,
            extras=tuple(recommendation.extras),
            reason=recommendation.reason,
        ),
        signed_by=doc.Signer(name=signer.name, title=signer.title),
        withheld=withheld_from(scopes),
        correction=correction,
    )


def withheld_from(scopes: Collection[ConsentScope]) -> tuple[str, ...]:
    """The scopes without consent, whether or not there is anything to withhold."""
    return tuple(scope.value for scope in SCOPES_SENT if scope not in scopes)


def content_digest(document: doc.ResultDocument) -> str:
    """SHA-256 of all the document says but its id and time: what a preview shows and a signer signs."""
    said = {name: value for name, value in document.to_json_object().items() if name not in _UNSIGNED}
    return hashlib.sha256(canonical_bytes(said)).hexdigest()


def in_order(sitting: Sitting) -> list[SittingPart]:
    """The parts in the order of the paper."""
    place = {part: number for number, part in enumerate(Part)}
    return sorted(sitting.parts, key=lambda row: place[row.part])


def _candidate(sitting: Sitting) -> doc.ResultCandidate:
    candidate = sitting.candidate
    return doc.ResultCandidate(
        number=candidate.number,
        family_name=candidate.family_name,
        given_names=candidate.given_names,
        birth_date=candidate.birth_date,
    )


def _part(row: SittingPart) -> doc.PartResult:
    taken = row.state is PartState.TAKEN
    version = row.form_version if taken else None
    return doc.PartResult(
        part=row.part.value,
        state=row.state,
        level=row.level if taken else None,
        points=row.points if taken else None,
        maximum=version.maximum if version and row.points is not None else None,
        form=doc.FormVersion(code=version.form.code, version=version.number) if version else None,
        criteria=_criteria(row) if taken else (),
        comment=row.comment or None,
    )


def _criteria(row: SittingPart) -> tuple[doc.CriterionRating, ...]:
    return tuple(
        doc.CriterionRating(criterion=criterion, level=level)
        for criterion, level in sorted(row.ratings.items())
    )


def _background(sitting: Sitting, scopes: Collection[ConsentScope]) -> doc.Background:
    told = sitting.background
    tells_life_situation = ConsentScope.LIFE_SITUATION in scopes
    tells_notes = ConsentScope.INTERVIEW_NOTES in scopes
    return doc.Background(
        literacy=told.literacy.value if told.literacy else None,
        study_readiness=told.study_readiness.value if told.study_readiness else None,
        languages_studied=told.languages_studied,
        schooling_years=told.schooling_years,
        hard_life_situation=told.hard_life_situation if tells_life_situation else None,
        needs_basic_education=told.needs_basic_education,
        interview_notes=(told.interview_notes or None) if tells_notes else None,
    )


def _suggestion(session: Session, sitting: Sitting, scopes: Collection[ConsentScope]) -> doc.ResultSuggestion:
    tells_life_situation = ConsentScope.LIFE_SITUATION in scopes
    suggestion = suggestion_of(session, sitting, life_situation=tells_life_situation).suggestion
    return doc.ResultSuggestion(
        track=suggestion.track,
        module=suggestion.module,
        extras=suggestion.extras,
        rule=suggestion.rule,
        rule_set=doc.RuleSetVersion(id=suggestion.rule_set_id, version=suggestion.rule_set_version),
        reasons=tuple(
            doc.SuggestionReason(code=reason.code, facts=facts_json(reason))
            for reason in suggestion.reasons
            if OVERALL not in facts_json(reason)
        ),
    )
