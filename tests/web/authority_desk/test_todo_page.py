"""The officer's first page counts what waits, names nobody, and says when nothing does."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from testing_app import clock
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import QueueState
from tests.web.courses_made import add_confirmed, add_entry, add_group, add_hold, browser_of, day
from tests.world import World


def tasks(page: str) -> dict[str, int]:
    """What waits and how much of it, as the page says."""
    found = re.findall(r'todo-number">(\d+)</span> <span class="todo-what">([^<]+)', page)
    return {what.strip(): int(number) for number, what in found}


def queries_of(world: World, officer: Any) -> int:
    """How often the list of those who wait asks the database."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    sa.event.listen(world.database.engine, "before_cursor_execute", note)
    officer.get("/authority/queue")
    sa.event.remove(world.database.engine, "before_cursor_execute", note)
    return len(statements)


def test_an_officer_lands_on_what_is_to_do_and_nothing_is(app: Any, world: World) -> None:
    page = browser_of(app, world, "authority_officer").get("/", follow_redirects=True)

    assert page.request.path == "/authority/todo"
    assert "Nothing is waiting" in page.text
    assert tasks(page.text) == {}


def test_every_kind_of_work_is_counted_and_names_nobody(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        coming = add_group(session, world, "A", capacity=9)
        begun = add_group(session, world, "B", starts_on=day(-9))
        held = add_hold(session, world, add_entry(session, world, family_name="Salainen"), coming)
        session.get_one(CoursePlace, held).held_by_id = None
        session.get_one(CoursePlace, held).held_until = clock.now()
        add_confirmed(session, world, add_entry(session, world), begun, ago=9)
        session.get_one(QueueEntry, add_entry(session, world)).state = QueueState.PROPOSED
        world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
    browser_of(app, world, "authority_officer")

    page = browser_of(app, world, "authority_officer").get("/authority/todo").text

    assert tasks(page) == {
        "Held course places to confirm": 1,
        "Proposed queues to confirm": 1,
        "Courses of which nobody has said who started": 1,
    }
    assert "1 of them was passed on from somebody else" in page
    assert "1 ends within a day" in page
    assert "Salainen" not in page


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_longer_queue_asks_no_more_of_the_database(app: Any, world: World) -> None:
    officer = browser_of(app, world, "authority_officer")
    with world.database.transaction() as session:
        add_entry(session, world)

    few = queries_of(world, officer)
    with world.database.transaction() as session:
        for _ in range(20):
            add_entry(session, world)

    assert queries_of(world, officer) == few


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_referral_without_a_seat_is_listed_until_it_has_one(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        booking.state = "cancelled"
    officer = browser_of(app, world, "authority_officer")

    page = officer.get("/authority/todo/referrals").text
    with world.database.transaction() as session:
        session.execute(sa.text("update bookings set state = 'booked'"))
    after = officer.get("/authority/todo/referrals").text

    assert "Testinen" in page
    assert "Every referral has a seat or waits for one." in after
