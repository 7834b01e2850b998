"""Signing in and out: browser sessions kept on the server."""

from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.models import Account, BrowserSession


def token_hash(token: str) -> str:
    """What is stored of a random token: SHA-256, 64 hexadecimal digits."""
    return sha256(token.encode()).hexdigest()


def find_actor(session: Session, token: str, *, now: datetime) -> Actor | None:
    """The account behind a browser's token while its session lives and the account is active."""
    row = session.scalar(
        sa.select(BrowserSession).where(
            BrowserSession.token_hash == token_hash(token), BrowserSession.expires_at > now
        )
    )
    if row is None or not row.account.active:
        return None
    return actor_of(row.account)


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
