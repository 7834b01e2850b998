"""Keeps signed results as signed, replaces them by corrections, and records objections with their answers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Conflict
from testing_app.placements.models import Recommendation
from testing_app.results.models import Objection, SignedResult
from testing_app.results.pdf import SignedDocument, SignedPdf
from testing_app.results.queries import find_holding_result, get_objection, lock_result
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import ObjectionOutcome


@dataclass(frozen=True, kw_only=True)
class SealedResult:
    """A document with its signature and its signed PDF, ready to be kept."""

    signed: SignedDocument
    pdf: SignedPdf

    @property
    def result_id(self) -> UUID:
        """The id the document names."""
        return UUID(self.signed.document.result_id)


def issue_result(
    session: Session,
    sitting: Sitting,
    sealed: SealedResult,
    *,
    recommendation: Recommendation,
    by: Actor,
    now: datetime,
) -> SignedResult:
    """Keep a sealed result; the one it corrects, if any, no longer holds."""
    replaced = find_holding_result(session, sitting.id, viewer=by)
    result = _row(sitting, sealed, recommendation, replaced, by=by, now=now)
    if replaced is not None:
        replaced.superseded_at = now
        session.flush()
    session.add(result)
    sitting.signed_at = now
    sitting.correcting_since = None
    sitting.correction_reason = ""
    session.flush()
    record(
        session,
        Event.RESULT_SIGNED,
        by=by,
        now=now,
        subject=("result", result.id),
        candidate_id=sitting.candidate_id,
        details={"key": result.key_id, "supersedes": str(replaced.id) if replaced else None},
    )
    return result


def _row(
    sitting: Sitting,
    sealed: SealedResult,
    recommendation: Recommendation,
    replaced: SignedResult | None,
    *,
    by: Actor,
    now: datetime,
) -> SignedResult:
    document = sealed.signed.document
    return SignedResult(
        id=sealed.result_id,
        sitting_id=sitting.id,
        recommendation_id=recommendation.id,
        candidate_id=sitting.candidate_id,
        centre_id=sitting.centre_id,
        authority_id=sitting.authority_id,
        supersedes_id=replaced.id if replaced else None,
        correction_reason=document.correction.reason if document.correction else "",
        language_tested=sitting.language_tested,
        tested_on=sitting.tested_on,
        track=document.recommendation.track,
        module=document.recommendation.module,
        document=sealed.signed.content,
        signature=sealed.signed.signature.to_text(),
        key_id=sealed.signed.signature.key_id,
        pdf=sealed.pdf.content,
        pdf_digest=sealed.pdf.digest,
        pdf_signature=sealed.pdf.signature.to_text(),
        signed_by_id=by.account_id,
        signed_at=now,
    )


def begin_correction(
    session: Session, sitting: Sitting, *, result_id: UUID, reason: str, by: Actor, now: datetime
) -> None:
    """Open a signed sitting for changes; its result holds until the correction is signed."""
    result = _result_in_force(session, result_id, by)
    if sitting.correcting_since is not None:
        raise Conflict("already_correcting")
    sitting.correcting_since = now
    sitting.correction_reason = reason.strip()
    session.flush()
    _record_correction(session, result, "begun", by=by, now=now)


def abandon_correction(
    session: Session, sitting: Sitting, *, result_id: UUID, by: Actor, now: datetime
) -> None:
    """Close a correction that changed nothing; the result holds as it is."""
    result = _result_in_force(session, result_id, by)
    since = sitting.correcting_since
    if since is None:
        raise Conflict("not_correcting")
    changes = [part.changed_at for part in sitting.parts] + [sitting.background.changed_at]
    if any(at is not None and at >= since for at in changes):
        raise Conflict("changed_in_correction")
    sitting.correcting_since = None
    sitting.correction_reason = ""
    session.flush()
    _record_correction(session, result, "abandoned", by=by, now=now)


def _result_in_force(session: Session, result_id: UUID, by: Actor) -> SignedResult:
    result = lock_result(session, result_id, viewer=by)
    if result.superseded_at is not None:
        raise Conflict("result_superseded")
    return result


def _record_correction(
    session: Session, result: SignedResult, step: str, *, by: Actor, now: datetime
) -> None:
    record(
        session,
        Event.RESULT_CORRECTED,
        by=by,
        now=now,
        subject=("result", result.id),
        candidate_id=result.candidate_id,
        details={"step": step},
    )


def record_objection(
    session: Session, result_id: UUID, *, received_on: date, text: str, by: Actor, now: datetime
) -> Objection:
    """Note what the candidate objects to; an answer is owed from now on."""
    result = lock_result(session, result_id, viewer=by)
    objection = Objection(
        result_id=result.id,
        received_on=received_on,
        text=text.strip(),
        recorded_by_id=by.account_id,
        recorded_at=now,
    )
    session.add(objection)
    session.flush()
    _record_objection(session, Event.OBJECTION_RECORDED, objection, result, by=by, now=now)
    return objection


def answer_objection(
    session: Session,
    objection_id: UUID,
    *,
    outcome: ObjectionOutcome,
    answer: str,
    version: int,
    by: Actor,
    now: datetime,
) -> Objection:
    """Answer an objection once; a correction is claimed only where one was signed after the objection."""
    objection = get_objection(session, objection_id, viewer=by)
    if objection.answered_at is not None or objection.version != version:
        raise Conflict("changed_meanwhile")
    result = lock_result(session, objection.result_id, viewer=by)
    if outcome is ObjectionOutcome.CORRECTED and not _is_corrected_since(session, objection, result, by):
        raise Conflict("no_correction_signed")
    objection.outcome = outcome
    objection.answer = answer.strip()
    objection.answered_by_id = by.account_id
    objection.answered_at = now
    session.flush()
    _record_objection(session, Event.OBJECTION_ANSWERED, objection, result, by=by, now=now)
    return objection


def _is_corrected_since(session: Session, objection: Objection, result: SignedResult, by: Actor) -> bool:
    holding = find_holding_result(session, result.sitting_id, viewer=by)
    return (
        holding is not None
        and holding.supersedes_id is not None
        and (holding.id != result.id or holding.signed_at >= objection.recorded_at)
    )


def _record_objection(
    session: Session,
    event: Event,
    objection: Objection,
    result: SignedResult,
    *,
    by: Actor,
    now: datetime,
) -> None:
    record(
        session,
        event,
        by=by,
        now=now,
        subject=("objection", objection.id),
        candidate_id=result.candidate_id,
        details={
            "result": str(result.id),
            "outcome": objection.outcome.value if objection.outcome else None,
        },
    )
