"""The imagined person in a real browser: the answer, the rows and the picture follow every choice."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from testing_app.vocabulary import Role
from tests.journeys.conftest import Accessibility
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("settings", ["sqlite"], indirect=True)]


@pytest.fixture
def planner(address: str, world: World, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    cookie = {"name": "lahtotaso_session", "value": world.cookie(Role.COURSE_PLANNER), "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{address}/rules/fi-koto-2022/1")
    yield page
    context.close()


def test_the_answer_follows_each_choice_and_stays_in_the_address(planner: Page) -> None:
    planner.get_by_label("Literacy", exact=True).select_option("none")

    expect(planner.locator("#trial-result .trial-said")).to_have_text("Literacy training 1")
    expect(planner.locator("tr.row-decides")).to_have_attribute("id", "rule-reads-no-script")
    expect(planner).to_have_url(re.compile("literacy=none.*try=1"))


def test_the_picture_follows_a_tick(planner: Page) -> None:
    fast = planner.locator("#picture-drawn .space-f")
    expect(fast.first).to_be_attached()

    planner.get_by_label("Hard life situation").check()

    expect(planner.locator("#picture-drawn")).to_contain_text("hard life situation: yes")
    expect(fast).to_have_count(0)


def test_what_cannot_be_read_is_said_beside_the_form_and_stays_typed(planner: Page) -> None:
    planner.get_by_label("Years of schooling").fill("many")

    expect(planner.locator("#trial-result")).to_contain_text("Write a whole number, for example 9.")
    expect(planner.get_by_label("Years of schooling")).to_have_value("many")


def test_the_pages_are_accessible_with_and_without_an_answer(
    planner: Page, accessibility: Accessibility
) -> None:
    accessibility.check(planner)
    planner.get_by_label("Literacy", exact=True).select_option("other_script")
    expect(planner.locator("#trial-result .trial-said")).to_be_visible()
    accessibility.check(planner)
    planner.set_viewport_size({"width": 375, "height": 800})
    accessibility.check(planner)
