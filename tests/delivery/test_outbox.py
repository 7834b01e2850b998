"""What is owed is claimed by one, tried again later and later, and given up in the open."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.delivery import actions, queries
from testing_app.delivery.actions import MOST_ATTEMPTS, Parcel, claim_due, queue_delivery, wait_after
from testing_app.delivery.models import Delivery
from testing_app.delivery.queries import DeliveryFilter
from testing_app.errors import Conflict, NotAllowed, NotFound
from testing_app.persistence.database import Database
from testing_app.vocabulary import DeliveryState, Role
from tests.letterbox import Letterbox, later
from tests.world import NOW

LEASE = timedelta(minutes=2)


def owe_one(database: Database, letterbox: Letterbox) -> None:
    with database.transaction() as session:
        queue_delivery(session, letterbox.add_result(session), now=NOW)


def claim(database: Database, minutes: float = 0) -> list[Parcel]:
    with database.transaction() as session:
        return claim_due(session, now=later(minutes), lease=LEASE)


def stored(database: Database) -> Delivery:
    with database.reading() as session:
        delivery = session.scalars(sa.select(Delivery)).one()
        session.expunge_all()
    return delivery


def test_a_delivery_is_undone_with_the_signature_it_belongs_to(
    database: Database, letterbox: Letterbox
) -> None:
    with database.transaction() as session:
        queue_delivery(session, letterbox.add_result(session), now=NOW)
        session.rollback()

    assert claim(database) == []


def test_what_one_worker_claims_no_other_gets(database: Database, letterbox: Letterbox) -> None:
    owe_one(database, letterbox)

    first, second = claim(database), claim(database)

    assert len(first) == 1
    assert second == []


def test_a_claim_that_ran_out_passes_to_the_next_worker(database: Database, letterbox: Letterbox) -> None:
    owe_one(database, letterbox)
    claim(database)

    again = claim(database, minutes=2)

    assert [parcel.attempt for parcel in again] == [2]


def test_two_claims_at_the_same_moment_share_the_work(database: Database, letterbox: Letterbox) -> None:
    if database.embedded:
        pytest.skip("SQLite lets one writer in at a time; there is no same moment")
    for _ in range(4):
        owe_one(database, letterbox)

    with database.transaction() as one, database.transaction() as other:
        ours = claim_due(one, now=NOW, lease=LEASE, limit=2)
        theirs = claim_due(other, now=NOW, lease=LEASE, limit=10)

    assert len(ours) == len(theirs) == 2
    assert not {p.message_id for p in ours} & {p.message_id for p in theirs}


def test_waits_double_up_to_six_hours() -> None:
    waits = [wait_after(attempts) for attempts in (1, 2, 3, 9, 10, 11)]

    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes == [1, 2, 4, 256, 360, 360]


def test_a_failed_attempt_is_tried_again_after_its_wait(database: Database, letterbox: Letterbox) -> None:
    owe_one(database, letterbox)
    [parcel] = claim(database)
    with database.transaction() as session:
        actions.record_failure(session, parcel, problem="receiver_unavailable", now=NOW)

    too_early, in_time = claim(database, minutes=0.9), claim(database, minutes=1)

    assert too_early == []
    assert [parcel.attempt for parcel in in_time] == [2]


def test_the_last_failure_gives_up_and_stands_in_the_audit_of_the_centre(
    database: Database, letterbox: Letterbox
) -> None:
    owe_one(database, letterbox)
    minutes = 0.0
    for _ in range(MOST_ATTEMPTS):
        [parcel] = claim(database, minutes)
        with database.transaction() as session:
            actions.record_failure(session, parcel, problem="receiver_unavailable", now=later(minutes))
        minutes += 6 * 60

    assert stored(database).state is DeliveryState.FAILED
    assert claim(database, minutes) == []
    with database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == Event.DELIVERY_FAILED)).one()
        session.expunge_all()
    assert entry.chain_id == letterbox.world.centre
    assert entry.details["problem"] == "receiver_unavailable"


def test_a_parcel_that_kills_every_worker_is_given_up_too(database: Database, letterbox: Letterbox) -> None:
    owe_one(database, letterbox)
    for attempt in range(MOST_ATTEMPTS):
        assert len(claim(database, minutes=attempt * 3)) == 1

    afterwards = claim(database, minutes=MOST_ATTEMPTS * 3)

    assert afterwards == []
    assert stored(database).state is DeliveryState.FAILED


def test_a_late_failure_does_not_disturb_the_worker_that_took_over(
    database: Database, letterbox: Letterbox
) -> None:
    owe_one(database, letterbox)
    [late] = claim(database)
    claim(database, minutes=3)
    with database.transaction() as session:
        actions.record_failure(session, late, problem="slow", now=later(3))

    assert stored(database).state is DeliveryState.CLAIMED


def test_delivered_is_recorded_once_in_the_audit_of_the_centre(
    database: Database, letterbox: Letterbox
) -> None:
    owe_one(database, letterbox)
    [parcel] = claim(database)
    for _ in range(2):
        with database.transaction() as session:
            actions.record_delivered(session, parcel, now=NOW)

    with database.reading() as session:
        entries = session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == Event.RESULT_DELIVERED)
        ).all()
        session.expunge_all()
    assert [entry.details["authority"] for entry in entries] == [str(letterbox.world.authority)]
    assert [entry.chain_id for entry in entries] == [letterbox.world.centre]
    assert entries[0].candidate_id is not None


def fail_for_good(database: Database) -> Delivery:
    with database.transaction() as session:
        delivery = session.scalars(sa.select(Delivery)).one()
        delivery.state, delivery.attempts = DeliveryState.FAILED, MOST_ATTEMPTS
    return delivery


def test_an_administrator_tries_a_failed_delivery_again(database: Database, letterbox: Letterbox) -> None:
    owe_one(database, letterbox)
    failed = fail_for_good(database)
    with database.transaction() as session:
        actions.retry(session, failed.id, viewer=letterbox.world.act(Role.ADMINISTRATOR), now=later(10))

    again = claim(database, minutes=10)

    assert [parcel.attempt for parcel in again] == [1]


def test_what_has_arrived_is_not_sent_again(database: Database, letterbox: Letterbox) -> None:
    owe_one(database, letterbox)
    [parcel] = claim(database)
    with database.transaction() as session:
        actions.record_delivered(session, parcel, now=NOW)

    with pytest.raises(Conflict), database.transaction() as session:
        actions.retry(session, parcel.message_id, viewer=letterbox.world.act(Role.ADMINISTRATOR), now=NOW)


def test_only_the_maintainer_sees_and_retries_deliveries(database: Database, letterbox: Letterbox) -> None:
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    with database.reading() as session, pytest.raises(NotAllowed):
        queries.deliveries(session, viewer=officer)
    with database.reading() as session, pytest.raises(NotAllowed):
        queries.get_delivery(session, uuid4(), viewer=officer)


def test_a_delivery_that_does_not_exist_is_not_found(database: Database, letterbox: Letterbox) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        queries.get_delivery(session, uuid4(), viewer=letterbox.world.act(Role.ADMINISTRATOR))


def test_the_list_shows_who_owes_whom_and_counts_every_filter(
    database: Database, letterbox: Letterbox
) -> None:
    owe_one(database, letterbox)
    fail_for_good(database)
    owe_one(database, letterbox)

    with database.reading() as session:
        page = queries.deliveries(session, viewer=letterbox.world.act(Role.ADMINISTRATOR))

    assert [(row.sender, row.receiver) for row in page.rows] == [("centre", "authority")]
    assert page.counts == {DeliveryFilter.FAILED: 1, DeliveryFilter.WAITING: 1, DeliveryFilter.DELIVERED: 0}
