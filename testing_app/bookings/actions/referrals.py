"""The authority writes, changes and closes referrals."""

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
from testing_app.errors import Conflict
from testing_app.people.candidates.queries import lock_candidate
from testing_app.vocabulary import ReferralPurpose, TestedLanguage


@dataclass(frozen=True)
class ReferralFacts:
    """What a referral says; no health data belongs in the timetable limits."""

    language_tested: TestedLanguage
    purpose: ReferralPurpose
    interpreter_language: str = ""
    timetable_limits: str = ""


def facts_of(referral: Referral) -> ReferralFacts:
    """What a stored referral says."""
    return ReferralFacts(
        language_tested=referral.language_tested,
        purpose=referral.purpose,
        interpreter_language=referral.interpreter_language,
        timetable_limits=referral.timetable_limits,
    )


def write_referral(
    session: Session, candidate_id: UUID, *, facts: ReferralFacts, by: Actor, now: datetime
) -> Referral:
    """Send a candidate of this authority to the test; one open referral per candidate and language."""
    # The candidate's row is the lock: two officers who write at once are told one after the other.
    candidate = lock_candidate(session, candidate_id, viewer=by)
    _refuse_second(session, candidate.id, facts.language_tested, by=by)
    referral = Referral(
        candidate_id=candidate.id,
        authority_id=by.organisation_id,
        language_tested=facts.language_tested,
        purpose=facts.purpose,
        interpreter_language=facts.interpreter_language,
        timetable_limits=facts.timetable_limits.strip(),
        written_by_id=by.account_id,
        written_at=now,
    )
    session.add(referral)
    session.flush()
    _record(session, referral, by=by, now=now, details={"language_tested": facts.language_tested.value})
    return referral


def change_referral(
    session: Session, referral_id: UUID, *, version: int, facts: ReferralFacts, by: Actor, now: datetime
) -> Referral:
    """Correct an open referral; the language tested stays while a seat is reserved."""
    referral = lock_referral(session, referral_id, viewer=by)
    if referral.version != version:
        raise Conflict("changed_meanwhile")
    if referral.closed_at is not None:
        raise Conflict("referral_closed")
    if facts.language_tested is not referral.language_tested:
        if find_seat_of(session, referral.id) is not None:
            raise Conflict("referral_has_a_seat")
        lock_candidate(session, referral.candidate_id, viewer=by)
        _refuse_second(session, referral.candidate_id, facts.language_tested, by=by)
    referral.language_tested, referral.purpose = facts.language_tested, facts.purpose
    referral.interpreter_language = facts.interpreter_language
    referral.timetable_limits = facts.timetable_limits.strip()
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


def _refuse_second(session: Session, candidate_id: UUID, language: TestedLanguage, *, by: Actor) -> None:
    earlier = session.scalar(
        sa.select(Referral.id).where(
            Referral.candidate_id == candidate_id,
            Referral.authority_id == by.organisation_id,
            Referral.language_tested == language,
            Referral.closed_at.is_(None),
        )
    )
    if earlier is not None:
        raise Conflict("referral_already_open", language=language.value)


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
