"""The command `lahtotaso`: reads the arguments and hands them to one sub-command."""

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

COMMANDS = {
    "place": "suggest a course group for every row of a test-day sheet",
    "demo": "serve a demo with artificial people on this machine",
    "migrate": "bring the database to this version's tables",
    "serve": "serve the product",
    "worker": "deliver what the outbox holds",
    "accounts": "make the first administrator of an installation",
    "backup": "write everything but the master secret into one file",
    "restore": "put a backup into an empty installation",
    "keys": "list or rotate the signing keys",
    "audit": "verify the audit chains, or write their heads down outside the database",
    "rules": "check, show, list or compare rule sets",
    "post-codes": "import where post codes lie, for distances",
}
GROUPS = {
    "rules": {
        "check": "prove that a rule set is complete and never contradicts itself",
        "show": "show a rule set as tables that can be read",
        "list": "list the rule sets that come with the product",
        "impact": "compare two rule sets on a population, before a change",
    },
}
"""Each is a module of `testing_app.commands` (`rules_check` and so on for those of a group); only the
one that was asked for is imported, so that placing a sheet does not wait for the web application to load."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and give its exit status: 0 done, 1 found wanting, 2 could not be done."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser(given).parse_args(given)
    try:
        status: int = chosen.run(chosen)
        if sys.stdout is not None:  # None when whoever started us closed it
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has left; say nothing more to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lahtotaso",
        description="Language-level testing and placement: from scoring form to course place.",
    )
    _add_commands(parser, COMMANDS, asked)
    return parser


def _add_commands(
    parser: argparse.ArgumentParser, commands: Mapping[str, str], asked: Sequence[str], *, group: str = ""
) -> None:
    """Add the commands, and all that there is to say of the one that was asked for."""
    subparsers: Any = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, sentence in commands.items():
        if name not in asked[:1]:
            subparsers.add_parser(name, help=sentence)
        elif name in GROUPS and not group:
            members = subparsers.add_parser(name, help=sentence, description=sentence.capitalize() + ".")
            _add_commands(members, GROUPS[name], asked[1:], group=f"{name}_")
        else:
            importlib.import_module(f"testing_app.commands.{group}{name.replace('-', '_')}").add_parser(
                subparsers
            )


if __name__ == "__main__":
    sys.exit(main())
