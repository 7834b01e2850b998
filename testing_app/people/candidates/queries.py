"""Candidates as far as the viewer's authority serves them: one by one, listed, and found by what is typed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.errors import NotFound
from testing_app.people.candidates import identity_code
from testing_app.people.candidates.identity_code import IdentityCode, read_identity_code
from testing_app.people.candidates.names import search_words
from testing_app.people.models import Account, Candidate, CandidateAuthority

PAGE_ROWS = 25
IDENTITY_KEY = "identity_key"
"""Where `session.info` carries the key of identity codes (see `persistence.database`)."""

NUMBER = re.compile(r"K[0-9]{1,11}")
FINNISH_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True)
class CandidateSearch:
    """What was typed, understood: every part that is given must agree with the candidate."""

    words: tuple[str, ...] = ()
    birth_date: date | None = None
    number: str | None = None
    code: IdentityCode | None = None
    unreadable_date: bool = False

    @property
    def kinds(self) -> list[str]:
        """What it was searched by, for the audit entry: kinds only, never the words."""
        given = {
            "name": self.words,
            "birth_date": self.birth_date,
            "number": self.number,
            "code": self.code,
        }
        return [kind for kind, value in given.items() if value]


@dataclass(frozen=True)
class CandidatePage:
    """Some rows of a longer list, with what a pager needs."""

    candidates: Sequence[Candidate]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_ROWS))

    @property
    def has_prev(self) -> bool:
        """Whether a page stands before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page follows this one."""
        return self.number < self.pages


@dataclass(frozen=True)
class LastChange:
    """Who changed a record last, when, and which fields."""

    by: str
    at: datetime
    fields: tuple[str, ...]


def read_search(typed: str, *, today: date) -> CandidateSearch:
    """Understand one field: an identity code, a candidate number, a birth date, names, or both."""
    code = read_identity_code(typed, today=today)
    if isinstance(code, IdentityCode):
        return CandidateSearch(code=code)
    if NUMBER.fullmatch(typed.strip().upper()):
        return CandidateSearch(number=typed.strip().upper())
    born: date | None = None
    unreadable = False
    names = []
    for word in typed.split():
        parts = _date_parts(word)
        if parts is None:
            names.append(word)
            continue
        born = _real_date(*parts)
        unreadable = unreadable or born is None
    return CandidateSearch(tuple(search_words(" ".join(names))), born, unreadable_date=unreadable)


def _date_parts(word: str) -> tuple[int, int, int] | None:
    if match := FINNISH_DATE.fullmatch(word):
        return int(match[3]), int(match[2]), int(match[1])
    if match := ISO_DATE.fullmatch(word):
        return int(match[1]), int(match[2]), int(match[3])
    return None


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def get_candidate(session: Session, candidate_id: UUID, *, viewer: Actor) -> Candidate:
    """One candidate this authority serves."""
    return _one(session, _own(viewer).where(Candidate.id == candidate_id))


def lock_candidate(session: Session, candidate_id: UUID, *, viewer: Actor) -> Candidate:
    """The same candidate, locked and fresh, to be changed."""
    query = _own(viewer).where(Candidate.id == candidate_id).with_for_update(of=Candidate)
    return _one(session, query.execution_options(populate_existing=True))


def _one(session: Session, query: sa.Select[Candidate]) -> Candidate:
    candidate = session.scalar(query)
    if candidate is None:
        raise NotFound("candidate")
    return candidate


def _own(viewer: Actor) -> sa.Select[Candidate]:
    return (
        sa.select(Candidate)
        .join(CandidateAuthority, CandidateAuthority.candidate_id == Candidate.id)
        .where(CandidateAuthority.authority_id == viewer.organisation_id)
    )


def newest_candidates(session: Session, *, viewer: Actor, page: int = 1) -> CandidatePage:
    """The authority's candidates, the last that came first."""
    order = (CandidateAuthority.since.desc(), Candidate.number.desc())
    return _page(session, _own(viewer), order, page)


def search_candidates(
    session: Session, search: CandidateSearch, *, viewer: Actor, page: int = 1
) -> CandidatePage:
    """The authority's candidates who agree with all that was typed, in Finnish alphabetical order."""
    if search.unreadable_date or not search.kinds:
        return CandidatePage((), 0, 1)
    query = _own(viewer)
    if search.code is not None:
        digest = identity_code.fingerprint(search.code, session.info[IDENTITY_KEY])
        query = query.where(Candidate.identity_code_fingerprint == digest)
    if search.number is not None:
        query = query.where(Candidate.number == search.number)
    if search.birth_date is not None:
        query = query.where(Candidate.birth_date == search.birth_date)
    for word in search.words:
        named = sa.literal(" ").concat(Candidate.search_name)
        query = query.where(named.contains(f" {word}", autoescape=True))
    return _page(session, query, (Candidate.sort_name, Candidate.number), page)


def _page(
    session: Session,
    query: sa.Select[Candidate],
    order: Sequence[Any],
    page: int,
) -> CandidatePage:
    total = session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    number = min(max(page, 1), max(1, -(-total // PAGE_ROWS)))
    rows = session.scalars(query.order_by(*order).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return CandidatePage(rows, total, number)


def find_by_code(session: Session, code: IdentityCode) -> Candidate | None:
    """Whoever has the code, in any authority: for the check of uniqueness, not for showing."""
    digest = identity_code.fingerprint(code, session.info[IDENTITY_KEY])
    return session.scalar(sa.select(Candidate).where(Candidate.identity_code_fingerprint == digest))


def is_served_by(session: Session, candidate_id: UUID, *, viewer: Actor) -> bool:
    """Whether the viewer's authority may see the record."""
    return session.get(CandidateAuthority, (candidate_id, viewer.organisation_id)) is not None


def masked_code_of(session: Session, candidate: Candidate) -> str:
    """What a page may show of the candidate's identity code."""
    key = session.info[IDENTITY_KEY]
    return identity_code.masked_of(candidate.identity_code_sealed, key, owner=candidate.id)


def find_last_change(session: Session, candidate_id: UUID) -> LastChange | None:
    """Who changed the record last, from the audit chain."""
    query = (
        sa.select(AuditEntry.at, AuditEntry.details, Account.name)
        .join(Account, Account.id == AuditEntry.account_id)
        .where(
            AuditEntry.candidate_id == candidate_id,
            AuditEntry.action == Event.CANDIDATE_CHANGED.value,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return LastChange(row.name, row.at, tuple(row.details.get("fields", ()))) if row else None
