"""Steps of the course side in a real browser: published, queued, held, confirmed, started, acknowledged."""

from playwright.sync_api import expect

from testing_app.vocabulary import Role
from tests.journeys.desk import Desk
from tests.web.courses_made import day

GROUP = "Finnish, module 2"
LINE = "Integration training, basic path, module M2"


def publish_a_group(provider: Desk) -> None:
    """A first attempt that lacks nearly everything keeps what was typed; the second is published."""
    page = provider.page
    provider.sign_in(Role.TRAINING_PROVIDER)
    provider.looks_right("Our groups")
    expect(page.get_by_role("main")).to_contain_text("Nothing is published for the next three months")
    page.get_by_role("main").get_by_role("link", name="New group").first.click()
    provider.looks_right("New group")
    page.get_by_label("Code of the group").fill("K2-14")
    page.get_by_label("Name", exact=True).fill(GROUP)
    provider.press("Save")
    expect(page.get_by_role("alert")).to_contain_text("Choose the course group")
    provider.accessibility.check(page)
    assert page.get_by_label("Name", exact=True).input_value() == GROUP
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
    provider.looks_right(GROUP)
    provider.press("Publish")
    provider.is_told("Published")


def put_in_the_queue(officer: Desk, name: str) -> None:
    """The authority decides itself: nothing is chosen beforehand."""
    page = officer.page
    officer.follow("To do")
    officer.follow("Results without a decision")
    officer.looks_right("Results without a decision")
    officer.follow("Put in a queue")
    officer.looks_right("Put in a queue")
    expect(page.get_by_role("main")).to_contain_text(LINE)
    assert page.get_by_label("Queue", exact=True).input_value() == ""
    officer.press("Put in the queue")
    expect(page.get_by_role("alert")).to_contain_text("Choose the course group")
    page.get_by_label("Queue", exact=True).select_option("integration-basic:M2")
    page.get_by_label("Area").fill("Vantaa")
    officer.press("Put in the queue")
    officer.looks_right(name)


def hold_and_confirm(officer: Desk, name: str) -> None:
    """The nearest group that fits; the person agrees on the telephone."""
    officer.follow("Find a group")
    officer.looks_right("Find a group")
    officer.press("Hold a place")
    officer.looks_right(name)
    officer.is_told("The place is held for three days")
    officer.press("Confirm the place")
    officer.is_told("Confirmed. Print the letter about the course place.")
    officer.looks_right(name)


def tell_who_started(provider: Desk, name: str) -> None:
    """On the first day the provider answers for those it knows."""
    page = provider.page
    page.reload()
    provider.looks_right(GROUP)
    page.get_by_role("group", name=name).get_by_label("Started").check()
    provider.press("Tell the authority")
    provider.is_told("The authority was told about 1 learner.")
    provider.follow("Report")
    provider.looks_right(name)


def read_the_notice(officer: Desk, name: str) -> None:
    """The notice is on the list of things to do, and off it once acknowledged."""
    page = officer.page
    officer.follow("To do")
    officer.follow("Notices from training providers")
    officer.looks_right("Notices")
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("Started")
    officer.press("Acknowledge")
    officer.looks_right("Notices")
    expect(page.get_by_role("main")).to_contain_text("Nothing is waiting")
