"""A backup brings everything back, on either database, or nothing at all."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from testing_app.app import open_database
from testing_app.audit.actions import record
from testing_app.audit.anchors import write_anchors
from testing_app.audit.events import Event
from testing_app.audit.verify import FindingKind
from testing_app.commands.backup import write_backup
from testing_app.commands.installation import CommandRefused, Installation
from testing_app.commands.restore import restore
from testing_app.people.models import BrowserSession
from testing_app.persistence import migrate
from testing_app.persistence.archive import ArchiveProblem
from testing_app.persistence.database import Database
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results.keys import create_ring, open_ring
from testing_app.results.models import SignedResult
from testing_app.schema import METADATA
from testing_app.settings import MasterSecret, Settings
from testing_app.sittings.models import Sitting
from tests.postgres import Postgres
from tests.rule_sets.making import drafted, of_draft, proposed
from tests.world import NOW, TODAY, World

PURPOSE = "signing keys"


@pytest.fixture
def source(settings: Settings, world: World) -> Installation:
    """An installation with people, a result and its correction, keys, audit entries and anchors."""
    create_ring(settings.keys_folder, settings.secret.key(PURPOSE), now=NOW)
    with world.database.transaction() as session:
        candidate = world.add_candidate(session, family_name="Öström العربية", birth_date=None)
        booking = world.add_booking(session, world.add_occasion(session), candidate)
        sitting = Sitting(
            booking_id=booking.id,
            candidate_id=candidate.id,
            referral_id=booking.referral_id,
            centre_id=world.centre,
            authority_id=world.authority,
            language_tested="fi",
            tested_on=TODAY,
            opened_by_id=world.act("assessor").account_id,
            opened_at=NOW,
        )
        session.add(sitting)
        session.flush()
        # The correction sorts before the result it names.
        first = add_result(world, session, sitting, UUID(int=2), supersedes=None)
        add_result(world, session, sitting, UUID(int=1), supersedes=first)
        proposed(
            session, of_draft(drafted(session, world.act("course_planner"))), world.act("course_planner")
        )
        record(session, Event.RESULT_SIGNED, by=world.act("assessor"), now=NOW, subject=("result", first))
    with world.database.reading() as session:
        write_anchors(session, settings.anchors_file, now=NOW)
    return Installation(settings, world.database)


def add_result(world: World, session, sitting: Sitting, result_id: UUID, *, supersedes: UUID | None) -> UUID:
    assessor = world.act("assessor").account_id
    suggestion = StoredSuggestion(
        sitting_id=sitting.id, rule_set_id="r", rule_set_version=1, rule="x", track="t", evidence={"a": None},
        outcome={"b": [1, "ä"]}, made_at=NOW,
    )  # fmt: skip
    session.add(suggestion)
    session.flush()
    recommendation = Recommendation(
        sitting_id=sitting.id, suggestion_id=suggestion.id, track="t", reason="r", agrees=True,
        made_by_id=assessor, made_at=NOW,
    )  # fmt: skip
    session.add(recommendation)
    session.flush()
    session.add(
        SignedResult(
            id=result_id, sitting_id=sitting.id, recommendation_id=recommendation.id,
            candidate_id=sitting.candidate_id, centre_id=world.centre, authority_id=world.authority,
            supersedes_id=supersedes, language_tested="fi", tested_on=TODAY, track="t",
            document=bytes(range(256)), signature="s", key_id="k", pdf=b"%PDF" + result_id.bytes,
            pdf_digest=result_id.hex, pdf_signature="s", signed_by_id=assessor,
            signed_at=NOW + timedelta(microseconds=123456),
        )
    )  # fmt: skip
    session.flush()
    return result_id


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Installation]:
    """Another installation with the same master secret, its database empty and not even migrated."""
    home = tmp_path / "other"
    home.mkdir()
    with empty_database(request, home) as url:
        other = Settings(home=home, database_url=url, secret=settings.secret)
        database = open_database(other, pool_size=2)
        yield Installation(other, database)
        database.close()


@contextmanager
def empty_database(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{home / 'lahtotaso.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.copy_of_template(f"b{uuid4().hex[:12]}") as url:
        yield url


def content(database: Database) -> dict[str, list]:
    """Every row of every table, but for what a restore adds: the last entry of the system's chain."""
    with database.reading() as session:
        rows = {
            table.name: [tuple(row) for row in session.execute(sa.select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }
    rows["audit_entries"] = [row for row in rows["audit_entries"] if "backup_restored" not in row]
    del rows["audit_heads"]
    return rows


def test_everything_comes_back_on_either_database(source: Installation, target: Installation, tmp_path: Path):
    write_backup(source, tmp_path / "b.zip")
    before = content(source.database)

    findings = restore(target, tmp_path / "b.zip", replace=False)

    assert findings == []
    assert content(target.database) == before
    assert before["results"][0][0] == UUID(int=1)
    assert [len(before[name]) for name in ("rule_set_texts", "rule_set_activations")] == [1, 1]
    old = open_ring(source.settings.keys_folder, source.settings.secret.key(PURPOSE))
    new = open_ring(target.settings.keys_folder, target.settings.secret.key(PURPOSE))
    assert new.records() == old.records()
    assert new.sign(b"x") == old.sign(b"x")
    assert target.settings.anchors_file.read_bytes() == source.settings.anchors_file.read_bytes()
    assert migrate.differences(target.database, METADATA) == []


def test_a_restored_database_goes_on_counting(source: Installation, target: Installation, tmp_path: Path):
    write_backup(source, tmp_path / "b.zip")
    restore(target, tmp_path / "b.zip", replace=False)

    with target.database.transaction() as session:
        for _number in range(3):
            record(session, Event.SIGNED_OUT, by=None, now=NOW, subject=("account", "x"))

    with target.database.reading() as session:
        statement = sa.text("SELECT count(DISTINCT id) = count(*) FROM audit_entries")
        assert session.scalar(statement)


def test_a_restored_audit_still_refuses_to_be_changed(
    source: Installation, target: Installation, tmp_path: Path
):
    write_backup(source, tmp_path / "b.zip")
    restore(target, tmp_path / "b.zip", replace=False)

    with pytest.raises(sa.exc.DatabaseError, match="append-only"), target.database.transaction() as session:
        session.execute(sa.text("DELETE FROM audit_entries"))


def test_a_database_that_holds_something_is_not_replaced_unasked(source: Installation, tmp_path: Path):
    write_backup(source, tmp_path / "b.zip")
    before = content(source.database)

    with pytest.raises(CommandRefused, match="--replace"):
        restore(source, tmp_path / "b.zip", replace=False)

    assert content(source.database) == before


def test_asked_to_replace_it_brings_the_backup_back_and_keeps_the_old_keys(
    source: Installation, world: World, tmp_path: Path
):
    write_backup(source, tmp_path / "b.zip")
    before = content(source.database)
    world.cookie("assessor")

    restore(source, tmp_path / "b.zip", replace=True)

    assert content(source.database) == before
    assert list(source.settings.home.glob("keys.before-restore-*"))


def test_the_backup_holds_the_moment_it_was_begun(source: Installation, world: World, tmp_path: Path):
    write_backup(source, tmp_path / "b.zip")
    world.cookie("assessor")

    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        manifest = json.loads(file.read("manifest.json"))

    assert manifest["tables"][BrowserSession.__tablename__]["rows"] == 0
    assert manifest["revision"] == migrate.newest_revision()


def test_the_master_secret_is_not_in_the_backup_and_only_its_owner_reads_the_file(
    source: Installation, tmp_path: Path
):
    file = tmp_path / "b.zip"
    write_backup(source, file)

    with zipfile.ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert source.settings.secret.value.hex().encode() not in everything
    assert source.settings.secret.value not in everything.replace(bytes(range(256)), b"")
    assert file.stat().st_mode & 0o777 == 0o600


def rewrite(file: Path, name: str, change) -> None:
    """The same archive with one member changed, as somebody with a zip program would do it."""
    with zipfile.ZipFile(file) as old:
        members = {each: old.read(each) for each in old.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(file, "w") as new:
        for each, data in members.items():
            new.writestr(each, data)


@pytest.mark.parametrize(
    "name, change",
    [
        ("tables/accounts.jsonl", lambda data: data.replace(b"assessor@", b"attacker@")),
        ("audit-anchors.jsonl", lambda data: b""),
        ("manifest.json", lambda data: data.replace(b'"revision": "0', b'"revision": "9')),
        ("tables/extra.jsonl", lambda data: data),
    ],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_altered_backup_is_refused_and_nothing_is_changed(
    source: Installation, tmp_path: Path, name: str, change
):
    file = tmp_path / "b.zip"
    write_backup(source, file)
    before = content(source.database)
    with zipfile.ZipFile(file, "a") as archive:
        if name not in archive.namelist():
            archive.writestr(name, b"")
    rewrite(file, name, change)

    with pytest.raises(ArchiveProblem):
        restore(source, file, replace=True)

    assert content(source.database) == before


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("length", [0, 100, 5000])
def test_a_cut_file_is_refused(source: Installation, tmp_path: Path, length: int):
    file = tmp_path / "b.zip"
    write_backup(source, file)
    file.write_bytes(file.read_bytes()[:length])

    with pytest.raises(ArchiveProblem, match="damaged"):
        restore(source, file, replace=True)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_another_master_secret_is_named_as_the_reason(source: Installation, tmp_path: Path):
    write_backup(source, tmp_path / "b.zip")
    stranger = replace(source.settings, secret=MasterSecret(bytes(32)))

    with pytest.raises(ArchiveProblem, match="another master secret"):
        restore(Installation(stranger, source.database), tmp_path / "b.zip", replace=True)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_audit_that_was_cut_before_the_backup_shows_at_the_restore(source: Installation, tmp_path: Path):
    with source.database.transaction() as session:
        session.execute(sa.text("DROP TRIGGER audit_entries_keep_delete"))
        session.execute(sa.text("DELETE FROM audit_entries"))
        session.execute(sa.text("DELETE FROM audit_heads"))
    write_backup(source, tmp_path / "b.zip")

    findings = restore(source, tmp_path / "b.zip", replace=True)

    assert FindingKind.TAIL_CUT in {finding.kind for finding in findings}


def test_an_older_backup_is_restored_at_its_migration_and_brought_up(source: Installation, tmp_path: Path):
    migrate.downgrade(source.database, to="0001")
    write_backup(source, tmp_path / "b.zip")
    migrate.upgrade(source.database)

    assert restore(source, tmp_path / "b.zip", replace=True) == []

    assert migrate.revision_of(source.database) == migrate.newest_revision()
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), source.database.transaction() as session:
        session.execute(sa.text("DELETE FROM audit_entries"))


def test_what_was_sealed_stays_sealed_after_a_restore(source: Installation, tmp_path: Path):
    write_backup(source, tmp_path / "b.zip")

    assert restore(source, tmp_path / "b.zip", replace=True) == []

    with (
        pytest.raises(sa.exc.DatabaseError, match="never change"),
        source.database.transaction() as session,
    ):
        session.execute(sa.text("UPDATE rule_set_texts SET text = ''"))
