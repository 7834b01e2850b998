"""The command `lahtotaso`: reads the arguments and hands them to one sub-command."""

import argparse
import os
import sys
from collections.abc import Sequence

from testing_app.commands import worker

COMMANDS: tuple[object, ...] = (
    worker,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and give its exit status: 0 done, 1 found wanting, 2 could not be done."""
    parser = argparse.ArgumentParser(
        prog="lahtotaso",
        description="Language-level testing and placement: from scoring form to course place.",
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)  # type: ignore[attr-defined]
    chosen = parser.parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has left; say nothing more to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
