"""In a real browser: a result decided on, a place held and confirmed, the course begun, the notice read."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from testing_app.people import accounts
from testing_app.people.models import Account
from testing_app.persistence.database import Database
from testing_app.vocabulary import Role
from tests.journeys.conftest import Accessibility
from tests.journeys.test_browser_score_to_inbox import PASSWORD, Desk
from tests.journeys.test_http_course_place import arrived_result
from tests.web.courses_made import day
from tests.world import NOW, World

pytestmark = pytest.mark.browser

OFFICER, PROVIDER = Role.AUTHORITY_OFFICER, Role.TRAINING_PROVIDER


@pytest.fixture
def staffed(app: Any, world: World, database: Database) -> World:
    """An officer and a provider with passwords, and a result in the inbox."""
    arrived_result(app, world)
    with database.transaction() as session:
        for role in (OFFICER, PROVIDER):
            account = session.get_one(Account, world.act(role).account_id)
            accounts.set_password(session, account, password=PASSWORD, now=NOW, by=world.act(role))
    return world


@pytest.fixture
def officer(browser: Browser, address: str, accessibility: Accessibility) -> Iterator[Desk]:
    desk = Desk(browser, address, accessibility)
    yield desk
    desk.page.close()


@pytest.fixture
def provider(browser: Browser, address: str, accessibility: Accessibility) -> Iterator[Desk]:
    desk = Desk(browser, address, accessibility)
    yield desk
    desk.page.close()


def test_a_result_leads_to_a_course_that_somebody_starts(
    staffed: World, officer: Desk, provider: Desk
) -> None:
    publish_a_group(provider)
    acknowledge_and_decide(officer)
    hold_and_confirm(officer)
    tell_who_started(provider)
    read_the_notice(officer)


def publish_a_group(provider: Desk) -> None:
    page = provider.page
    provider.sign_in(PROVIDER)
    provider.looks_right("Our groups")
    expect(page.get_by_role("main")).to_contain_text("Nothing is published for the next three months")
    page.get_by_role("main").get_by_role("link", name="New group").first.click()
    provider.looks_right("New group")
    page.get_by_label("Code of the group").fill("K2-14")
    page.get_by_label("Name", exact=True).fill("Finnish, module 2")
    provider.press("Save")
    expect(page.get_by_role("alert")).to_contain_text("Choose the course group")
    provider.accessibility.check(page)
    assert page.get_by_label("Name", exact=True).input_value() == "Finnish, module 2"
    page.get_by_label("Language taught").select_option("fi")
    page.get_by_label("Kind of training").select_option("labour_market")
    page.get_by_label("Course group", exact=True).select_option("integration-basic:M2")
    today, later = f"{day(0):%d.%m.%Y}", f"{day(90):%d.%m.%Y}"
    page.get_by_label("First day of the course").fill(today)
    page.get_by_label("Last day of the course").fill(later)
    page.get_by_label("Places can be taken from").fill(today)
    page.get_by_label("Places can be taken until").fill(later)
    page.get_by_label("Monday").check()
    page.get_by_label("Town").fill("Vantaa")
    page.get_by_label("Places", exact=True).fill("20")
    page.get_by_label("Fewest learners").fill("12")
    provider.press("Save")
    provider.looks_right("Finnish, module 2")
    provider.press("Publish")
    expect(page.get_by_role("status").first).to_contain_text("Published")


def acknowledge_and_decide(officer: Desk) -> None:
    page = officer.page
    officer.sign_in(OFFICER)
    officer.looks_right("To do")
    officer.follow("Results to read and acknowledge")
    officer.looks_right("Inbox")
    officer.follow("Testinen")
    officer.press("Acknowledge")
    officer.follow("To do")
    officer.follow("Results without a decision")
    officer.looks_right("Results without a decision")
    officer.follow("Put in a queue")
    officer.looks_right("Put in a queue")
    expect(page.get_by_role("main")).to_contain_text("Integration training, basic path, module M2")
    assert page.get_by_label("Queue", exact=True).input_value() == ""
    officer.press("Put in the queue")
    expect(page.get_by_role("alert")).to_contain_text("Choose the course group")
    page.get_by_label("Queue", exact=True).select_option("integration-basic:M2")
    page.get_by_label("Area").fill("Vantaa")
    officer.press("Put in the queue")
    officer.looks_right("Testinen Aino")


def hold_and_confirm(officer: Desk) -> None:
    page = officer.page
    officer.follow("Find a group")
    officer.looks_right("Find a group")
    officer.press("Hold a place")
    officer.looks_right("Testinen Aino")
    expect(page.get_by_role("status").first).to_contain_text("The place is held for three days")
    officer.press("Confirm the place")
    expect(page.get_by_role("main")).to_contain_text("Course place confirmed")
    officer.accessibility.check(page)


def tell_who_started(provider: Desk) -> None:
    page = provider.page
    page.reload()
    provider.looks_right("Finnish, module 2")
    page.get_by_role("group", name="Testinen Aino").get_by_label("Started").check()
    provider.press("Tell the authority")
    expect(page.get_by_role("status").first).to_contain_text("The authority was told about 1 learner.")
    provider.follow("Report")
    provider.looks_right("Testinen Aino")


def read_the_notice(officer: Desk) -> None:
    page = officer.page
    officer.follow("To do")
    officer.follow("Notices from training providers")
    officer.looks_right("Notices")
    expect(page.get_by_role("row").filter(has_text="Testinen")).to_contain_text("Started")
    officer.press("Acknowledge")
    officer.looks_right("Notices")
    expect(page.get_by_role("main")).to_contain_text("Nothing is waiting")
