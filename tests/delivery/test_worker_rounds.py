"""Whatever crashes and whenever, every result arrives in the inbox exactly once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testing_app.delivery import worker as workers
from testing_app.delivery.actions import Parcel, queue_delivery
from testing_app.delivery.models import Delivery
from testing_app.delivery.transports.inbox import InboxTransport
from testing_app.delivery.transports.transport import TransportProblem
from testing_app.delivery.worker import Round, Worker, inbox_worker, run_in_background
from testing_app.inbox.models import InboxMessage
from testing_app.persistence.database import Database
from testing_app.vocabulary import DeliveryState
from tests.letterbox import Letterbox
from tests.world import NOW


class Crash(BaseException):
    """The process ends here: nothing catches it."""


@dataclass
class Fate:
    """A transport that does what its list says: fine, fail, break, crash before or after handing over."""

    inbox: InboxTransport
    lots: Iterator[str]

    def send(self, parcel: Parcel, *, now: datetime) -> None:
        lot = next(self.lots, "fine")
        if lot == "fail":
            raise TransportProblem("receiver_unavailable")
        if lot == "break":
            raise ValueError("a fault of ours")
        if lot == "crash before":
            raise Crash
        self.inbox.send(parcel, now=now)
        if lot == "crash after":
            raise Crash
        if lot == "lost answer":
            raise TransportProblem("no_answer")


@dataclass
class HandClock:
    """A clock moved by hand."""

    moment: datetime = NOW
    step: timedelta = timedelta(0)
    read: int = field(default=0)

    def __call__(self) -> datetime:
        self.moment += self.step
        return self.moment


def worker_with(database: Database, lots: list[str], clock: Callable[[], datetime]) -> Worker:
    fate = Fate(InboxTransport(database), iter(lots))
    return Worker(database=database, transports={"inbox": fate}, now=clock)


def owe(database: Database, letterbox: Letterbox, number: int) -> None:
    with database.transaction() as session:
        for _ in range(number):
            queue_delivery(session, letterbox.add_result(session), now=NOW)


def clear(database: Database) -> None:
    with database.transaction() as session:
        session.execute(sa.delete(InboxMessage))
        session.execute(sa.delete(Delivery))


LOTS = st.lists(
    st.sampled_from(["fine", "fail", "break", "crash before", "crash after", "lost answer"]), max_size=9
)


def test_every_result_arrives_exactly_once_whatever_happens_on_the_way(
    database: Database, letterbox: Letterbox
) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(lots=LOTS, owed=st.integers(1, 3))
    def whatever_happens(lots: list[str], owed: int) -> None:
        clear(database)
        owe(database, letterbox, owed)
        clock = HandClock()
        worker = worker_with(database, lots, clock)
        for _ in range(60):
            try:
                worker.deliver_due()
            except Crash:
                worker = worker_with_the_same_fate(worker)
            clock.moment += timedelta(hours=6)

        with database.reading() as session:
            arrived = list(session.scalars(sa.select(InboxMessage.result_id)))
            states = list(session.scalars(sa.select(Delivery.state)))
        assert len(arrived) == len(set(arrived)) == owed
        assert states == [DeliveryState.DELIVERED] * owed

    whatever_happens()


def worker_with_the_same_fate(crashed: Worker) -> Worker:
    return Worker(database=crashed.database, transports=crashed.transports, now=crashed.now)


def test_a_crash_between_sending_and_recording_makes_a_repeat_that_the_inbox_absorbs(
    database: Database, letterbox: Letterbox
) -> None:
    owe(database, letterbox, 1)
    clock = HandClock()
    worker = worker_with(database, ["crash after"], clock)
    with pytest.raises(Crash):
        worker.deliver_due()

    before_the_lease_ends = worker.deliver_due()
    clock.moment += timedelta(minutes=2)
    after_it = worker.deliver_due()

    assert (before_the_lease_ends, after_it) == (0, 1)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(InboxMessage)) == 1
        assert session.scalars(sa.select(Delivery.attempts)).one() == 2


def test_no_transaction_is_open_while_a_parcel_is_on_its_way(
    database: Database, letterbox: Letterbox
) -> None:
    owe(database, letterbox, 1)
    seen: list[int] = []

    class Watching:
        def send(self, parcel: Parcel, *, now: datetime) -> None:
            pool: Any = database.engine.pool
            seen.append(pool.checkedout())

    Worker(database=database, transports={"inbox": Watching()}, now=HandClock()).deliver_due()

    assert seen == [0]


def test_a_transport_nobody_knows_is_a_failure_not_a_crash(database: Database, letterbox: Letterbox) -> None:
    owe(database, letterbox, 1)

    Worker(database=database, transports={}, now=HandClock()).deliver_due()

    with database.reading() as session:
        assert session.scalars(sa.select(Delivery.last_problem)).one() == "unknown_transport"


def test_chores_run_now_and_then_and_one_that_fails_does_not_stop_the_rest(database: Database) -> None:
    done: list[datetime] = []

    def failing(session: object, moment: datetime) -> None:
        raise ValueError("a chore of no use")

    clock = HandClock()
    day = Round(inbox_worker(database, now=clock), [failing, lambda session, moment: done.append(moment)])

    for _ in range(3):
        day.turn()
    clock.moment += workers.CHORES_EVERY
    day.turn()

    assert done == [NOW, NOW + workers.CHORES_EVERY]


def test_the_background_thread_delivers_and_ends_when_told(database: Database, letterbox: Letterbox) -> None:
    owe(database, letterbox, 1)
    stop, looked = Event(), Event()

    def tell(session: object, moment: datetime) -> None:
        looked.set()

    thread = run_in_background(database, stop, chores=[tell], every=0.01)
    was_here = looked.wait(30)
    stop.set()
    thread.join(30)

    assert was_here
    assert not thread.is_alive()
    with database.reading() as session:
        assert session.scalars(sa.select(Delivery.state)).one() is DeliveryState.DELIVERED


def test_the_log_of_an_attempt_names_no_person(
    database: Database, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    owe(database, letterbox, 1)
    caplog.set_level("INFO", "lahtotaso.delivery")

    inbox_worker(database, now=HandClock()).deliver_due()

    [record] = [record for record in caplog.records if record.name == "lahtotaso.delivery"]
    assert record.__dict__["outcome"] == "delivered"
    assert "Testinen" not in str(record.__dict__)
