"""The way of a guidance service over HTTP: it refers, the result waits for the consent, it is sent on."""

import re
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from testing_app import clock
from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking
from testing_app.delivery.worker import inbox_worker
from testing_app.inbox.models import InboxMessage
from testing_app.results.keys import create_ring
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import Literacy, PartState, ScoreSource, StudyReadiness
from tests.journeys.test_http_score_to_inbox import LEVELS, browser_of, recommend, sign
from tests.web.courses_made import day
from tests.world import NOW, World

PERSON = {
    "family_name": "Warsame",
    "given_names": "Hodan",
    "birth_date": "1.1.1990",
    "mother_tongue": "ar",
    "contact_language": "ar",
}
REASON = "Learns steadily and attends well."


def referred_by_the_service(adviser: Any, world: World) -> str:
    """Registered, referred and seated by the adviser; the address of the candidate's page."""
    with world.database.transaction() as session:
        occasion_id = world.add_occasion(session, held_on=day(0)).id
    address: str = adviser.post("/authority/candidates/new", data=PERSON).location
    asked = {"authority_id": str(world.authority), "language_tested": "fi", "purpose": "first_assessment"}
    seats = adviser.post(f"{address}/referrals/new", data=asked).location
    adviser.post(seats, data={"occasion": str(occasion_id), "visit": "1"})
    return address


def take_the_test(app: Any, world: World) -> None:
    """Checked in, scored, recommended and signed at the centre, delivered to whoever may have it."""
    centre = browser_of(app, world, "assessor")
    with world.database.reading() as session:
        booking_id = session.scalars(sa.select(Booking.id)).one()
    centre.post(f"/centre/bookings/{booking_id}/arrived", data={"id_seen": "y"})
    centre.post(f"/centre/bookings/{booking_id}/battery")
    sitting_id = scored(world)
    recommend(centre, sitting_id, reason=REASON)
    sign(centre, sitting_id)
    inbox_worker(world.database, now=clock.now).deliver_due()


def scored(world: World) -> UUID:
    with world.database.transaction() as session:
        sitting = session.scalars(sa.select(Sitting)).one()
        for row in sitting.parts:
            if row.part.value in LEVELS:
                row.state, row.level, row.source = PartState.TAKEN, LEVELS[row.part.value], ScoreSource.SHEET
        told: Any = sitting.background
        told.literacy, told.study_readiness = Literacy.LATIN_TECHNICAL, StudyReadiness.BASIC
        told.languages_studied, told.schooling_years = 1, 9
        return sitting.id


def test_the_service_reads_the_result_of_its_referral_once_the_candidate_agrees(
    app: Any, world: World
) -> None:
    settings = app.extensions["settings"]
    create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    adviser, officer = browser_of(app, world, "adviser"), browser_of(app, world, "authority_officer")

    address = referred_by_the_service(adviser, world)
    seated = adviser.get(address).text
    invitation = adviser.get(re.findall(r'href="(/authority/bookings/[^"]*/invitation.pdf)"', seated)[0])
    take_the_test(app, world)
    withheld = adviser.get(address).text
    nothing = adviser.get("/authority/inbox?show=all").text
    at_the_authority = officer.get("/authority/inbox?show=all").text
    adviser.post(
        f"{address}/consents",
        data={"scopes": ["guidance_service"], "language": "ar", "signed_on": f"{day(0):%d.%m.%Y}"},
    )
    ready = adviser.get(address).text
    adviser.post(re.findall(r'action="(/authority/referrals/[^"]*/send-to-service)"', ready)[0])
    inbox_worker(world.database, now=clock.now).deliver_due()
    read = adviser.get(re.findall(r'href="(/authority/inbox/[^"]*)"', adviser.get(address).text)[0]).text

    assert "Seat reserved" in seated
    assert invitation.data.startswith(b"%PDF")
    assert "has not given consent to show it to the guidance service" in withheld
    assert REASON not in withheld + nothing
    assert "Warsame" not in nothing
    assert "Warsame" in at_the_authority
    assert "Nothing is sent until somebody sends it." in ready
    assert REASON in read
    with world.database.reading() as session:
        receivers = set(session.scalars(sa.select(InboxMessage.authority_id)))
        assert receivers == {world.authority, world.service}
        told = set(session.scalars(sa.select(AuditEntry.action)))
        assert {"referral_written", "result_withheld", "consent_given"} <= told


def test_a_service_whose_candidate_agreed_before_the_test_receives_the_result_at_once(
    app: Any, world: World
) -> None:
    settings = app.extensions["settings"]
    create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    adviser, other = browser_of(app, world, "adviser"), browser_of(app, world, "other_adviser")

    address = referred_by_the_service(adviser, world)
    adviser.post(
        f"{address}/consents",
        data={"scopes": ["guidance_service"], "language": "ar", "signed_on": f"{day(0):%d.%m.%Y}"},
    )
    take_the_test(app, world)

    assert "Warsame" in adviser.get("/authority/inbox?show=all").text
    assert "Warsame" not in other.get("/authority/inbox?show=all").text
    assert other.get(address).status_code == 404
