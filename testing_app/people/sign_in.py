"""Signing in and out: browser sessions kept on the server."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app import clock
from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.people import throttle
from testing_app.people.models import (
    Account,
    AccountRole,
    BrowserSession,
    OneTimeLink,
    Organisation,
    access_between,
)
from testing_app.vocabulary import Access

IDLE = timedelta(hours=4)
"""A morning of testing on paper must not end the session; a forgotten browser is closed by the afternoon."""

LONGEST = timedelta(hours=12)
"""One working day: nobody is still signed in the next morning."""

TOUCH_EVERY = timedelta(minutes=5)
"""How exact "last seen" is; every page would otherwise write."""


@dataclass(frozen=True)
class SignedIn:
    """The account behind a browser's token, and whether the session's clock should be moved on."""

    actor: Actor
    is_touch_due: bool


@dataclass(frozen=True)
class Credentials:
    """What is needed to check a password."""

    account_id: UUID
    password_hash: str | None
    access: Access


def token_hash(token: str) -> str:
    """What is stored of a random token: SHA-256, 64 hexadecimal digits."""
    return sha256(token.encode()).hexdigest()


def find_signed_in(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """The account behind a browser's token while its session lives, the account and its organisation too."""
    rows = session.execute(_signed_in(), {"token": token_hash(token), "now": now}).all()
    if not rows:
        return None
    row = rows[0]
    if access_between(row.valid_from, row.valid_to, day=clock.local(now).date()) is not Access.OPEN:
        return None
    actor = Actor(
        account_id=row.account_id,
        organisation_id=row.organisation_id,
        organisation_kind=row.kind,
        organisation_name=row.organisation_name,
        name=row.name,
        title=row.title,
        roles=frozenset(each.role for each in rows if each.role is not None),
        language=row.language,
    )
    return SignedIn(actor, is_touch_due=row.seen_at < now - TOUCH_EVERY)


@cache
def _signed_in() -> sa.Executable:
    """One row for each role of an active account; one without a role if it has none."""
    return (
        sa.select(
            BrowserSession.seen_at,
            Account.id.label("account_id"),
            Account.name,
            Account.title,
            Account.language,
            Organisation.id.label("organisation_id"),
            Organisation.kind,
            Organisation.name.label("organisation_name"),
            Organisation.valid_from,
            Organisation.valid_to,
            AccountRole.role,
        )
        .join(Account, Account.id == BrowserSession.account_id)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .outerjoin(AccountRole, AccountRole.account_id == Account.id)
        .where(
            BrowserSession.token_hash == sa.bindparam("token"),
            BrowserSession.expires_at > sa.bindparam("now", type_=BrowserSession.expires_at.type),
            Account.active,
        )
    )


def find_actor(session: Session, token: str, *, now: datetime) -> Actor | None:
    """The account behind a browser's token, if it is signed in."""
    found = find_signed_in(session, token, now=now)
    return found.actor if found else None


def touch(session: Session, token: str, *, now: datetime) -> None:
    """Note that the session is in use, which moves its end, but never beyond the working day."""
    row = session.get(BrowserSession, token_hash(token))
    if row is not None:
        row.seen_at = now
        row.expires_at = max(row.expires_at, min(row.created_at + LONGEST, now + IDLE))


def find_credentials(session: Session, email: str, *, now: datetime) -> Credentials | None:
    """The active account with this e-mail address, and whether its organisation has access now."""
    account = session.scalar(
        sa.select(Account).where(Account.email == throttle.folded(email), Account.active)
    )
    if account is None:
        return None
    return Credentials(account.id, account.password_hash, access=_access(account, now))


def start_session(
    session: Session, account_id: UUID, *, token: str, replaces: str | None, now: datetime
) -> Actor | None:
    """Sign the browser in under a new token, and end the session it had; None if there is no access."""
    if replaces:
        session.execute(sa.delete(BrowserSession).where(BrowserSession.token_hash == token_hash(replaces)))
    account = session.get(Account, account_id)
    if account is None or not _may_be_in(account, now):
        return None
    actor = actor_of(account)
    session.add(
        BrowserSession(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + min(IDLE, LONGEST),
        )
    )
    session.flush()
    record(session, Event.SIGNED_IN, by=actor, now=now, subject=("account", account.id))
    return actor


def record_failure(
    session: Session, account_id: UUID | None, *, now: datetime, access: Access = Access.OPEN
) -> None:
    """Note a failed sign-in; an unknown name leaves no trace of what was typed."""
    record(
        session,
        Event.SIGN_IN_FAILED,
        by=None,
        now=now,
        subject=("account", account_id or "unknown"),
        details={} if access is Access.OPEN else {"organisation": access.value},
    )


def end_session(session: Session, token: str, *, by: Actor | None, now: datetime) -> None:
    """Sign this browser out."""
    session.execute(sa.delete(BrowserSession).where(BrowserSession.token_hash == token_hash(token)))
    if by is not None:
        record(session, Event.SIGNED_OUT, by=by, now=now, subject=("account", by.account_id))


def end_sessions_of(session: Session, account_id: UUID, *, keep: str | None = None) -> int:
    """Sign the account out everywhere, but for the browser whose token is kept; how many ended."""
    ended = sa.delete(BrowserSession).where(BrowserSession.account_id == account_id)
    if keep:
        ended = ended.where(BrowserSession.token_hash != token_hash(keep))
    return int(session.execute(ended).rowcount)  # type: ignore[attr-defined]


def sign_out_elsewhere(session: Session, *, by: Actor, keep: str | None, now: datetime) -> None:
    """A person ends every session of theirs but the one they are using."""
    ended = end_sessions_of(session, by.account_id, keep=keep)
    record(
        session,
        Event.SIGNED_OUT,
        by=by,
        now=now,
        subject=("account", by.account_id),
        details={"sessions": ended},
    )


def end_expired(session: Session, now: datetime) -> int:
    """Housekeeping: delete sessions and links that have run out and old counts of failures; how many."""
    sessions = session.execute(sa.delete(BrowserSession).where(BrowserSession.expires_at <= now))
    links = session.execute(sa.delete(OneTimeLink).where(OneTimeLink.expires_at <= now))
    gone = sessions.rowcount + links.rowcount  # type: ignore[attr-defined]
    return int(gone) + throttle.forget_old(session, now=now)


def _may_be_in(account: Account, now: datetime) -> bool:
    return account.active and _access(account, now) is Access.OPEN


def _access(account: Account, now: datetime) -> Access:
    return account.organisation.access_on(clock.local(now).date())


def actor_of(account: Account) -> Actor:
    """An account as the stages see it."""
    organisation = account.organisation
    return Actor(
        account_id=account.id,
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,
        organisation_name=organisation.name,
        name=account.name,
        title=account.title,
        roles=account.roles,
        language=account.language,
    )
