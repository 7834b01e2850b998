"""`lahtotaso keys list` and `lahtotaso keys rotate`: the keys that sign results."""

import argparse
from typing import Any

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.commands.installation import CommandRefused, Installation, open_installation, refuse, say
from testing_app.results.keys import KeyProblem, open_ring


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("keys", help="list or rotate the signing keys")
    parser.add_argument("action", choices=("list", "rotate"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List every key that ever signed, or put a new one in use."""
    try:
        with open_installation() as here:
            return _rotate(here) if arguments.action == "rotate" else _list(here)
    except (CommandRefused, KeyProblem) as problem:
        return refuse(problem)


def _list(here: Installation) -> int:
    ring = open_ring(here.settings.keys_folder, here.settings.secret.key("signing keys"))
    for key in ring.records():
        until = f"until {key.retired_at:%Y-%m-%d %H:%M}" if key.retired_at else "in use"
        say(f"{key.key_id}  from {key.created_at:%Y-%m-%d %H:%M}  {until}")
    return 0


def _rotate(here: Installation) -> int:
    ring = open_ring(here.settings.keys_folder, here.settings.secret.key("signing keys"))
    old = ring.active()
    with here.database.transaction() as session:
        new = ring.rotate(now())
        record(
            session,
            Event.KEY_ROTATED,
            by=None,
            now=now(),
            subject=("signing_key", new.key_id),
            details={"retired": old.key_id},
        )
    say(f"Key {new.key_id} signs from now on. {old.key_id} is retired; what it signed stays verifiable.")
    say("Make a backup now: older backups do not hold the new key.")
    return 0
