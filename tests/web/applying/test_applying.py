"""Anybody applies without an account; an officer makes a referral of it, or closes it with a reason."""

import re
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.applications.models import Application
from testing_app.bookings.models import Referral
from testing_app.people.models import Candidate
from testing_app.people.throttle import FREE_TRIES_OF_ADDRESS
from testing_app.vocabulary import (
    ApplicationClosing,
    ApplicationState,
    AssessmentLength,
    Role,
)
from tests.world import World

TOLD = {
    "language_tested": "fi",
    "family_name": "Warsame",
    "given_names": "Hodan",
    "phone": "040 1234567",
    "mother_tongue": "so",
    "contact_language": "so",
    "languages_spoken": ["ar", "en"],
    "needs_interpreter": "y",
    "scripts_read": "little",
    "schooling_years": "4",
    "earlier_studies": "none",
    "timetable_limits": "Ei maanantaisin",
}


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    found = app.test_client()
    found.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return found


def browser(app: Flask, world: World, who: Role | str = Role.AUTHORITY_OFFICER) -> FlaskClient:
    found = app.test_client()
    found.set_cookie("lahtotaso_session", world.cookie(who))
    return found


def apply(stranger: FlaskClient, world: World, **more: object) -> None:
    answer = stranger.post("/apply", data={**TOLD, "authority_id": str(world.authority), **more})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/apply/thanks")


def one(world: World, kind: type) -> object:
    with world.database.reading() as session:
        row = session.scalars(sa.select(kind)).one()
        session.expunge_all()
    return row


def application(world: World) -> Application:
    found = one(world, Application)
    assert isinstance(found, Application)
    return found


def test_an_application_needs_no_account_and_keeps_what_was_written(stranger: FlaskClient, world: World):
    page = stranger.get("/apply")
    apply(stranger, world)

    kept = application(world)
    assert page.status_code == 200
    assert "checked" not in page.text
    for words in ("I do not read", "Not at all"):
        assert page.text.count(words) == 1
    assert (kept.family_name, kept.authority_id) == ("Warsame", world.authority)
    assert kept.languages_spoken == ["ar", "en"]
    assert (kept.suggested_length, kept.state) == (AssessmentLength.LONG, ApplicationState.NEW)
    assert stranger.get("/apply/thanks").status_code == 200


def test_all_problems_are_told_at_once_and_nothing_typed_is_lost(stranger: FlaskClient, world: World):
    answer = stranger.post(
        "/apply",
        data={
            "given_names": "<b>Hodan</b>",
            "email": "nobody",
            "schooling_years": "many",
            "birth_date": "31.2.1990",
            "authority_id": str(world.centre),
        },
    )

    assert answer.status_code == 422
    for sentence in (
        "Choose your employment authority.",
        "Choose Finnish or Swedish.",
        "Write your family name.",
        "Write an email address",
        "Write the years as a whole number",
        "Write a real date",
        "Choose your mother tongue.",
        "Choose the language of letters.",
        "Choose how you read.",
        "Choose how long you have studied",
    ):
        assert sentence in answer.text
    for typed in ("&lt;b&gt;Hodan", 'value="nobody"', 'value="many"', 'value="31.2.1990"'):
        assert typed in answer.text


def test_somebody_who_cannot_be_reached_is_asked_how(stranger: FlaskClient, world: World):
    answer = stranger.post("/apply", data={**TOLD, "authority_id": str(world.authority), "phone": ""})

    assert answer.status_code == 422
    assert "Write a telephone number, an email address or a street address." in answer.text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_form_is_protected_and_exists_in_three_languages(app: Flask, world: World):
    stranger = app.test_client()

    assert stranger.post("/apply", data=TOLD).status_code == 400
    for language in ("fi", "sv", "en"):
        page = stranger.get("/apply", headers={"Accept-Language": language})
        assert f'<html lang="{language}"' in page.text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_too_many_from_one_address_have_to_wait(stranger: FlaskClient, world: World):
    for _ in range(FREE_TRIES_OF_ADDRESS + 1):
        apply(stranger, world)

    answer = stranger.post("/apply", data={**TOLD, "authority_id": str(world.authority)})

    assert answer.status_code == 429
    assert "There have been too many tries." in answer.text
    assert 'value="Warsame"' in answer.text


def test_an_officer_registers_the_applicant_and_chooses_the_length(
    app: Flask, stranger: FlaskClient, world: World
):
    apply(stranger, world)
    officer, address = browser(app, world), f"/authority/applications/{application(world).id}"

    listing, page = officer.get("/authority/applications").text, officer.get(address).text
    registered = officer.post(f"{address}/register")
    form = officer.get(registered.headers["Location"]).text
    told = {
        "language_tested": "fi",
        "purpose": "first_assessment",
        "interpreter_language": "so",
        "timetable_limits": "Ei maanantaisin",
        "application": str(application(world).id),
    }
    path = registered.headers["Location"].split("?")[0]
    unchosen = officer.post(path, data=told)
    written = officer.post(path, data={**told, "length": "long"})

    assert "Warsame" in listing
    for sentence in ("Long assessment", "reads no script, or only a little", "for a few years only"):
        assert sentence in page
    assert registered.status_code == 303
    assert "The application suggests: Long assessment" in form
    assert 'value="fi" checked' in form or re.search(r'checked[^>]*value="fi"', form)
    assert not re.search(r'checked[^>]*name="length"', form)
    assert "Ei maanantaisin" in form
    assert unchosen.status_code == 422
    assert "Choose the short or the long assessment." in unchosen.text
    assert written.status_code == 303
    referral, kept = one(world, Referral), application(world)
    assert isinstance(referral, Referral)
    assert (referral.length, referral.interpreter_language) == (AssessmentLength.LONG, "so")
    assert (kept.state, kept.referral_id) == (ApplicationState.REFERRED, referral.id)
    assert officer.post(f"{address}/close", data={"because": "duplicate"}).status_code == 409


def test_a_likely_duplicate_is_linked_or_told_apart(app: Flask, stranger: FlaskClient, world: World):
    with world.database.transaction() as session:
        known = world.add_candidate(
            session,
            family_name="Warsame",
            given_names="Hodan",
            search_name="hodan warsame",
            birth_date=None,
        ).id
    apply(stranger, world)
    officer, address = browser(app, world), f"/authority/applications/{application(world).id}"

    page = officer.get(address).text
    untold = officer.post(f"{address}/register")
    linked = officer.post(f"{address}/link", data={"candidate": str(known)})

    assert "Is this one of these people?" in page
    assert untold.status_code == 409
    assert "Choose why this is a different person." in untold.text
    assert f"/authority/candidates/{known}/referrals/new" in linked.headers["Location"]
    assert application(world).candidate_id == known


def test_a_different_person_is_registered_with_the_reason(app: Flask, stranger: FlaskClient, world: World):
    with world.database.transaction() as session:
        world.add_candidate(
            session, family_name="Warsame", given_names="Hodan", search_name="hodan warsame", birth_date=None
        )
    apply(stranger, world, scripts_read="none")
    officer, address = browser(app, world), f"/authority/applications/{application(world).id}"

    answer = officer.post(f"{address}/register", data={"different_because": "person_asked"})

    assert answer.status_code == 303
    with world.database.reading() as session:
        made = session.get_one(Candidate, UUID(str(application(world).candidate_id)))
        assert (made.family_name, made.phone, made.reads_letters) == ("Warsame", "040 1234567", False)


def test_an_application_is_closed_with_a_reason(app: Flask, stranger: FlaskClient, world: World):
    apply(stranger, world)
    officer, address = browser(app, world), f"/authority/applications/{application(world).id}"

    blank = officer.post(f"{address}/close", data={})
    closed = officer.post(f"{address}/close", data={"because": "not_reached"})

    assert (blank.status_code, closed.status_code) == (422, 303)
    assert "Choose the reason." in blank.text
    assert application(world).closed_because is ApplicationClosing.NOT_REACHED
    assert "Not reached" in officer.get(address).text
    assert "Warsame" in officer.get("/authority/applications?show=closed").text
    assert "Warsame" not in officer.get("/authority/applications").text


def test_only_officers_of_the_chosen_authority_see_it(app: Flask, stranger: FlaskClient, world: World):
    apply(stranger, world)
    address = f"/authority/applications/{application(world).id}"

    assert browser(app, world, "other_officer").get(address).status_code == 404
    assert "Warsame" not in browser(app, world, "other_officer").get("/authority/applications").text
    assert browser(app, world, Role.ADVISER).get(address).status_code == 403
    assert stranger.get(address).status_code == 302


def test_an_application_that_is_sent_twice_is_kept_once(stranger: FlaskClient, world: World):
    apply(stranger, world)
    apply(stranger, world)
    apply(stranger, world, phone="040 7654321")

    with world.database.reading() as session:
        phones = session.scalars(sa.select(Application.phone)).all()
    assert sorted(phones) == ["040 1234567", "040 7654321"]


def test_a_name_turns_no_other_text_around(stranger: FlaskClient, world: World):
    apply(stranger, world, family_name="War\u202esame\x01", given_names="\u2067Hodan\u200c")

    kept = application(world)
    assert (kept.family_name, kept.given_names) == ("Warsame", "Hodan\u200c")
