"""The authority, or a guidance service, writes, changes and closes referrals."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.models import Referral
from testing_app.bookings.queries import find_seat_of, lock_referral
from testing_app.clock import local
from testing_app.errors import Conflict, NotFound
from testing_app.people.authorities import find_authority
from testing_app.people.candidates.actions import let_authority_serve
from testing_app.people.candidates.queries import lock_candidate
from testing_app.vocabulary import (
    AssessmentLength,
    OrganisationKind,
    Part,
    ReferralPurpose,
    TestedLanguage,
)


@dataclass(frozen=True)
class ReferralFacts:
    """What a referral says; no health data belongs in the timetable limits.

    `wanted_parts` is empty when the centre chooses; `vocational_field` belongs to the vocational purpose;
    `authority_id` is given by a guidance service: the authority that receives the result.
    """

    language_tested: TestedLanguage
    purpose: ReferralPurpose
    interpreter_language: str = ""
    timetable_limits: str = ""
    length: AssessmentLength = AssessmentLength.SHORT
    wanted_parts: tuple[Part, ...] = ()
    vocational_field: str = ""
    authority_id: UUID | None = None


def facts_of(referral: Referral) -> ReferralFacts:
    """What a stored referral says."""
    return ReferralFacts(
        language_tested=referral.language_tested,
        purpose=referral.purpose,
        interpreter_language=referral.interpreter_language,
        timetable_limits=referral.timetable_limits,
        length=referral.length,
        wanted_parts=tuple(part for part in Part if part.value in referral.wanted_parts),
        vocational_field=referral.vocational_field,
        authority_id=referral.authority_id,
    )


def write_referral(
    session: Session, candidate_id: UUID, *, facts: ReferralFacts, by: Actor, now: datetime
) -> Referral:
    """Send a candidate of this house to the test; one open referral per candidate, authority and language.

    A guidance service names the authority that receives the result and may from then on see the candidate.
    """
    # The candidate's row is the lock: two officers who write at once are told one after the other.
    candidate = lock_candidate(session, candidate_id, viewer=by)
    authority_id = _receiver(session, facts, by=by, now=now)
    _refuse_second(session, candidate.id, facts.language_tested, authority_id=authority_id, by=by)
    is_from_service = by.organisation_kind is OrganisationKind.GUIDANCE_SERVICE
    referral = Referral(
        candidate_id=candidate.id,
        authority_id=authority_id,
        service_id=by.organisation_id if is_from_service else None,
        written_by_id=by.account_id,
        written_at=now,
    )
    _write_down(referral, facts)
    session.add(referral)
    session.flush()
    if is_from_service:
        let_authority_serve(session, candidate.id, authority_id=authority_id, by=by, now=now)
    _record(session, referral, by=by, now=now, details={"language_tested": facts.language_tested.value})
    return referral


def change_referral(
    session: Session, referral_id: UUID, *, version: int, facts: ReferralFacts, by: Actor, now: datetime
) -> Referral:
    """Correct an open referral; its authority stays, and the language tested while a seat is reserved."""
    referral = lock_referral(session, referral_id, viewer=by)
    if referral.version != version:
        raise Conflict("changed_meanwhile")
    if referral.closed_at is not None:
        raise Conflict("referral_closed")
    if facts.language_tested is not referral.language_tested:
        if find_seat_of(session, referral.id) is not None:
            raise Conflict("referral_has_a_seat")
        lock_candidate(session, referral.candidate_id, viewer=by)
        authority_id = referral.authority_id
        _refuse_second(
            session, referral.candidate_id, facts.language_tested, authority_id=authority_id, by=by
        )
    _write_down(referral, facts)
    session.flush()
    _record(session, referral, by=by, now=now, details={"changed": True})
    return referral


def close_referral(session: Session, referral_id: UUID, *, now: datetime) -> None:
    """The referral has led to a result (or will not); a new one may be written. Harmless when repeated."""
    session.execute(
        sa.update(Referral)
        .where(Referral.id == referral_id, Referral.closed_at.is_(None))
        .values(closed_at=now, version=Referral.version + 1),
        execution_options={"synchronize_session": "fetch"},
    )


def _write_down(referral: Referral, facts: ReferralFacts) -> None:
    is_vocational = facts.purpose is ReferralPurpose.VOCATIONAL
    referral.language_tested, referral.purpose = facts.language_tested, facts.purpose
    referral.interpreter_language = facts.interpreter_language
    referral.timetable_limits = facts.timetable_limits.strip()
    referral.length = facts.length
    referral.wanted_parts = [part.value for part in Part if part in facts.wanted_parts]
    referral.vocational_field = facts.vocational_field if is_vocational else ""


def _receiver(session: Session, facts: ReferralFacts, *, by: Actor, now: datetime) -> UUID:
    """The authority that receives the result: the writer's own, or the one a service names."""
    if by.organisation_kind is not OrganisationKind.GUIDANCE_SERVICE:
        return by.organisation_id
    authority = find_authority(session, facts.authority_id, on=local(now).date())
    if authority is None:
        raise NotFound("no_such_organisation")
    return authority.id


def _refuse_second(
    session: Session, candidate_id: UUID, language: TestedLanguage, *, authority_id: UUID, by: Actor
) -> None:
    earlier = session.scalar(
        sa.select(Referral).where(
            Referral.candidate_id == candidate_id,
            Referral.authority_id == authority_id,
            Referral.language_tested == language,
            Referral.closed_at.is_(None),
        )
    )
    if earlier is None:
        return
    is_seen = by.organisation_id in (earlier.authority_id, earlier.service_id)
    raise Conflict("referral_already_open" if is_seen else "referral_open_elsewhere", language=language.value)


def _record(
    session: Session, referral: Referral, *, by: Actor, now: datetime, details: dict[str, object]
) -> None:
    audit.record(
        session,
        Event.REFERRAL_WRITTEN,
        by=by,
        now=now,
        subject=("referral", referral.id),
        candidate_id=referral.candidate_id,
        details=details,
    )
