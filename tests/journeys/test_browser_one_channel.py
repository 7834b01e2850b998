"""One channel in a real browser: from an application on a telephone to the first lesson, at every desk."""

from collections.abc import Callable, Iterator
from datetime import time
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, expect

from testing_app import clock
from testing_app.bookings.models import Occasion
from testing_app.people import accounts
from testing_app.people.models import Account
from testing_app.persistence.database import Database
from testing_app.post.models import SentLetter
from testing_app.results.keys import create_ring
from testing_app.settings import Settings
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import Literacy, PartState, Role, ScoreSource, StudyReadiness
from tests.journeys.conftest import Accessibility
from tests.journeys.course_steps import (
    LINE,
    hold_and_confirm,
    publish_a_group,
    put_in_the_queue,
    read_the_notice,
    tell_who_started,
)
from tests.journeys.desk import PASSWORD, Desk
from tests.journeys.test_http_score_to_inbox import LEVELS
from tests.web.courses_made import day
from tests.world import NOW, World

pytestmark = pytest.mark.browser

NAME = "Warsame Hodan"
HOLDER = "Virtanen"
STAFF = (Role.AUTHORITY_OFFICER, Role.ASSESSOR, Role.TRAINING_PROVIDER, Role.COURSE_PLANNER)
PHONE = {"width": 375, "height": 740}

Sit = Callable[[], Desk]


@pytest.fixture
def town(world: World, database: Database, settings: Settings) -> World:
    """People with passwords, keys to sign with, and one occasion whose only seat is somebody else's."""
    create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    with database.transaction() as session:
        for role in STAFF:
            actor = world.act(role)
            account = session.get_one(Account, actor.account_id)
            accounts.set_password(session, account, password=PASSWORD, now=NOW, by=actor)
        occasion = world.add_occasion(session, seats=1, held_on=day(5), interpreters=["ar"])
        holder = world.add_candidate(session, family_name=HOLDER)
        world.add_booking(session, occasion, holder)
    return world


@pytest.fixture
def sit(browser: Browser, address: str, accessibility: Accessibility) -> Iterator[Sit]:
    """Sits somebody down at a browser of their own."""
    desks: list[Desk] = []

    def sit_down() -> Desk:
        desks.append(Desk(browser, address, accessibility))
        return desks[-1]

    yield sit_down
    for desk in desks:
        desk.page.close()


def test_an_application_leads_through_every_desk_to_the_first_lesson(
    town: World, browser: Browser, address: str, accessibility: Accessibility, sit: Sit
) -> None:
    apply(browser, address, accessibility)
    officer, centre, provider, planner = sit(), sit(), sit(), sit()

    refer(officer)
    wait_and_take_a_freed_seat(officer)
    invite(officer, town)
    consent(officer)
    the_day_of_the_test_comes(town)
    arrive(centre)
    everything_is_scored(town)
    recommend_and_sign(centre)
    acknowledge(officer)
    put_in_the_queue(officer, NAME)
    sees_the_queue(planner)
    publish_a_group(provider)
    hold_and_confirm(officer, NAME)
    send_the_place(officer, town)
    tell_who_started(provider, NAME)
    read_the_notice(officer, NAME)
    sees_the_path(officer)
    sees_nobody_waiting(planner)


def apply(browser: Browser, address: str, accessibility: Accessibility) -> None:
    """On a telephone, without script; axe, which is script, looks at the same pages with it."""
    page = browser.new_page(locale="en-GB", viewport=PHONE, java_script_enabled=False)
    looked_at = Desk(browser, address, accessibility, viewport=PHONE)
    looked_at.page.goto(f"{address}/apply")
    looked_at.looks_right("Apply for a language test")
    page.goto(f"{address}/apply")
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your family name.")
    page.get_by_label("Employment authority").select_option(label="authority")
    page.locator("[name=language_tested][value=fi]").check()
    page.get_by_label("Family name").fill("Warsame")
    page.get_by_label("Given names").fill("Hodan")
    page.get_by_label("Date of birth").fill("1.1.1990")
    page.get_by_label("Telephone").fill("040 1234567")
    page.get_by_label("Mother tongue").select_option("ar")
    page.get_by_label("In which language may we write to you?").select_option("ar")
    page.get_by_label("I need an interpreter").check()
    page.get_by_label("I read well the Latin alphabet (a b c)").check()
    page.get_by_label("How many years have you gone to school?").fill("12")
    page.get_by_label("Less than half a year").check()
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your application is sent")
    looked_at.page.goto(page.url)
    looked_at.looks_right("Your application is sent")
    for each in (page, looked_at.page):
        each.close()


def refer(officer: Desk) -> None:
    page = officer.page
    officer.sign_in(Role.AUTHORITY_OFFICER)
    officer.looks_right("To do")
    officer.follow("Applications")
    officer.looks_right("Applications")
    officer.follow(NAME)
    officer.looks_right(NAME)
    expect(page.get_by_role("main")).to_contain_text("Short assessment: one visit")
    officer.press("Register and write the referral")
    officer.looks_right("Write a referral")
    expect(page.get_by_role("main")).to_contain_text("The application suggests: Short assessment: one visit")
    assert page.locator("[name=length]:checked").count() == 0
    assert page.get_by_label("Interpreter", exact=True).input_value() == "ar"
    page.get_by_label("First assessment").check()
    page.locator("[name=length][value=short]").check()
    officer.press("Save and choose a seat")
    officer.looks_right("Reserve a seat")


def wait_and_take_a_freed_seat(officer: Desk) -> None:
    """The occasion is full; another candidate gives the only seat back; it is offered and taken."""
    page = officer.page
    officer.press("Join the waiting list")
    officer.is_told("number 1 on the waiting list")
    officer.looks_right(NAME)
    officer.follow("Candidates")
    officer.follow(HOLDER)
    officer.follow("Give the seat back")
    officer.looks_right("Give the seat back")
    page.get_by_label("Reason").select_option("illness")
    officer.press("Give the seat back")
    officer.looks_right(HOLDER)
    officer.follow("Test seats")
    officer.looks_right("Waiting for a seat")
    expect(page.get_by_role("main")).to_contain_text("Answer by")
    officer.follow("Why this candidate")
    officer.looks_right("Who is next, and why")
    page.go_back()
    officer.press("The candidate takes the seat")
    officer.is_told("The seat is reserved. Print the invitation.")
    expect(page.get_by_role("main")).to_contain_text("Seat reserved")
    expect(page.get_by_role("main")).to_contain_text("No address")


def invite(officer: Desk, town: World) -> None:
    invitation = officer.opened("Print the invitation")
    assert invitation.startswith(b"%PDF")
    officer.follow("Letters")
    officer.looks_right("Letters")
    assert invitation in kept_letters(town)
    officer.page.go_back()


def kept_letters(town: World) -> list[bytes]:
    with town.database.reading() as session:
        return list(session.scalars(sa.select(SentLetter.pdf)))


def consent(officer: Desk) -> None:
    page = officer.page
    officer.follow("Sign on the screen")
    officer.looks_right("Sign a consent on the screen")
    officer.press("Sign")
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("[name=scopes][value=training_provider]").check()
    page.locator("[name=signed_name]").fill("Hodan Warsame")
    officer.press("Sign")
    officer.looks_right(NAME)
    expect(page.get_by_role("main")).to_contain_text("Hodan Warsame")


def the_day_of_the_test_comes(town: World) -> None:
    late = {"starts_at": time(23, 58), "ends_at": time(23, 59)}  # not begun, at whatever hour this runs
    with town.database.transaction() as session:
        session.execute(sa.update(Occasion).values(held_on=clock.today(), **late))


def arrive(centre: Desk) -> None:
    centre.sign_in(Role.ASSESSOR)
    centre.looks_right("Occasion")
    centre.page.get_by_label("Photo ID seen").check()
    centre.press("Mark as arrived")
    centre.looks_right("Occasion")
    centre.follow("Battery")
    centre.looks_right(NAME)


def everything_is_scored(town: World) -> None:
    """The slow middle of the day, which another journey takes step by step."""
    with town.database.transaction() as session:
        sitting = session.scalars(sa.select(Sitting)).one()
        for row in sitting.parts:
            if row.part.value in LEVELS:
                row.state, row.level, row.source = PartState.TAKEN, LEVELS[row.part.value], ScoreSource.SHEET
        told: Any = sitting.background
        told.literacy, told.study_readiness = Literacy.LATIN_TECHNICAL, StudyReadiness.BASIC
        told.languages_studied, told.schooling_years = 1, 12


def recommend_and_sign(centre: Desk) -> None:
    page = centre.page
    page.goto(f"{page.url.removesuffix('/battery')}/placement")
    centre.looks_right("Course group")
    expect(page.get_by_role("main")).to_contain_text(LINE)
    page.get_by_label("Integration training, basic path").check()
    page.get_by_label("M2", exact=True).check()
    page.get_by_label("Reason, in your own words").fill("Even profile; the interview supports it.")
    centre.press("Save and preview")
    centre.looks_right("Preview")
    centre.press("Sign and send")
    centre.looks_right(NAME)


def acknowledge(officer: Desk) -> None:
    officer.follow("Inbox")
    officer.waits_for_link(NAME)
    officer.looks_right("Inbox")
    officer.follow(NAME)
    officer.looks_right(NAME)
    officer.press("Acknowledge")
    expect(officer.page.get_by_role("main")).to_contain_text("Acknowledged")


def sees_the_queue(planner: Desk) -> None:
    page = planner.page
    planner.sign_in(Role.COURSE_PLANNER)
    planner.looks_right("What next")
    planner.follow("Queues")
    planner.looks_right("Queues")
    expect(page.get_by_role("row").filter(has_text=LINE)).to_contain_text("Vantaa")
    page.get_by_role("main").get_by_role("link", name=LINE).click()
    planner.looks_right("module M2")


def send_the_place(officer: Desk, town: World) -> None:
    letter = officer.opened("Print the letter")
    assert letter.startswith(b"%PDF")
    assert letter in kept_letters(town)


def sees_the_path(officer: Desk) -> None:
    page = officer.page
    officer.follow("All")
    officer.follow(NAME)
    officer.looks_right(NAME)
    path = page.get_by_role("table", name="Path")
    for step in ("Put in the queue", "Course place confirmed", "Started the course"):
        expect(path.get_by_role("row").filter(has_text=step)).to_contain_text(LINE)
    officer.follow("Letters")
    officer.looks_right("Letters")
    for letter in ("Invitation", "Course place"):
        expect(page.get_by_role("table", name="Letters")).to_contain_text(letter)


def sees_nobody_waiting(planner: Desk) -> None:
    planner.follow("What next")
    planner.looks_right("What next")
    expect(planner.page.get_by_role("main")).to_contain_text("Nobody waits")
