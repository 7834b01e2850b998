"""`lahtotaso post-codes import`: the table of post codes from which distances are told."""

import argparse
from pathlib import Path
from typing import Any

from testing_app.commands.installation import CommandRefused, open_installation, refuse, say
from testing_app.people.post_codes import PostCodeTable, keep_post_codes, read_post_codes
from testing_app.spreadsheets.refusals import Refusal, SheetRefused

REASONS = {
    Refusal.EMPTY: "The file is empty.",
    Refusal.NO_HEADER: "There is no header row with the columns code, city, latitude and longitude.",
    Refusal.QUOTES: "The quotation marks of the file do not match.",
    Refusal.TOO_BIG: "The file is too big for a table of post codes.",
}


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("post-codes", help="import where post codes lie, for distances")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    bring_in = actions.add_parser(
        "import", help="read a CSV or Excel file with the columns code;city;latitude;longitude (degrees)"
    )
    bring_in.add_argument("file", type=Path, metavar="FILE")
    bring_in.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Keep every post code of the file, or none when anything in it is wrong."""
    try:
        table = _table(arguments.file)
        with open_installation() as here, here.database.transaction() as session:
            new = keep_post_codes(session, table.places)
    except CommandRefused as problem:
        return refuse(problem)
    say(f"Post codes kept: {len(table.places)}, of which new: {new}.")
    return 0


def _table(file: Path) -> PostCodeTable:
    try:
        table = read_post_codes(file)
    except OSError as problem:
        raise CommandRefused(f"{file} cannot be read. Check the name and that you may read it.") from problem
    except SheetRefused as refused:
        reason = REASONS.get(refused.refusal, "Save it as .xlsx or CSV with those columns.")
        raise CommandRefused(f"{file} is no table of post codes. {reason}") from refused
    if table.problems:
        listed = "\n".join(f"  Row {row}: {sentence}" for row, sentence in table.problems)
        raise CommandRefused(f"Nothing was imported. Correct in {file}:\n{listed}")
    if not table.places:
        raise CommandRefused(f"{file} has no post code below the header row.")
    return table
