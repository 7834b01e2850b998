"""Photographs every page of the demo for every account, language and width; with --axe also checks them."""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Never
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError
from tqdm import tqdm

from testing_app.demo import DEMO_ACCOUNTS, DEMO_PASSWORD

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LANGUAGES = ("fi", "sv", "en")
SCREENS = {"desktop": (1280, 900), "phone": (375, 800)}
START_SECONDS = 120
FIRST_ERROR = 400
VARIABLE_PART = re.compile(r"^(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d[\d.-]*|[A-Za-z0-9_-]{20,})$")
LETTER_STEPS = 2  # the kind of letter and its language, after "letters": one page of all is enough


@dataclass(frozen=True)
class Options:
    """What to photograph, and where the pictures go."""

    folder: Path
    only: re.Pattern[str]
    languages: tuple[str, ...]
    checks: bool


@dataclass
class Crawl:
    """The pages of one account: each kind of page once, however many rows lead to it."""

    waiting: deque[str]
    seen: set[str] = field(default_factory=set)

    def offer(self, address: str) -> None:
        """Remember the address if its kind of page is new."""
        kind = kind_of(address)
        if kind not in self.seen:
            self.seen.add(kind)
            self.waiting.append(address)


def kind_of(address: str) -> str:
    """The address without what differs between rows; safe to use as a file name."""
    parts = urlsplit(address)
    steps = ["id" if VARIABLE_PART.match(step) else step for step in parts.path.split("/") if step]
    if "letters" in steps:
        after = steps.index("letters") + 1
        steps[after : after + LETTER_STEPS] = ["id"] * len(steps[after : after + LETTER_STEPS])
    keys = sorted({key for key, _value in parse_qsl(parts.query)} - {"page"})
    return re.sub(r"[^a-z0-9_-]+", "-", "_".join([*steps, *keys]).lower()) or "home"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo() -> Iterator[str]:
    """The demo on a port of its own, in a home that is thrown away."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="lahtotaso-") as home:
        log = Path(home, "demo.log")
        command = [sys.executable, "-m", "testing_app.cli", "demo", "--port", str(port)]
        with log.open("w") as output:
            process = subprocess.Popen(
                command, env={**os.environ, "LAHTOTASO_HOME": home}, stdout=output, stderr=subprocess.STDOUT
            )
            try:
                wait_until_served(address, process, log)
                yield address
            finally:
                process.terminate()
                process.wait(timeout=20)


def wait_until_served(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the demo answers; say what it said when it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(f"{address}/sign-in").close()
            return
        except OSError:
            time.sleep(0.3)
    sys.exit(f"The demo did not start. It said:\n{log.read_text()[-3000:]}")


def sign_in(page: Page, base: str, *, email: str, password: str) -> None:
    """Sign in as a person would."""
    page.goto(f"{base}/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main form [type=submit]")
    if urlsplit(page.url).path == "/sign-in":
        sys.exit(f"Signing in as {email} failed: {page.inner_text('main')[:300]}")


def links_of(page: Page, base: str) -> list[str]:
    """The addresses on this site that the page links to, without what follows #."""
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href.split('#')[0])")
    return [address for address in found if address.startswith(f"{base}/")]


def open_page(page: Page, address: str) -> int | None:
    """Open the address; its status, or none when it is a file rather than a page."""
    try:
        response = page.goto(address)
    except BrowserError:
        return None  # the answer is a download
    if response is None or "text/html" not in response.headers.get("content-type", ""):
        return None
    return response.status


def photograph(page: Page, name: str, *, folder: Path, checks: bool) -> list[str]:
    """A picture for each screen; returns what the checks found."""
    found: list[str] = []
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"{name}.{screen}.png", full_page=True)
        if checks:
            found.extend(f"{name} ({screen}): {problem}" for problem in problems_on(page, width))
    page.set_viewport_size(dict(zip(("width", "height"), SCREENS["desktop"], strict=True)))  # type: ignore[arg-type]
    return found


def problems_on(page: Page, width: int) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    violations = Axe().run(page).response["violations"]
    found = [f"{each['id']}: {each['help']}: {one_line(each['nodes'][0]['html'])}" for each in violations]
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > width:
        found.append(f"the page is {needed} pixels wide on a screen of {width}")
    return found


def one_line(html: str) -> str:
    """The beginning of a piece of a page, on one line."""
    return " ".join(html.split())[:200]


def visit_all(page: Page, base: str, *, prefix: str, options: Options, bar: tqdm[Never]) -> list[str]:
    """Follow every link from the page that is open; photograph each kind of page once."""
    crawl = Crawl(deque())
    crawl.offer(page.url)
    found: list[str] = []
    while crawl.waiting:
        address = crawl.waiting.popleft()
        name = f"{prefix}.{kind_of(address)}"
        bar.set_description(name[:60])
        status = open_page(page, address)
        if status is None:
            continue
        if status >= FIRST_ERROR:
            found.append(f"{name}: a link leads to an error ({status})")
        for link in links_of(page, base):
            crawl.offer(link)
        if options.only.search(name):
            found.extend(photograph(page, name, folder=options.folder, checks=options.checks))
            bar.update()
    return found


def visit_as(
    browser: Browser, base: str, *, account: tuple[str, str], options: Options, bar: tqdm[Never]
) -> list[str]:
    """Every page of one account (a pair of blanks is a visitor without one), in every language."""
    email, password = account
    found: list[str] = []
    for language in options.languages:
        context = browser.new_context()
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        if email:
            sign_in(page, base, email=email, password=password)
        else:
            page.goto(f"{base}/sign-in")
        page.click(f".languages [value={language}]")
        prefix = f"{email.split('@')[0] or 'visitor'}.{language}"
        found.extend(visit_all(page, base, prefix=prefix, options=options, bar=bar))
        context.close()
    return found


def options_from(arguments: list[str] | None = None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="photograph pages whose name matches this expression")
    parser.add_argument("--lang", choices=LANGUAGES, action="append", help="only this language (repeatable)")
    parser.add_argument("--axe", action="store_true", help="check accessibility and print what is wrong")
    parser.add_argument("--to", type=Path, default=Path("screenshots"), help="folder for the pictures")
    given = parser.parse_args(arguments)
    return Options(given.to, re.compile(given.only), tuple(given.lang or LANGUAGES), given.axe)


def main() -> int:
    """Photograph the demo; exit status 1 when the checks found something."""
    options = options_from()
    options.folder.mkdir(parents=True, exist_ok=True)
    accounts = [("", ""), *((account.email, DEMO_PASSWORD) for account in DEMO_ACCOUNTS)]
    found: list[str] = []
    with demo() as base, sync_playwright() as playwright, tqdm(unit=" pages") as bar:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        for account in accounts:
            found.extend(visit_as(browser, base, account=account, options=options, bar=bar))
        browser.close()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
