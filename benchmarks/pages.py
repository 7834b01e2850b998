"""p95 of the score-entry page and the inbox page under 50 concurrent users, on SQLite and PostgreSQL.

Usage: .venv/bin/python benchmarks/pages.py [--seconds S] [--users N] [--think SECONDS]

Serves a demo-like installation with gunicorn (two gthread workers, as in production) on loopback and lets
50 signed-in users fetch a page over kept-alive connections, once without a pause (a closed loop, harder
than people) and once thinking a second between pages. The load comes from this process, on the same cores.
"""

import argparse
import asyncio
import contextlib
import os
import random
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from testing_app.app import open_database
from testing_app.clock import now, today
from testing_app.demo import load_demo
from testing_app.people.models import Account, BrowserSession
from testing_app.people.sign_in import token_hash
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.results.keys import create_ring
from testing_app.settings import Settings, settings_from
from testing_app.sittings.models import Sitting
from tests.postgres import start_postgres

AIM_MS = 150
WARM_UP = 3.0
"""Seconds of load before anything is measured: templates compiled, connections open, caches filled."""


@dataclass(frozen=True)
class Figures:
    """What one run measured: answers, those not 200 (0: the connection broke), times in milliseconds.

    `cpu` is the processor time of the server's workers in milliseconds for each answer: it says less about
    who else uses the machine than the times do.
    """

    answers: int
    wrong: int
    seconds: float
    times: list[float]
    cpu: float

    def quantile(self, share: float) -> float:
        """The time under which that share of the answers came, in milliseconds."""
        return sorted(self.times)[int(share * (len(self.times) - 1))]


def main() -> None:
    """Measure both pages on both databases and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--think", type=float, default=1.0)
    options = parser.parse_args()
    print(f"| database | page | think s | n | not 200 | per s | CPU ms | median ms | p95 ms | aim {AIM_MS} |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, start_postgres(Path(folder) / "pg") as server:
        server._execute("CREATE DATABASE pages")
        for kind, url in (("SQLite", None), ("PostgreSQL", server.url_of("pages"))):
            home = Path(folder) / kind
            environment = {"LAHTOTASO_HOME": str(home)} | ({"DATABASE_URL": url} if url else {})
            measure_installation(kind, settings_from(environment), environment, options)


def measure_installation(
    kind: str, settings: Settings, environment: dict[str, str], options: argparse.Namespace
) -> None:
    """Fill one installation, serve it and measure its pages."""
    database = open_database(settings)
    migrate.upgrade(database)
    ring = create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=now())
    load_demo(database, ring=ring, public_url=settings.public_url, today=today(), quiet=True)
    pages = {
        "score entry": (
            f"/centre/sittings/{open_sitting(database)}",
            cookies(database, "assessor", options.users),
        ),
        "inbox": ("/authority/inbox", cookies(database, "officer", options.users)),
    }
    database.close()
    with serving(environment) as (port, server):
        for name, (path, tokens) in pages.items():
            asyncio.run(use(port, server, (path, tokens), seconds=WARM_UP, think=0))
            for think in (0.0, options.think):
                figures = asyncio.run(use(port, server, (path, tokens), seconds=options.seconds, think=think))
                report(kind, name, think, figures)


def report(kind: str, name: str, think: float, figures: Figures) -> None:
    """One row of the table."""
    p95 = figures.quantile(0.95)
    verdict = "met" if p95 < AIM_MS and not figures.wrong else "missed"
    print(
        f"| {kind} | {name} | {think:g} | {figures.answers} | {figures.wrong} "
        f"| {figures.answers / figures.seconds:.0f} | {figures.cpu:.1f} "
        f"| {figures.quantile(0.5):.0f} | {p95:.0f} | {verdict} |",
        flush=True,
    )


def open_sitting(database: Database) -> str:
    """A sitting that can still be scored."""
    with database.reading() as session:
        query = sa.select(Sitting.id).where(Sitting.signed_at.is_(None)).order_by(Sitting.opened_at.desc())
        return str(session.scalars(query).first())


def cookies(database: Database, login: str, users: int) -> list[str]:
    """Browser tokens of so many sign-ins of one demo account."""
    tokens = [secrets.token_urlsafe(24) for _ in range(users)]
    with database.transaction() as session:
        account = session.scalars(
            sa.select(Account).where(Account.email == f"{login}@lahtotaso.example")
        ).one()
        for token in tokens:
            row = BrowserSession(token_hash=token_hash(token), account_id=account.id, created_at=now())
            row.seen_at, row.expires_at = now(), datetime(2100, 1, 1, tzinfo=UTC)
            session.add(row)
    return tokens


@contextlib.contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The installation behind gunicorn on a free port of loopback: the port and the server's process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "testing_app.wsgi:app", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--worker-class", "gthread", "--threads", "8", "--log-level", "error"]
    quiet = subprocess.DEVNULL  # a line for each request; what went wrong is counted as "not 200"
    server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=quiet, stderr=quiet)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


async def use(
    port: int, server: int, asked: tuple[str, list[str]], *, seconds: float, think: float
) -> Figures:
    """Every token's user fetches the page again and again until the time is over."""
    path, tokens = asked
    began, cpu = time.perf_counter(), worker_seconds(server)
    answers = await asyncio.gather(*(user(port, path, token, began + seconds, think) for token in tokens))
    flat = [answer for one in answers for answer in one]
    wrong = sum(status != 200 for status, _ in flat)
    spent = time.perf_counter() - began
    cpu = (worker_seconds(server) - cpu) * 1000 / max(len(flat), 1)
    return Figures(len(flat), wrong, spent, [taken * 1000 for _, taken in flat], cpu)


def worker_seconds(server: int) -> float:
    """Processor seconds that the workers of a server have used so far (Linux)."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    rows = [Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in workers]
    return sum(int(row[11]) + int(row[12]) for row in rows) / os.sysconf("SC_CLK_TCK")


async def user(port: int, path: str, token: str, until: float, think: float) -> list[tuple[int, float]]:
    """One user's answers: status and seconds."""
    chance = random.Random(token)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: lahtotaso_session={token}\r\n\r\n".encode()
    answers = []
    await asyncio.sleep(chance.random() * think)
    while time.perf_counter() < until:
        if reader.at_eof():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began = time.perf_counter()
        try:
            writer.write(request)
            status = await answer(reader)
        except (OSError, asyncio.IncompleteReadError):
            status = 0
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answers.append((status, time.perf_counter() - began))
        await asyncio.sleep(think * (0.5 + chance.random()))
    writer.close()
    return answers


async def answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end and give its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = next(
        int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length")
    )
    await reader.readexactly(length)
    return int(head.split()[1])


if __name__ == "__main__":
    main()
