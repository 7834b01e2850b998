"""Whether seats are exact: 500 people at once for 20 seats, and 100,000 random operations against a model.

Usage: .venv/bin/python benchmarks/seats.py rush [--rounds N] [--people N] [--seats N] [--minutes M]
       .venv/bin/python benchmarks/seats.py operations [--operations N] [--postgresql] [--minutes M]

`rush` serves an installation with gunicorn (two worker processes) on loopback and lets everybody send the
form of the page at the same moment, once on SQLite and once on PostgreSQL. `operations` runs the state
machine of the tests much longer; it stops at the first difference and prints how to repeat it. `--minutes`
ends either early (`rush`: on each database); what was done is what is printed.
"""

import argparse
import asyncio
import itertools
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

# In the place of this folder, which has a module named like one of Python's own.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from benchmarks.pages import serving
from testing_app.app import open_database
from testing_app.bookings.models import Booking, Occasion, Referral, SeatWait
from testing_app.bookings.waiting_order import waiting_line
from testing_app.clock import now, today
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.settings import settings_from
from testing_app.vocabulary import ReferralPurpose, Role, TestedLanguage
from tests.bookings.seat_machine import SeatMachine, prepare
from tests.postgres import start_postgres
from tests.world import World

BROWSERS = 10
"""Officers who sent the forms; each has signed in once and sends a tenth of them."""

MEMORY = Path("/dev/shm")
DONE = 303
"""The answer to a form that was accepted: see the candidate's page."""


@dataclass(frozen=True)
class Question:
    """One person's form: who asks, and the whole request."""

    referral: UUID
    request: bytes


@dataclass(frozen=True)
class Answer:
    """What came back, and between which moments it was asked and answered."""

    referral: UUID
    status: int
    sent_at: datetime
    answered_at: datetime


def main() -> int:
    """Run one of the two and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    rush = commands.add_parser("rush")
    rush.add_argument("--rounds", type=int, default=50)
    rush.add_argument("--people", type=int, default=500)
    rush.add_argument("--seats", type=int, default=20)
    soak = commands.add_parser("operations")
    soak.add_argument("--operations", type=int, default=100_000)
    soak.add_argument("--postgresql", action="store_true")
    for command in (rush, soak):
        command.add_argument("--minutes", type=float, default=600)
    options = parser.parse_args()
    return run_rush(options) if options.command == "rush" else run_operations(options)


# --- 500 people for 20 seats


def run_rush(options: argparse.Namespace) -> int:
    """All rounds on both databases; gives 0 when every round was exact."""
    print("| database | rounds | people | seats | booked in each round | errors shown | out of order "
          "| round median s | answer median ms | p95 ms |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|")
    exact = True
    with tempfile.TemporaryDirectory() as folder, start_postgres(Path(folder) / "pg") as server:
        server._execute("CREATE DATABASE seats")
        for kind, url in (("SQLite", None), ("PostgreSQL", server.url_of("seats"))):
            environment = {"LAHTOTASO_HOME": str(Path(folder) / kind)}
            exact &= rush_on(kind, environment | ({"DATABASE_URL": url} if url else {}), options)
    return 0 if exact else 1


def rush_on(kind: str, environment: dict[str, str], options: argparse.Namespace) -> bool:
    """The rounds on one database; gives whether each was exact."""
    database = open_database(settings_from(environment))
    migrate.upgrade(database)
    world = World.build(database)
    with database.transaction() as session:
        candidates = [world.add_candidate(session).id for _ in range(options.people)]
    tokens = [world.cookie(Role.AUTHORITY_OFFICER) for _ in range(BROWSERS)]
    booked, errors, disorder, rounds, times = [], 0, 0, [], []
    end = time.perf_counter() + 60 * options.minutes
    with serving(environment) as (port, _):
        for number in range(options.rounds):
            if time.perf_counter() > end:
                break
            occasion, referrals = open_round(world, candidates, seats=options.seats, number=number)
            browsers = [sign_in(port, token, referrals[0]) for token in tokens]
            questions = [
                ask(referral, occasion, *browser)
                for referral, browser in zip(referrals, itertools.cycle(browsers), strict=False)
            ]
            began = time.perf_counter()
            answers = asyncio.run(everybody(port, questions))
            rounds.append(time.perf_counter() - began)
            times += [(one.answered_at - one.sent_at).total_seconds() * 1000 for one in answers]
            errors += sum(one.status != DONE for one in answers)
            booked.append(count_booked(database, occasion))
            disorder += count_disorder(database, world, occasion, answers, seats=options.seats)
            progress(f"{kind} round {number + 1}: {booked[-1]} booked, {errors} errors, {rounds[-1]:.1f} s")
    database.close()
    figures = ", ".join(f"{count} in {times_}" for count, times_ in sorted(Counter(booked).items()))
    print(f"| {kind} | {len(booked)} | {options.people} | {options.seats} | {figures} | {errors} "
          f"| {disorder} | {share(rounds, 0.5):.1f} | {share(times, 0.5):.0f} | {share(times, 0.95):.0f} |",
          flush=True)  # fmt: skip
    return set(booked) == {options.seats} and errors == disorder == 0


def progress(line: str) -> None:
    """How far it has come, for whoever waits."""
    print(line, file=sys.stderr, flush=True)


def share(values: Sequence[float], part: float) -> float:
    """The value below which that part of them lies."""
    return sorted(values)[int(part * (len(values) - 1))]


def open_round(
    world: World, candidates: Sequence[UUID], *, seats: int, number: int
) -> tuple[UUID, list[UUID]]:
    """A new occasion and a new referral of everybody; the waiting lists of the last round are closed."""
    officer = world.act(Role.AUTHORITY_OFFICER).account_id
    rows = [
        {
            "id": uuid4(),
            "candidate_id": candidate,
            "authority_id": world.authority,
            "language_tested": TestedLanguage.FINNISH,
            "purpose": ReferralPurpose.FIRST_ASSESSMENT,
            "written_by_id": officer,
            "written_at": now(),
            "version": 1,
        }
        for candidate in candidates
    ]
    with world.database.transaction() as session:
        session.execute(sa.delete(SeatWait))
        session.execute(sa.update(Referral).values(closed_at=now()))
        session.execute(sa.update(Occasion).values(cancelled_at=now()))
        session.execute(sa.insert(Referral), rows)
        held_on: date = today() + timedelta(days=30 + number)
        occasion = world.add_occasion(session, seats=seats, held_on=held_on, starts_at=clock_time(9)).id
    return occasion, [UUID(str(row["id"])) for row in rows]


def sign_in(port: int, token: str, referral: UUID) -> tuple[str, str]:
    """The cookies of one officer's browser, and the secret of the form it was shown."""
    path = f"/authority/referrals/{referral}/seats"
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: lahtotaso_session={token}\r\n\r\n"
    head, body = asyncio.run(exchange(port, request.encode()))
    cookies = re.findall(r"(?im)^set-cookie: ([^;\r\n]+)", head)
    secret = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', body)
    if secret is None:
        raise SystemExit(f"the page of seats has no form: {head.splitlines()[0]}")
    return "; ".join([f"lahtotaso_session={token}", *cookies]), secret.group(1)


def ask(referral: UUID, occasion: UUID, cookies: str, secret: str) -> Question:
    """The request that the page's button sends."""
    form = urlencode({"csrf_token": secret, "occasion": str(occasion), "visit": 1})
    lines = [
        f"POST /authority/referrals/{referral}/seats HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookies}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(form)}",
    ]
    return Question(referral, ("\r\n".join(lines) + f"\r\n\r\n{form}").encode())


async def everybody(port: int, questions: Sequence[Question]) -> list[Answer]:
    """Connect everybody, then let all send at the same moment."""
    gate = asyncio.Event()
    room = asyncio.Semaphore(50)  # connections that are being made at once; all are made before the gate

    async def one(question: Question) -> Answer:
        async with room:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await gate.wait()
        sent_at = now()
        writer.write(question.request)
        try:
            status = int((await reader.readuntil(b"\r\n")).split()[1])
        except (OSError, asyncio.IncompleteReadError):
            status = 0
        writer.close()
        return Answer(question.referral, status, sent_at, now())

    tasks = [asyncio.create_task(one(question)) for question in questions]
    await asyncio.sleep(1)
    gate.set()
    return list(await asyncio.gather(*tasks))


async def exchange(port: int, request: bytes) -> tuple[str, str]:
    """One request on a connection of its own: the head and the body of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"(?im)^content-length: (\d+)", head)
    body = await reader.readexactly(int(length.group(1))) if length else b""
    writer.close()
    return head, body.decode()


def count_booked(database: Database, occasion: UUID) -> int:
    """How many have a seat; the count on the occasion must say the same."""
    with database.reading() as session:
        rows = session.scalars(sa.select(Booking.id).where(Booking.occasion_id == occasion)).all()
        taken = session.get_one(Occasion, occasion).taken
    return len(rows) if taken == len(rows) else -1


def count_disorder(
    database: Database, world: World, occasion: UUID, answers: Sequence[Answer], *, seats: int
) -> int:
    """People who are missing, twice, out of order, or whose queue date is not when they asked."""
    with database.reading() as session:
        line = waiting_line(session, occasion, viewer=world.act(Role.AUTHORITY_OFFICER))
        booked = set(session.scalars(sa.select(Booking.referral_id).where(Booking.occasion_id == occasion)))
    asked = {one.referral: one for one in answers}
    wrong = sum(
        not asked[row.referral_id].sent_at <= row.queued_at <= asked[row.referral_id].answered_at
        for row in line
    )
    wrong += sum(a.queued_at > b.queued_at for a, b in itertools.pairwise(line))
    wrong += len(set(asked) ^ (booked | {row.referral_id for row in line}))
    wrong += abs(len(line) - (len(answers) - seats))
    return wrong + [row.reasons[0] for row in line].count("next") - 1


# --- 100,000 operations


def run_operations(options: argparse.Namespace) -> int:
    """Examples of the state machine until so many operations are done, or something is broken."""
    began, broken = time.perf_counter(), 0
    many = hypothesis_settings(
        max_examples=25,
        stateful_step_count=100,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    with empty_world(postgresql=options.postgresql) as world:
        SeatMachine.world, SeatMachine.needs = world, prepare(world)
        end = began + 60 * options.minutes
        while SeatMachine.done.total() < options.operations and not broken and time.perf_counter() < end:
            try:
                run_state_machine_as_test(SeatMachine, settings=many)
            except AssertionError as difference:
                print(difference)
                broken += 1
            progress(f"{SeatMachine.done.total():,} operations, {broken} broken")
    print(
        f"n = {SeatMachine.done.total():,} operations in {time.perf_counter() - began:.0f} s: {broken} broken"
    )
    print(", ".join(f"{name} {count:,}" for name, count in SeatMachine.done.most_common()))
    return broken


@contextmanager
def empty_world(*, postgresql: bool) -> Iterator[World]:
    """A migrated database in memory where that is possible."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        environment = {"LAHTOTASO_HOME": folder}
        if not postgresql:
            yield built(environment)
            return
        with start_postgres(Path(folder) / "pg") as server:
            server._execute("CREATE DATABASE seats")
            yield built(environment | {"DATABASE_URL": server.url_of("seats")})


def built(environment: dict[str, str]) -> World:
    """Organisations and accounts on the database of an installation."""
    database = open_database(settings_from(environment))
    migrate.upgrade(database)
    return World.build(database)


if __name__ == "__main__":
    sys.exit(main())
