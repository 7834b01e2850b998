"""A running product on loopback and a real Chromium to use it with."""

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from waitress.server import create_server

from testing_app.app import create_app
from testing_app.delivery.worker import run_in_background
from testing_app.persistence.database import Database
from testing_app.settings import Settings

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    """The browser of this machine: `LAHTOTASO_CHROMIUM`, or the first one on the PATH."""
    named = os.environ.get("LAHTOTASO_CHROMIUM")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    assert found, "no Chromium: run `make setup-tests`, or name one in LAHTOTASO_CHROMIUM"
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, headless and silent."""
    return {**browser_type_launch_args, "executable_path": chromium_path(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """English pages on a desktop screen."""
    return {**browser_context_args, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def address(settings: Settings, database: Database) -> Iterator[str]:
    """Where the product answers, its delivery worker running beside it."""
    server = create_server(create_app(settings, database), host="127.0.0.1", port=0, threads=4)
    stop = threading.Event()
    answering = threading.Thread(target=answer_until_closed, args=(server,), daemon=True)
    answering.start()
    delivering = run_in_background(database, stop, every=0.1)
    yield f"http://127.0.0.1:{server.effective_port}"
    stop.set()
    server.close()
    for thread in (answering, delivering):
        thread.join(timeout=10)


def answer_until_closed(server: Any) -> None:
    """Serve; closing the server from the test's thread ends its loop with a bad file descriptor."""
    with contextlib.suppress(OSError):
        server.run()


@dataclass
class Accessibility:
    """Runs axe on pages and remembers what it found and where it looked."""

    seen: list[str] = field(default_factory=list)

    def check(self, page: Page) -> None:
        """Fail with axe's own words when the page has a violation."""
        found = Axe().run(page)
        self.seen.append(page.url)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.fixture
def accessibility() -> Accessibility:
    """axe for one journey."""
    return Accessibility()
