"""A change of rules in a real browser: drafted, found faulty, mended, counted, approved, and judged by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy.orm import Session

from testing_app import clock
from testing_app.bookings.actions import check_in
from testing_app.bookings.models import Referral
from testing_app.delivery.actions import queue_delivery
from testing_app.inbox.models import InboxMessage
from testing_app.persistence.database import Database
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results.keys import create_ring
from testing_app.settings import Settings
from testing_app.sittings.actions import open_sitting
from testing_app.vocabulary import SKILL_PARTS, Literacy, PartState, Role, ScoreSource, StudyReadiness
from tests.journeys.conftest import Accessibility
from tests.letterbox import Letterbox
from tests.world import NOW, World

pytestmark = pytest.mark.browser

LEVEL = "A1.3"
SKILLS = ("reading", "writing", "listening", "speaking")
BACKGROUND = {"literacy": "latin_technical", "study_readiness": "basic", "languages_studied": 1}
SIGNED = 6
WHY = "People at A1.3 wait for M2 while M3 has free places."


@dataclass(frozen=True)
class Judged:
    """Signed results of today, and tomorrow's sittings of two authorities, all at the same level."""

    ours: UUID
    theirs: UUID


@pytest.fixture
def judged(world: World, database: Database, settings: Settings) -> Judged:
    ring = create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    with database.transaction() as session:
        letterbox = Letterbox(world, ring)
        levels = dict.fromkeys(SKILLS, LEVEL)
        evidence = {**BACKGROUND, **{each: {"state": "taken", "level": LEVEL} for each in SKILLS}}
        for _ in range(SIGNED):
            result = letterbox.add_result(session, tested_on=clock.today(), levels=levels)
            made = session.get_one(Recommendation, result.recommendation_id)
            session.get_one(StoredSuggestion, made.suggestion_id).evidence = evidence
        queue_delivery(session, result, now=NOW)
        ours = sitting_of_tomorrow(session, world, world.authority)
        return Judged(ours=ours, theirs=sitting_of_tomorrow(session, world, world.other_authority))


def sitting_of_tomorrow(session: Session, world: World, authority: UUID) -> UUID:
    """A scored battery of somebody whom that authority referred."""
    assessor = world.act(Role.ASSESSOR)
    occasion = world.add_occasion(session, held_on=clock.today() + timedelta(days=1))
    booking = world.add_booking(session, occasion, world.add_candidate(session))
    session.get_one(Referral, booking.referral_id).authority_id = authority
    check_in(session, booking.id, id_seen=True, by=assessor, now=clock.now() + timedelta(days=1))
    sitting = open_sitting(session, booking.id, by=assessor, now=NOW)
    for row in sitting.parts:
        if row.part in SKILL_PARTS:
            row.state, row.level, row.source = PartState.TAKEN, LEVEL, ScoreSource.SHEET
    told = sitting.background
    told.literacy, told.study_readiness = Literacy.LATIN_TECHNICAL, StudyReadiness.BASIC
    told.languages_studied, told.schooling_years = 1, 9
    session.flush()
    return sitting.id


@dataclass
class Desk:
    """One person's browser; axe needs scripts, so pages without them are only looked at."""

    page: Page
    address: str
    accessibility: Accessibility | None

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def open(self, path: str, heading: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.looks_right(heading)

    def follow(self, name: str, heading: str) -> None:
        self.main.get_by_role("link", name=name).first.click()
        self.looks_right(heading)

    def press(self, name: str) -> None:
        self.main.get_by_role("button", name=name, exact=True).last.click()

    def looks_right(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.is_accessible()

    def is_accessible(self) -> None:
        if self.accessibility:
            self.accessibility.check(self.page)

    def says(self, words: str) -> None:
        expect(self.main).to_contain_text(words)


class Desks:
    """Browsers of several people, each signed in."""

    def __init__(self, browser: Browser, world: World, address: str, accessibility: Accessibility) -> None:
        self.browser, self.world, self.address = browser, world, address
        self.accessibility = accessibility
        self.contexts: list[BrowserContext] = []

    def of(self, who: Role | str, *, javascript: bool = True) -> Desk:
        context = self.browser.new_context(locale="en-GB", java_script_enabled=javascript)
        self.contexts.append(context)
        cookie = {"name": "lahtotaso_session", "value": self.world.cookie(who), "url": self.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.set_default_timeout(15_000)
        return Desk(page, self.address, self.accessibility if javascript else None)


@pytest.fixture
def desks(browser: Browser, world: World, address: str, accessibility: Accessibility) -> Iterator[Desks]:
    opened = Desks(browser, world, address, accessibility)
    yield opened
    for context in opened.contexts:
        context.close()


def test_a_change_of_rules_is_written_counted_and_approved_before_anybody_is_judged_by_it(
    judged: Judged, desks: Desks, world: World
) -> None:
    planner, assessor, officer = map(desks.of, (Role.COURSE_PLANNER, Role.ASSESSOR, Role.AUTHORITY_OFFICER))
    suggested(assessor, judged.ours, module="M2", rule_set="fi-koto-2022, version 1")
    message = message_that_arrived(officer, world)

    begin(planner)
    leave_a_gap(planner)
    close_the_gap(planner)
    name_it(planner)
    see_who_would_move(planner)
    propose(planner)
    suggested(assessor, judged.ours, module="M2", rule_set="fi-koto-2022, version 1")
    approve(desks.of("second_planner"))

    read_the_history(planner)
    suggested(assessor, judged.ours, module="M3", rule_set="rule set ours, version 1")
    suggested(assessor, judged.theirs, module="M2", rule_set="fi-koto-2022, version 1")
    still_as_signed(officer, message)


def test_a_table_is_edited_without_script(desks: Desks) -> None:
    planner = desks.of(Role.COURSE_PLANNER, javascript=False)

    begin(planner)
    leave_a_gap(planner)
    close_the_gap(planner)

    planner.page.get_by_role("link", name="ours, 1").click()
    planner.says("Propose it")


def begin(planner: Desk) -> None:
    planner.open("/planner/rules", "Our rules")
    planner.follow("Write a new version", "Write a new version")
    planner.page.get_by_label("Begin from").select_option("fi-koto-2022@1")
    planner.page.get_by_label("Name of the rule set").fill("ours")
    planner.press("Begin the draft")
    planner.looks_right("ours, 1")
    planner.says("The check found no faults.")


def row(planner: Desk, place: int, words: str) -> Locator:
    """One row of a table, unfolded as a person does it: by what it says."""
    planner.page.locator("summary").filter(has_text=words).click()
    return planner.page.locator(f"#r{place}")


def leave_a_gap(planner: Desk) -> None:
    planner.page.locator("a[href$='/tables/module']").click()
    planner.looks_right("Which module")
    of_m2 = row(planner, 1, "Overall level: A1.1–A1.3 → M2")
    of_m2.get_by_label("Values").first.fill("A1.1, A1.2")
    planner.is_accessible()
    planner.press("Keep the table")
    planner.says("The check found 1 fault")
    planner.says("there are cases for which no rule holds")
    planner.says("=A1.3")
    planner.says("gives nothing")
    planner.is_accessible()
    planner.page.get_by_role("link", name="ours, 1").click()
    planner.says("It judges nobody.")
    expect(planner.page.get_by_role("button", name="Propose")).to_have_count(0)


def close_the_gap(planner: Desk) -> None:
    planner.page.locator("a[href$='/tables/module']").click()
    of_m3 = row(planner, 2, "Overall level: A2.1 → M3")
    of_m3.get_by_label("Comparison").first.select_option("from … to …")
    of_m3.get_by_label("Values").first.fill("A1.3, A2.9")
    of_m3.get_by_label("Values").first.press("Enter")
    planner.says("1 problem")
    planner.is_accessible()
    wrong = planner.page.locator("[aria-invalid=true]")
    planner.main.get_by_role("alert").get_by_role("link").click()
    expect(wrong).to_be_in_viewport()
    wrong.fill("A1.3, A2.1")
    wrong.press("Enter")
    planner.says("The check found no faults.")
    expect(planner.page.locator("#r2 > summary")).to_contain_text("A1.3–A2.1 → M3")


def name_it(planner: Desk) -> None:
    planner.page.get_by_role("link", name="ours, 1").click()
    planner.says("It still has the title of the set it began from.")
    planner.follow("Name and dates", "Name and dates")
    for language, title in (("Finnish", "Omat"), ("Swedish", "Egna"), ("English", "Rules of ours")):
        planner.page.get_by_label(f"Title in {language}").fill(title)
    planner.press("Keep")
    planner.says("Rules of ours")


def see_who_would_move(planner: Desk) -> None:
    planner.follow("Who would move?", "Who would move?")
    figures = planner.page.locator(".figures > div")
    expect(figures.filter(has_text="Compared")).to_contain_text(str(SIGNED))
    expect(figures.filter(has_text="Would move")).to_contain_text(str(SIGNED))
    planner.says("Integration training, basic path, module M3")
    planner.page.go_back()


def propose(planner: Desk) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    planner.page.get_by_label("From the test day").fill("1.1.2020")
    planner.press("Propose")
    planner.looks_right("ours, 1")
    expect(planner.page.locator("[aria-invalid=true]").first).to_be_visible()
    planner.page.get_by_label("Why").fill(WHY)
    planner.page.get_by_label("From the test day").fill(f"{tomorrow.day}.{tomorrow.month}.{tomorrow.year}")
    planner.press("Propose")
    planner.looks_right("Rules of ours, version 1")
    planner.says("Another planner decides")
    expect(planner.page.get_by_role("button", name="Approve")).to_have_count(0)


def approve(second: Desk) -> None:
    second.open("/planner/rules", "Our rules")
    second.follow("ours, 1", "Rules of ours, version 1")
    second.says(WHY)
    second.follow("What differs", "Differences")
    second.says("module-3")
    second.page.go_back()
    second.press("Approve")
    second.looks_right("Rules of ours, version 1")
    second.says("approved")


def read_the_history(planner: Desk) -> None:
    planner.open("/planner/rules", "Our rules")
    row = planner.page.get_by_role("row").filter(has_text="ours, 1")
    expect(row).to_contain_text("approved")
    planner.follow("ours, 1", "Rules of ours, version 1")
    planner.says("Second Planner")


def suggested(assessor: Desk, sitting: UUID, *, module: str, rule_set: str) -> None:
    assessor.page.goto(f"{assessor.address}/centre/sittings/{sitting}/placement")
    assessor.says(f"Integration training, basic path, module {module}")
    assessor.says(rule_set)


def message_that_arrived(officer: Desk, world: World) -> str:
    """The page of the result that was signed before, once it is delivered."""
    for _ in range(100):
        officer.page.goto(f"{officer.address}/authority/inbox")
        if officer.page.get_by_role("link", name="Testinen").count():
            break
        officer.page.wait_for_timeout(100)
    with world.database.reading() as session:
        message = session.scalars(sa.select(InboxMessage.id)).one()
    officer.page.goto(f"{officer.address}/authority/inbox/{message}")
    officer.says("rule set fi-koto-2022, version 1")
    return f"/authority/inbox/{message}"


def still_as_signed(officer: Desk, message: str) -> None:
    officer.page.goto(f"{officer.address}{message}")
    officer.says("rule set fi-koto-2022, version 1")
    officer.says("Integration training, basic path, module M2")
