"""A provider's course groups: written, kept as typed, published, changed by two people, cancelled."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from testing_app import clock
from testing_app.courses.actions import make_group
from testing_app.courses.models import CourseGroup
from testing_app.queue.models import QueueEntry
from testing_app.vocabulary import QueueState, Role
from tests.web.courses_made import add_confirmed, add_entry, add_group, browser_of, day, group_facts
from tests.world import World

FILLED: dict[str, Any] = {
    "code": "K2-14",
    "name": "Finnish, spring",
    "language_tested": "fi",
    "kind": "labour_market",
    "line": "integration-basic:M2",
    "also_admits": ["integration-basic:M1"],
    "authority": "",
    "entry_from": "1.1.2027",
    "entry_until": "1.2.2027",
    "starts_on": "12.1.2027",
    "ends_on": "30.4.2027",
    "weekdays": ["0", "2"],
    "begins_at": "9",
    "finishes_at": "13.30",
    "city": "Tampere",
    "capacity": "20",
    "minimum": "12",
    "price": "49,50",
}


def stored(world: World) -> CourseGroup:
    with world.database.reading() as session:
        group = session.scalars(sa.select(CourseGroup)).one()
        session.expunge_all()
        return group


def test_a_group_is_kept_as_a_draft_with_everything_written(app: Any, world: World) -> None:
    browser = browser_of(app, world, "training_provider")

    answer = browser.post("/provider/groups/new", data=FILLED)

    group = stored(world)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/provider/groups/{group.id}")
    assert (group.track, group.module, group.also_admits) == (
        "integration-basic",
        "M2",
        [["integration-basic", "M1"]],
    )
    assert (group.price_cents, group.weekdays, group.published_at) == (4950, [0, 2], None)


def test_every_problem_is_at_its_field_and_nothing_typed_is_lost(app: Any, world: World) -> None:
    browser = browser_of(app, world, "training_provider")
    wrong = {
        **FILLED,
        "starts_on": "31.2.2027",
        "capacity": "ten",
        "price": "cheap",
        "line": "",
        "name": "<b>",
    }

    page = browser.post("/provider/groups/new", data=wrong)

    assert page.status_code == 422
    for told in (
        "Write a real date",
        "Write a whole number",
        "Write the price in euros",
        "Choose the course group.",
    ):
        assert told in page.text
    for kept in ('value="31.2.2027"', 'value="ten"', 'value="cheap"', "&lt;b&gt;", 'value="13.30"'):
        assert kept in page.text
    assert re.search(r'checked[^>]*value="integration-basic:M1"', page.text)


def test_what_the_stage_refuses_stands_at_the_field_too(app: Any, world: World) -> None:
    browser = browser_of(app, world, "training_provider")

    page = browser.post("/provider/groups/new", data={**FILLED, "minimum": "21", "city": ""})

    assert page.status_code == 422
    assert "More learners are needed to begin than there are places." in page.text
    assert "Write the town, or tick that the course is online." in page.text


def test_a_draft_is_published_by_one_press(app: Any, world: World) -> None:
    browser = browser_of(app, world, "training_provider")
    browser.post("/provider/groups/new", data=FILLED)
    group = stored(world)

    browser.post(f"/provider/groups/{group.id}/publish", data={"version": group.version})

    assert stored(world).published_at is not None


def test_a_change_that_came_second_keeps_what_was_typed(app: Any, world: World) -> None:
    browser = browser_of(app, world, "training_provider")
    browser.post("/provider/groups/new", data=FILLED)
    group = stored(world)
    path = f"/provider/groups/{group.id}/edit"
    browser.post(path, data={**FILLED, "name": "First", "version": group.version})

    page = browser.post(path, data={**FILLED, "name": "Second", "version": group.version})
    again = browser.post(path, data={**FILLED, "name": "Second", "version": group.version + 1})

    assert page.status_code == 409
    assert "Somebody else changed this group meanwhile" in page.text
    assert 'value="Second"' in page.text
    assert again.status_code == 303
    assert stored(world).name == "Second"


def test_a_cancelled_group_gives_its_people_their_queue_back(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world)
        add_confirmed(session, world, add_entry(session, world), group_id)
    browser = browser_of(app, world, "training_provider")

    page = browser.post(
        f"/provider/groups/{group_id}/cancel", data={"version": stored(world).version}, follow_redirects=True
    )

    assert "Cancelled. 1 person is back in the queue." in page.text
    with world.database.reading() as session:
        entry = session.scalars(sa.select(QueueEntry)).one()
        assert (entry.state, entry.queued_on) == (QueueState.WAITING, day(-30))


def test_the_list_hints_when_nothing_is_published_for_the_next_three_months(app: Any, world: World) -> None:
    browser = browser_of(app, world, "training_provider")
    with world.database.transaction() as session:
        make_group(session, group_facts(), by=world.act(Role.TRAINING_PROVIDER), now=clock.now())

    before = browser.get("/provider/groups").text
    with world.database.transaction() as session:
        add_group(session, world, "K2")
    after = browser.get("/provider/groups").text

    assert "Nothing is published for the next three months" in before
    assert "Nothing is published for the next three months" not in after


@pytest.mark.parametrize("path", ["", "/edit"])
def test_another_provider_does_not_find_the_group(app: Any, world: World, path: str) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world)

    answer = browser_of(app, world, "other_provider").get(f"/provider/groups/{group_id}{path}")

    assert answer.status_code == 404


@pytest.mark.parametrize("weekday", ["", "7", "x", "-1"])
def test_a_day_that_is_not_in_the_week_is_refused_at_its_field(app: Any, world: World, weekday: str) -> None:
    browser = browser_of(app, world, "training_provider")

    page = browser.post("/provider/groups/new", data={**FILLED, "weekdays": ["0", weekday]})

    assert page.status_code == 422
    assert "Choose days of the week from the list." in page.text
