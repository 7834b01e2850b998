"""`lahtotaso restore FILE`: put a backup into an empty installation, on SQLite or PostgreSQL."""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from tqdm import tqdm

from testing_app.audit.actions import AUDIT_KEY, record
from testing_app.audit.anchors import read_anchors
from testing_app.audit.events import Event
from testing_app.audit.verify import Finding, verify_chains
from testing_app.clock import now
from testing_app.commands.audit import sentence_of
from testing_app.commands.backup import ANCHORS, BACKUP_KEY, KEYS
from testing_app.commands.installation import CommandRefused, Installation, open_installation, refuse, say
from testing_app.persistence import migrate, snapshot
from testing_app.persistence.archive import ArchiveProblem, ArchiveReader, open_archive
from testing_app.schema import METADATA
from testing_app.settings import missing_secret

FOUND_WANTING = 1


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("restore", help="put a backup into an empty installation")
    parser.add_argument("file", type=Path, help="the backup")
    parser.add_argument("--replace", action="store_true", help="delete what the database holds now")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore all or nothing; exit status 1 when the restored audit is not whole."""
    try:
        _refuse_without_the_secret()
        with open_installation(migrated=False) as here:
            findings = restore(here, arguments.file.resolve(), replace=arguments.replace)
    except (ArchiveProblem, CommandRefused) as problem:
        return refuse(problem)
    except (sa.exc.IntegrityError, ValueError) as problem:
        sentence = f"The backup does not fit together ({type(problem).__name__}); nothing was changed."
        return refuse(CommandRefused(sentence))
    for finding in findings:
        say(sentence_of(finding))
    say("The backup is restored. The audit is whole." if not findings else "The audit is NOT whole.")
    return FOUND_WANTING if findings else 0


def restore(here: Installation, file: Path, *, replace: bool) -> list[Finding]:
    """Check the file, then put tables, keys and anchors back; what is wrong with the audit in it."""
    key = here.settings.secret.key(BACKUP_KEY)
    with open_archive(file, key=key) as archive:
        _refuse_what_does_not_fit(here, archive, replace=replace)
        _stage_files(here, archive)
        with here.database.rebuilding() as session:
            _put_back(session.connection(), archive)
            findings = _findings(session, here)
            record(
                session,
                Event.BACKUP_RESTORED,
                by=None,
                now=now(),
                subject=("backup", "file"),
                details={"made_at": archive.facts["made_at"], "revision": archive.facts["revision"]},
            )
    _put_files_in_place(here)
    return findings


def _refuse_without_the_secret() -> None:
    """A secret made now could never open a backup, so none is made."""
    place = missing_secret()
    if place is not None:
        raise CommandRefused(
            "This installation has no master secret, and a backup can be restored only with the secret of the"
            f" installation that made it. Copy the secret.key of that installation to {place}"
            " (or put the secret into LAHTOTASO_SECRET), then restore again. Nothing was made or changed."
        )


def _refuse_what_does_not_fit(here: Installation, archive: ArchiveReader, *, replace: bool) -> None:
    revision = archive.facts["revision"]
    if not migrate.is_known(revision):
        raise CommandRefused(
            f"The backup is at migration {revision}, which this version does not know."
            f" Install version {archive.facts['product']} or newer."
        )
    present = migrate.revision_of(here.database)
    if present is not None and not migrate.is_known(present):
        raise CommandRefused(f"The database is at migration {present}, which this version does not know.")
    with here.database.engine.connect() as connection:
        rows = snapshot.rows_in(connection, METADATA.tables)
    if rows and not replace:
        raise CommandRefused(
            f"The database holds {rows} rows. Restore into an empty one, or give --replace to delete them."
        )


def _put_back(connection: sa.Connection, archive: ArchiveReader) -> None:
    tables = archive.facts["tables"]
    migrate.rebuild_within(connection, to=archive.facts["revision"])
    snapshot.defer_references(connection)
    total = sum(table["rows"] for table in tables.values())
    with tqdm(total=total, unit=" rows", disable=not sys.stderr.isatty()) as bar:
        for name, table in tables.items():
            columns = dict(table["columns"])
            with archive.open(f"tables/{name}.jsonl") as lines:
                count = snapshot.insert_lines(connection, name, columns, lines, progress=bar.update)
            if count != table["rows"]:
                raise ArchiveProblem(f"{name} has {count} rows, its manifest says {table['rows']}.")
    snapshot.check_references(connection)
    snapshot.set_counters(connection, tables)
    migrate.upgrade_within(connection)


def _findings(session: Session, here: Installation) -> list[Finding]:
    key: bytes = session.info[AUDIT_KEY]
    return verify_chains(session, key=key, anchors=read_anchors(_staged(here) / ANCHORS, key))


def _staged(here: Installation) -> Path:
    return here.settings.home / ".restore"


def _stage_files(here: Installation, archive: ArchiveReader) -> None:
    """Unpack keys and anchors beside the present ones, so that putting them in place is only renaming."""
    folder = _staged(here)
    for old in (*folder.glob("keys/*"), *folder.glob("*")):
        with suppress(IsADirectoryError, PermissionError):
            old.unlink()
    (folder / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in archive.names():
        if name == ANCHORS or (name.startswith(KEYS) and "/" not in name.removeprefix(KEYS)):
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as out, archive.open(name) as member:
                out.write(member.read())
                out.flush()
                os.fsync(out.fileno())


def _put_files_in_place(here: Installation) -> None:
    """What stood there before is kept beside it under the time of the restore."""
    stamp = f"{now():%Y%m%dT%H%M%SZ}"
    folder = _staged(here)
    for source, target in (
        (folder / "keys", here.settings.keys_folder),
        (folder / ANCHORS, here.settings.anchors_file),
    ):
        if target.exists():
            target.rename(target.with_name(f"{target.name}.before-restore-{stamp}"))
        source.rename(target)
    folder.rmdir()
