"""`lahtotaso migrate`: bring the database to this version's tables, and make signing keys if none exist."""

import argparse
from typing import Any

from testing_app.clock import now
from testing_app.commands.installation import CommandRefused, open_installation, refuse, say
from testing_app.persistence import migrate
from testing_app.results.keys import RING_FILE, create_ring
from testing_app.settings import Settings


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("migrate", help="bring the database to this version's tables")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Run the migrations that are missing."""
    try:
        with open_installation(migrated=False) as here:
            before = migrate.revision_of(here.database)
            migrate.upgrade(here.database)
            say(f"The database is at migration {migrate.newest_revision()} (was {before or 'empty'}).")
            if make_keys(here.settings):
                say(f"Signing keys were made in {here.settings.keys_folder}.")
    except CommandRefused as problem:
        return refuse(problem)
    return 0


def make_keys(settings: Settings) -> bool:
    """Make the ring of signing keys unless there is one; whether it was made."""
    if (settings.keys_folder / RING_FILE).exists():
        return False
    create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=now())
    return True
