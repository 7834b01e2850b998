"""The worker of reminders: claims what is due, closes the transaction, sends, records in another one.

A crash between sending and recording makes a repeat with the same id, by which a gateway can tell it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from testing_app import clock
from testing_app.persistence.database import Database
from testing_app.post.actions.reminders import (
    ClaimedReminder,
    claim_reminders,
    is_any_reminder_due,
    record_problem,
    record_sent,
)
from testing_app.post.transports.gateway import ReminderGateway, ReminderProblem
from testing_app.vocabulary import ReminderChannel

LEASE = timedelta(minutes=15)
"""Longer than a batch lasts when the mail server answers none of it in time."""

BATCH = 20

log = logging.getLogger("lahtotaso.post")


@dataclass(frozen=True, kw_only=True)
class Reminding:
    """Sends the reminders that are due; several may run at once, in any number of processes."""

    database: Database
    gateways: Mapping[ReminderChannel, ReminderGateway]
    now: Callable[[], datetime] = clock.now
    lease: timedelta = LEASE

    def send_due(self) -> int:
        """Everything that is due; how many were attempted."""
        attempted = 0
        while True:
            looked_at, claimed = self._claim()
            if not looked_at:
                return attempted
            for reminder in claimed:
                self._carry(reminder)
            attempted += len(claimed)

    def _claim(self) -> tuple[int, list[ClaimedReminder]]:
        moment = self.now()
        with self.database.glance() as session:
            if not is_any_reminder_due(session, now=moment):
                return 0, []
        with self.database.transaction() as session:
            looked_at, claimed = claim_reminders(session, now=moment, lease=self.lease, limit=BATCH)
        return looked_at, list(claimed)

    def _carry(self, reminder: ClaimedReminder) -> None:
        problem = self._send(reminder)
        with self.database.transaction() as session:
            if problem is None:
                record_sent(session, reminder, now=self.now())
            else:
                record_problem(session, reminder, problem=problem, now=self.now())
        log.info(
            "reminder attempt",
            extra={
                "reminder": str(reminder.id),
                "channel": reminder.channel.value,
                "outcome": problem or "sent",
            },
        )

    def _send(self, reminder: ClaimedReminder) -> str | None:
        """What went wrong, as a code; None when somebody else has it."""
        gateway = self.gateways.get(reminder.channel)
        if gateway is None:
            return "no_such_way"
        try:
            gateway.send(reminder.message)
        except ReminderProblem as problem:
            return str(problem)
        except Exception as fault:  # a faulty gateway must not stop the others' messages
            log.error("reminder fault", extra={"kind": type(fault).__name__})
            return "gateway_fault"
        return None
