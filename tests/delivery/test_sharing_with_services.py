"""The service that referred receives the result with consent; else it is told so, and no more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Referral
from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.models import Delivery
from testing_app.delivery.sharing import SharingState, send_to_service, share_with_service, sharing_of
from testing_app.delivery.worker import inbox_worker
from testing_app.errors import Conflict, NotFound
from testing_app.inbox.actions import acknowledge, open_message
from testing_app.inbox.queries import inbox_of
from testing_app.inbox.receipts import receipts_of
from testing_app.inbox.received import results_of_candidate
from testing_app.inbox.sent import SentFilter, sent_results
from testing_app.people.candidates.actions import let_authority_serve
from testing_app.people.consents import give_consents, withdraw_consent
from testing_app.results.models import SignedResult
from testing_app.results.reading import read_document
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import ConsentScope, Role
from tests.letterbox import Letterbox
from tests.world import NOW, TODAY, World

SERVICE = ConsentScope.GUIDANCE_SERVICE


def signed(session: Session, letterbox: Letterbox, *scopes: ConsentScope) -> SignedResult:
    """A result on a referral of the service, with these consents in force when it was signed."""
    world = letterbox.world
    result = letterbox.add_result(session)
    referral = referral_of(session, result)
    referral.service_id = world.service
    adviser = world.act(Role.ADVISER)
    let_authority_serve(session, result.candidate_id, authority_id=world.service, by=adviser, now=NOW)
    consent(session, world, result, *scopes)
    queue_delivery(session, result, now=NOW)
    share_with_service(session, result, by=world.act(Role.ASSESSOR), now=NOW)
    return result


def consent(session: Session, world: World, result: SignedResult, *scopes: ConsentScope) -> list[Any]:
    officer = world.act(Role.AUTHORITY_OFFICER)
    return give_consents(
        session, result.candidate_id, scopes=scopes, language="ar", signed_on=TODAY, by=officer, now=NOW
    )


def referral_of(session: Session, result: SignedResult) -> Referral:
    sitting = session.get_one(Sitting, result.sitting_id)
    return session.get_one(Referral, sitting.referral_id)


def state_of(session: Session, result: SignedResult) -> SharingState:
    referral = referral_of(session, result)
    return sharing_of(session, [referral])[referral.id].state


def deliver(world: World) -> None:
    inbox_worker(world.database, now=lambda: NOW + timedelta(minutes=1)).deliver_due()


def receivers(session: Session, result_id: UUID) -> set[UUID]:
    return set(session.scalars(sa.select(Delivery.authority_id).where(Delivery.result_id == result_id)))


def told(session: Session, event: Event) -> int:
    return session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == event.value)) or 0


def names_in(session: Session, viewer: Actor) -> list[str]:
    return [row.candidate_name for row in inbox_of(session, viewer=viewer).rows]


def test_with_consent_both_receive_the_result(world: World, letterbox: Letterbox):
    adviser, officer = world.act(Role.ADVISER), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        result_id = signed(session, letterbox, SERVICE).id
    deliver(world)

    with world.database.transaction() as session:
        result = session.get_one(SignedResult, result_id)
        [message] = results_of_candidate(session, result.candidate_id, viewer=adviser)
        open_message(session, message.id, viewer=adviser, now=NOW)

        assert receivers(session, result_id) == {world.authority, world.service}
        assert state_of(session, result) is SharingState.RECEIVED
        for viewer in (adviser, officer):
            assert names_in(session, viewer) == ["Testinen Aino"]
        assert told(session, Event.RESULT_WITHHELD) == 0


def test_without_consent_the_service_receives_nothing_and_is_told_so(world: World, letterbox: Letterbox):
    adviser = world.act(Role.ADVISER)
    with world.database.transaction() as session:
        result_id = signed(session, letterbox).id
    deliver(world)

    with world.database.reading() as session:
        result = session.get_one(SignedResult, result_id)
        page = inbox_of(session, viewer=adviser)

        assert receivers(session, result_id) == {world.authority}
        assert state_of(session, result) is SharingState.WITHHELD
        assert (list(page.rows), page.withheld, set(page.counts.values())) == ([], 0, {0})
        assert list(results_of_candidate(session, result.candidate_id, viewer=adviser)) == []
        assert told(session, Event.RESULT_WITHHELD) == 1


def test_a_later_consent_sends_nothing_by_itself_but_lets_somebody_send_it(
    world: World, letterbox: Letterbox
):
    adviser, officer = world.act(Role.ADVISER), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        result = signed(session, letterbox)
        result_id, referral_id = result.id, referral_of(session, result).id
        with pytest.raises(Conflict, match="no_consent_to_send"):
            send_to_service(session, referral_id, by=officer, now=NOW)
        consent(session, world, result, SERVICE)
    deliver(world)
    with world.database.reading() as session:
        assert state_of(session, session.get_one(SignedResult, result_id)) is SharingState.READY
        assert names_in(session, adviser) == []

    with world.database.transaction() as session:
        send_to_service(session, referral_id, by=adviser, now=NOW)
        with pytest.raises(Conflict, match="already_sent_to_service"):
            send_to_service(session, referral_id, by=officer, now=NOW)
    deliver(world)

    with world.database.reading() as session:
        assert names_in(session, adviser) == ["Testinen Aino"]
        assert told(session, Event.RESULT_SENT_ON) == 1


def test_after_a_withdrawal_the_service_sees_the_result_no_more(world: World, letterbox: Letterbox):
    adviser, officer = world.act(Role.ADVISER), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        result = signed(session, letterbox)
        [given] = consent(session, world, result, SERVICE)
        send_to_service(session, referral_of(session, result).id, by=officer, now=NOW)
        consent_id, candidate_id, result_id = given.id, result.candidate_id, result.id
    deliver(world)
    with world.database.transaction() as session:
        [message] = results_of_candidate(session, candidate_id, viewer=adviser)
        message_id = message.id

        withdraw_consent(session, consent_id, by=adviser, now=NOW)

    for action in (open_message, acknowledge):
        with pytest.raises(NotFound, match="result_withheld"), world.database.transaction() as session:
            action(session, message_id, viewer=adviser, now=NOW)
    with world.database.reading() as session:
        page = inbox_of(session, viewer=adviser)
        assert (list(page.rows), page.withheld) == ([], 1)
        assert list(results_of_candidate(session, candidate_id, viewer=adviser)) == []
        assert state_of(session, session.get_one(SignedResult, result_id)) is SharingState.WITHHELD
        assert names_in(session, officer) == ["Testinen Aino"]


def test_the_centre_sees_one_row_and_the_receipt_of_the_authority(world: World, letterbox: Letterbox):
    adviser = world.act(Role.ADVISER)
    with world.database.transaction() as session:
        result = signed(session, letterbox, SERVICE)
        result_id, candidate_id = result.id, result.candidate_id
    deliver(world)

    with world.database.transaction() as session:
        [message] = results_of_candidate(session, candidate_id, viewer=adviser)
        acknowledge(session, message.id, viewer=adviser, now=NOW)
        page = sent_results(session, viewer=world.act(Role.ASSESSOR), show=SentFilter.UNACKNOWLEDGED)

        assert [row.result_id for row in page.rows] == [result_id]
        assert receipts_of(session, [result_id])[result_id].acknowledged_at is None


def test_a_result_with_notes_waits_for_the_consent_to_the_notes_too(world: World, letterbox: Letterbox):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        result = signed(session, letterbox)
        document = read_document(result.document)
        told = replace(document.background, interview_notes="Speaks about work.")
        result.document = replace(document, background=told).to_bytes()
        session.flush()
        consent(session, world, result, SERVICE)

        with pytest.raises(Conflict, match="no_consent_to_send"):
            send_to_service(session, referral_of(session, result).id, by=officer, now=NOW)
        assert state_of(session, result) is SharingState.WITHHELD
        consent(session, world, result, ConsentScope.INTERVIEW_NOTES)
        assert state_of(session, result) is SharingState.READY


def test_nobody_else_can_send_it(world: World, letterbox: Letterbox):
    with world.database.transaction() as session:
        result = signed(session, letterbox)
        consent(session, world, result, SERVICE)
        for stranger in ("other_adviser", "other_officer"):
            with pytest.raises(NotFound):
                send_to_service(session, referral_of(session, result).id, by=world.act(stranger), now=NOW)


def test_a_list_shows_no_result_that_tells_what_was_taken_back(world: World, letterbox: Letterbox):
    adviser, officer = world.act(Role.ADVISER), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        result = signed(session, letterbox)
        document = read_document(result.document)
        told = replace(document.background, interview_notes="Speaks about work.")
        result.document = replace(document, background=told).to_bytes()
        [notes] = consent(session, world, result, ConsentScope.INTERVIEW_NOTES)
        consent(session, world, result, SERVICE)
        send_to_service(session, referral_of(session, result).id, by=officer, now=NOW)
        notes_id, candidate_id = notes.id, result.candidate_id
    deliver(world)
    with world.database.reading() as session:
        assert names_in(session, adviser) == ["Testinen Aino"]

    with world.database.transaction() as session:
        withdraw_consent(session, notes_id, by=officer, now=NOW)

    with world.database.reading() as session:
        page = inbox_of(session, viewer=adviser)
        assert (list(page.rows), page.withheld, set(page.counts.values())) == ([], 1, {0})
        assert list(results_of_candidate(session, candidate_id, viewer=adviser)) == []
        assert names_in(session, officer) == ["Testinen Aino"]
