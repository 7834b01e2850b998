"""A guidance service refers in the browser, and reads the result as long as the candidate agrees."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.bookings.models import Referral
from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.sharing import share_with_service
from testing_app.delivery.worker import inbox_worker
from testing_app.people.candidates.actions import let_authority_serve
from testing_app.people.consents import give_consents, withdraw_consent
from testing_app.people.models import Consent
from testing_app.results.keys import create_ring
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import ConsentScope, Role
from tests.letterbox import Letterbox
from tests.world import NOW, TODAY, World

PERSON = {
    "family_name": "Warsame",
    "given_names": "Hodan",
    "birth_date": "1.1.1990",
    "mother_tongue": "so",
    "contact_language": "so",
    "is_called": "y",
}


@pytest.fixture
def adviser(app: Flask, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return browser(app, world, Role.ADVISER)


def browser(app: Flask, world: World, who: Role | str) -> FlaskClient:
    found = app.test_client()
    found.set_cookie("lahtotaso_session", world.cookie(who))
    return found


def shared(app: Flask, world: World, *scopes: ConsentScope) -> str:
    """A delivered result on a referral of the service; the address of its candidate."""
    settings = app.extensions["settings"]
    ring = create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    with world.database.transaction() as session:
        result = Letterbox(world, ring).add_result(session)
        sitting = session.get_one(Sitting, result.sitting_id)
        referral = session.get_one(Referral, sitting.referral_id)
        referral.service_id, referral.closed_at = world.service, NOW
        by = world.act(Role.ADVISER)
        let_authority_serve(session, result.candidate_id, authority_id=world.service, by=by, now=NOW)
        give_consents(
            session, result.candidate_id, scopes=scopes, language="ar", signed_on=TODAY, by=by, now=NOW
        )
        queue_delivery(session, result, now=NOW)
        share_with_service(session, result, by=world.act(Role.ASSESSOR), now=NOW)
        address = f"/authority/candidates/{result.candidate_id}"
    deliver(world)
    return address


def deliver(world: World) -> None:
    inbox_worker(world.database).deliver_due()


def test_an_adviser_registers_a_candidate_and_names_the_authority(
    app: Flask, adviser: FlaskClient, world: World
):
    address = adviser.post("/authority/candidates/new", data=PERSON).headers["Location"]
    asked = {
        "language_tested": "fi",
        "purpose": "vocational",
        "length": "long",
        "wanted_parts": ["speaking", "listening"],
    }

    unnamed = adviser.post(f"{address}/referrals/new", data=asked)
    wrong = adviser.post(f"{address}/referrals/new", data={**asked, "authority_id": str(world.centre)})
    right = adviser.post(f"{address}/referrals/new", data={**asked, "authority_id": str(world.authority)})

    for answer in (unnamed, wrong):
        assert answer.status_code == 422
        assert "Choose the authority that receives the result." in answer.text
    assert right.status_code == 303
    with world.database.reading() as session:
        referral = session.scalars(sa.select(Referral)).one()
        assert (referral.authority_id, referral.service_id) == (world.authority, world.service)
    for who in (Role.ADVISER, Role.AUTHORITY_OFFICER):
        page = browser(app, world, who).get(address).text
        for words in ("Guidance service", "For vocational training", "Speaking, Listening", "is called"):
            assert words in page
        assert "Reserve a seat" in page
    assert browser(app, world, "other_adviser").get(address).status_code == 404


def test_an_officer_is_not_asked_for_an_authority(app: Flask, adviser: FlaskClient, world: World):
    with world.database.transaction() as session:
        address = f"/authority/candidates/{world.add_candidate(session).id}"

    page = browser(app, world, Role.AUTHORITY_OFFICER).get(f"{address}/referrals/new").text

    assert 'name="authority_id"' not in page
    assert 'name="vocational_field"' in page


def test_without_consent_the_adviser_reads_that_the_result_is_withheld(
    app: Flask, adviser: FlaskClient, world: World
):
    address = shared(app, world)

    page = adviser.get(address).text
    listed = adviser.get("/guidance/referrals").text

    assert "Testinen" in listed
    assert "has not given consent" in listed
    assert "Testinen" not in browser(app, world, "other_adviser").get("/guidance/referrals").text
    assert browser(app, world, Role.AUTHORITY_OFFICER).get("/guidance/referrals").status_code == 403
    assert "has not given consent to show it to the guidance service" in page
    assert "Send the result" not in page
    assert "integration" not in page.casefold()
    assert "No results yet" in page
    assert "Testinen" not in adviser.get("/authority/inbox?show=all").text


def test_after_a_later_consent_somebody_sends_the_result_by_hand(
    app: Flask, adviser: FlaskClient, world: World
):
    address = shared(app, world)
    adviser.post(
        f"{address}/consents",
        data={"scopes": ["guidance_service"], "language": "ar", "signed_on": "1.3.2026"},
    )
    with world.database.reading() as session:
        referral = session.scalars(sa.select(Referral.id)).one()
    before = adviser.get(address).text

    first = adviser.post(f"/authority/referrals/{referral}/send-to-service")
    again = adviser.post(f"/authority/referrals/{referral}/send-to-service")
    deliver(world)

    assert "Nothing is sent until somebody sends it." in before
    assert (first.status_code, again.status_code) == (303, 409)
    assert "Testinen" in adviser.get("/authority/inbox?show=all").text


def test_a_withdrawal_takes_the_result_off_every_page_of_the_service(
    app: Flask, adviser: FlaskClient, world: World
):
    address = shared(app, world, ConsentScope.GUIDANCE_SERVICE)
    message = adviser.get(address).text.split('href="/authority/inbox/')[1].split('"')[0]
    pages = [f"/authority/inbox/{message}{end}" for end in ("", "/result.pdf", "/result.json")]
    opened = [adviser.get(page).status_code for page in pages]
    with world.database.transaction() as session:
        consent = session.scalars(sa.select(Consent.id)).one()
        withdraw_consent(session, consent, by=world.act(Role.AUTHORITY_OFFICER), now=NOW)

    closed = [adviser.get(page) for page in pages]
    inbox = adviser.get("/authority/inbox?show=all").text

    assert opened == [200, 200, 200]
    assert [answer.status_code for answer in closed] == [404, 404, 404]
    assert "has taken it back" in closed[0].text
    assert "Testinen" not in inbox
    assert "1 result is not shown" in inbox
    assert adviser.post(f"/authority/inbox/{message}/acknowledge").status_code == 404
    assert "Testinen" in browser(app, world, Role.AUTHORITY_OFFICER).get("/authority/inbox?show=all").text
