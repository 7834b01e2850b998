"""`lahtotaso worker`: delivers what the outbox owes, prints, reminds, until stopped or once."""

import argparse
import signal
import sys
from threading import Event

from testing_app.app import open_database
from testing_app.commands.chores import chores_of
from testing_app.delivery.worker import POLL_SECONDS, Round, inbox_worker, run
from testing_app.post.worker import post_worker, work_in_background
from testing_app.settings import settings_from


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("worker", help="deliver signed results, make letters, send reminders")
    parser.add_argument("--once", action="store_true", help="deliver what is due now and stop")
    parser.add_argument(
        "--every",
        type=float,
        default=POLL_SECONDS,
        metavar="SECONDS",
        help="how often to look (default: every second)",
    )
    parser.set_defaults(run=work)


def work(arguments: argparse.Namespace) -> int:
    """Run until SIGTERM or Ctrl-C; with --once, say how many deliveries were attempted."""
    settings = settings_from()
    database = open_database(settings, pool_size=4)
    day = Round(inbox_worker(database), chores_of(settings))
    try:
        if arguments.once:
            sys.stdout.write(f"Deliveries attempted: {day.turn()}\n")
            done = post_worker(database, settings, should_stop=lambda: False).turn()
            sys.stdout.write(f"Print jobs made: {done.jobs}\nReminders attempted: {done.reminders}\n")
            return 0
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        post = work_in_background(database, settings, stop, every=arguments.every)
        run(day, stop, every=arguments.every)
        post.join()
        return 0
    finally:
        database.close()
