"""One person at a desk in a real browser: signs in, presses, follows links; axe looks at the pages."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from testing_app.vocabulary import Role
from tests.journeys.conftest import Accessibility

PASSWORD = "a quiet river at dawn"


class Desk:
    """One person's browser."""

    def __init__(self, browser: Browser, address: str, accessibility: Accessibility, **settings: Any) -> None:
        self.page: Page = browser.new_page(**{"locale": "en-GB", **settings})
        self.page.set_default_timeout(15_000)
        self.address, self.accessibility = address, accessibility

    def sign_in(self, role: Role) -> None:
        self.page.goto(f"{self.address}/sign-in")
        self.looks_right("Sign in")
        self.page.get_by_label("Email").fill(f"{role}@example.org")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")

    def press(self, name: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def looks_right(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.accessibility.check(self.page)

    def download(self, name: str, folder: Path) -> Path:
        with self.page.expect_download() as waiting:
            self.follow(name)
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file

    def is_told(self, words: str) -> None:
        """The page answers with these words at its top."""
        expect(self.page.get_by_role("status").first).to_contain_text(words)

    def opened(self, name: str) -> bytes:
        """The file behind a link or a button, fetched as the browser would, without leaving the page."""
        main = self.page.get_by_role("main")
        link = main.get_by_role("link", name=name).first
        if link.count():
            return self.page.request.get(link.evaluate("a => a.href")).body()
        form = main.get_by_role("button", name=name).first.evaluate(
            "b => [b.form.action, Object.fromEntries(new FormData(b.form))]"
        )
        return self.page.request.post(form[0], form=form[1]).body()

    def waits_for_link(self, name: str) -> None:
        """Look again until what another process delivers is there."""
        for _ in range(100):
            if self.page.get_by_role("link", name=name).count():
                return
            self.page.wait_for_timeout(100)
            self.page.reload()
