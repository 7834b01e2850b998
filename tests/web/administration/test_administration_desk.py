"""The administration desk over HTTP: accounts, organisations, audit, feedback."""

import re
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

import testing_app
from testing_app.audit.actions import SYSTEM_CHAIN, record
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.audit.verify import FindingKind
from testing_app.people.actions import record_feedback
from testing_app.people.models import Account, Organisation
from testing_app.vocabulary import OrganisationKind, Role
from testing_app.web.administration.words import (
    EVENT_WORDS,
    FINDING_WORDS,
    KIND_WORDS,
    ROLE_WORDS,
    SUBJECT_WORDS,
)
from tests.world import NOW, World

NEW = {
    "name": "Uusi Henkilö",
    "email": "uusi@example.org",
    "language": "fi",
    "roles": ["assessor"],
    "active": "y",
}
HOUSE = {"kind": "test_centre", "name": "Uusi paikka", "valid_from": "1.1.2026"}


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    """The administrator's browser."""
    app.config["WTF_CSRF_ENABLED"] = False
    signed_in = app.test_client()
    signed_in.set_cookie("lahtotaso_session", world.cookie(Role.ADMINISTRATOR))
    return signed_in


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def account_of(world: World, email: str) -> Account:
    with world.database.reading() as session:
        account = session.scalars(sa.select(Account).where(Account.email == email)).one()
        session.expunge_all()
    return account


@pytest.mark.parametrize(
    "words, members",
    [(EVENT_WORDS, Event), (ROLE_WORDS, Role), (KIND_WORDS, OrganisationKind), (FINDING_WORDS, FindingKind)],
)
def test_every_code_shown_has_its_words(words: dict, members: type):
    assert set(words) == set(members)


def test_every_kind_of_subject_of_the_audit_has_its_words():
    folder = Path(testing_app.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]

    begins = r'(?:subject ?= ?|Event\.[A-Z_]+, )\(\s*"(\w+)"'
    recorded = {kind for text in texts for kind in re.findall(begins, text)}

    assert len(recorded) > 15
    assert recorded == set(SUBJECT_WORDS)


def test_accounts_are_listed_and_found(desk: FlaskClient, world: World):
    everybody = text_of(desk.get("/administration/accounts"))
    found = text_of(
        desk.post("/administration/accounts/search", data={"words": "planner", "organisation": ""})
    )
    nobody = text_of(desk.post("/administration/accounts/search", data={"words": "zz", "organisation": ""}))
    of_centre = text_of(desk.get(f"/administration/accounts?organisation={world.centre}"))

    assert "assessor@example.org" in everybody
    assert "course_planner@example.org" in found
    assert "assessor@example.org" not in found
    assert "No account was found" in nobody
    assert "course_planner@example.org" not in of_centre


def test_a_search_without_words_becomes_an_address_without_names(desk: FlaskClient, world: World):
    answer = desk.post(
        "/administration/accounts/search", data={"words": "", "organisation": str(world.centre)}
    )

    assert answer.location == f"/administration/accounts?organisation={world.centre}"


def test_adding_an_account_shows_its_link_once(desk: FlaskClient, app: Flask, world: World):
    answer = desk.post(f"/administration/accounts/new?organisation={world.centre}", data=NEW)

    link = re.search(r'value="http://127.0.0.1:8000(/set-password/[^"]+)"', answer.get_data(as_text=True))
    assert link
    account = account_of(world, "uusi@example.org")
    assert link[1].rsplit("/")[-1] not in desk.get(f"/administration/accounts/{account.id}").get_data(
        as_text=True
    )
    stranger = app.test_client()
    stranger.get(link[1])
    assert stranger.get("/set-password").status_code == 200


def test_only_the_roles_of_the_organisation_are_offered(desk: FlaskClient, world: World):
    page = text_of(desk.get(f"/administration/accounts/new?organisation={world.authority}"))
    answer = desk.post(f"/administration/accounts/new?organisation={world.authority}", data=NEW)

    assert "Authority officer" in page
    assert "Centre lead" not in page
    assert answer.status_code == 422


def test_all_problems_of_an_account_are_shown_and_what_was_typed_is_kept(desk: FlaskClient, world: World):
    typed = {"name": "", "email": "not an address", "title": "Opettaja", "language": "sv"}
    answer = desk.post(f"/administration/accounts/new?organisation={world.centre}", data=typed)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write the person&#39;s name." in page
    assert "Write an email address such as" in page
    assert "Choose at least one role." in page
    assert 'value="not an address"' in page
    assert 'value="Opettaja"' in page


def test_an_email_address_that_is_taken_is_a_problem_at_its_field(desk: FlaskClient, world: World):
    typed = {**NEW, "email": "assessor@example.org"}
    answer = desk.post(f"/administration/accounts/new?organisation={world.centre}", data=typed)

    assert answer.status_code == 422
    assert "Another account has this email address." in text_of(answer)


def test_an_account_is_changed_and_closed(desk: FlaskClient, world: World):
    account = account_of(world, "assessor@example.org")
    typed = {"name": "Toinen", "email": account.email, "language": "fi", "roles": ["centre_lead"]}
    answer = desk.post(f"/administration/accounts/{account.id}", data={**typed, "version": account.version})

    changed = account_of(world, "assessor@example.org")
    assert answer.status_code == 303
    assert (changed.name, changed.active, changed.roles) == ("Toinen", False, {Role.CENTRE_LEAD})


def test_a_change_by_somebody_else_is_shown_and_nothing_typed_is_lost(desk: FlaskClient, world: World):
    account = account_of(world, "assessor@example.org")
    url = f"/administration/accounts/{account.id}"
    typed = {"email": account.email, "language": "fi", "roles": ["assessor"], "active": "y"}
    desk.post(url, data={**typed, "name": "Ensimmäinen", "version": account.version})

    late = desk.post(url, data={**typed, "name": "Toinen", "version": account.version})
    again = desk.post(url, data={**typed, "name": "Toinen", "version": account.version + 1})

    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Administrator saved it after you had opened it." in text_of(late)
    assert 'value="Toinen"' in page
    assert f'name="version" type="hidden" value="{account.version + 1}"' in page
    assert again.status_code == 303


def mistype(app: Flask, times: int) -> int:
    browser = app.test_client()
    for _time in range(times):
        answer = browser.post("/sign-in", data={"email": "assessor@example.org", "password": "wrong"})
    return answer.status_code


def test_a_wait_after_wrong_passwords_is_shown_and_lifted(desk: FlaskClient, app: Flask, world: World):
    account = world.act(Role.ASSESSOR).account_id
    before = desk.get(f"/administration/accounts/{account}")
    waiting = mistype(app, 6)

    shown = desk.get(f"/administration/accounts/{account}")
    answer = desk.post(f"/administration/accounts/{account}/lift-wait")

    assert "has to wait" not in text_of(before)
    assert waiting == 429
    assert "has to wait" in text_of(shown)
    assert "&lt;" not in shown.text
    assert answer.status_code == 303
    assert mistype(app, 1) == 422
    with world.database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "account_changed")).one()
    assert entry.subject_id == str(account)
    assert entry.details == {"fields": ["sign_in_wait"], "failures": 5}


def test_only_an_administrator_lifts_a_wait(app: Flask, desk: FlaskClient, world: World):
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(Role.CENTRE_LEAD))
    account = world.act(Role.ASSESSOR).account_id

    assert browser.post(f"/administration/accounts/{account}/lift-wait").status_code == 403
    assert desk.post(f"/administration/accounts/{uuid4()}/lift-wait").status_code == 404


def test_a_page_that_is_not_there_is_not_found(desk: FlaskClient):
    assert desk.get(f"/administration/accounts/{uuid4()}").status_code == 404
    assert desk.get(f"/administration/organisations/{uuid4()}").status_code == 404


def test_an_organisation_is_added_and_changed(desk: FlaskClient, world: World):
    added = desk.post("/administration/organisations/new", data=HOUSE)
    with world.database.reading() as session:
        house = session.scalars(sa.select(Organisation).where(Organisation.name == "Uusi paikka")).one()
        session.expunge_all()
    typed = {**HOUSE, "kind": "maintainer", "valid_to": "31.12.2026", "version": house.version}
    changed = desk.post(f"/administration/organisations/{house.id}", data=typed)

    assert (added.status_code, changed.status_code) == (303, 303)
    with world.database.reading() as session:
        house = session.get_one(Organisation, house.id)
        session.expunge_all()
    assert house.kind is OrganisationKind.TEST_CENTRE
    assert str(house.valid_to) == "2026-12-31"


def test_problems_of_an_organisation_are_shown_at_once(desk: FlaskClient):
    typed = {"name": "", "valid_from": "31.2.2026", "email": "x"}
    answer = desk.post("/administration/organisations/new", data=typed)

    page = text_of(answer)
    assert answer.status_code == 422
    for problem in (
        "Choose the kind",
        "Write the name of the organisation",
        "Write a real date",
        "Write an email",
    ):
        assert problem in page


def test_the_audit_trail_shows_entries_in_words_and_notes_the_reading(desk: FlaskClient, world: World):
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
        record(
            session,
            Event.CANDIDATE_VIEWED,
            by=world.act("authority_officer"),
            now=NOW,
            subject=("candidate", candidate.id),
            candidate_id=candidate.id,
        )
    page = text_of(desk.get(f"/administration/audit?organisation={world.authority}&event=candidate_viewed"))

    assert "Candidate viewed" in page
    assert candidate.number in page
    assert "Authority Officer" in page
    assert "Testinen" not in page
    own = text_of(desk.get(f"/administration/audit?organisation={world.maintainer}"))
    assert "Audit read" in own


def test_the_filter_becomes_identifiers_in_the_address(desk: FlaskClient, world: World):
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
    typed = {
        "organisation": str(world.authority),
        "event": "signed_in",
        "day": "12.3.2026",
        "candidate": candidate.number,
    }
    answer = desk.post("/administration/audit/choose", data=typed)

    assert candidate.number not in answer.location
    assert str(candidate.id) in answer.location
    assert "day=2026-03-12" in answer.location
    assert candidate.number in desk.get(answer.location).get_data(as_text=True)


def test_an_unknown_candidate_number_and_an_impossible_day_are_told_together(desk: FlaskClient, world: World):
    typed = {"organisation": str(world.authority), "day": "99.3.2026", "candidate": "K99999"}
    answer = desk.post("/administration/audit/choose", data=typed)

    assert answer.status_code == 422
    assert "No candidate has this number." in text_of(answer)
    assert "Write a real date" in text_of(answer)
    assert 'value="99.3.2026"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("day, shown", [("2026-03-12", True), ("2026-03-11", False)])
def test_a_day_is_a_day_in_finland(desk: FlaskClient, world: World, day: str, shown: bool):
    just_after_midnight = datetime.fromisoformat("2026-03-11T22:30:00+00:00")
    with world.database.transaction() as session:
        record(
            session,
            Event.OCCASION_MADE,
            by=world.act("centre_lead"),
            now=just_after_midnight,
            subject=("occasion", "x"),
        )
    page = desk.get(f"/administration/audit?organisation={world.centre}&day={day}")

    assert ("Occasion x" in text_of(page)) is shown


@pytest.mark.parametrize("chain", ["centre", "system"])
def test_a_check_says_the_chain_is_whole_or_what_is_wrong(desk: FlaskClient, world: World, chain: str):
    chain_id = SYSTEM_CHAIN if chain == "system" else world.centre
    with world.database.transaction() as session:
        record(session, Event.SIGNED_IN, by=None, now=NOW, subject=("account", "x"), chain_id=chain_id)
    whole = desk.post("/administration/audit/verify", data={"organisation": str(chain_id)})
    with world.database.transaction() as session:
        session.execute(sa.text("UPDATE audit_heads SET sequence = 9 WHERE sequence = 1"))
    broken = desk.post("/administration/audit/verify", data={"organisation": str(chain_id)})

    assert "The chain is whole" in text_of(whole)
    assert "1 entry was checked" in text_of(whole)
    assert "its head names entry 9" in text_of(broken)


def test_feedback_is_listed_and_marked(desk: FlaskClient, world: World):
    assert "No feedback yet" in text_of(desk.get("/administration/feedback"))
    with world.database.transaction() as session:
        feedback = record_feedback(session, text="Hyvä!", page="/x", contact="a@b.fi", now=NOW)
    assert "Hyvä!" in text_of(desk.get("/administration/feedback"))

    desk.post(f"/administration/feedback/{feedback.id}/answered")

    assert "Answered" in text_of(desk.get("/administration/feedback"))


def count_queries(world: World, desk: FlaskClient, url: str) -> int:
    counted: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.append(statement)

    sa.event.listen(world.database.engine, "before_cursor_execute", note)
    assert desk.get(url).status_code == 200
    sa.event.remove(world.database.engine, "before_cursor_execute", note)
    return len(counted)


@pytest.mark.parametrize("list_of", ["accounts", "organisations", "audit", "feedback"])
def test_the_number_of_queries_does_not_grow_with_the_rows(desk: FlaskClient, world: World, list_of: str):
    url = f"/administration/{list_of}?organisation={world.centre}"
    few = (count_queries(world, desk, url), count_queries(world, desk, url))[1]
    with world.database.transaction() as session:
        for number in range(30):
            add_rows(world, session, number)

    assert count_queries(world, desk, url) == few


def add_rows(world: World, session, number: int) -> None:
    house = Organisation(kind=OrganisationKind.TEST_CENTRE, name=f"h{number}", valid_from=NOW.date())
    account = Account(
        organisation_id=world.centre, email=f"e{number}@x.fi", name=f"n{number}", created_at=NOW
    )
    session.add_all([house, account])
    session.flush()
    candidate: UUID = world.add_candidate(session).id
    record(
        session,
        Event.CANDIDATE_VIEWED,
        by=world.act("assessor"),
        now=NOW,
        subject=("candidate", candidate),
        candidate_id=candidate,
    )
    record_feedback(session, text="x", page="", contact="", now=NOW)


def test_the_audit_table_keeps_what_the_desk_did(desk: FlaskClient, world: World):
    desk.post(f"/administration/accounts/new?organisation={world.centre}", data=NEW)

    with world.database.reading() as session:
        actions = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["account_made", "one_time_link_made"]


def test_whoever_looks_at_accounts_leaves_an_audit_entry(desk: FlaskClient, world: World):
    account = account_of(world, "assessor@example.org")
    stale = {"name": "A", "email": account.email, "language": "fi", "roles": ["assessor"], "version": 99}

    desk.get("/administration/accounts")
    desk.post("/administration/accounts/search", data={"words": "planner", "organisation": ""})
    desk.get(f"/administration/accounts/{account.id}")
    clash = desk.post(f"/administration/accounts/{account.id}", data=stale)

    with world.database.reading() as session:
        query = sa.select(AuditEntry).where(AuditEntry.action == "accounts_viewed")
        entries = session.scalars(query.order_by(AuditEntry.sequence)).all()
        assert clash.status_code == 409
        assert [entry.subject_id for entry in entries] == ["all", "all", str(account.id), str(account.id)]
        assert [entry.details.get("search") for entry in entries] == [False, True, None, None]
        assert "planner" not in str([entry.details for entry in entries])


def test_no_organisation_is_chosen_beforehand_for_a_new_account(desk: FlaskClient) -> None:
    page = desk.get("/administration/accounts/new").text

    assert page.index('<option value="">') < page.index("<option value=", page.index('<option value="">') + 1)
    assert 'name="organisation" required' in page
    assert "selected" not in page.split('id="organisation"')[1].split("</select>")[0]
