"""Carries what the outbox owes: claims, closes the transaction, sends, records in another one.

A crash between sending and recording makes a repeat under the same message id, which the receiver absorbs.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread

from sqlalchemy.orm import Session

from testing_app import clock
from testing_app.delivery.actions import Parcel, claim_due, record_delivered, record_failure
from testing_app.delivery.queries import is_anything_due
from testing_app.delivery.transports.inbox import InboxTransport
from testing_app.delivery.transports.transport import Transport, TransportProblem
from testing_app.persistence.database import Database

LEASE = timedelta(minutes=2)
BATCH = 20
POLL_SECONDS = 1.0
CHORES_EVERY = timedelta(minutes=5)

Chore = Callable[[Session, datetime], object]
"""Housekeeping that runs now and then in a transaction of its own."""

log = logging.getLogger("lahtotaso.delivery")


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Sends what is due; several may run at once, in any number of processes."""

    database: Database
    transports: Mapping[str, Transport]
    now: Callable[[], datetime] = clock.now
    lease: timedelta = LEASE
    batch: int = BATCH

    def deliver_due(self) -> int:
        """One round: how many parcels were claimed (0: nothing is due)."""
        moment = self.now()
        with self.database.reading() as session:
            if not is_anything_due(session, now=moment):
                return 0
        with self.database.transaction() as session:
            parcels = claim_due(session, now=moment, lease=self.lease, limit=self.batch)
        for parcel in parcels:
            self._carry(parcel)
        return len(parcels)

    def _carry(self, parcel: Parcel) -> None:
        problem = self._send(parcel)
        with self.database.transaction() as session:
            if problem is None:
                record_delivered(session, parcel, now=self.now())
            else:
                record_failure(session, parcel, problem=problem, now=self.now())
        log.info(
            "delivery attempt",
            extra={
                "delivery": str(parcel.message_id),
                "attempt": parcel.attempt,
                "outcome": problem or "delivered",
            },
        )

    def _send(self, parcel: Parcel) -> str | None:
        """What went wrong, as a code; None when the receiver has it."""
        transport = self.transports.get(parcel.transport)
        if transport is None:
            return "unknown_transport"
        try:
            transport.send(parcel, now=self.now())
        except TransportProblem as problem:
            return str(problem)
        except Exception as fault:  # a faulty transport must not stop the others' mail
            log.error("transport fault", extra={"transport": parcel.transport, "kind": type(fault).__name__})
            return "transport_fault"
        return None


def inbox_worker(database: Database, *, now: Callable[[], datetime] = clock.now) -> Worker:
    """The worker of an installation whose authorities read their inbox here."""
    return Worker(database=database, transports={"inbox": InboxTransport(database)}, now=now)


@dataclass
class Round:
    """The worker's day: deliveries at every turn, housekeeping now and then; faults are logged, not fatal."""

    worker: Worker
    chores: Sequence[Chore] = ()
    chores_every: timedelta = CHORES_EVERY
    chores_due_at: datetime | None = field(default=None, init=False)

    def turn(self) -> int:
        """Everything that is due at this moment; how many deliveries were attempted."""
        attempted = self._guarded(self._deliver_all) or 0
        self._do_chores()
        return attempted

    def _deliver_all(self) -> int:
        attempted = 0
        while claimed := self.worker.deliver_due():
            attempted += claimed
        return attempted

    def _do_chores(self) -> None:
        moment = self.worker.now()
        if self.chores_due_at is not None and moment < self.chores_due_at:
            return
        self.chores_due_at = moment + self.chores_every
        for chore in self.chores:
            self._guarded(partial(self._do, chore, moment))

    def _do(self, chore: Chore, moment: datetime) -> None:
        with self.worker.database.transaction() as session:
            chore(session, moment)

    def _guarded(self, work: Callable[[], int | None]) -> int | None:
        try:
            return work()
        except Exception as fault:  # the database may be away for a moment; the next turn tries again
            log.error("worker fault", extra={"kind": type(fault).__name__})
            return None


def run(day: Round, stop: Event, *, every: float = POLL_SECONDS) -> None:
    """Turn after turn until told to stop."""
    while not stop.is_set():
        day.turn()
        stop.wait(every)


def run_in_background(
    database: Database, stop: Event, *, chores: Sequence[Chore] = (), every: float = POLL_SECONDS
) -> Thread:
    """The same in a thread beside the web server; `stop` ends it, `join()` waits for it."""
    thread = Thread(
        target=run,
        args=(Round(inbox_worker(database), chores), stop),
        kwargs={"every": every},
        name="delivery",
        daemon=True,
    )
    thread.start()
    return thread
