"""`lahtotaso demo`: an installation with artificial people on it, served on this machine."""

import argparse
from dataclasses import replace
from typing import Any

from testing_app import logs
from testing_app.app import open_database
from testing_app.clock import today
from testing_app.commands.installation import CommandRefused, refuse, say
from testing_app.commands.migrate import make_keys
from testing_app.commands.serve import ServeOptions, serve
from testing_app.demo import DEMO_ACCOUNTS, DEMO_PASSWORD, add_today, holds_demo, is_empty, load_demo
from testing_app.persistence import migrate
from testing_app.results.keys import KeyRing, open_ring
from testing_app.settings import Settings, settings_from

HALF_LOADED = "demo-loading.db"


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("demo", help="serve a demo with artificial people on this machine")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Migrate, load the demo into an empty database, print the accounts, serve until stopped."""
    options = ServeOptions(port=arguments.port)
    settings = replace(settings_from(), public_url=f"http://127.0.0.1:{options.port}")
    try:
        _prepare(settings)
        logs.set_up()
        _introduce(settings)
        return serve(settings, options)
    except CommandRefused as problem:
        return refuse(problem)
    except OSError as problem:
        return refuse(CommandRefused(f"Cannot listen on 127.0.0.1:{options.port}: {problem.strerror}."))


def _prepare(settings: Settings) -> None:
    """An empty database gets the demo, one that has it gets today's occasion, any other is left alone."""
    database = open_database(settings)
    migrate.upgrade(database)
    empty, ours = is_empty(database), holds_demo(database)
    database.close()
    if empty:
        _load(settings)
    elif not ours:
        raise CommandRefused(
            f"The database in {settings.home} holds something else than the demo, or a demo that was"
            " interrupted while loading. Name another folder in LAHTOTASO_HOME, or run `lahtotaso serve`."
        )
    ring = _ring(settings)
    database = open_database(settings)
    add_today(database, ring=ring, public_url=settings.public_url, today=today())
    database.close()


def _load(settings: Settings) -> None:
    """Load the demo; on SQLite into a file beside, so that an interrupted start leaves nothing behind."""
    say("Loading the demo: artificial people, a few weeks of test days (about half a minute, once)")
    file = settings.home / HALF_LOADED
    file.unlink(missing_ok=True)
    embedded = _is_embedded(settings)
    target = replace(settings, database_url=f"sqlite:///{file}") if embedded else settings
    database = open_database(target)
    migrate.upgrade(database)
    ring = _ring(settings)
    load_demo(database, ring=ring, public_url=settings.public_url, today=today())
    database.close()
    if embedded:
        for ending in ("-wal", "-shm"):
            (settings.home / f"lahtotaso.db{ending}").unlink(missing_ok=True)
        file.replace(settings.home / "lahtotaso.db")


def _ring(settings: Settings) -> KeyRing:
    make_keys(settings)
    return open_ring(settings.keys_folder, settings.secret.key("signing keys"))


def _is_embedded(settings: Settings) -> bool:
    return settings.database_url == f"sqlite:///{settings.home / 'lahtotaso.db'}"


def _introduce(settings: Settings) -> None:
    say("")
    say(f"Lähtötaso demo on {settings.public_url} (stop with Ctrl-C). Everybody in it is made up.")
    say(f"It lives in {settings.home}. Every account has the password  {DEMO_PASSWORD}")
    say("")
    for account in DEMO_ACCOUNTS:
        roles = ", ".join(role.replace("_", " ") for role in account.roles)
        say(f"  {account.email:<36} {account.name:<18} {roles}")
    say("")
