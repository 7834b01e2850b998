"""Takes the pictures of the README from a running demo: `readme_pictures.py http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from screenshots import CHROMIUM, CHROMIUM_ARGUMENTS

from testing_app.demo import DEMO_PASSWORD

PERSON = "try=1&reading=A2.1&writing=A1.3&listening=A2.1&speaking=A1.3&literacy=other_script"
PERSON += "&study_readiness=basic&languages_studied=1&schooling_years=12"
COMPARED = "old=fi-koto-2022@1&new=jyvaskyla-2022@1"
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def main(address: str) -> None:
    """What each desk sees on an ordinary day."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        page = signed_in(browser, address, "assessor")
        page.screenshot(path=PICTURES / "occasion.png")
        page.get_by_role("link", name="Suggestion").nth(1).click()
        page.screenshot(path=PICTURES / "suggestion.png")
        page.go_back()
        page.get_by_role("link", name="Battery").last.click()
        page.screenshot(path=PICTURES / "battery.png")
        planner = signed_in(browser, address, "planner")
        planner.goto(f"{address}/rules/fi-koto-2022/1?{PERSON}#try")
        planner.screenshot(path=PICTURES / "rules.png")
        planner.locator("#picture").screenshot(path=PICTURES / "decision-space.png")
        planner.goto(f"{address}/planner/rules/impact?{COMPARED}")
        planner.get_by_text("From where to where").first.evaluate("caption => caption.scrollIntoView()")
        planner.screenshot(path=PICTURES / "impact.png")
        take(planner, f"{address}/planner/home", "planner-home")
        take(planner, f"{address}/planner/queues", "queues")
        take(planner, f"{address}/statistics", "statistics")
        officer = signed_in(browser, address, "officer")
        take(officer, f"{address}/authority/todo", "to-do")
        take(officer, f"{address}/authority/inbox", "inbox")
        take(officer, f"{address}/authority/waiting", "waiting-list")
        provider = signed_in(browser, address, "provider")
        provider.get_by_role("table").get_by_role("link").first.click()
        provider.screenshot(path=PICTURES / "provider-group.png")
        administrator = signed_in(browser, address, "admin")
        take(administrator, f"{address}/administration/wordings", "wordings")
        browser.close()


def take(page: Page, address: str, name: str) -> None:
    """A picture of the top of one page."""
    page.goto(address)
    page.screenshot(path=PICTURES / f"{name}.png")


def signed_in(browser: Browser, address: str, login: str) -> Page:
    """A desktop page at the desk of a demo account, in English."""
    page = browser.new_page(locale="en-GB", viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/sign-in")
    page.locator("[name=email]").fill(f"{login}@lahtotaso.example")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    return page


if __name__ == "__main__":
    main(sys.argv[1])
