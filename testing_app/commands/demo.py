"""`lahtotaso demo`: an installation with artificial people on it, served on this machine."""

import argparse
import sys
from typing import Any

from testing_app.app import open_database
from testing_app.clock import now, today
from testing_app.commands.serve import ServeOptions, serve
from testing_app.demo import DEMO_ACCOUNTS, DEMO_PASSWORD, load_demo
from testing_app.persistence import migrate
from testing_app.results.keys import create_ring
from testing_app.settings import settings_from

TITLE = "Lähtötaso demo: artificial people only"


def add_parser(subparsers: Any) -> None:
    """Add `demo` to the command line."""
    parser = subparsers.add_parser("demo", help="serve a demo with artificial people on this machine")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Migrate, load the demo into an empty database, print the accounts, serve until stopped."""
