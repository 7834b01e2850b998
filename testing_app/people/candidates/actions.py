"""Registers, links and changes candidates; each gets a candidate number once."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.errors import Conflict, NotFound
from testing_app.people.candidates import identity_code
from testing_app.people.candidates.duplicates import DifferentPerson
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.identity_code import IdentityCode
from testing_app.people.candidates.names import search_name, search_words, sort_name
from testing_app.people.candidates.queries import IDENTITY_KEY, find_by_code, is_served_by, lock_candidate
from testing_app.people.models import Candidate, CandidateAuthority, CandidateNumber

COUNTER = 1


def register_candidate(
    session: Session,
    facts: CandidateFacts,
    *,
    code: IdentityCode | None,
    by: Actor,
    now: datetime,
    different_because: DifferentPerson | None = None,
) -> Candidate:
    """A new candidate with the next number; `Conflict("identity_code_registered")` if the code is known.

    `different_because` says why this is not one of the likely duplicates that were shown.
    """
    if code is not None and find_by_code(session, code) is not None:
        raise Conflict("identity_code_registered")
    candidate = Candidate(
        id=uuid4(),
        number=_next_number(session),
        registered_at=now,
        **asdict(facts),
        sort_name=sort_name(facts.family_name, facts.given_names),
        search_name=search_name(facts.family_name, facts.given_names),
    )
    _set_code(session, candidate, code)
    session.add(candidate)
    _flush_or_conflict(session)
    _serve(session, candidate.id, by=by, now=now)
    details: dict[str, Any] = {"identity_code": code is not None}
    if different_because is not None:
        details["different_because"] = different_because.value
    _record(session, Event.CANDIDATE_REGISTERED, candidate.id, by=by, now=now, details=details)
    return candidate


def link_candidate(
    session: Session, code: IdentityCode, *, family_name: str, by: Actor, now: datetime
) -> Candidate:
    """Let this authority see a record of another, to whoever knows the whole code and the family name."""
    candidate = find_by_code(session, code)
    if candidate is None or search_words(candidate.family_name) != search_words(family_name):
        raise NotFound("candidate")
    if not is_served_by(session, candidate.id, viewer=by):
        _serve(session, candidate.id, by=by, now=now)
        _record(session, Event.CANDIDATE_LINKED, candidate.id, by=by, now=now, details={})
    return candidate


def change_candidate(
    session: Session,
    candidate_id: UUID,
    *,
    version: int,
    facts: CandidateFacts,
    code: IdentityCode | None,
    by: Actor,
    now: datetime,
) -> Candidate:
    """Write down what has changed; a code given replaces the old one, none given leaves it."""
    candidate = lock_candidate(session, candidate_id, viewer=by)
    if candidate.version != version:
        raise Conflict("changed_meanwhile")
    if code is not None:
        owner = find_by_code(session, code)
        if owner is not None and owner.id != candidate.id:
            raise Conflict("identity_code_registered")
    fields = [name for name, value in asdict(facts).items() if getattr(candidate, name) != value]
    for name in fields:
        setattr(candidate, name, getattr(facts, name))
    candidate.sort_name = sort_name(facts.family_name, facts.given_names)
    candidate.search_name = search_name(facts.family_name, facts.given_names)
    if code is not None and _set_code(session, candidate, code):
        fields.append("identity_code")
    _flush_or_conflict(session)
    if fields:
        _record(session, Event.CANDIDATE_CHANGED, candidate.id, by=by, now=now, details={"fields": fields})
    return candidate


def _next_number(session: Session) -> str:
    """The next number, `K00001` upwards; the counter's row is the lock against giving it twice."""
    update = (
        sa.update(CandidateNumber)
        .where(CandidateNumber.id == COUNTER)
        .values(last=CandidateNumber.last + 1)
        .returning(CandidateNumber.last)
        .execution_options(synchronize_session=False)
    )
    last = session.scalar(update)
    if last is None:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(insert(CandidateNumber).values(id=COUNTER, last=0).on_conflict_do_nothing())
        last = session.scalars(update).one()
    return f"K{last:05d}"


def _set_code(session: Session, candidate: Candidate, code: IdentityCode | None) -> bool:
    if code is None:
        return False
    key = session.info[IDENTITY_KEY]
    digest = identity_code.fingerprint(code, key)
    if candidate.identity_code_fingerprint == digest:
        return False
    candidate.identity_code_sealed = identity_code.seal(code, key, owner=candidate.id)
    candidate.identity_code_fingerprint = digest
    return True


def let_authority_serve(
    session: Session, candidate_id: UUID, *, authority_id: UUID, by: Actor, now: datetime
) -> None:
    """The authority that will receive the result may see the record; harmless when it does already."""
    if session.get(CandidateAuthority, (candidate_id, authority_id)) is None:
        _serve(session, candidate_id, by=by, now=now, authority_id=authority_id)
        details = {"authority": str(authority_id)}
        _record(session, Event.CANDIDATE_LINKED, candidate_id, by=by, now=now, details=details)


def _serve(
    session: Session, candidate_id: UUID, *, by: Actor, now: datetime, authority_id: UUID | None = None
) -> None:
    session.add(
        CandidateAuthority(
            candidate_id=candidate_id,
            authority_id=authority_id or by.organisation_id,
            since=now,
            added_by_id=by.account_id,
        )
    )
    session.flush()


def _flush_or_conflict(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        if "identity_code_fingerprint" in str(error.orig):
            raise Conflict("identity_code_registered") from None
        raise


def _record(
    session: Session, event: Event, candidate_id: UUID, *, by: Actor, now: datetime, details: dict[str, Any]
) -> None:
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("candidate", candidate_id),
        candidate_id=candidate_id,
        details=details,
    )
