"""Lets those who change seats take turns, so that every decision sees the world as it is."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

TURN = 4_117_003
"""The number of the lock on PostgreSQL; SQLite has one writer at a time anyway."""


def take_turn(session: Session) -> None:
    """Wait until nobody else changes seats; the turn ends with the transaction.

    Whoever frees a seat looks at people, waiting places and occasions at once. With a lock on each row two
    of them could wait for each other in a ring; with one turn taken before any row there is none. So call
    this before anything that locks, also when several actions share one transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))
