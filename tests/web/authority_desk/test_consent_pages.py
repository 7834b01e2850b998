"""Consents in the browser: ticked when signed, withdrawn at any time."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.vocabulary import Role
from tests.world import World


@pytest.fixture
def officer(app: Flask, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(Role.AUTHORITY_OFFICER))
    return browser


def test_consents_are_ticked_and_withdrawn(officer: FlaskClient, world: World):
    with world.database.transaction() as session:
        address = f"/authority/candidates/{world.add_candidate(session).id}"
    blank = officer.post(f"{address}/consents", data={})
    signed = officer.post(
        f"{address}/consents",
        data={"scopes": ["interview_notes", "life_situation"], "language": "ar", "signed_on": "1.2.2026"},
    )
    page = officer.get(address).text

    assert blank.status_code == 422
    for sentence in ("Tick what was signed.", "Choose the language of the signed form.", "Write the date of"):
        assert sentence in blank.text
    assert signed.status_code == 303
    assert "Signed 1 Feb 2026, Arabic" in page

    withdraw = page.split('action="/authority/consents/')[1].split('"')[0]
    assert officer.post(f"/authority/consents/{withdraw}").status_code == 303
    assert "withdrawn" in officer.get(address).text
    assert officer.post(f"/authority/consents/{withdraw}").status_code == 409


def test_taking_a_consent_back_is_confirmed_before_it_is_done(officer: FlaskClient, world: World):
    with world.database.transaction() as session:
        address = f"/authority/candidates/{world.add_candidate(session).id}"
    signed = {"scopes": ["life_situation"], "language": "ar", "signed_on": "1.2.2026"}
    officer.post(f"{address}/consents", data=signed)

    confirming = officer.get(address).text.split('<details class="more">')[1].split("</details>")[0]

    assert confirming.index("takes back this consent") < confirming.index("A new consent must be signed")
    assert "Yes, record that the consent is taken back" in confirming
