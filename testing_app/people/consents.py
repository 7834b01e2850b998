"""What a candidate allowed to move, in which language they signed it, and when they took it back.

Sending the result to the authority that referred rests on a statutory task: it is no scope here.
"""

from collections.abc import Iterable, Sequence
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
from testing_app.vocabulary import ConsentScope


def scopes_in_force(session: Session, candidate_id: UUID) -> frozenset[ConsentScope]:
    """The scopes that are signed and not withdrawn now."""
    query = sa.select(Consent.scope).where(
        Consent.candidate_id == candidate_id, Consent.withdrawn_at.is_(None)
    )
    return frozenset(session.scalars(query))


def consents_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[Consent]:
    """Every consent of a candidate of this authority, those in force and those withdrawn, newest first."""
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
    """Record the scopes that were signed; one that is already in force stays as it was signed."""
    candidate = lock_candidate(session, candidate_id, viewer=by)
    new = sorted(set(scopes) - scopes_in_force(session, candidate.id))
    given = [
        Consent(
            candidate_id=candidate.id,
            scope=scope,
            language=language,
            signed_on=signed_on,
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
        details={"scope": consent.scope.value},
    )
