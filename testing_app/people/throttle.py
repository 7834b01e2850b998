"""Slows guessing of passwords: after some failures each one makes the next wait twice as long."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from testing_app.people.models import SignInThrottle

FREE_TRIES_OF_ACCOUNT = 4
"""A person who mistypes needs a few; the fifth failure starts the wait."""

FREE_TRIES_OF_ADDRESS = 24
"""A whole test centre may share one address, so it gets more before everybody there has to wait."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)
MOST_DOUBLINGS = 6


@dataclass(frozen=True)
class ThrottleKeys:
    """Keyed digests of who tries; neither the name nor the address is stored."""

    account: str
    address: str


def keys_of(*, email: str, address: str, secret: bytes) -> ThrottleKeys:
    """The rows that count the tries of an account name (known or not) and of a network address."""
    return ThrottleKeys(
        account=_digest(secret, "account:" + folded(email)), address=_digest(secret, "address:" + address)
    )


def folded(email: str) -> str:
    """An e-mail address as accounts are found by."""
    return email.strip().casefold()


def take_turn(session: Session, keys: ThrottleKeys, *, now: datetime) -> datetime | None:
    """Count one try before it is made; the time until which to wait when it may not be made yet.

    Counting first keeps many tries at once from slipping through; a success takes the count back.
    """
    rows = {key: _locked_row(session, key, now=now) for key in sorted((keys.account, keys.address))}
    waits = [row.blocked_until for row in rows.values() if row.blocked_until > now]
    if waits:
        return max(waits)
    _count(rows[keys.account], FREE_TRIES_OF_ACCOUNT, now=now)
    _count(rows[keys.address], FREE_TRIES_OF_ADDRESS, now=now)
    session.flush()
    return None


def forgive(session: Session, keys: ThrottleKeys, *, now: datetime) -> None:
    """The try was right: forget the failures of the account name and take this try from the address."""
    session.execute(sa.delete(SignInThrottle).where(SignInThrottle.key == keys.account))
    row = _locked_row(session, keys.address, now=now)
    row.failures = max(0, row.failures - 1)
    row.blocked_until = now
    session.flush()


def wait_of(session: Session, key: str, *, now: datetime) -> datetime | None:
    """Until when this name has to wait, if it has to."""
    row = session.get(SignInThrottle, key)
    return row.blocked_until if row is not None and row.blocked_until > now else None


def lift(session: Session, key: str) -> int:
    """Forget the failures of one name before their time; how many there were."""
    row = session.get(SignInThrottle, key, with_for_update=True)
    if row is None:
        return 0
    session.delete(row)
    session.flush()
    return row.failures


def forget_old(session: Session, *, now: datetime) -> int:
    """Delete the counts nobody has added to for a day; how many there were."""
    old = sa.delete(SignInThrottle).where(SignInThrottle.last_failure_at < now - FORGOTTEN_AFTER)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _count(row: SignInThrottle, free_tries: int, *, now: datetime) -> None:
    if row.last_failure_at < now - FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_failure_at = now
    row.blocked_until = now + wait_after(row.failures, free_tries=free_tries)


def wait_after(failures: int, *, free_tries: int) -> timedelta:
    """None for the free tries, then 1, 2, 4, ... minutes, never more than an hour."""
    beyond = failures - free_tries
    if beyond <= 0:
        return timedelta(0)
    doublings: int = 2 ** min(beyond - 1, MOST_DOUBLINGS)
    return min(LONGEST_WAIT, FIRST_WAIT * doublings)


def _locked_row(session: Session, key: str, *, now: datetime) -> SignInThrottle:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first = {"key": key, "failures": 0, "blocked_until": now, "last_failure_at": now}
    session.execute(insert(SignInThrottle).values(**first).on_conflict_do_nothing())
    query = sa.select(SignInThrottle).where(SignInThrottle.key == key).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def _digest(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), sha256).hexdigest()


def take_turn_of_address(session: Session, key: str, *, now: datetime) -> datetime | None:
    """Count one sending of a public form from an address; until when to wait when it may not be sent yet."""
    row = _locked_row(session, key, now=now)
    if row.blocked_until > now:
        return row.blocked_until
    _count(row, FREE_TRIES_OF_ADDRESS, now=now)
    session.flush()
    return None
