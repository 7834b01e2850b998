"""The housekeeping that runs beside the deliveries, whichever command has the worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from testing_app.audit.anchors import write_anchors
from testing_app.bookings.actions import lapse_offers
from testing_app.people.sign_in import end_expired
from testing_app.post.actions import plan_reminders
from testing_app.post.worker import gateways_of
from testing_app.queue.actions import lapse_holds
from testing_app.settings import Settings

ANCHORS_EVERY = timedelta(minutes=10)
HOLDS_EVERY = timedelta(minutes=1)


@dataclass
class Seldom:
    """A chore that is done at most once in a while, however often it is its turn."""

    chore: Callable[[Session, datetime], object]
    every: timedelta
    done_at: datetime | None = field(default=None, init=False)

    def __call__(self, session: Session, moment: datetime) -> None:
        """Do it, unless it was done lately; one that fails is tried again at the next turn."""
        if self.done_at is None or moment - self.done_at >= self.every:
            self.chore(session, moment)
            self.done_at = moment


def chores_of(settings: Settings) -> Sequence[Callable[[Session, datetime], object]]:
    """Forget ended sessions, pass on what nobody answered for, write down audit heads that have moved."""

    def anchor(session: Session, moment: datetime) -> None:
        write_anchors(session, settings.anchors_file, now=moment)

    ways = tuple(gateways_of(settings))

    def remind(session: Session, moment: datetime) -> None:
        plan_reminders(session, moment, channels=ways)

    return (
        end_expired,
        remind,
        lapse_offers,
        Seldom(lapse_holds, HOLDS_EVERY),
        Seldom(anchor, ANCHORS_EVERY),
    )
