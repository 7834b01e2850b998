"""Fills an empty installation with the demo: a spring sheet day, past weeks, today, and days to come."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session
from tqdm import tqdm

from testing_app.actor import Actor
from testing_app.bookings.models import Occasion
from testing_app.delivery.worker import inbox_worker
from testing_app.demo import days
from testing_app.demo.accounts import DEMO_ACCOUNTS, DEMO_ORGANISATIONS, DEMO_PASSWORD
from testing_app.demo.advice import load_visits
from testing_app.demo.channel import load_channel
from testing_app.demo.courses import load_courses
from testing_app.demo.days import Staff, Stage, at
from testing_app.demo.forms import VALID_FROM, load_forms
from testing_app.demo.planning import load_rules
from testing_app.inbox import actions as inbox
from testing_app.inbox.queries import InboxFilter, inbox_of
from testing_app.people import accounts, organisations
from testing_app.people.accounts import AccountDetails
from testing_app.people.models import Account, CandidateNumber
from testing_app.people.organisations import OrganisationDetails
from testing_app.people.sign_in import actor_of
from testing_app.persistence.database import Database
from testing_app.results.keys import KeyRing
from testing_app.vocabulary import BookingState, Part, TestedLanguage

SEED = 2026
SHEET_DAY = date(2026, 3, 12)
FIRST_SHEET_NUMBER = 101
SHEET_CANDIDATES = 18
"""Candidates K00101 to K00118 sit on the sheet day, so that a sheet with their numbers can be brought in."""

PAST_DAYS = (35, 28, 21, 14, 7)
SIGNED_A_DAY = 8
UNREAD = 3
DAYS_TO_COME = {3: 12, 7: 6, 14: 2, 21: 0}


def load_demo(
    database: Database, *, ring: KeyRing, public_url: str, today: date, quiet: bool = False
) -> None:
    """Load organisations, accounts, forms, candidates and test days into an empty, migrated database."""
    with database.transaction() as session:
        session.add(CandidateNumber(id=1, last=FIRST_SHEET_NUMBER - 1))
        actors = _load_people(session)
        load_forms(session, by=actors["psychometrician"], now=at(VALID_FROM, 12))
    stage = _stage(database, ring, public_url, today)
    _sheet_day(stage)
    for back in _with_progress(PAST_DAYS, quiet=quiet):
        _past_day(stage, today - timedelta(days=back))
    _today(stage)
    for ahead, booked in DAYS_TO_COME.items():
        days.add_occasion(stage, today + timedelta(days=ahead), booked=booked)
    days.add_occasion(stage, today + timedelta(days=10), seats=8, booked=1, language=TestedLanguage.SWEDISH)
    with database.transaction() as session:
        for _ in range(5):
            days.add_candidate(session, stage, now=at(today, 8))
        load_rules(session, _actors(session), today=today)
        load_visits(session, _actors(session)["adviser"], today=today, chance=stage.chance)
    load_courses(stage, actors)
    load_channel(stage, actors)


def holds_demo(database: Database) -> bool:
    """Whether the demo's accounts are in the database."""
    with database.reading() as session:
        return set(_actors(session)) == {account.login for account in DEMO_ACCOUNTS}


def is_empty(database: Database) -> bool:
    """Whether nobody has an account yet."""
    with database.reading() as session:
        return session.scalar(sa.select(Account.id).limit(1)) is None


def add_today(database: Database, *, ring: KeyRing, public_url: str, today: date) -> None:
    """A demo started again on a later day gets an occasion of that day too."""
    stage = _stage(database, ring, public_url, today)
    with database.reading() as session:
        held = session.scalar(sa.select(Occasion.id).where(Occasion.held_on == today).limit(1))
    if held is None:
        _today(stage)


def _stage(database: Database, ring: KeyRing, public_url: str, today: date) -> Stage:
    with database.reading() as session:
        actors = _actors(session)
    staff = Staff(
        officer=actors["officer"],
        assessors=(actors["assessor"], actors["second.assessor"]),
        coordinator=actors["testadmin"],
    )
    return Stage(database, staff, ring, public_url, Random(f"{SEED} {today}"), today)  # noqa: S311


def _actors(session: Session) -> dict[str, Actor]:
    logins = {account.email: account.login for account in DEMO_ACCOUNTS}
    found = session.scalars(sa.select(Account).where(Account.email.in_(logins)))
    return {logins[account.email]: actor_of(account) for account in found}


def _with_progress(backs: Iterable[int], *, quiet: bool) -> Iterable[int]:
    # tqdm's own "is this a terminal" is `disable=None`.
    return tqdm(list(backs), desc="Demo", unit="day", disable=True if quiet else None)


def _load_people(session: Session) -> dict[str, Actor]:
    now = at(VALID_FROM, 9)
    houses = {}
    for place in DEMO_ORGANISATIONS:
        details = OrganisationDetails(
            name=place.name,
            street=place.street,
            post_code=place.post_code,
            city=place.city,
            phone=place.phone,
            email="",
            valid_from=VALID_FROM,
            valid_to=None,
        )
        houses[place.key] = organisations.make_organisation(
            session, details, kind=place.kind, by=None, now=now
        )
    actors = {}
    for person in DEMO_ACCOUNTS:
        account = accounts.make_account(
            session,
            AccountDetails(person.name, person.email, person.title, "", frozenset(person.roles)),
            organisation_id=houses[person.organisation].id,
            by=None,
            now=now,
        )
        actor = actor_of(account)
        accounts.set_password(session, account, password=DEMO_PASSWORD, now=now, by=actor)
        actors[person.login] = actor
    return actors


def _sheet_day(stage: Stage) -> None:
    _, bookings = days.add_occasion(stage, SHEET_DAY, booked=SHEET_CANDIDATES)
    days.arrive(stage, bookings, now=at(SHEET_DAY, 9))


def _past_day(stage: Stage, day: date) -> None:
    _, bookings = days.add_occasion(stage, day, booked=SIGNED_A_DAY + 1)
    days.stay_away(stage, bookings[0], state=BookingState.NO_SHOW, now=at(day, 10))
    days.arrive(stage, bookings[1:], now=at(day, 9))
    for booking in bookings[1:]:
        sitting = days.score(stage, booking, now=at(day, 13))
        days.sign(stage, sitting, now=at(day, 15))
    _deliver_and_read(stage, day)


def _deliver_and_read(stage: Stage, day: date) -> None:
    """Deliver the day's results; the officer reads and acknowledges them next morning, the newest later."""
    worker = inbox_worker(stage.database, now=lambda: at(day, 15, 5))
    while worker.deliver_due():
        pass
    officer, morning = stage.staff.officer, at(day + timedelta(days=1), 8, 30)
    with stage.database.transaction() as session:
        for row in inbox_of(session, viewer=officer, show=InboxFilter.UNOPENED, page=1).rows[UNREAD:]:
            inbox.open_message(session, row.message_id, viewer=officer, now=morning)
            inbox.acknowledge(session, row.message_id, viewer=officer, now=morning)


def _today(stage: Stage) -> None:
    """Seventeen seats: one cancelled, one no-show, five still expected, ten at work."""
    day = stage.today
    _, bookings = days.add_occasion(stage, day, booked=17)
    days.stay_away(stage, bookings[0], state=BookingState.CANCELLED, now=at(day, 7, 30))
    days.stay_away(stage, bookings[1], state=BookingState.NO_SHOW, now=at(day, 9, 40))
    days.arrive(stage, bookings[7:], now=at(day, 8, 50))
    signed, scored, begun = bookings[7:9], bookings[9:12], bookings[12:14]
    for booking in signed:
        days.sign(stage, days.score(stage, booking, now=at(day, 11)), now=at(day, 12))
    for booking in scored:
        days.score(stage, booking, now=at(day, 11, 30))
    for booking in begun:
        days.score(stage, booking, now=at(day, 11, 40), parts=(Part.READING, Part.LISTENING))
