"""Looking for a seat, waiting for one, and answering offers, in the browser."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from icalendar import Calendar

from testing_app.bookings.models import Booking, Occasion, Referral, SeatOffer, SeatWait
from testing_app.clock import today
from testing_app.people.models import Organisation, PostCode
from testing_app.vocabulary import (
    AssessmentLength,
    BookingState,
    OccasionKind,
    OfferState,
    ReferralPurpose,
    Role,
    SeatWaitState,
    TestedLanguage,
)
from tests.world import NOW, World


@pytest.fixture
def officer(app: Any, world: World) -> FlaskClient:
    return browser(app, world, Role.AUTHORITY_OFFICER)


def browser(app: Any, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def occasion(world: World, *, seats: int = 1, days: int = 7, **values: Any) -> UUID:
    with world.database.transaction() as session:
        return world.add_occasion(session, seats=seats, held_on=today() + timedelta(days=days), **values).id


def referral(world: World, family_name: str = "Testinen", post_code: str = "", **values: Any) -> UUID:
    given: dict[str, Any] = {"purpose": ReferralPurpose.FIRST_ASSESSMENT, "written_at": NOW}
    given |= {"authority_id": world.authority, "language_tested": TestedLanguage.FINNISH}
    given |= {"written_by_id": world.act(Role.AUTHORITY_OFFICER).account_id}
    with world.database.transaction() as session:
        person = world.add_candidate(session, family_name=family_name, post_code=post_code)
        made = Referral(candidate_id=person.id, **{**given, **values})
        session.add(made)
        session.flush()
        return made.id


def ask(client: FlaskClient, referral_id: UUID, occasion_id: UUID, **more: str) -> str:
    answer = client.post(
        f"/authority/referrals/{referral_id}/seats", data={"occasion": str(occasion_id), **more}
    )
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def rows(world: World, entity: Any) -> list[Any]:
    with world.database.transaction() as session:
        return list(session.scalars(sa.select(entity)))


def test_who_comes_too_late_gets_a_number_and_no_error(officer: FlaskClient, world: World) -> None:
    full = occasion(world)
    first, second, third = (referral(world) for _ in range(3))

    told = [ask(officer, one, full) for one in (first, second, third)]

    assert "The seat is reserved." in told[0]
    assert "number 1 on the waiting list" in told[1]
    assert "number 2 on the waiting list" in told[2]
    assert len(rows(world, Booking)) == 1


def test_a_freed_seat_is_offered_and_accepted_by_the_officer(officer: FlaskClient, world: World) -> None:
    full = occasion(world)
    first, second = referral(world, "Ensimmäinen"), referral(world, "Toinen")
    ask(officer, first, full)
    ask(officer, second, full)
    (held,) = rows(world, Booking)

    officer.post(f"/authority/bookings/{held.id}/cancel", data={"reason": "illness"})
    listed = officer.get("/authority/waiting").text
    (offer,) = rows(world, SeatOffer)
    accepted = officer.post(f"/authority/offers/{offer.id}/accept")

    assert "Offers to answer" in listed
    assert "Toinen" in listed
    assert "Print the invitation" in officer.get(accepted.location).text
    assert {row.referral_id for row in rows(world, Booking) if row.state is BookingState.BOOKED} == {second}


def test_a_declined_offer_goes_to_the_next_and_the_page_says_why(officer: FlaskClient, world: World) -> None:
    full = occasion(world)
    people = [referral(world, name) for name in ("Eka", "Toka", "Kolmas")]
    for one in people:
        ask(officer, one, full)
    officer.post(f"/authority/bookings/{rows(world, Booking)[0].id}/cancel", data={"reason": "illness"})
    (offer,) = rows(world, SeatOffer)

    officer.post(f"/authority/offers/{offer.id}/decline")
    line = officer.get(f"/authority/occasions/{full}/waiting").text
    again = officer.post(f"/authority/offers/{offer.id}/accept")

    assert [row.state for row in rows(world, SeatOffer)].count(OfferState.OPEN) == 1
    assert "Gave up a seat on this occasion before" in line
    assert "A seat is offered and waits for an answer" in line
    assert again.status_code == 409
    assert "already been answered" in again.text


def test_another_authority_sees_the_line_only_with_its_own_people_and_no_names(
    app: Any, officer: FlaskClient, world: World
) -> None:
    full = occasion(world)
    for name in ("Eka", "Salainenmies"):
        ask(officer, referral(world, name), full)
    stranger = browser(app, world, "other_officer")
    path = f"/authority/occasions/{full}/waiting"

    before = stranger.get(path)
    theirs = referral(world, "Omamme", authority_id=world.other_authority)
    ask_there = stranger.post(f"/authority/referrals/{theirs}/seats", data={"occasion": str(full)})
    after = stranger.get(path)

    assert before.status_code == 404
    assert ask_there.status_code == 303
    assert after.status_code == 200
    assert "Salainenmies" not in after.text
    assert "Another authority's candidate" in after.text
    assert "Omamme" in after.text


def test_a_wish_waits_for_any_seat_and_keeps_its_date_when_changed(
    officer: FlaskClient, world: World
) -> None:
    one = referral(world)
    path = f"/authority/referrals/{one}/waiting"

    officer.post(path, data={"visit": "1", "centre": str(world.centre)})
    (before,) = rows(world, SeatWait)
    wrong = officer.post(path, data={"visit": "1", "earliest_on": "2.1.2031", "latest_on": "1.1.2031"})
    unread = officer.post(path, data={"visit": "1", "earliest_on": "31.2.2031"})
    officer.post(path, data={"visit": "1", "latest_on": "1.1.2031"})
    (after,) = rows(world, SeatWait)

    assert (wrong.status_code, unread.status_code) == (422, 422)
    assert "2.1.2031" in wrong.text
    assert before.queued_at == after.queued_at
    assert (before.centre_id, after.centre_id) == (world.centre, None)
    assert "Any seat that suits" in officer.get("/authority/waiting").text


def test_a_wish_that_a_free_seat_fulfils_is_offered_at_once(officer: FlaskClient, world: World) -> None:
    occasion(world, seats=3)
    one = referral(world)

    answer = officer.post(f"/authority/referrals/{one}/waiting", data={"visit": "1"}, follow_redirects=True)

    assert "A seat that suits is free." in answer.text
    assert rows(world, SeatWait)[0].state is SeatWaitState.OFFERED


def test_who_leaves_the_list_waits_no_longer(officer: FlaskClient, world: World) -> None:
    full = occasion(world)
    ask(officer, referral(world), full)
    ask(officer, referral(world), full)
    (wait,) = rows(world, SeatWait)

    left = officer.post(f"/authority/waiting/{wait.id}/leave", follow_redirects=True)
    again = officer.post(f"/authority/waiting/{wait.id}/leave")

    assert "Nobody waits for a seat" in left.text
    assert again.status_code == 409


def test_the_search_says_what_an_occasion_lacks_and_leaves_it_out_when_asked(
    officer: FlaskClient, world: World
) -> None:
    occasion(world, seats=5, room="Ilman")
    occasion(world, seats=5, room="Tulkattu", days=9, interpreters=["so"], accessibility=["step_free"])
    one = referral(world, interpreter_language="so")
    path = f"/authority/referrals/{one}/seats"

    everything = officer.get(path).text
    fitting = officer.get(f"{path}?visit=1&fitting=y").text
    step_free = officer.get(f"{path}?visit=1&features=step_free&features=nonsense").text
    none = officer.get(f"{path}?visit=1&centre={world.other_centre}").text
    unread = officer.get(f"{path}?visit=1&earliest=joulu").text

    assert "No interpreter" in everything
    assert "Ilman" in everything
    assert "Ilman" not in fitting
    assert "Tulkattu" in fitting
    assert "Ilman" not in step_free
    assert "No occasion is like this" in none
    assert "Write a real date" in unread
    assert "Ilman" in unread


def test_the_nearest_place_comes_first_when_asked(officer: FlaskClient, world: World) -> None:
    with world.database.transaction() as session:
        session.get_one(Organisation, world.centre).post_code = "99800"
        session.get_one(Organisation, world.other_centre).post_code = "00100"
        session.add_all([PostCode(code="99800", latitude=68.66, longitude=27.54)])
        session.add_all([PostCode(code="00100", latitude=60.17, longitude=24.94)])
    occasion(world, seats=5, days=7)
    occasion(world, seats=5, days=9, centre_id=world.other_centre)
    one = referral(world, post_code="00100")
    path = f"/authority/referrals/{one}/seats"

    by_day = officer.get(path).text
    by_place = officer.get(f"{path}?order=place").text

    assert by_day.index(">centre, 204") < by_day.index(">other_centre, 204")
    assert by_place.index(">other_centre, 204") < by_place.index(">centre, 204")
    assert "0 km away" in by_place


def test_the_visits_of_a_long_assessment_follow_each_other(officer: FlaskClient, world: World) -> None:
    one = referral(world, length=AssessmentLength.LONG)
    session_day = occasion(world, seats=5, kind=OccasionKind.INFORMATION_SESSION, room="Tieto")
    test_day = occasion(world, seats=5, days=14, room="Koe")
    path = f"/authority/referrals/{one}/seats"

    first = officer.get(path).text
    ask(officer, one, session_day, visit="1")
    second = officer.get(path).text
    too_early = officer.post(path, data={"occasion": str(occasion(world, days=2)), "visit": "2"})
    ask(officer, one, test_day, visit="2")

    assert "Visit 1: information session" in first
    assert "Tieto" in first
    assert "Koe" not in first
    assert "Koe" in second
    assert too_early.status_code == 409
    assert [row.visit for row in rows(world, Booking)] == [1, 2]


def test_a_visit_that_cannot_be_is_no_fault(officer: FlaskClient, world: World) -> None:
    one, day = referral(world), occasion(world)
    huge = "9" * 40

    shown = officer.get(f"/authority/referrals/{one}/seats?visit={huge}")
    asked = officer.get(f"/authority/referrals/{one}/waiting?visit=-{huge}")
    reserved = officer.post(f"/authority/referrals/{one}/seats", data={"occasion": str(day), "visit": huge})

    assert (shown.status_code, asked.status_code, reserved.status_code) == (200, 200, 409)
    assert "A short assessment has one visit" in reserved.text


def test_a_seat_as_a_calendar_file_names_nobody(app: Any, officer: FlaskClient, world: World) -> None:
    with world.database.transaction() as session:
        day = world.add_occasion(session, held_on=today() + timedelta(days=3))
        person = world.add_candidate(session, family_name="Salainen")
        booking_id = world.add_booking(session, day, person).id
    path = f"/authority/bookings/{booking_id}/calendar.ics"

    file = officer.get(path)
    stranger = browser(app, world, "other_officer").get(path)

    assert file.content_type == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(file.data).walk("VEVENT")) == 1
    assert "Salainen" not in file.text
    assert str(booking_id) in file.headers["Content-Disposition"]
    assert stranger.status_code == 404
    assert rows(world, Occasion)[0].version


def test_nobody_waits_for_a_seat_at_what_is_no_centre(officer: FlaskClient, world: World) -> None:
    path = f"/authority/referrals/{referral(world)}/waiting"

    answers = [
        officer.post(path, data={"visit": "1", "centre": str(centre)}) for centre in (uuid4(), world.provider)
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert rows(world, SeatWait) == []
