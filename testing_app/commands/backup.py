"""`lahtotaso backup FILE`: everything but the master secret in one file, from one steady picture."""

import argparse
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from tqdm import tqdm

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.commands.installation import CommandRefused, Installation, open_installation, refuse, say
from testing_app.persistence import migrate, snapshot
from testing_app.persistence.archive import ArchiveWriter, write_archive
from testing_app.persistence.database import READ
from testing_app.results.keys import LOCK_FILE
from testing_app.schema import METADATA

BACKUP_KEY = "backup"
ANCHORS = "audit-anchors.jsonl"
KEYS = "keys/"


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("backup", help="write everything but the master secret into one file")
    parser.add_argument("file", type=Path, help="the file to write, for example lahtotaso-2026-03-12.zip")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup and say what it does not hold."""
    file: Path = arguments.file.resolve()
    try:
        with open_installation() as here:
            if file.exists():
                raise CommandRefused(f"{file} exists already. Choose another name.")
            rows = write_backup(here, file)
            say(f"{rows} rows of {len(METADATA.tables)} tables, the signing keys and the anchors: {file}")
            say("The file holds personal data: keep it where only those responsible can read it.")
            say(
                "THE MASTER SECRET IS NOT IN IT. Without it the backup cannot be restored. It is in"
                f" LAHTOTASO_SECRET or {here.settings.home / 'secret.key'}: keep a copy of it elsewhere."
            )
    except OSError as problem:
        return refuse(CommandRefused(f"{file} cannot be written: {problem.strerror}."))
    except CommandRefused as problem:
        return refuse(problem)
    return 0


def write_backup(here: Installation, file: Path) -> int:
    """Write all tables, the key ring and the anchors; how many rows.

    The anchors are read before the picture is taken and the keys after it: so no anchor is ahead of the
    entries, and no result was signed by a key that is not there.
    """
    with here.database.transaction() as session:
        record(session, Event.BACKUP_MADE, by=None, now=now(), subject=("backup", "file"))
    anchors = here.settings.anchors_file
    anchored = anchors.read_bytes() if anchors.exists() else b""
    facts: dict[str, Any] = {
        "made_at": now().isoformat(),
        "product": version("lahtotaso"),
        "revision": migrate.revision_of(here.database),
        "tables": {},
    }
    key = here.settings.secret.key(BACKUP_KEY)
    with write_archive(file, key=key, facts=facts) as archive:
        with here.database.engine.execution_options(unit=READ).connect() as connection:
            for name, columns, rows in _tables_into(archive, connection):
                facts["tables"][name] = {"columns": columns, "rows": rows}
            connection.rollback()
        archive.add(ANCHORS, [anchored])
        for path in sorted(here.settings.keys_folder.glob("*")):
            if path.is_file() and path.name != LOCK_FILE:
                archive.add(KEYS + path.name, [path.read_bytes()])
    return sum(table["rows"] for table in facts["tables"].values())


def _tables_into(
    archive: ArchiveWriter, connection: sa.Connection
) -> Iterator[tuple[str, list[list[str]], int]]:
    tables = [(table, snapshot.columns_there(connection, table)) for table in METADATA.sorted_tables]
    total = snapshot.rows_in(connection, METADATA.tables)
    with tqdm(total=total, unit=" rows", disable=not sys.stderr.isatty()) as bar:
        for table, columns in tables:
            if not columns:
                continue
            rows = snapshot.rows_in(connection, [table.name])
            lines = snapshot.lines_of(connection, table, columns, progress=bar.update)
            archive.add(f"tables/{table.name}.jsonl", lines)
            yield table.name, [list(pair) for pair in columns.items()], rows
