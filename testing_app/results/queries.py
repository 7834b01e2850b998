"""Reads signed results, the versions of one and the objections to them."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, undefer

from testing_app.actor import Actor
from testing_app.errors import NotFound
from testing_app.placements.models import StoredSuggestion
from testing_app.results.models import Objection, SignedResult
from testing_app.results.signing import Signature, signature_from_text
from testing_app.results.verification import IssuedResult, envelope_bytes

JUDGED_BY = (StoredSuggestion.rule_set_id, StoredSuggestion.rule_set_version)
"""Which rule set suggested, for lists of results: join them with `Recommendation` and its suggestion."""


def get_result(session: Session, result_id: UUID, *, viewer: Actor) -> SignedResult:
    """One result, for the centre that signed it or the authority that it was signed for."""
    found = session.scalar(_visible(viewer).where(SignedResult.id == result_id).options(*_people()))
    if found is None:
        raise NotFound("no_such_result")
    return found


def get_result_files(session: Session, result_id: UUID, *, viewer: Actor) -> SignedResult:
    """The same result with the bytes of its document and its PDF."""
    found = session.scalar(
        _visible(viewer)
        .where(SignedResult.id == result_id)
        .options(undefer(SignedResult.document), undefer(SignedResult.pdf))
    )
    if found is None:
        raise NotFound("no_such_result")
    return found


def signed_document(session: Session, result_id: UUID, *, viewer: Actor) -> bytes:
    """The bytes that were signed."""
    return get_result_files(session, result_id, viewer=viewer).document


def lock_result(session: Session, result_id: UUID, *, viewer: Actor) -> SignedResult:
    """A result of the viewer's own centre, kept from other writers until the transaction ends."""
    found = session.scalar(
        sa.select(SignedResult)
        .where(SignedResult.id == result_id, SignedResult.centre_id == viewer.organisation_id)
        .with_for_update(of=SignedResult)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("no_such_result")
    return found


def find_holding_result(session: Session, sitting_id: UUID, *, viewer: Actor) -> SignedResult | None:
    """The result of a sitting that holds now, if any was signed."""
    return session.scalar(
        _visible(viewer).where(SignedResult.sitting_id == sitting_id, SignedResult.superseded_at.is_(None))
    )


def versions_of(session: Session, sitting_id: UUID, *, viewer: Actor) -> list[SignedResult]:
    """Every result signed for a sitting, the newest first."""
    query = (
        _visible(viewer)
        .where(SignedResult.sitting_id == sitting_id)
        .options(*_people())
        .order_by(SignedResult.signed_at.desc(), SignedResult.superseded_at.is_not(None))
    )
    return list(session.scalars(query))


def is_recommendation_used(session: Session, recommendation_id: UUID) -> bool:
    """Whether a result was already signed on this recommendation."""
    query = sa.select(sa.exists().where(SignedResult.recommendation_id == recommendation_id))
    return bool(session.scalar(query))


def objections_to(session: Session, sitting_id: UUID, *, viewer: Actor) -> list[Objection]:
    """The objections to every version of a sitting's result, the newest first."""
    query = (
        sa.select(Objection)
        .join(SignedResult, SignedResult.id == Objection.result_id)
        .where(SignedResult.sitting_id == sitting_id, SignedResult.centre_id == viewer.organisation_id)
        .order_by(Objection.received_on.desc(), Objection.recorded_at.desc())
    )
    return list(session.scalars(query))


def get_objection(session: Session, objection_id: UUID, *, viewer: Actor) -> Objection:
    """One objection to a result of the viewer's centre."""
    found = session.scalar(
        sa.select(Objection)
        .join(SignedResult, SignedResult.id == Objection.result_id)
        .where(Objection.id == objection_id, SignedResult.centre_id == viewer.organisation_id)
    )
    if found is None:
        raise NotFound("no_such_objection")
    return found


def envelope_of(result: SignedResult) -> bytes:
    """The JSON file that people download: the document as signed, and its signature."""
    return envelope_bytes(result.document, signature_of(result))


def signature_of(result: SignedResult) -> Signature:
    """The signature over the document's bytes."""
    return signature_from_text(result.signature)


def find_issued(session: Session, result_id: str) -> IssuedResult | None:
    """What the register knows of a result that a stranger holds; for verification, so for no viewer."""
    try:
        identifier = UUID(result_id)
    except ValueError:
        return None
    result = session.scalar(
        sa.select(SignedResult).where(SignedResult.id == identifier).options(undefer(SignedResult.document))
    )
    if result is None:
        return None
    newer = session.scalar(sa.select(SignedResult.id).where(SignedResult.supersedes_id == result.id))
    return IssuedResult(
        content=result.document,
        pdf_digest=result.pdf_digest,
        pdf_signature=signature_from_text(result.pdf_signature),
        superseded_by=str(newer) if newer else None,
    )


def _visible(viewer: Actor) -> sa.Select[SignedResult]:
    return sa.select(SignedResult).where(
        sa.or_(
            SignedResult.centre_id == viewer.organisation_id,
            SignedResult.authority_id == viewer.organisation_id,
        )
    )


def _people() -> tuple[sa.sql.base.ExecutableOption, ...]:
    return (
        joinedload(SignedResult.candidate),
        joinedload(SignedResult.centre),
        joinedload(SignedResult.authority),
        joinedload(SignedResult.signed_by),
    )
