"""Every way to tamper with the audit is found, with and without the key."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from testing_app.audit.actions import AUDIT_KEY, FIRST_LINK, link_of, record
from testing_app.audit.anchors import read_anchors, write_anchors
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry, AuditHead
from testing_app.audit.verify import Finding, FindingKind, verify_chains
from testing_app.persistence.database import Database
from tests.world import NOW, World


@pytest.fixture
def anchors_file(tmp_path: Path) -> Path:
    return tmp_path / "anchors.jsonl"


@pytest.fixture
def chain(world: World, anchors_file: Path) -> UUID:
    """Five entries of the test centre, anchored, in a database whose triggers somebody has dropped."""
    with world.database.transaction() as session:
        for number in range(5):
            record(
                session,
                Event.SITTING_VIEWED,
                by=world.act("assessor"),
                now=NOW + timedelta(minutes=number),
                subject=("sitting", f"s{number}"),
                details={"number": number, "word": "ä"},
            )
        record(session, Event.SIGN_IN_FAILED, by=None, now=NOW, subject=("account", "unknown"))
        write_anchors(session, anchors_file, now=NOW)
        if world.database.embedded:
            session.execute(sa.text("DROP TRIGGER audit_entries_keep_update"))
            session.execute(sa.text("DROP TRIGGER audit_entries_keep_delete"))
        else:
            session.execute(sa.text("DROP TRIGGER audit_entries_keep ON audit_entries"))
    return world.centre


def tamper(database: Database, statement: str, **values: object) -> None:
    with database.transaction() as session:
        session.execute(sa.text(statement), values)


def findings(world: World, file: Path) -> list[Finding]:
    with world.database.reading() as session:
        key = session.info[AUDIT_KEY]
        return verify_chains(session, key=key, anchors=read_anchors(file, key))


def kinds(world: World, file: Path) -> set[FindingKind]:
    return {finding.kind for finding in findings(world, file)}


def test_an_honest_chain_has_no_findings(world: World, chain: UUID, anchors_file: Path):
    assert findings(world, anchors_file) == []


def test_the_database_refuses_to_change_or_delete_an_entry(world: World):
    with world.database.transaction() as session:
        record(session, Event.SIGNED_IN, by=None, now=NOW, subject=("account", "unknown"))

    for statement in ("UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(sa.exc.DatabaseError, match="append-only"):
            tamper(world.database, statement)


@pytest.mark.parametrize(
    "change",
    ["action = 'signed_in'", "subject_id = 'other'", "details = '{}'", "account_id = NULL", "at = :at"],
)
def test_a_changed_entry_is_found(world: World, chain: UUID, anchors_file: Path, change: str):
    at = {"at": "2026-03-12 07:00:00.000000"} if ":at" in change else {}

    tamper(world.database, f"UPDATE audit_entries SET {change} WHERE subject_id = 's2'", **at)

    assert findings(world, anchors_file) == [Finding(FindingKind.ENTRY_CHANGED, chain, 3, 3)]


def test_a_deleted_entry_is_found(world: World, chain: UUID, anchors_file: Path):
    tamper(world.database, "DELETE FROM audit_entries WHERE subject_id IN ('s1', 's2')")

    assert Finding(FindingKind.ENTRIES_MISSING, chain, 2, 3) in findings(world, anchors_file)


def test_entries_that_changed_places_are_found(world: World, chain: UUID, anchors_file: Path):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        statement = "UPDATE audit_entries SET sequence = :new WHERE sequence = :old"
        tamper(world.database, statement, old=old, new=new)

    assert Finding(FindingKind.ENTRY_CHANGED, chain, 2, 2) in findings(world, anchors_file)


def test_an_entry_added_without_the_key_is_found(world: World, chain: UUID, anchors_file: Path):
    with world.database.transaction() as session:
        last = session.scalars(sa.select(AuditHead).where(AuditHead.chain_id == chain)).one()
        forged = AuditEntry(
            chain_id=chain,
            sequence=6,
            at=NOW,
            account_id=None,
            action="signed_in",
            subject_kind="account",
            subject_id="x",
            candidate_id=None,
            details={},
            previous_mac=last.mac,
        )
        forged.mac = link_of(forged, b"a guess at the key")
        last.sequence, last.mac = 6, forged.mac
        session.add(forged)

    assert findings(world, anchors_file) == [Finding(FindingKind.ENTRY_CHANGED, chain, 6, 6)]


def test_a_tail_cut_together_with_its_head_is_found_by_the_anchor(
    world: World, chain: UUID, anchors_file: Path
):
    tamper(world.database, "DELETE FROM audit_entries WHERE sequence > 3")
    tamper(
        world.database,
        "UPDATE audit_heads SET sequence = 3, mac = (SELECT mac FROM audit_entries WHERE sequence = 3)"
        " WHERE sequence = 5",
    )

    assert findings(world, anchors_file) == [Finding(FindingKind.TAIL_CUT, chain, 4, 5)]


def test_a_chain_rewritten_with_the_key_is_found_by_the_anchor(world: World, chain: UUID, anchors_file: Path):
    with world.database.transaction() as session:
        previous = FIRST_LINK
        entries = session.scalars(
            sa.select(AuditEntry).where(AuditEntry.chain_id == chain).order_by(AuditEntry.sequence)
        )
        for entry in entries:
            entry.account_id = None
            entry.previous_mac = previous
            previous = entry.mac = link_of(entry, session.info[AUDIT_KEY])
        session.execute(sa.update(AuditHead).where(AuditHead.chain_id == chain).values(mac=previous))

    assert findings(world, anchors_file) == [Finding(FindingKind.REWRITTEN, chain, 1, 5)]


def test_a_chain_deleted_whole_is_found_by_the_anchor(world: World, chain: UUID, anchors_file: Path):
    tamper(world.database, "DELETE FROM audit_entries WHERE subject_kind = 'sitting'")
    tamper(world.database, "DELETE FROM audit_heads WHERE sequence = 5")

    assert findings(world, anchors_file) == [Finding(FindingKind.TAIL_CUT, chain, 1, 5)]


def test_a_head_that_does_not_fit_is_found(world: World, chain: UUID, anchors_file: Path):
    tamper(world.database, "UPDATE audit_heads SET sequence = 7 WHERE sequence = 5")

    assert kinds(world, anchors_file) == {FindingKind.HEAD_DIFFERS}


def test_an_altered_anchor_line_is_found(world: World, chain: UUID, anchors_file: Path):
    anchors_file.write_text(anchors_file.read_text().replace('", 5, "', '", 4, "'))

    assert FindingKind.ANCHOR_ALTERED in kinds(world, anchors_file)


def test_an_anchor_line_taken_out_is_found(world: World, chain: UUID, anchors_file: Path):
    with world.database.transaction() as session:
        record(session, Event.SIGNED_OUT, by=world.act("assessor"), now=NOW, subject=("account", "x"))
        write_anchors(session, anchors_file, now=NOW)
    lines = anchors_file.read_text().splitlines(keepends=True)

    anchors_file.write_text(lines[1])

    assert findings(world, anchors_file) == [Finding(FindingKind.ANCHOR_ALTERED, None, 1, 1)]


def test_an_anchor_is_written_only_when_a_chain_has_moved(world: World, chain: UUID, anchors_file: Path):
    before = anchors_file.read_bytes()

    with world.database.reading() as session:
        moved = write_anchors(session, anchors_file, now=NOW)

    assert moved == 0
    assert anchors_file.read_bytes() == before


def test_only_the_chain_asked_for_is_checked(world: World, chain: UUID, anchors_file: Path):
    tamper(world.database, "UPDATE audit_entries SET action = 'x' WHERE subject_id = 's2'")

    with world.database.reading() as session:
        key = session.info[AUDIT_KEY]
        found = verify_chains(session, key=key, anchors=read_anchors(anchors_file, key), only=world.authority)

    assert found == []
