"""Referrals, seats and invitations in the browser."""

import io
from datetime import time, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.clock import today
from testing_app.vocabulary import BookingState, Role
from tests.world import World

REFERRAL = {"language_tested": "fi", "purpose": "first_assessment"}


@pytest.fixture
def officer(app: Flask, world: World) -> FlaskClient:
    return browser_of(app, world, Role.AUTHORITY_OFFICER)


def browser_of(app: Flask, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(who))
    return browser


def candidate(world: World, **values: object) -> UUID:
    with world.database.transaction() as session:
        return world.add_candidate(session, **values).id


def occasion(world: World, *, seats: int = 5, days: int = 7, **values: object) -> UUID:
    with world.database.transaction() as session:
        return world.add_occasion(session, seats=seats, held_on=today() + timedelta(days=days), **values).id


def refer(officer: FlaskClient, person: UUID, **values: str) -> str:
    answer = officer.post(f"/authority/candidates/{person}/referrals/new", data={**REFERRAL, **values})
    assert answer.status_code == 303
    return answer.location


def booking(world: World) -> Booking:
    with world.database.transaction() as session:
        return session.scalars(sa.select(Booking)).one()


def test_nothing_is_chosen_beforehand_and_every_blank_is_told(officer: FlaskClient, world: World):
    person = candidate(world)
    address = f"/authority/candidates/{person}/referrals/new"

    blank = officer.post(address, data={"timetable_limits": "Tiistait eivät käy"})

    assert "checked" not in officer.get(address).text
    assert blank.status_code == 422
    assert "Choose the language that is tested." in blank.text
    assert "Choose the purpose of the test." in blank.text
    assert "Tiistait eivät käy" in blank.text


def test_the_way_from_referral_to_invitation(officer: FlaskClient, world: World):
    person, place = candidate(world, family_name="Äijälä", contact_language="ru"), occasion(world)
    seats = refer(officer, person, timetable_limits="Vain aamut")

    assert "Vain aamut" in officer.get(seats).text
    reserved = officer.post(seats, data={"occasion": str(place)})
    page = officer.get(reserved.location).text
    held = booking(world)
    letter = officer.get(f"/authority/bookings/{held.id}/invitation.pdf")

    assert reserved.status_code == 303
    assert "Print the invitation" in page
    assert "Seat reserved" in page
    assert letter.mimetype == "application/pdf"
    assert letter.headers["Content-Disposition"] == f'inline; filename="invitation-{held.id}.pdf"'
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(letter.data)).pages)
    assert "Äijälä" in text
    with world.database.reading() as session:
        actions = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [a for a in actions if a != "candidate_viewed"] == [
        "referral_written",
        "seat_reserved",
        "letter_sent",
    ]


def test_a_move_to_a_seat_that_has_just_gone_is_told_with_what_is_left(officer: FlaskClient, world: World):
    full, reserved = occasion(world, seats=0), occasion(world, room="Sali 9")
    seats = refer(officer, candidate(world))
    officer.post(seats, data={"occasion": str(reserved)})

    answer = officer.post(seats, data={"occasion": str(full)})

    assert answer.status_code == 409
    assert "The last seat on this occasion has just been taken." in answer.text
    assert "Sali 9" in answer.text


def test_a_seat_moves_and_is_given_back(officer: FlaskClient, world: World):
    first, second = occasion(world), occasion(world, days=9)
    seats = refer(officer, candidate(world))
    officer.post(seats, data={"occasion": str(first)})

    moved = officer.post(seats, data={"occasion": str(second)})
    held = booking(world)
    unexplained = officer.post(f"/authority/bookings/{held.id}/cancel", data={})
    given_back = officer.post(f"/authority/bookings/{held.id}/cancel", data={"reason": "childcare"})
    again = officer.post(f"/authority/bookings/{held.id}/cancel", data={"reason": "childcare"})

    assert (moved.status_code, held.occasion_id) == (303, second)
    assert (unexplained.status_code, given_back.status_code, again.status_code) == (422, 303, 409)
    assert booking(world).state is BookingState.CANCELLED
    with world.database.reading() as session:
        assert [session.get_one(Occasion, place).taken for place in (first, second)] == [0, 0]
    assert "Care of children" in officer.get(given_back.location).text


def test_a_second_referral_to_the_same_language_is_refused_and_the_text_kept(
    officer: FlaskClient, world: World
):
    person = candidate(world)
    refer(officer, person)

    answer = officer.post(
        f"/authority/candidates/{person}/referrals/new", data={**REFERRAL, "timetable_limits": "Ma"}
    )

    assert answer.status_code == 409
    assert "There is already an open referral" in answer.text
    assert ">Ma</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")


def test_a_referral_is_corrected_with_a_version(officer: FlaskClient, world: World):
    refer(officer, candidate(world))
    with world.database.transaction() as session:
        referral = session.scalars(sa.select(Referral)).one()
    address = f"/authority/referrals/{referral.id}/edit"

    first = officer.post(address, data={**REFERRAL, "purpose": "retest", "version": "1"})
    second = officer.post(address, data={**REFERRAL, "purpose": "vocational", "version": "1"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Somebody else changed this meanwhile" in second.text
    assert 'value="2"' in second.text


def test_a_language_without_letters_is_told(officer: FlaskClient, world: World):
    ukrainian, arabic = candidate(world, contact_language="uk"), candidate(world, contact_language="ar")
    sentence = "There are no letters in this language yet: Ukrainian."

    assert sentence in officer.get(f"/authority/candidates/{ukrainian}").text
    assert "There are no letters" not in officer.get(f"/authority/candidates/{arabic}").text


def test_what_the_invitation_cannot_say_is_told_where_a_seat_is_chosen_too(
    officer: FlaskClient, world: World
):
    with world.database.transaction() as session:
        someone = world.add_candidate(session, contact_language="uk", street="Katu \U00013000 1")
        referral = world.add_booking(session, world.add_occasion(session), someone).referral_id
        someone_else = world.add_candidate(session, family_name="Åström")
        plain = world.add_booking(session, world.add_occasion(session), someone_else).referral_id

    flagged = officer.get(f"/authority/referrals/{referral}/seats").text
    on_candidate = officer.get(f"/authority/candidates/{someone.id}").text
    unflagged = officer.get(f"/authority/referrals/{plain}/seats").text

    for page in (flagged, on_candidate):
        assert "There are no letters in this language yet: Ukrainian." in page
        assert "<bdi>\U00013000</bdi>" in page
    assert "There are no letters" not in unflagged
    assert "cannot be printed" not in unflagged


def test_an_empty_calendar_says_what_to_do(officer: FlaskClient, world: World):
    assert "No coming occasions" in officer.get(refer(officer, candidate(world))).text


def test_another_authority_reaches_no_referral_and_no_seat_of_ours(
    app: Flask, officer: FlaskClient, world: World
):
    place = occasion(world)
    seats = refer(officer, candidate(world))
    officer.post(seats, data={"occasion": str(place)})
    stranger, held = browser_of(app, world, "other_officer"), booking(world)

    for path in (
        seats,
        f"/authority/referrals/{held.referral_id}/edit",
        f"/authority/bookings/{held.id}/cancel",
        f"/authority/bookings/{held.id}/invitation.pdf",
    ):
        assert stranger.get(path).status_code == 404
    assert stranger.post(seats, data={"occasion": str(place)}).status_code == 404
    assert stranger.post(f"/authority/bookings/{held.id}/cancel", data={"reason": "other"}).status_code == 404


@pytest.mark.parametrize("who", [Role.ASSESSOR, Role.CENTRE_LEAD])
def test_the_centre_prints_no_invitations(app: Flask, officer: FlaskClient, world: World, who: Role):
    place = occasion(world)
    officer.post(refer(officer, candidate(world)), data={"occasion": str(place)})

    assert (
        browser_of(app, world, who).get(f"/authority/bookings/{booking(world).id}/invitation.pdf").status_code
        == 403
    )


def test_an_occasion_is_offered_with_its_weekday_and_not_after_it_began(officer: FlaskClient, world: World):
    on = today() + timedelta(days=7)
    occasion(world, days=7)
    occasion(world, days=0, starts_at=time(0), ends_at=time(0, 1))

    page = officer.get(refer(officer, candidate(world))).text

    assert page.count(">Reserve<") == 1
    assert f">{on:%a} <time" in page


def test_the_page_that_gives_a_seat_back_offers_to_keep_it(officer: FlaskClient, world: World):
    officer.post(refer(officer, candidate(world)), data={"occasion": str(occasion(world))})

    page = officer.get(f"/authority/bookings/{booking(world).id}/cancel").text

    assert "Keep the seat" in page
    assert ">Cancel<" not in page
