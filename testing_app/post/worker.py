"""The post room's own worker: reminders and print jobs, beside the one that delivers results."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from testing_app.persistence.database import Database
from testing_app.post.printing import Printer
from testing_app.post.reminding import Reminding
from testing_app.post.transports.gateway import ReminderGateway
from testing_app.post.transports.sms_file import SmsFolder
from testing_app.post.transports.smtp import SmtpGateway, mail_server
from testing_app.settings import Settings
from testing_app.vocabulary import ReminderChannel

POLL_SECONDS = 1.0

log = logging.getLogger("lahtotaso.post")


@dataclass(frozen=True)
class Turn:
    """What was done at one turn."""

    reminders: int
    jobs: int


@dataclass(frozen=True)
class PostWorker:
    """Does what waits; faults are logged, and the next turn tries again."""

    reminding: Reminding
    printer: Printer

    def turn(self) -> Turn:
        """Everything that waits at this moment."""
        return Turn(reminders=_guarded(self.reminding.send_due), jobs=_guarded(self.printer.print_waiting))


def gateways_of(settings: Settings) -> dict[ReminderChannel, ReminderGateway]:
    """The ways this installation can send reminders by."""
    ways: dict[ReminderChannel, ReminderGateway] = {ReminderChannel.SMS: SmsFolder(settings.sms_folder)}
    if settings.smtp_url:
        ways[ReminderChannel.EMAIL] = SmtpGateway(
            server=mail_server(settings.smtp_url), sender=settings.mail_from
        )
    return ways


def post_worker(database: Database, settings: Settings, *, should_stop: Callable[[], bool]) -> PostWorker:
    """The worker of an installation."""
    return PostWorker(
        reminding=Reminding(database=database, gateways=gateways_of(settings)),
        printer=Printer(database=database, should_stop=should_stop),
    )


def work_in_background(
    database: Database, settings: Settings, stop: Event, *, every: float = POLL_SECONDS
) -> Thread:
    """Turn after turn in a thread of its own, so that no result waits for a print job; `stop` ends it."""
    worker = post_worker(database, settings, should_stop=stop.is_set)

    def work() -> None:
        while not stop.is_set():
            worker.turn()
            stop.wait(every)

    thread = Thread(target=work, name="post", daemon=True)
    thread.start()
    return thread


def _guarded(work: Callable[[], int]) -> int:
    try:
        return work()
    except Exception as fault:  # the database may be away for a moment
        log.error("post worker fault", extra={"kind": type(fault).__name__})
        return 0
