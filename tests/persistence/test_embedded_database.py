"""The embedded database keeps what it acknowledged, one writer at a time, and no reference into nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from testing_app.people.models import CandidateAuthority
from testing_app.persistence.database import Database
from tests.world import NOW, World

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
UNITS = {"change": Database.transaction, "reading": Database.reading, "glance": Database.glance}
FULL = 2


@pytest.fixture
def another(database: Database) -> Iterator[sqlite3.Connection]:
    """A program beside ours that does not wait."""
    file = sa.make_url(database.url).database
    assert file
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        yield connection


@pytest.mark.parametrize("unit", UNITS.values(), ids=list(UNITS))
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", FULL), ("foreign_keys", 1), ("busy_timeout", 15_000)],
)
def test_every_unit_of_work_has_the_safe_settings(
    database: Database,
    unit: Callable[[Database], AbstractContextManager[Session]],
    pragma: str,
    value: str | int,
) -> None:
    with unit(database) as session:
        assert session.scalar(sa.text(f"PRAGMA {pragma}")) == value


def test_a_change_takes_the_write_lock_before_it_reads(
    database: Database, another: sqlite3.Connection
) -> None:
    with database.transaction() as session:
        session.scalar(sa.text("SELECT count(*) FROM candidates"))

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            another.execute("BEGIN IMMEDIATE")


def test_a_reading_keeps_nobody_from_writing_and_sees_a_steady_picture(
    database: Database, another: sqlite3.Connection, world: World
) -> None:
    with database.reading() as session:
        before = session.scalar(sa.text("SELECT count(*) FROM sign_in_throttles"))
        another.execute(
            "INSERT INTO sign_in_throttles (key, failures, blocked_until, last_failure_at) "
            "SELECT 'k', 1, created_at, created_at FROM accounts LIMIT 1"
        )

        assert session.scalar(sa.text("SELECT count(*) FROM sign_in_throttles")) == before


def test_a_reference_to_nothing_is_refused(database: Database, world: World) -> None:
    officer = world.act("authority_officer").account_id
    nobody = CandidateAuthority(
        candidate_id=uuid4(), authority_id=world.authority, since=NOW, added_by_id=officer
    )

    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(nobody)


def test_what_fails_halfway_leaves_nothing_behind(database: Database, world: World) -> None:
    def fail_halfway() -> None:
        with database.transaction() as session:
            world.add_candidate(session)
            session.execute(sa.text("SELECT nothing FROM nowhere"))

    with pytest.raises(OperationalError):
        fail_halfway()

    with database.reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM candidates")) == 0
