"""`lahtotaso serve`: the product on waitress, with the delivery worker beside it."""

import argparse
import sys
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import waitress  # type: ignore[import-untyped]

from testing_app import logs
from testing_app.app import MAXIMUM_UPLOAD, create_app, open_database
from testing_app.commands.chores import chores_of
from testing_app.commands.installation import (
    CommandRefused,
    open_installation,
    refuse,
    refuse_unless_migrated,
    say,
)
from testing_app.delivery.worker import run_in_background
from testing_app.persistence.database import Database
from testing_app.post.worker import work_in_background
from testing_app.settings import Settings

MARGIN = 1024 * 1024
"""Bytes of a request beyond the application's limit: a little too much is refused by a page in words."""


@dataclass(frozen=True)
class ServeOptions:
    """Where to listen and with how many threads; `trusted_proxy` is the address of a TLS proxy before us."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    with_worker: bool = True
    trusted_proxy: str | None = None


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("serve", help="serve the product")
    parser.add_argument("--host", default=ServeOptions.host, help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=ServeOptions.port, help="port (default 8000)")
    parser.add_argument("--threads", type=int, default=ServeOptions.threads, help="threads (default 8)")
    parser.add_argument(
        "--no-worker", action="store_true", help="deliver nothing: `lahtotaso worker` runs elsewhere"
    )
    parser.add_argument(
        "--trusted-proxy",
        metavar="ADDRESS",
        help="believe the X-Forwarded-For and -Proto headers of this proxy",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; refuse when migrations are missing."""
    options = ServeOptions(
        host=arguments.host,
        port=arguments.port,
        threads=arguments.threads,
        with_worker=not arguments.no_worker,
        trusted_proxy=arguments.trusted_proxy,
    )
    try:
        with open_installation() as here:
            logs.set_up()
            warn_without_proxy(here.settings, options)
            say(f"Serving on http://{options.host}:{options.port} (stop with Ctrl-C)")
            return serve(here.settings, options)
    except CommandRefused as problem:
        return refuse(problem)
    except OSError as problem:
        return refuse(CommandRefused(f"Cannot listen on {options.host}:{options.port}: {problem.strerror}."))


def serve(settings: Settings, options: ServeOptions) -> int:
    """Serve a migrated installation until the process is told to stop."""
    database = open_database(settings, pool_size=options.threads + 2)
    stop = Event()
    workers: list[Thread] = []
    try:
        refuse_unless_migrated(database)
        server = server_of(settings, database, options)
        if options.with_worker:
            workers.append(run_in_background(database, stop, chores=chores_of(settings)))
            workers.append(work_in_background(database, settings, stop))
        server.run()
    finally:
        stop.set()
        for worker in workers:
            worker.join()
        database.close()
    return 0


def warn_without_proxy(settings: Settings, options: ServeOptions) -> None:
    """Say what is lost when a proxy with TLS stands before us and its headers are not believed."""
    if settings.behind_tls and not options.trusted_proxy:
        sys.stderr.write(
            "Warning: LAHTOTASO_TLS=1 but no --trusted-proxy. All people share one count of wrong passwords"
            " by network address. Give the address of the TLS proxy, such as --trusted-proxy 127.0.0.1\n"
        )


def server_of(settings: Settings, database: Database, options: ServeOptions) -> Any:
    """The application on waitress, listening."""
    app = create_app(settings, database)
    proxy: dict[str, Any] = {}
    if options.trusted_proxy:
        proxy = {
            "trusted_proxy": options.trusted_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    return waitress.create_server(
        app,
        host=options.host,
        port=options.port,
        threads=options.threads,
        clear_untrusted_proxy_headers=True,
        ident=None,
        max_request_body_size=MAXIMUM_UPLOAD + MARGIN,
        **proxy,
    )
