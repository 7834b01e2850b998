"""The data-transfer form in the browser: read, printed, signed on the screen or on a scanned paper."""

import io
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.people.consent_form import form_in
from testing_app.people.models import Consent, ConsentScan
from testing_app.vocabulary import ConsentMeans, Role
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


@pytest.fixture
def officer(app: Flask, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(Role.AUTHORITY_OFFICER))
    return browser


def address_of(world: World) -> str:
    with world.database.transaction() as session:
        return f"/authority/candidates/{world.add_candidate(session).id}"


def kept(world: World) -> list[Consent]:
    with world.database.reading() as session:
        rows = list(session.scalars(sa.select(Consent)))
        session.expunge_all()
    return rows


def test_the_form_is_read_in_finnish_and_the_candidates_language(officer: FlaskClient, world: World):
    address = address_of(world)

    arabic = officer.get(f"{address}/consents/screen").text
    ukrainian = officer.get(f"{address}/consents/screen?language=uk").text

    assert 'lang="ar" dir="rtl"' in arabic
    assert '<option value="ar" selected>Arabic</option>' in arabic
    assert "Suostumus tietojen siirtämiseen" in arabic
    assert "does not exist in this language: Ukrainian" in ukrainian
    assert "Consent to moving information" in ukrainian
    assert " checked" not in arabic


def test_a_name_typed_under_the_shown_text_is_kept_with_its_digest(officer: FlaskClient, world: World):
    address = address_of(world)
    page = officer.get(f"{address}/consents/screen").text
    digest = re.search(r'name="form_digest"[^>]*value="([0-9a-f]{64})"', page)
    assert digest is not None

    blank = officer.post(f"{address}/consents/screen", data={"language": "ar", "form_digest": digest[1]})
    signed = officer.post(
        f"{address}/consents/screen",
        data={
            "scopes": ["guidance_service"],
            "signed_name": " Aino  Testinen ",
            "language": "ar",
            "form_digest": digest[1],
        },
    )

    assert blank.status_code == 422
    for sentence in ("Tick what was signed.", "The candidate types their name here."):
        assert sentence in blank.text
    assert signed.status_code == 303
    [consent] = kept(world)
    assert (consent.means, consent.signed_name) == (ConsentMeans.SCREEN, "Aino Testinen")
    assert (consent.language, consent.form_digest) == ("ar", form_in("ar").digest)
    shown = officer.get(address).text
    assert "on the screen" in shown
    assert "Left out: life situation." in shown
    assert "Left out: the result. The candidate has not given consent to show it to the guidance" not in shown


def test_a_form_whose_text_changed_meanwhile_is_read_again(officer: FlaskClient, world: World):
    address = address_of(world)
    old = {"scopes": ["life_situation"], "signed_name": "Aino", "language": "ar", "form_digest": "0" * 64}

    answer = officer.post(f"{address}/consents/screen", data=old)

    assert answer.status_code == 409
    assert "The text of the form has changed" in answer.text
    assert 'value="Aino"' in answer.text
    assert kept(world) == []


def test_a_paper_comes_with_its_scan_that_can_be_downloaded(officer: FlaskClient, world: World):
    address = address_of(world)
    paper = {"scopes": ["life_situation"], "language": "ar", "signed_on": "1.2.2026"}

    wrong = officer.post(
        f"{address}/consents", data={**paper, "scan": (io.BytesIO(b"MZ a program"), "form.pdf")}
    )
    right = officer.post(f"{address}/consents", data={**paper, "scan": (io.BytesIO(PDF), "x.exe")})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "This is not a PDF, JPEG or PNG file." in wrong.text
    with world.database.reading() as session:
        scan_id = session.scalars(sa.select(ConsentScan.id)).one()
    path = f"/authority/consents/scans/{scan_id}"
    assert path in officer.get(address).text
    answer = officer.get(path)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_form_to_sign_with_a_pen_is_a_pdf(officer: FlaskClient, world: World):
    answer = officer.get(f"{address_of(world)}/consents/form.pdf?language=so")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-1.7")


def test_strangers_find_neither_form_nor_scan(app: Flask, officer: FlaskClient, world: World):
    address = address_of(world)
    paper = {"scopes": ["life_situation"], "language": "ar", "signed_on": "1.2.2026"}
    officer.post(f"{address}/consents", data={**paper, "scan": (io.BytesIO(PDF), "form.pdf")})
    with world.database.reading() as session:
        scan_id = session.scalars(sa.select(ConsentScan.id)).one()
    stranger = app.test_client()
    stranger.set_cookie("lahtotaso_session", world.cookie("other_officer"))

    paths = (
        f"{address}/consents/screen",
        f"{address}/consents/form.pdf",
        f"/authority/consents/scans/{scan_id}",
    )
    assert [stranger.get(path).status_code for path in paths] == [404, 404, 404]
    assert stranger.post(f"{address}/consents/screen", data={}).status_code == 404
