"""The inbox in the browser: what waits, what a result says, what is left out, who acknowledged."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from testing_app import clock
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.worker import inbox_worker
from testing_app.inbox.models import InboxMessage
from testing_app.persistence.database import Database
from testing_app.results.keys import create_ring
from testing_app.results.queries import find_issued
from testing_app.results.verification import Verdict, verify_file
from testing_app.vocabulary import Role
from tests.letterbox import Letterbox, later
from tests.world import NOW, World


@pytest.fixture
def letterbox(world: World, tmp_path: Path) -> Letterbox:
    return Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))


@pytest.fixture
def officer(app: Flask, world: World) -> FlaskClient:
    return browser_of(app, world, Role.AUTHORITY_OFFICER)


def browser_of(app: Flask, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(who))
    return web


def deliver(database: Database, letterbox: Letterbox, **values: Any) -> UUID:
    with database.transaction() as session:
        replaced = values.pop("replaces_message", None)
        if replaced:
            values["replaces"] = session.get_one(InboxMessage, replaced).result
        result = letterbox.add_result(session, **values)
        delivery = queue_delivery(session, result, now=NOW)
    inbox_worker(database, now=lambda: values.get("signed_at", NOW)).deliver_due()
    return delivery.id


def audit_actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


def test_a_new_result_stands_in_the_inbox_with_track_and_module_in_words(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    deliver(database, letterbox, family_name="Öberg")

    page = officer.get("/authority/inbox").text

    assert "Öberg Aino" in page
    assert "Integration training, basic path, module M2" in page
    assert "New" in page


def test_an_empty_inbox_says_so(officer: FlaskClient) -> None:
    waiting, everything = officer.get("/authority/inbox").text, officer.get("/authority/inbox?show=all").text

    assert "Nothing is waiting" in waiting
    assert "No results yet" in everything


def test_a_result_page_shows_profile_recommendation_suggestion_and_reason(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    message_id = deliver(database, letterbox, levels={"reading": "A2.1", "speaking": "alle_A1.1"})

    page = officer.get(f"/authority/inbox/{message_id}").text
    assert 'href="/authority/candidates/' in page

    assert "Reads and speaks evenly." in page
    assert "No other rule holds: the basic path." in page
    assert "Same as the recommendation" in page
    assert "below A1.1" in page
    assert "Interrupted" in page
    assert "fi-koto-2022" in page


def test_a_recommendation_that_differs_from_the_suggestion_says_so(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    message_id = deliver(database, letterbox, track="integration-slow")

    page = officer.get(f"/authority/inbox/{message_id}").text

    assert "The assessor recommends otherwise" in page


def test_what_was_withheld_is_named_and_not_shown(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    message_id = deliver(database, letterbox, withheld=("interview_notes", "life_situation"))

    page = officer.get(f"/authority/inbox/{message_id}").text

    assert "Interview notes, Life situation" in page
    assert "Hard life situation" not in page


def test_acknowledging_shows_who_and_leaves_the_waiting_list(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    message_id = deliver(database, letterbox)

    answer = officer.post(f"/authority/inbox/{message_id}/acknowledge")
    page = officer.get(f"/authority/inbox/{message_id}").text

    assert answer.status_code == 303
    assert "Acknowledged. The test centre can see it." in page
    assert "Authority Officer" in page
    assert "Nothing is waiting" in officer.get("/authority/inbox").text


def test_acknowledging_twice_is_told_not_repeated(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    message_id = deliver(database, letterbox)
    for _ in range(2):
        officer.post(f"/authority/inbox/{message_id}/acknowledge")

    page = officer.get(f"/authority/inbox/{message_id}").text

    assert "This result was already acknowledged." in page
    assert audit_actions(database).count(Event.RESULT_ACKNOWLEDGED) == 1


def test_a_correction_and_what_it_replaced_lead_to_each_other(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    old = deliver(database, letterbox)
    new = deliver(database, letterbox, replaces_message=old, module="M3", signed_at=later(60))

    replaced, holding = (officer.get(f"/authority/inbox/{each}").text for each in (old, new))

    assert "A newer result holds" in replaced
    assert f"/authority/inbox/{new}" in replaced
    assert "/acknowledge" not in replaced
    assert "The points were added up wrongly." in holding
    assert f"/authority/inbox/{old}" in holding


def test_the_pdf_opens_in_the_browser_and_the_json_verifies(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    message_id = deliver(database, letterbox)

    pdf = officer.get(f"/authority/inbox/{message_id}/result.pdf")
    file = officer.get(f"/authority/inbox/{message_id}/result.json")

    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    with database.reading() as session:
        checked = verify_file(file.data, letterbox.ring, find_issued=lambda id: find_issued(session, id))
    assert checked.verdict is Verdict.VALID
    assert audit_actions(database).count(Event.RESULT_DOWNLOADED) == 2


def test_every_look_is_audited(database: Database, letterbox: Letterbox, officer: FlaskClient) -> None:
    message_id = deliver(database, letterbox)

    officer.get("/authority/inbox")
    officer.get(f"/authority/inbox/{message_id}")

    assert audit_actions(database)[-2:] == [Event.INBOX_VIEWED, Event.RESULT_VIEWED]


@pytest.mark.parametrize("path", ["", "/result.pdf", "/result.json"])
def test_another_authority_meets_a_page_that_is_not_there(
    database: Database, letterbox: Letterbox, app: Flask, world: World, path: str
) -> None:
    message_id = deliver(database, letterbox)

    answer = browser_of(app, world, "other_officer").get(f"/authority/inbox/{message_id}{path}")

    assert answer.status_code == 404
    assert Event.RESULT_DOWNLOADED not in audit_actions(database)


def test_another_authority_cannot_acknowledge(
    database: Database, letterbox: Letterbox, app: Flask, world: World
) -> None:
    message_id = deliver(database, letterbox)

    answer = browser_of(app, world, "other_officer").post(f"/authority/inbox/{message_id}/acknowledge")

    assert answer.status_code == 404
    assert Event.RESULT_ACKNOWLEDGED not in audit_actions(database)


def test_acknowledging_without_the_form_token_is_refused(
    database: Database, letterbox: Letterbox, app: Flask, world: World
) -> None:
    message_id = deliver(database, letterbox)
    web = browser_of(app, world, Role.AUTHORITY_OFFICER)
    app.config["WTF_CSRF_ENABLED"] = True

    assert web.post(f"/authority/inbox/{message_id}/acknowledge").status_code == 400


def test_a_long_inbox_takes_as_many_queries_as_a_short_one(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    deliver(database, letterbox)
    short = queries_of(database, officer, "/authority/inbox")
    for _ in range(24):
        deliver(database, letterbox)

    assert queries_of(database, officer, "/authority/inbox") == short


def queries_of(database: Database, web: FlaskClient, path: str) -> int:
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(database.engine, "before_cursor_execute", note)
    assert web.get(path).status_code == 200
    event.remove(database.engine, "before_cursor_execute", note)
    return len(statements)


def test_a_message_tells_what_its_pdf_cannot_say(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    message_id = deliver(database, letterbox, family_name="Testinen ᚠ漢")
    with database.transaction() as session:
        session.get_one(InboxMessage, message_id).result.candidate.contact_language = "uk"

    page = officer.get(f"/authority/inbox/{message_id}").text

    assert "There are no letters in this language yet: Ukrainian." in page
    assert "ᚠ漢</bdi></p>" in page


def test_the_inbox_says_how_long_ago_a_result_came(
    database: Database, letterbox: Letterbox, officer: FlaskClient
) -> None:
    today = clock.now().replace(microsecond=0)
    deliver(database, letterbox, signed_at=today - timedelta(days=1))
    deliver(database, letterbox, signed_at=today - timedelta(days=3))

    page = officer.get("/authority/inbox").text

    assert ">1 day ago<" in page
    assert ">3 days ago<" in page
