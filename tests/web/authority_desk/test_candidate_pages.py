"""Candidates in the browser: found, registered once, linked, changed, with nothing lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from testing_app.audit.models import AuditEntry
from testing_app.people.models import Candidate, CandidateAuthority
from testing_app.vocabulary import Role
from tests.world import World

PERSON = {
    "family_name": "Äijälä",
    "given_names": "Pekka",
    "birth_date": "1.1.1990",
    "mother_tongue": "ar",
    "contact_language": "ar",
}
HOME = "/authority/candidates"


@pytest.fixture
def officer(app: Flask, world: World) -> FlaskClient:
    return browser_of(app, world, Role.AUTHORITY_OFFICER)


def browser_of(app: Flask, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(who))
    return browser


def register(browser: FlaskClient, **values: str) -> Any:
    return browser.post(f"{HOME}/new", data={**PERSON, **values})


def count(world: World, table: type = Candidate) -> int:
    with world.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_an_officer_registers_a_candidate_and_sees_the_number(officer: FlaskClient, world: World):
    answer = register(officer, identity_code="010190-900P", phone="040 123 4567")

    assert answer.status_code == 303
    page = officer.get(answer.location).text
    assert "K100001" in page
    assert "Äijälä Pekka" in page
    assert "010190•••••" in page
    assert "900P" not in page
    assert "Write a referral" in page


def test_the_cookie_of_the_page_carries_no_candidate_number(officer: FlaskClient, world: World):
    register(officer)

    with officer.session_transaction() as kept:
        assert kept["_flashes"] == [("good", "The candidate is registered.")]


def test_the_identity_code_alone_gives_the_birth_date(officer: FlaskClient, world: World):
    register(officer, identity_code="150685X902J", birth_date="")

    with world.database.reading() as session:
        assert str(session.scalars(sa.select(Candidate.birth_date)).one()) == "1985-06-15"


def test_all_problems_are_shown_at_once_and_what_was_typed_stays(officer: FlaskClient, world: World):
    answer = register(
        officer,
        identity_code="300290-9001",
        family_name=" ",
        given_names="Ольга",
        birth_date="31.2.1990",
        mother_tongue="",
        contact_language="ku",
        email="ei@",
    )

    assert answer.status_code == 422
    for sentence in (
        "The first six digits are not a real date.",
        "Write the family name.",
        "Choose the mother tongue.",
        "Choose the language in which we write to this person.",
        "Write an email address",
    ):
        assert sentence in answer.text
    for typed in ("300290-9001", "Ольга", "31.2.1990", "ei@"):
        assert f'value="{typed}"' in answer.text
    assert count(world) == 0


@pytest.mark.parametrize(
    "values,sentence",
    [
        ({"birth_date": ""}, "Write the date of birth, or the identity code."),
        ({"birth_date": "1.1.2190"}, "between 1900 and today"),
        ({"identity_code": "150685X902J"}, "The identity code says 15 Jun 1985."),
        ({"identity_code": "010190-999K"}, "The last character does not agree"),
        ({"identity_code": "010190–900P"}, "Write the code as on the card"),
        ({"family_name": "x" * 101}, "Shorten this to 100 characters."),
    ],
)
def test_each_problem_stands_at_its_field(
    officer: FlaskClient, world: World, values: dict[str, str], sentence: str
):
    answer = register(officer, **values)

    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert count(world) == 0


def test_kurdish_alone_is_not_offered(officer: FlaskClient):
    page = officer.get(f"{HOME}/new").text

    assert 'value="ku"' not in page
    assert 'value="kmr"' in page
    assert 'value="ckb"' in page


def test_a_code_known_here_leads_to_the_person(officer: FlaskClient, world: World):
    first = register(officer, identity_code="010190-900P").location

    answer = register(officer, identity_code="010190-900p", family_name="Toinen")

    assert answer.status_code == 409
    assert "already registered" in answer.text
    assert first in answer.text
    assert 'value="Toinen"' in answer.text
    assert count(world) == 1


def test_a_likely_duplicate_is_shown_before_a_second_record(officer: FlaskClient, world: World):
    first = register(officer).location

    asked = register(officer, family_name="Aijala")
    unanswered = register(officer, family_name="Aijala", anyway="1")

    assert asked.status_code == unanswered.status_code == 409
    assert "Is this one of these people?" in asked.text
    assert first in asked.text
    assert "Choose why this is a different person." in unanswered.text
    assert count(world) == 1

    made = register(officer, family_name="Aijala", anyway="1", different_because="papers_compared")

    assert made.status_code == 303
    assert count(world) == 2


def test_a_record_of_another_authority_is_linked_after_a_question(
    app: Flask, officer: FlaskClient, world: World
):
    stranger = browser_of(app, world, "other_officer")
    address = register(stranger, identity_code="010190-900P", phone="0409876543").location

    assert officer.get(address).status_code == 404
    other_name = register(officer, identity_code="010190-900P", family_name="Virtanen")
    asked = register(officer, identity_code="010190-900P")

    assert other_name.status_code == 409
    assert "another family name" in other_name.text
    assert asked.status_code == 200
    assert "0409876543" not in asked.text
    assert "K100001" not in asked.text
    assert count(world, CandidateAuthority) == 1

    linked = officer.post(f"{HOME}/link", data={"identity_code": "010190-900P", "family_name": "Äijälä"})

    assert linked.location == address
    assert officer.get(address).status_code == 200
    assert (
        officer.post(
            f"{HOME}/link", data={"identity_code": "010190Y900P", "family_name": "Äijälä"}
        ).status_code
        == 404
    )


def test_search_finds_and_its_audit_entry_holds_no_words(officer: FlaskClient, world: World):
    register(officer, identity_code="010190-900P")

    for typed in ("aijala", "1.1.1990", "010190-900P", "K100001"):
        assert "Äijälä Pekka" in officer.post(f"{HOME}/search", data={"wanted": typed}).text
    assert "Nobody found" in officer.post(f"{HOME}/search", data={"wanted": "Virtanen"}).text

    with world.database.reading() as session:
        details = session.scalars(
            sa.select(AuditEntry.details).where(AuditEntry.action == "candidates_searched")
        ).all()
    assert [entry["by"] for entry in details] == [["name"], ["birth_date"], ["code"], ["number"], ["name"]]
    assert "aijala" not in str(details)


def test_another_authority_does_not_find_our_candidates(app: Flask, officer: FlaskClient, world: World):
    address = register(officer).location
    stranger = browser_of(app, world, "other_officer")

    assert "Äijälä" not in stranger.get(HOME).text
    assert "Nobody found" in stranger.post(f"{HOME}/search", data={"wanted": "aijala"}).text
    for path in ("", "/edit", "/consents", "/referrals/new"):
        assert stranger.get(address + path).status_code == 404
    assert stranger.post(f"{address}/edit", data={**PERSON, "version": "1"}).status_code == 404


@pytest.mark.parametrize("who", [Role.ASSESSOR, Role.COURSE_PLANNER, Role.ADMINISTRATOR])
def test_other_desks_have_no_candidate_pages(app: Flask, world: World, who: Role):
    assert browser_of(app, world, who).get(HOME).status_code == 403


def test_a_change_on_an_old_page_shows_who_changed_what_and_keeps_what_was_typed(
    app: Flask, officer: FlaskClient, world: World
):
    address = register(officer).location
    officer.post(f"{address}/edit", data={**PERSON, "phone": "111", "version": "1"})

    answer = officer.post(f"{address}/edit", data={**PERSON, "phone": "222", "version": "1"})

    assert answer.status_code == 409
    assert 'value="222"' in answer.text
    assert "<strong><bdi>111</bdi></strong>" in answer.text
    assert f"{world.act(Role.AUTHORITY_OFFICER).name} saved changes" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert "111" in officer.get(address).text


def test_an_identity_code_can_be_added_later_but_not_somebody_elses(officer: FlaskClient, world: World):
    register(officer, identity_code="010190-900P")
    address = register(officer, family_name="Zorn", given_names="Eva").location
    data = {**PERSON, "family_name": "Zorn", "given_names": "Eva", "version": "1"}

    refused = officer.post(f"{address}/edit", data={**data, "identity_code": "010190-900P"})
    kept = officer.post(f"{address}/edit", data={**data, "identity_code": "010190Y900P"})

    assert refused.status_code == 409
    assert "already registered" in refused.text
    assert kept.status_code == 303
    assert "010190•••••" in officer.get(address).text


def test_a_form_without_its_token_is_refused(app: Flask, world: World):
    browser = browser_of(app, world, Role.AUTHORITY_OFFICER)
    app.config["WTF_CSRF_ENABLED"] = True

    assert register(browser).status_code == 400
    assert count(world) == 0


def test_two_officers_registering_one_code_at_once_make_one_record(app: Flask, world: World):
    browsers = [browser_of(app, world, Role.AUTHORITY_OFFICER) for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(
            lambda browser: register(browser, identity_code="010190-900P").status_code, browsers
        )

    assert sorted(answers) == [303, 409, 409, 409]
    assert count(world) == 1


def test_a_list_of_thirty_asks_as_few_questions_as_a_list_of_one(officer: FlaskClient, world: World):
    def questions() -> int:
        statements: list[str] = []

        def listen(*arguments: Any) -> None:
            statements.append(arguments[2])

        event.listen(world.database.engine, "before_cursor_execute", listen)
        officer.get(HOME)
        event.remove(world.database.engine, "before_cursor_execute", listen)
        return len(statements)

    with world.database.transaction() as session:
        world.add_candidate(session)
    officer.get(HOME)
    one = questions()
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, seats=30)
        for _ in range(29):
            world.add_booking(session, occasion, world.add_candidate(session))

    assert questions() == one


@pytest.mark.parametrize("typed", ["123", "123456"])
def test_a_post_code_of_digits_has_five(officer: FlaskClient, world: World, typed: str):
    answer = register(officer, post_code=typed)

    assert answer.status_code == 422
    assert "A Finnish post code has five digits" in answer.text
    assert count(world) == 0


@pytest.mark.parametrize("typed", ["53900", "SW1A 1AA", "LV-1010", ""])
def test_a_finnish_or_a_foreign_post_code_is_kept(officer: FlaskClient, typed: str):
    assert register(officer, post_code=typed).status_code == 303


def test_a_wrong_identity_code_is_the_only_problem_told(officer: FlaskClient):
    answer = register(officer, identity_code="010190-900K", birth_date="")

    assert answer.status_code == 422
    assert "The last character does not agree" in answer.text
    assert "Write the date of birth" not in answer.text


def test_a_telephone_number_of_letters_is_told_what_is_allowed(officer: FlaskClient):
    assert "digits, spaces, + and - are allowed" in register(officer, phone="abc").text
