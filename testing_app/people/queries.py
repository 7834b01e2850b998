"""Reads accounts, organisations, browser sessions and feedback."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.errors import NotFound
from testing_app.people.models import Account, BrowserSession, Candidate, Feedback, Organisation
from testing_app.people.sign_in import token_hash
from testing_app.persistence.paging import Page, page_of
from testing_app.vocabulary import Role


def accounts_page(
    session: Session, *, viewer: Actor, organisation_id: UUID | None, words: str, number: int
) -> Page[Account]:
    """Accounts by name, of one organisation or all, whose name or e-mail holds the words."""
    _only_administrators(viewer)
    query = sa.select(Account).order_by(Account.name, Account.id)
    if organisation_id is not None:
        query = query.where(Account.organisation_id == organisation_id)
    for word in words.casefold().split():
        query = query.where(
            sa.or_(
                sa.func.lower(Account.name).contains(word, autoescape=True),
                Account.email.contains(word, autoescape=True),
            )
        )
    return page_of(session, query, number=number)


def get_account(session: Session, account_id: UUID, *, viewer: Actor) -> Account:
    """One account, for administrators and for its own person."""
    if account_id != viewer.account_id:
        _only_administrators(viewer)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("no_such_account")
    return account


def organisations(session: Session, *, viewer: Actor) -> Sequence[Organisation]:
    """Every organisation by kind and name (some hundreds in the whole country)."""
    _only_administrators(viewer)
    return session.scalars(sa.select(Organisation).order_by(Organisation.kind, Organisation.name)).all()


def organisations_page(session: Session, *, viewer: Actor, number: int) -> Page[Organisation]:
    """Organisations by name, a page at a time."""
    _only_administrators(viewer)
    return page_of(session, sa.select(Organisation).order_by(Organisation.name), number=number)


def get_organisation(session: Session, organisation_id: UUID, *, viewer: Actor) -> Organisation:
    """One organisation, for administrators."""
    _only_administrators(viewer)
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("no_such_organisation")
    return organisation


def sessions_of(session: Session, *, viewer: Actor, now: datetime) -> Sequence[BrowserSession]:
    """The browsers the viewer is signed in with, last used first."""
    return session.scalars(
        sa.select(BrowserSession)
        .where(BrowserSession.account_id == viewer.account_id, BrowserSession.expires_at > now)
        .order_by(BrowserSession.seen_at.desc())
        .limit(50)
    ).all()


def is_token_of(row: BrowserSession, token: str) -> bool:
    """Whether this is the browser that holds the token."""
    return row.token_hash == token_hash(token)


def feedback_page(session: Session, *, viewer: Actor, number: int) -> Page[Feedback]:
    """What people wrote, newest first."""
    _only_administrators(viewer)
    return page_of(session, sa.select(Feedback).order_by(Feedback.given_at.desc()), number=number)


def names_of_accounts(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The names behind account identifiers, in one query."""
    rows = session.execute(sa.select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row.id: row.name for row in rows}


def accounts_of(session: Session, organisation_id: UUID, *, viewer: Actor) -> Sequence[tuple[UUID, str]]:
    """Every account of an organisation by name, to choose from."""
    _only_administrators(viewer)
    rows = session.execute(
        sa.select(Account.id, Account.name)
        .where(Account.organisation_id == organisation_id)
        .order_by(Account.name)
    )
    return [(row.id, row.name) for row in rows]


def numbers_of_candidates(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The candidate numbers behind identifiers, in one query."""
    rows = session.execute(sa.select(Candidate.id, Candidate.number).where(Candidate.id.in_(ids)))
    return {row.id: row.number for row in rows}


def find_candidate_id(session: Session, number: str, *, viewer: Actor) -> UUID | None:
    """The identifier behind a candidate number, for an administrator's search of the audit."""
    _only_administrators(viewer)
    return session.scalar(sa.select(Candidate.id).where(Candidate.number == number.strip().upper()))


def _only_administrators(viewer: Actor) -> None:
    """Administrators of the maintainer see all organisations; for others there is nothing here."""
    if Role.ADMINISTRATOR not in viewer.roles:
        raise NotFound("no_such_account")
