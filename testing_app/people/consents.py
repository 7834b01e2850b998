"""What a candidate allowed to move, in which language they signed it, and when they took it back.

Sending the result to the authority that referred rests on a statutory task: it is no scope here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.errors import Conflict, NotFound
from testing_app.people.candidates.queries import get_candidate, lock_candidate
from testing_app.people.models import Consent
from testing_app.vocabulary import ConsentMeans, ConsentScope


@dataclass(frozen=True, kw_only=True)
class Signature:
    """How a form was signed: in which language, when, on what, and what exactly was shown.

    On screen `name` is what the candidate typed and `form_digest` what they read; paper may have a scan.
    """

    language: str
    signed_on: date
    means: ConsentMeans = ConsentMeans.PAPER
    name: str = ""
    form_digest: str = ""
    scan_id: UUID | None = None


def may_move(session: Session, candidate_id: UUID, scope: ConsentScope) -> bool:
    """Whether this information about the candidate may move now: the one question before it is shown."""
    return bool(session.scalar(sa.select(allowed(scope, sa.literal(candidate_id, sa.Uuid())))))


def allowed(scope: ConsentScope, candidate_id: sa.SQLColumnExpression[UUID]) -> sa.ColumnElement[bool]:
    """The same as a condition of a query, for lists."""
    return sa.exists().where(
        Consent.candidate_id == candidate_id, Consent.scope == scope, Consent.withdrawn_at.is_(None)
    )


def taken_back(scope: ConsentScope, candidate_id: sa.SQLColumnExpression[UUID]) -> sa.ColumnElement[bool]:
    """Whether a consent was withdrawn and none is in force now, as a condition of a query."""
    withdrawn = sa.exists().where(
        Consent.candidate_id == candidate_id, Consent.scope == scope, Consent.withdrawn_at.is_not(None)
    )
    return sa.and_(withdrawn, ~allowed(scope, candidate_id))


def scopes_in_force(session: Session, candidate_id: UUID) -> frozenset[ConsentScope]:
    """The scopes that are signed and not withdrawn now."""
    query = sa.select(Consent.scope).where(
        Consent.candidate_id == candidate_id, Consent.withdrawn_at.is_(None)
    )
    return frozenset(session.scalars(query))


def consents_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[Consent]:
    """Every consent of a candidate of this house, those in force and those withdrawn, newest first."""
    get_candidate(session, candidate_id, viewer=viewer)
    query = (
        sa.select(Consent)
        .where(Consent.candidate_id == candidate_id)
        .order_by(Consent.recorded_at.desc(), Consent.scope)
    )
    return session.scalars(query).all()


def give_consents(
    session: Session,
    candidate_id: UUID,
    *,
    scopes: Iterable[ConsentScope],
    language: str,
    signed_on: date,
    by: Actor,
    now: datetime,
) -> list[Consent]:
    """Record the scopes that were signed on paper."""
    signature = Signature(language=language, signed_on=signed_on)
    return record_signature(session, candidate_id, scopes=scopes, signature=signature, by=by, now=now)


def record_signature(
    session: Session,
    candidate_id: UUID,
    *,
    scopes: Iterable[ConsentScope],
    signature: Signature,
    by: Actor,
    now: datetime,
) -> list[Consent]:
    """Record the scopes that were signed, `by` as witness; one already in force stays as it was signed."""
    candidate = lock_candidate(session, candidate_id, viewer=by)
    new = sorted(set(scopes) - scopes_in_force(session, candidate.id))
    given = [
        Consent(
            candidate_id=candidate.id,
            scope=scope,
            language=signature.language,
            signed_on=signature.signed_on,
            means=signature.means,
            signed_name=signature.name,
            form_digest=signature.form_digest,
            scan_id=signature.scan_id,
            recorded_by_id=by.account_id,
            recorded_at=now,
        )
        for scope in new
    ]
    session.add_all(given)
    session.flush()
    for consent in given:
        _record(session, Event.CONSENT_GIVEN, consent, by=by, now=now)
    return given


def withdraw_consent(session: Session, consent_id: UUID, *, by: Actor, now: datetime) -> Consent:
    """The candidate took it back, at any time and without giving a reason."""
    consent = session.get(Consent, consent_id)
    if consent is None:
        raise NotFound("consent")
    lock_candidate(session, consent.candidate_id, viewer=by)
    session.refresh(consent)
    if consent.withdrawn_at is not None:
        raise Conflict("consent_already_withdrawn")
    consent.withdrawn_at, consent.withdrawn_by_id = now, by.account_id
    session.flush()
    _record(session, Event.CONSENT_WITHDRAWN, consent, by=by, now=now)
    return consent


def _record(session: Session, event: Event, consent: Consent, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("consent", consent.id),
        candidate_id=consent.candidate_id,
        details={"scope": consent.scope.value, "means": consent.means.value},
    )
