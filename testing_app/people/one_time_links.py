"""The link with which a person sets a password once, given out by an administrator."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import NotFound
from testing_app.people.accounts import set_password
from testing_app.people.models import Account, OneTimeLink
from testing_app.people.sign_in import actor_of, end_sessions_of, token_hash

VALID_FOR = timedelta(hours=24)
"""Long enough for a message to be read the next morning."""


def make_link(session: Session, account_id: UUID, *, token: str, by: Actor | None, now: datetime) -> datetime:
    """Make the random token good for setting a password once; earlier links stop working. Its end."""
    account = session.get(Account, account_id)
    if account is None or not account.active:
        raise NotFound("no_such_account")
    session.execute(
        sa.delete(OneTimeLink).where(OneTimeLink.account_id == account_id, OneTimeLink.used_at.is_(None))
    )
    link = OneTimeLink(
        token_hash=token_hash(token),
        account_id=account_id,
        made_by_id=by.account_id if by else None,
        made_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(link)
    session.flush()
    record(session, Event.ONE_TIME_LINK_MADE, by=by, now=now, subject=("account", account_id))
    return link.expires_at


def find_account_of_link(session: Session, token: str, *, now: datetime) -> Account | None:
    """The account whose password the link may set, while it is unused and in time."""
    return session.scalar(
        sa.select(Account)
        .join(OneTimeLink, OneTimeLink.account_id == Account.id)
        .where(
            OneTimeLink.token_hash == token_hash(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            Account.active,
        )
    )


def use_link(session: Session, token: str, *, password: str, now: datetime) -> Account:
    """Set the password and spend the link; whoever comes second finds nothing."""
    account = find_account_of_link(session, token, now=now)
    if account is None:
        raise NotFound("link_spent")
    set_password(session, account, password=password, now=now, by=actor_of(account))
    spent = session.execute(
        sa.update(OneTimeLink)
        .where(OneTimeLink.token_hash == token_hash(token), OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound("link_spent")
    end_sessions_of(session, account.id)
    return account
