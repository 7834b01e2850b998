"""The page of a centre's calendar addresses, and what a calendar program gets from one."""

import re
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from icalendar import Calendar

from testing_app.bookings.models import CalendarFeed
from testing_app.clock import today
from testing_app.vocabulary import Role
from tests.world import World

PAGE = "/centre/occasions/calendar"


def browser(app: Any, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def made_address(page: str) -> str:
    found = re.search(r"/calendar/en/[\w-]{43}\.ics", page)
    assert found is not None
    return found[0]


def occasion_with_somebody(world: World) -> None:
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, held_on=today())
        world.add_booking(session, occasion, world.add_candidate(session, family_name="Salainen"))


def test_an_address_is_shown_once_and_opens_the_calendar_to_whoever_has_it(app: Any, world: World) -> None:
    occasion_with_somebody(world)
    lead = browser(app, world, Role.CENTRE_LEAD)

    made = lead.post(PAGE).text
    feed = app.test_client().get(made_address(made))

    assert made_address(made) not in lead.get(PAGE).text
    assert feed.status_code == 200
    assert feed.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(feed.data).walk("VEVENT")
    assert event["summary"] == "Language test (Finnish)"
    assert event["description"] == "1 of 20 seats taken"
    assert "Salainen" not in feed.text


def test_an_ended_address_answers_nobody(app: Any, world: World) -> None:
    lead = browser(app, world, Role.CENTRE_LEAD)
    address = made_address(lead.post(PAGE).text)
    with world.database.reading() as session:
        feed = session.scalars(sa.select(CalendarFeed.token_hash)).one()

    ended = lead.post(f"{PAGE}/end", data={"feed": feed}, follow_redirects=True)

    assert "The address no longer works." in ended.text
    assert app.test_client().get(address).status_code == 404
    assert app.test_client().get("/calendar/en/guessed.ics").status_code == 404


def test_the_feed_speaks_the_language_of_its_address(app: Any, world: World) -> None:
    occasion_with_somebody(world)
    address = made_address(browser(app, world, Role.CENTRE_LEAD).post(PAGE).text)

    answers = {
        app.test_client().get(address.replace("/en/", f"/{code}/")).status_code for code in ("fi", "sv", "en")
    }

    assert answers == {200}
    assert app.test_client().get(address.replace("/en/", "/de/")).status_code == 404


def test_an_assessor_sees_the_page_but_makes_no_address(app: Any, world: World) -> None:
    assessor = browser(app, world, Role.ASSESSOR)

    page = assessor.get(PAGE)

    assert page.status_code == 200
    assert "Make an address" not in page.text
    assert assessor.post(PAGE).status_code == 403


def test_another_centre_cannot_end_an_address(app: Any, world: World) -> None:
    browser(app, world, Role.CENTRE_LEAD).post(PAGE)
    with world.database.transaction() as session:
        feed = session.scalars(sa.select(CalendarFeed.token_hash)).one()
        session.connection().exec_driver_sql("UPDATE account_roles SET role = 'centre_lead'")

    answer = browser(app, world, "other_assessor").post(f"{PAGE}/end", data={"feed": feed})

    assert answer.status_code == 404
