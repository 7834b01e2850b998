"""p95 of every page of statistics on a simulated country, on SQLite and PostgreSQL, through the real app.

Usage: .venv/bin/python benchmarks/statistics_pages.py [--scale 1] [--rounds 8] [--only DATABASE] [--areas N]

Asks as the planner of the largest area (4,200 tests a year), its first test centre, provider and guidance
service: the planner's home page, every subject whole and cut in every way, and the files. One request at a
time; a first round warms up. Aims: p95 under 500 ms on PostgreSQL, under 1 s on SQLite.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.country import Area, fill
from testing_app.app import create_app, open_database
from testing_app.clock import now, today
from testing_app.people.models import BrowserSession
from testing_app.people.sign_in import token_hash
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.settings import Settings, settings_from
from tests.postgres import start_postgres

AIMS = {"SQLite": 1000, "PostgreSQL": 500}
SHOWN_CUTS = 3
"""Of each kind of cut: the largest first slices, as many as this."""


def main() -> None:
    """Fill both databases, measure, print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--areas", type=int, help="fill only so many of the largest areas")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    print("| database | page | n | median ms | p95 ms | longest ms | aim |", flush=True)
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "postgresql":
            _measure("SQLite", settings_from({"LAHTOTASO_HOME": f"{folder}/sqlite"}), options)
        if options.only != "sqlite":
            with start_postgres(Path(folder) / "pg") as server:
                server._execute("CREATE DATABASE country")
                environment = {
                    "LAHTOTASO_HOME": f"{folder}/pg-home",
                    "DATABASE_URL": server.url_of("country"),
                }
                _measure("PostgreSQL", settings_from(environment), options)


def _measure(kind: str, settings: Settings, options: argparse.Namespace) -> None:
    database = open_database(settings)
    migrate.upgrade(database)
    begun = time.perf_counter()
    areas = fill(database, scale=options.scale, until=today(), only=options.areas)
    sys.stderr.write(f"{kind}: filled in {time.perf_counter() - begun:.0f} s\n")
    app = create_app(settings, database)
    worst = 0.0
    for who, paths in pages_of_everybody().items():
        browser = signed_in(app.test_client(), database, areas[0], who)
        for name, addresses in named_pages(browser, paths):
            times = [_ask(browser, address) for _ in range(options.rounds + 1) for address in addresses]
            times = sorted(times[len(addresses) :])
            p95 = times[ceil(0.95 * len(times)) - 1]  # the nearest rank: of few, the longest
            worst = max(worst, p95)
            aim = "met" if p95 < AIMS[kind] else "missed"
            print(
                f"| {kind} | {who}: {name} | {len(times)} | {times[len(times) // 2]:.0f} | {p95:.0f} "
                f"| {times[-1]:.0f} | {aim} |",
                flush=True,
            )
    print(f"| {kind} | slowest p95 | | | {worst:.0f} | | {AIMS[kind]} |", flush=True)
    database.close()


def pages_of_everybody() -> dict[str, list[str]]:
    """The subjects each of them may ask about; the planner has a home page too."""
    return {
        "planner": ["home", "tests", "waits", "courses", "visits"],
        "lead": ["tests"],
        "provider": ["waits", "courses"],
        "adviser": ["tests", "visits"],
    }


def named_pages(browser: FlaskClient, subjects: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Every page with its addresses: whole years, each kind of cut, files."""
    years = [today().year, today().year - 1]
    for subject in subjects:
        if subject == "home":
            yield "home", ["/planner/home"]
            continue
        address = f"/statistics?subject={subject}"
        yield f"{subject}, whole year", [f"{address}&year={year}" for year in years]
        cuts = offered(browser.get(f"{address}&year={years[1]}").text)
        for cut, values in cuts.items():
            yield (
                f"{subject}, by {cut}",
                [f"{address}&year={years[1]}&only={value}" for value in values[:SHOWN_CUTS]],
            )
        file = f"/statistics/download?subject={subject}&year={years[1]}"
        yield f"{subject}, files", [f"{file}&kind=csv", f"{file}&kind=xlsx"]


def offered(page: str) -> dict[str, list[str]]:
    """The slices a page lets one choose, by kind."""
    found: dict[str, list[str]] = {}
    for piece in page.split('value="')[1:]:
        value = piece.split('"', 1)[0]
        cut, colon, _rest = value.partition(":")
        if colon and cut.isalpha():
            found.setdefault(cut, []).append(value)
    return found


def signed_in(browser: FlaskClient, database: Database, area: Area, who: str) -> FlaskClient:
    """A browser of one account of the area."""
    token = f"benchmark-{who}"
    with database.transaction() as session:
        session.execute(
            sa.insert(BrowserSession).values(
                token_hash=token_hash(token), account_id=area.accounts[who], created_at=now(), seen_at=now(),
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
        )  # fmt: skip
    browser.set_cookie("lahtotaso_session", token)
    return browser


def _ask(browser: FlaskClient, address: str) -> float:
    begun = time.perf_counter()
    answer = browser.get(address)
    taken = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return taken


if __name__ == "__main__":
    main()
