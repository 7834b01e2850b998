"""Absences: the officer sees the reason and decides; nothing follows by itself."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from testing_app.bookings.actions import record_absence
from testing_app.bookings.models import Booking, Referral
from testing_app.clock import now, today
from testing_app.vocabulary import AbsenceFollowUp, AbsenceReason, BookingState, Role
from tests.world import World


@pytest.fixture
def officer(app: Any, world: World) -> FlaskClient:
    return browser(app, world, Role.AUTHORITY_OFFICER)


def browser(app: Any, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def absence(world: World, reason: AbsenceReason = AbsenceReason.ILLNESS) -> UUID:
    with world.database.transaction() as session:
        day = world.add_occasion(session, held_on=today() - timedelta(days=2))
        person = world.add_candidate(session, family_name="Poissaolija")
        booking = world.add_booking(session, day, person)
        by = world.act(Role.TEST_ADMINISTRATOR)
        record_absence(session, booking.id, state=BookingState.NO_SHOW, reason=reason, by=by, now=now())
        return booking.id


def stored(world: World) -> tuple[Booking, Referral]:
    with world.database.transaction() as session:
        return session.scalars(sa.select(Booking)).one(), session.scalars(sa.select(Referral)).one()


def test_an_absence_waits_with_its_reason_and_who_recorded_it(officer: FlaskClient, world: World) -> None:
    absence(world)

    page = officer.get("/authority/absences").text

    assert "Poissaolija" in page
    assert "Illness" in page
    assert "Test Administrator" in page
    booking, referral = stored(world)
    assert (booking.follow_up, referral.closed_at) == (None, None)


def test_nothing_is_chosen_beforehand_and_the_note_is_kept(officer: FlaskClient, world: World) -> None:
    path = f"/authority/absences/{absence(world)}"

    empty = officer.get(path).text
    refused = officer.post(path, data={"note": "Soitti eilen"})

    assert " checked" not in empty
    assert refused.status_code == 422
    assert "Choose what follows." in refused.text
    assert "Soitti eilen" in refused.text


@pytest.mark.parametrize("choice", [AbsenceFollowUp.ENQUIRY, AbsenceFollowUp.NOTHING])
def test_a_decision_is_kept_with_who_made_it_and_nothing_else_happens(
    officer: FlaskClient, world: World, choice: AbsenceFollowUp
) -> None:
    booking_id = absence(world)

    page = officer.post(
        f"/authority/absences/{booking_id}",
        data={"follow_up": choice.value, "note": "Lapsi sairastui"},
        follow_redirects=True,
    ).text

    booking, referral = stored(world)
    assert booking.follow_up is choice
    assert booking.followed_up_by_id == world.act(Role.AUTHORITY_OFFICER).account_id
    assert referral.closed_at is None
    assert ("Print the enquiry" in page) is (choice is AbsenceFollowUp.ENQUIRY)
    assert "Lapsi sairastui" in page
    assert "Nothing waits for a decision" in officer.get("/authority/absences").text


def test_a_new_seat_leads_to_the_occasions_and_a_closed_referral_is_closed(
    officer: FlaskClient, world: World
) -> None:
    booking_id = absence(world)
    path = f"/authority/absences/{booking_id}"

    new_seat = officer.post(path, data={"follow_up": "new_seat"})
    officer.post(path, data={"follow_up": "referral_closed"})

    booking, referral = stored(world)
    assert new_seat.location.endswith(f"/referrals/{booking.referral_id}/seats")
    assert referral.closed_at is not None


def test_another_authority_and_a_service_decide_nothing(app: Any, world: World) -> None:
    path = f"/authority/absences/{absence(world)}"

    stranger = browser(app, world, "other_officer")
    adviser = browser(app, world, Role.ADVISER)

    assert stranger.get(path).status_code == 404
    assert stranger.post(path, data={"follow_up": "nothing"}).status_code == 404
    assert adviser.get("/authority/absences").status_code == 403
    assert "Poissaolija" not in stranger.get("/authority/absences").text
