"""A result arrives once, is opened by the first reader and acknowledged by one person."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, NotFound
from testing_app.inbox import actions, queries
from testing_app.inbox.models import InboxMessage
from testing_app.inbox.queries import InboxFilter, MessageState
from testing_app.inbox.receipts import receipts_of
from testing_app.inbox.sent import SentFilter, sent_results
from testing_app.persistence.database import Database
from testing_app.results.models import SignedResult
from testing_app.vocabulary import Role
from tests.letterbox import Letterbox, later
from tests.world import NOW


def arrive(database: Database, letterbox: Letterbox, *, minutes: float = 0, **values: object) -> UUID:
    message_id = uuid4()
    with database.transaction() as session:
        result = letterbox.add_result(session, signed_at=later(minutes), **values)  # type: ignore[arg-type]
        actions.receive(
            session,
            message_id,
            result_id=result.id,
            authority_id=letterbox.world.authority,
            now=later(minutes),
        )
    return message_id


def result_of(database: Database, message_id: UUID) -> SignedResult:
    with database.reading() as session:
        message = session.get_one(InboxMessage, message_id)
        result = session.scalars(sa.select(SignedResult).where(SignedResult.id == message.result_id)).one()
        session.expunge_all()
    return result


def correct(database: Database, letterbox: Letterbox, message_id: UUID, *, minutes: float) -> UUID:
    newer = uuid4()
    with database.transaction() as session:
        old = session.get_one(InboxMessage, message_id).result
        result = letterbox.add_result(session, replaces=old, signed_at=later(minutes), module="M3")
        actions.receive(
            session, newer, result_id=result.id, authority_id=letterbox.world.authority, now=later(minutes)
        )
    return newer


def audited(database: Database, event: Event) -> list[AuditEntry]:
    with database.reading() as session:
        entries = list(session.scalars(sa.select(AuditEntry).where(AuditEntry.action == event)))
        session.expunge_all()
    return entries


def test_a_repeat_is_absorbed_and_audited_once(database: Database, letterbox: Letterbox) -> None:
    message_id = arrive(database, letterbox)
    result = result_of(database, message_id)

    with database.transaction() as session:
        again = actions.receive(
            session, message_id, result_id=result.id, authority_id=letterbox.world.authority, now=later(5)
        )

    assert again is False
    [entry] = audited(database, Event.RESULT_RECEIVED)
    assert entry.chain_id == letterbox.world.authority
    assert entry.candidate_id == result.candidate_id


def test_the_same_result_under_another_message_id_is_absorbed_too(
    database: Database, letterbox: Letterbox
) -> None:
    result = result_of(database, arrive(database, letterbox))

    with database.transaction() as session:
        again = actions.receive(
            session, uuid4(), result_id=result.id, authority_id=letterbox.world.authority, now=NOW
        )

    assert again is False


def test_the_first_opening_is_kept_and_every_reading_is_audited(
    database: Database, letterbox: Letterbox
) -> None:
    message_id = arrive(database, letterbox)
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    for minutes in (5, 9):
        with database.transaction() as session:
            message = actions.open_message(session, message_id, viewer=officer, now=later(minutes))

    assert message.opened_at == later(5)
    assert [entry.at for entry in audited(database, Event.RESULT_VIEWED)] == [later(5), later(9)]


def test_another_authority_finds_nothing_and_opens_nothing(database: Database, letterbox: Letterbox) -> None:
    message_id = arrive(database, letterbox)
    stranger = letterbox.world.act("other_officer")

    for change in (actions.open_message, actions.acknowledge):
        with pytest.raises(NotFound), database.transaction() as session:
            change(session, message_id, viewer=stranger, now=NOW)

    with database.reading() as session:
        assert session.get_one(InboxMessage, message_id).opened_at is None
        assert queries.inbox_of(session, viewer=stranger).rows == []
    assert audited(database, Event.RESULT_VIEWED) == []


def test_one_person_acknowledges_and_a_colleague_hears_that_it_is_done(
    database: Database, letterbox: Letterbox
) -> None:
    message_id = arrive(database, letterbox)
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    with database.transaction() as session:
        actions.acknowledge(session, message_id, viewer=officer, now=later(7))

    with pytest.raises(Conflict), database.transaction() as session:
        actions.acknowledge(session, message_id, viewer=officer, now=later(8))

    with database.reading() as session:
        message = queries.get_message(session, message_id, viewer=officer)
        session.expunge_all()
    assert (message.acknowledged_at, message.opened_at) == (later(7), later(7))
    assert len(audited(database, Event.RESULT_ACKNOWLEDGED)) == 1


def test_the_list_is_newest_first_and_counts_every_filter(database: Database, letterbox: Letterbox) -> None:
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    oldest, opened, newest = (arrive(database, letterbox, minutes=minutes) for minutes in (0, 1, 2))
    with database.transaction() as session:
        actions.open_message(session, opened, viewer=officer, now=later(3))
        actions.acknowledge(session, oldest, viewer=officer, now=later(3))

    with database.reading() as session:
        page = queries.inbox_of(session, viewer=officer)

    assert [row.message_id for row in page.rows] == [newest, opened, oldest]
    assert [row.state for row in page.rows] == [
        MessageState.NEW, MessageState.OPENED, MessageState.ACKNOWLEDGED
    ]  # fmt: skip
    assert page.counts == {InboxFilter.UNOPENED: 1, InboxFilter.OPEN: 2, InboxFilter.ALL: 3}


def test_a_correction_replaces_and_what_was_replaced_waits_for_nothing(
    database: Database, letterbox: Letterbox
) -> None:
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    old = arrive(database, letterbox)
    new = correct(database, letterbox, old, minutes=60)

    with database.reading() as session:
        everything = queries.inbox_of(session, viewer=officer)
        waiting = queries.inbox_of(session, viewer=officer, show=InboxFilter.OPEN)
        versions = queries.versions_of(
            session, queries.get_message(session, old, viewer=officer), viewer=officer
        )

    assert [(row.message_id, row.state) for row in everything.rows] == [
        (new, MessageState.NEW), (old, MessageState.REPLACED)
    ]  # fmt: skip
    assert [row.message_id for row in waiting.rows] == [new]
    assert [(version.message_id, version.holds) for version in versions] == [(new, True), (old, False)]


def test_a_correction_on_its_way_is_named_before_it_arrives(database: Database, letterbox: Letterbox) -> None:
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    old = arrive(database, letterbox)
    with database.transaction() as session:
        letterbox.add_result(session, replaces=session.get_one(InboxMessage, old).result, signed_at=later(60))

    with database.reading() as session:
        versions = queries.versions_of(
            session, queries.get_message(session, old, viewer=officer), viewer=officer
        )

    assert [version.message_id for version in versions] == [None, old]


def test_the_sender_sees_when_and_by_whom_it_was_acknowledged(
    database: Database, letterbox: Letterbox
) -> None:
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    message_id = arrive(database, letterbox)
    unread = arrive(database, letterbox)
    with database.transaction() as session:
        actions.acknowledge(session, message_id, viewer=officer, now=later(7))
    asked = [result_of(database, message_id).id, result_of(database, unread).id, uuid4()]

    with database.reading() as session:
        receipts = receipts_of(session, asked)

    assert set(receipts) == set(asked[:2])
    assert receipts[asked[0]].acknowledged_at == later(7)
    assert receipts[asked[0]].acknowledged_by == officer.name
    assert receipts[asked[1]].acknowledged_at is None


def test_a_page_holds_25_messages_and_a_page_too_far_is_the_last(
    database: Database, letterbox: Letterbox
) -> None:
    officer = letterbox.world.act(Role.AUTHORITY_OFFICER)
    for minutes in range(27):
        arrive(database, letterbox, minutes=minutes)

    with database.reading() as session:
        first = queries.inbox_of(session, viewer=officer)
        beyond = queries.inbox_of(session, viewer=officer, page=9)

    assert (len(first.rows), first.has_prev, first.has_next) == (25, False, True)
    assert (len(beyond.rows), beyond.number, beyond.has_next) == (2, 2, False)


def test_a_result_that_was_replaced_is_not_waited_for_by_its_centre(
    database: Database, letterbox: Letterbox
) -> None:
    old = arrive(database, letterbox)
    correct(database, letterbox, old, minutes=5)

    with database.reading() as session:
        viewer = letterbox.world.act(Role.ASSESSOR)
        page = sent_results(session, viewer=viewer, show=SentFilter.UNACKNOWLEDGED)
        every = sent_results(session, viewer=viewer, show=SentFilter.ALL)

    assert (len(page.rows), page.counts[SentFilter.UNACKNOWLEDGED]) == (1, 1)
    assert page.rows[0].is_correction
    assert len(every.rows) == 2
