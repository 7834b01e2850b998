"""The whole story in a real browser: referred, tested, signed, acknowledged, verified, corrected."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from testing_app import clock
from testing_app.people import accounts
from testing_app.people.models import Account
from testing_app.persistence.database import Database
from testing_app.results.keys import create_ring
from testing_app.settings import Settings
from testing_app.vocabulary import Role
from tests.journeys.conftest import Accessibility
from tests.journeys.desk import PASSWORD, Desk
from tests.world import NOW, World

pytestmark = pytest.mark.browser

REASON = "The profile is even and the interview supports it."
CORRECTION = "One answer on the reading paper had been counted twice."


@pytest.fixture
def staffed(world: World, database: Database, settings: Settings) -> World:
    """A world whose people have a password, with keys to sign with and an occasion today."""
    create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    with database.transaction() as session:
        for role in (Role.AUTHORITY_OFFICER, Role.ASSESSOR):
            actor = world.act(role)
            account = session.get_one(Account, actor.account_id)
            accounts.set_password(session, account, password=PASSWORD, now=NOW, by=actor)
        late = {"starts_at": time(23, 58), "ends_at": time(23, 59)}  # not begun, at whatever hour this runs
        world.add_occasion(session, seats=5, held_on=clock.today(), **late)
    return world


@pytest.fixture
def officer(browser: Browser, address: str, accessibility: Accessibility) -> Iterator[Desk]:
    desk = Desk(browser, address, accessibility)
    yield desk
    desk.page.close()


@pytest.fixture
def assessor(browser: Browser, address: str, accessibility: Accessibility) -> Iterator[Desk]:
    desk = Desk(browser, address, accessibility)
    yield desk
    desk.page.close()


def test_a_score_travels_from_referral_to_inbox_and_a_correction_follows_it(
    staffed: World, officer: Desk, assessor: Desk, tmp_path: Path
) -> None:
    register_and_refer(officer)
    score(assessor)
    recommend_and_sign(assessor)
    files = read_and_acknowledge(officer, tmp_path)
    sees_acknowledged(assessor)
    for file in files:
        verdict_is(officer, file, "Authentic and in force")
    correct(assessor)
    sees_both_results(officer)
    verdict_is(officer, files[0], "Authentic, but replaced")


def register_and_refer(officer: Desk) -> None:
    page = officer.page
    officer.sign_in(Role.AUTHORITY_OFFICER)
    officer.looks_right("To do")
    officer.follow("Candidates")
    officer.looks_right("Candidates")
    officer.follow("Register a candidate")
    page.get_by_label("Family name").fill("الحسن")
    page.get_by_label("Identity code").fill("010190-900K")
    officer.press("Register")
    officer.looks_right("Register")
    expect(page.get_by_role("alert")).to_contain_text("Choose the mother tongue")
    expect(page.get_by_label("Family name")).to_have_value("الحسن")
    page.get_by_label("Identity code").fill("010190-900P")
    page.get_by_label("Given names").fill("Layla")
    page.get_by_label("Mother tongue").select_option("ar")
    page.get_by_label("Contact language").select_option("ar")
    officer.press("Register")
    officer.looks_right("الحسن Layla")
    officer.follow("Record a signed consent")
    officer.looks_right("consent")
    page.get_by_label("Notes of the interview").check()
    officer.press("Save")
    officer.follow("Write a referral")
    officer.looks_right("referral")
    page.get_by_label("Finnish").check()
    page.get_by_label("First assessment").check()
    officer.press("Save and choose a seat")
    officer.looks_right("Reserve a seat")
    officer.press("Reserve")
    officer.looks_right("الحسن Layla")
    invitation = page.request.get(page.get_by_role("link", name="invitation").first.evaluate("a => a.href"))
    assert invitation.body().startswith(b"%PDF")


def score(assessor: Desk) -> None:
    page = assessor.page
    assessor.sign_in(Role.ASSESSOR)
    assessor.looks_right("Occasion")
    page.get_by_label("Photo ID seen").check()
    assessor.press("Mark as arrived")
    assessor.looks_right("Occasion")
    assessor.follow("Battery")
    assessor.looks_right("الحسن Layla")
    fill_scores(page, reading="41", writing="A2.1", listening="19", speaking="A2.1")
    assessor.press("Save and see the suggestion")
    expect(page.get_by_role("alert")).to_contain_text("40")
    assert page.locator("[name=reading-points]").input_value() == "41"
    page.locator("[name=reading-points]").fill("20")
    assessor.press("Save and see the suggestion")


def fill_scores(page: Page, *, reading: str, writing: str, listening: str, speaking: str) -> None:
    for part, points in (("reading", reading), ("listening", listening)):
        page.locator(f"[name={part}-state]").select_option("taken")
        page.locator(f"[name={part}-points]").fill(points)
    for part, level in (("writing", writing), ("speaking", speaking)):
        page.locator(f"[name={part}-state]").select_option("taken")
        for rating in page.locator(f"select[name^={part}-rating_]").all():
            rating.select_option(level)
    page.locator("[name=background-literacy]").select_option("latin_technical")
    page.locator("[name=background-study_readiness]").select_option("basic")
    page.locator("[name=background-languages_studied]").fill("1")
    page.locator("[name=background-schooling_years]").fill("12")


def recommend_and_sign(assessor: Desk) -> None:
    page = assessor.page
    assessor.looks_right("Course group")
    expect(page.get_by_role("main")).to_contain_text("Integration training, basic path, module M3")
    assert page.locator("input[type=radio]:checked").count() == 0
    choose_course(assessor, REASON)
    assessor.looks_right("Preview")
    expect(page.get_by_role("main")).to_contain_text("Life situation")
    assessor.press("Sign and send")
    assessor.looks_right("الحسن Layla")


def choose_course(assessor: Desk, reason: str) -> None:
    page = assessor.page
    page.get_by_label("Integration training, basic path").check()
    page.get_by_label("M3", exact=True).check()
    page.get_by_label("Reason, in your own words").fill(reason)
    assessor.press("Save and preview")


def read_and_acknowledge(officer: Desk, folder: Path) -> tuple[Path, Path]:
    page = officer.page
    officer.follow("Inbox")
    for _ in range(100):
        if page.get_by_role("link", name="الحسن").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    officer.looks_right("Inbox")
    officer.follow("الحسن")
    officer.looks_right("الحسن Layla")
    expect(page.get_by_role("main")).to_contain_text(REASON)
    envelope = officer.download("Download JSON", folder)
    pdf = folder / "result.pdf"
    pdf.write_bytes(
        page.request.get(page.get_by_role("link", name="Open PDF").evaluate("a => a.href")).body()
    )
    officer.press("Acknowledge")
    expect(page.get_by_role("main")).to_contain_text("Acknowledged")
    return envelope, pdf


def sees_acknowledged(assessor: Desk) -> None:
    assessor.page.reload()
    assessor.looks_right("الحسن Layla")
    moment = f"{clock.today().day} {clock.today():%b %Y}"
    expect(assessor.page.get_by_role("listitem").filter(has_text="Acknowledged")).to_contain_text(moment)


def verdict_is(desk: Desk, file: Path, word: str) -> None:
    desk.page.goto(f"{desk.address}/verify")
    desk.accessibility.check(desk.page)
    desk.page.locator("input[type=file]").set_input_files(file)
    desk.press("Check the file")
    desk.accessibility.check(desk.page)
    expect(desk.page.get_by_role("main")).to_contain_text(word)


def correct(assessor: Desk) -> None:
    page = assessor.page
    page.get_by_text("Begin a correction").click()
    page.locator("[name=correction]").fill(CORRECTION)
    assessor.press("Open the battery")
    assessor.looks_right("الحسن Layla")
    page.locator("[name=reading-points]").fill("19")
    assessor.press("Save and see the suggestion")
    choose_course(assessor, f"{REASON} Corrected.")
    assessor.looks_right("Preview")
    assessor.press("Sign and send")
    assessor.looks_right("الحسن Layla")


def sees_both_results(officer: Desk) -> None:
    page = officer.page
    page.goto(f"{officer.address}/authority/inbox?show=all")
    for _ in range(100):
        if page.get_by_role("link", name="الحسن").count() == 2:
            break
        page.wait_for_timeout(100)
        page.reload()
    expect(page.get_by_role("link", name="الحسن")).to_have_count(2)
    officer.follow("الحسن")
    officer.looks_right("الحسن Layla")
    expect(page.get_by_role("main")).to_contain_text(CORRECTION)
