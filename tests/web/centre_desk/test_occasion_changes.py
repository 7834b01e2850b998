"""Series, what an occasion offers, and what follows when it is not held as planned, in the browser."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from testing_app.bookings.actions import ask_for_seat
from testing_app.bookings.models import Booking, Occasion, OccasionSeries, Referral
from testing_app.clock import now, today
from testing_app.post.models import LetterJob
from testing_app.vocabulary import BookingState, LetterKind, ReferralPurpose, Role, TestedLanguage
from tests.world import NOW, World

SERIES = {
    "language_tested": "fi",
    "weekdays": ["0", "2"],
    "every_weeks": "1",
    "first_on": "1.9.2031",
    "last_on": "30.9.2031",
    "except_on": "10.9.2031, 15.9.2031",
    "starts_at": "9",
    "ends_at": "12",
    "seats": "12",
    "room": "Sali 2",
}


@pytest.fixture
def lead(app: Any, world: World) -> FlaskClient:
    return browser(app, world, Role.CENTRE_LEAD)


def browser(app: Any, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def occasion(world: World, *, people: int = 0, days: int = 7, **values: Any) -> UUID:
    with world.database.transaction() as session:
        made = world.add_occasion(session, held_on=today() + timedelta(days=days), **values)
        for number in range(people):
            world.add_booking(session, made, world.add_candidate(session, family_name=f"Ihminen{number}"))
        return made.id


def rows(world: World, entity: Any) -> list[Any]:
    with world.database.transaction() as session:
        return list(session.scalars(sa.select(entity)))


def stored(world: World, occasion_id: UUID) -> Occasion:
    with world.database.transaction() as session:
        return session.get_one(Occasion, occasion_id)


def version(world: World, occasion_id: UUID) -> str:
    return str(stored(world, occasion_id).version)


def waiter(world: World, occasion_id: UUID) -> None:
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        person = world.add_candidate(session, family_name="Odottaja")
        referral = Referral(
            candidate_id=person.id,
            authority_id=world.authority,
            language_tested=TestedLanguage.FINNISH,
            purpose=ReferralPurpose.FIRST_ASSESSMENT,
            written_by_id=officer.account_id,
            written_at=NOW,
        )
        session.add(referral)
        session.flush()
        ask_for_seat(session, referral.id, occasion_id=occasion_id, by=officer, now=now())


def test_an_occasion_says_what_it_offers(lead: FlaskClient, world: World) -> None:
    made = lead.post(
        "/centre/occasions/new",
        data={
            "language_tested": "fi",
            "kind": "information_session",
            "held_on": "1.9.2031",
            "starts_at": "9",
            "ends_at": "10",
            "seats": "12",
            "place": "Kirjasto, Torikatu 1",
            "interpreters": ["so", "ur"],
            "accessibility": ["step_free"],
            "parts": ["reading", "writing"],
        },
    )
    page = lead.get(made.location).text
    form = lead.get(f"{made.location}/change").text

    (kept,) = rows(world, Occasion)
    assert kept.interpreters == ["so", "ur"]
    assert kept.parts == ["writing", "reading"]
    for words in ("Information session", "Kirjasto, Torikatu 1", "Somali", "Urdu", "Step-free way in"):
        assert words in page
    assert form.count(" checked") == 5


def test_what_a_page_does_not_offer_is_refused(lead: FlaskClient, world: World) -> None:
    sent = {**SERIES, "interpreters": ["xx"], "weekdays": ["9"]}

    answer = lead.post("/centre/occasions/series/new", data=sent)

    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 2
    assert rows(world, OccasionSeries) == []


def test_a_series_is_made_without_the_days_left_out(lead: FlaskClient, world: World) -> None:
    made = lead.post("/centre/occasions/series/new", data=SERIES)
    page = lead.get(made.location).text

    days = sorted(row.held_on.day for row in rows(world, Occasion))
    assert days == [1, 3, 8, 17, 22, 24, 29]
    assert "7 occasions were made." in page
    assert "Monday, Wednesday" in page


def test_all_problems_of_a_series_are_told_at_once(lead: FlaskClient, world: World) -> None:
    wrong = {"first_on": "1.9.2020", "last_on": "31.2.2031", "except_on": "joulu", "seats": "many"}
    nothing = lead.post("/centre/occasions/series/new", data={}).text

    page = lead.post("/centre/occasions/series/new", data={**SERIES, **wrong})
    empty = lead.post("/centre/occasions/series/new", data={**SERIES, "weekdays": [], "last_on": "1.8.2031"})

    assert page.status_code == empty.status_code == 422
    for words in ("not past", "real date", "These are not days: joulu.", "whole number"):
        assert words in page.text
    assert "The last day is before the first day." in empty.text
    assert "Choose at least one day of the week." in empty.text
    assert "Choose at least one day of the week." in nothing
    assert "Write the first day." in nothing
    assert 'value="joulu"' in page.text or ">joulu<" in page.text.replace("\r\n", "")


def test_a_change_reaches_the_later_ones_of_a_series_when_asked(lead: FlaskClient, world: World) -> None:
    lead.post("/centre/occasions/series/new", data=SERIES)
    third = sorted(rows(world, Occasion), key=lambda row: row.held_on)[2]

    lead.post(
        f"/centre/occasions/{third.id}/change",
        data={
            "language_tested": "fi",
            "held_on": "9.9.2031",
            "starts_at": "13",
            "ends_at": "16",
            "seats": "10",
            "reach": "later_too",
            "version": "1",
        },
    )

    after = sorted(rows(world, Occasion), key=lambda row: row.held_on)
    assert [row.held_on.day for row in after] == [1, 3, 9, 18, 23, 25, 30]
    assert [row.starts_at.hour for row in after] == [9, 9, 13, 13, 13, 13, 13]


def test_the_later_ones_of_a_series_are_cancelled_together(lead: FlaskClient, world: World) -> None:
    lead.post("/centre/occasions/series/new", data=SERIES)
    third = sorted(rows(world, Occasion), key=lambda row: row.held_on)[2]

    done = lead.post(f"/centre/occasions/{third.id}/cancel-later", data={"version": "1"})

    assert done.status_code == 303
    assert lead.get(done.location).text.count("Occasion cancelled") == 5


def test_letters_of_a_whole_series_are_asked_for_at_once(lead: FlaskClient, world: World) -> None:
    made = lead.post("/centre/occasions/series/new", data=SERIES).location
    days = sorted(rows(world, Occasion), key=lambda row: row.held_on)
    with world.database.transaction() as session:
        for place in (2, 4):
            seat = session.get_one(Occasion, days[place].id)
            world.add_booking(session, seat, world.add_candidate(session))

    lead.post(f"/centre/occasions/{days[2].id}/cancel-later", data={"version": version(world, days[2].id)})
    page = lead.get(made).text
    asked = lead.post(f"{made}/letters")

    assert "concern 2 candidates" in page
    assert asked.status_code == 303
    (job,) = rows(world, LetterJob)
    assert (job.kind, len(job.subjects)) == (LetterKind.SEAT_CANCELLED, 2)


def test_everybody_moves_and_only_the_moved_must_be_told(lead: FlaskClient, world: World) -> None:
    old, new = occasion(world, people=2), occasion(world, people=1, days=14)

    ask = lead.get(f"/centre/occasions/{old}/cancel").text
    moved = lead.post(f"/centre/occasions/{old}/move", data={"version": version(world, old), "to": str(new)})
    page = lead.get(moved.location).text

    assert "2 candidates have a seat" in ask
    assert str(new) in ask
    assert "2 candidates were moved here and must be told." in page
    assert (page.count('name="booking"'), page.count(" checked")) == (2, 2)
    assert (stored(world, old).taken, stored(world, new).taken) == (0, 3)


def test_a_move_without_a_place_to_go_says_so(lead: FlaskClient, world: World) -> None:
    old = occasion(world, people=2)
    occasion(world, days=14, seats=1)

    page = lead.get(f"/centre/occasions/{old}/cancel").text
    answer = lead.post(f"/centre/occasions/{old}/move", data={"version": "1", "to": "nowhere"})

    assert "has room for everybody" in page
    assert answer.status_code == 409
    assert "Choose the other occasion." in answer.text


def test_letters_to_the_ticked_are_queued_with_the_hours_of_before(lead: FlaskClient, world: World) -> None:
    held = occasion(world, people=2)
    change = {"language_tested": "fi", "held_on": "1.9.2031", "starts_at": "10", "ends_at": "14"}
    changed = lead.post(
        f"/centre/occasions/{held}/change",
        data={**change, "seats": "20", "room": "204", "version": version(world, held)},
    )
    first = rows(world, Booking)[0]

    lead.post(f"/centre/occasions/{held}/letters", data={"booking": [str(first.id)]})

    (job,) = rows(world, LetterJob)
    assert changed.location.endswith("/concerned")
    assert (job.kind, len(job.subjects)) == (LetterKind.SEAT_CHANGED, 1)
    assert job.facts["earlier"][str(first.id)]["starts"] == "09:00:00"
    assert job.facts["earlier"][str(first.id)]["on"] == (today() + timedelta(days=7)).isoformat()


def test_nobody_must_be_told_when_nothing_has_changed(lead: FlaskClient, world: World) -> None:
    held = occasion(world, people=2)

    page = lead.get(f"/centre/occasions/{held}/concerned").text

    assert "Nothing has changed since the seats were reserved." in page


def test_the_cancelled_get_their_letters_too_and_nobody_is_no_letter(lead: FlaskClient, world: World) -> None:
    held = occasion(world, people=2)

    cancelled = lead.post(f"/centre/occasions/{held}/cancel", data={"version": version(world, held)})
    page = lead.get(cancelled.location).text
    people = [str(row.id) for row in rows(world, Booking) if row.state is BookingState.CANCELLED]
    nobody = lead.post(f"/centre/occasions/{held}/letters")
    lead.post(f"/centre/occasions/{held}/letters", data={"booking": people})

    assert page.count(" checked") == 2
    assert nobody.status_code == 409
    (job,) = rows(world, LetterJob)
    assert (job.kind, len(job.subjects)) == (LetterKind.SEAT_CANCELLED, 2)


def test_the_centre_sees_who_is_next_without_names(lead: FlaskClient, world: World) -> None:
    full = occasion(world, people=1, seats=1)
    waiter(world, full)
    waiter(world, full)

    page = lead.get(f"/centre/occasions/{full}/waiting").text

    assert "Next: has waited longest" in page
    assert "Somebody whom a seat suits has waited longer" in page
    assert "Odottaja" not in page


@pytest.mark.parametrize("path", ["cancel", "concerned", "waiting"])
def test_another_centre_sees_nothing(app: Any, world: World, path: str) -> None:
    held = occasion(world, people=1)
    with world.database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE account_roles SET role = 'centre_lead'")

    answer = browser(app, world, "other_assessor").get(f"/centre/occasions/{held}/{path}")

    assert answer.status_code == 404
