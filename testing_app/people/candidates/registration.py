"""Registers a candidate, or says what must be asked first: is this person in the register already?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.candidates.actions import register_candidate
from testing_app.people.candidates.duplicates import DifferentPerson, Duplicate, likely_duplicates
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.identity_code import IdentityCode
from testing_app.people.candidates.names import search_words
from testing_app.people.candidates.queries import find_by_code, is_served_by
from testing_app.people.candidates.viewing import record_search


@dataclass(frozen=True)
class Registered:
    """The candidate is in the register now, under this number."""

    candidate_id: UUID
    number: str


@dataclass(frozen=True)
class KnownHere:
    """The identity code belongs to a candidate of this authority."""

    candidate_id: UUID


@dataclass(frozen=True)
class KnownElsewhere:
    """The identity code belongs to a candidate of another authority; the name agrees, or does not."""

    name_agrees: bool


@dataclass(frozen=True)
class Alike:
    """Candidates of this authority who may be the same person."""

    duplicates: Sequence[Duplicate]


Outcome = Registered | KnownHere | KnownElsewhere | Alike


def register_or_ask(
    session: Session,
    facts: CandidateFacts,
    *,
    code: IdentityCode | None,
    different_because: DifferentPerson | None,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Register the candidate when the code is new and nobody is alike, or an officer said why not."""
    known = _known(session, facts, code, by=by)
    if known is not None:
        return known
    if different_because is None:
        duplicates = likely_duplicates(session, facts, viewer=by)
        if duplicates:
            count = len(duplicates)
            record_search(session, ["duplicate"], found=count, shown=count, by=by, now=now)
            return Alike(duplicates)
    candidate = register_candidate(
        session, facts, code=code, by=by, now=now, different_because=different_because
    )
    return Registered(candidate.id, candidate.number)


def _known(
    session: Session, facts: CandidateFacts, code: IdentityCode | None, *, by: Actor
) -> KnownHere | KnownElsewhere | None:
    candidate = find_by_code(session, code) if code else None
    if candidate is None:
        return None
    if is_served_by(session, candidate.id, viewer=by):
        return KnownHere(candidate.id)
    return KnownElsewhere(search_words(candidate.family_name) == search_words(facts.family_name))
