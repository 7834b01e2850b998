"""Queues and course places at the authority's desk: decided, held, confirmed, moved, released, with 409s."""

import re
from datetime import time
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from testing_app import clock
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.inbox.models import InboxMessage
from testing_app.queue import actions
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import PlaceState, QueueLeaving, QueueState, Role
from tests.web.courses_made import (
    M2,
    add_confirmed,
    add_entry,
    add_group,
    add_hold,
    add_started,
    browser_of,
    day,
)
from tests.whole_world import fill
from tests.world import World


def entry_of(world: World, entry_id: Any) -> QueueEntry:
    with world.database.reading() as session:
        entry = session.get_one(QueueEntry, entry_id)
        session.expunge_all()
        return entry


def places(world: World) -> list[tuple[PlaceState, Any]]:
    with world.database.reading() as session:
        query = sa.select(CoursePlace.state, CoursePlace.group_id).order_by(CoursePlace.held_at)
        return [(state, group) for state, group in session.execute(query)]


@pytest.fixture
def message_id(app: Flask, world: World) -> Any:
    """A result that has arrived."""
    fill(app, world)
    with world.database.reading() as session:
        return session.scalars(sa.select(InboxMessage.id)).first()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_recommendation_is_shown_and_nothing_is_chosen(app: Any, world: World, message_id: Any) -> None:
    page = browser_of(app, world, "authority_officer").get(f"/authority/inbox/{message_id}/queue").text

    chosen = re.search(r'<select[^>]*id="line".*?</select>', page, re.S)
    assert "Integration training, basic path, module M2" in page
    assert chosen is not None
    assert "selected" not in chosen[0].replace('<option selected value="">', "")


def test_the_officer_may_decide_otherwise_and_the_queue_date_is_the_test_day(
    app: Any, world: World, message_id: Any
) -> None:
    officer = browser_of(app, world, "authority_officer")
    data = {"line": "integration-slow:M1", "area": "Tampere"}

    wrong = officer.post(f"/authority/inbox/{message_id}/queue", data={"line": "", "area": "Tampere"})
    answer = officer.post(f"/authority/inbox/{message_id}/queue", data=data)
    twice = officer.post(f"/authority/inbox/{message_id}/queue", data=data)
    result = officer.get(f"/authority/inbox/{message_id}").text

    entry = entry_of(world, UUID(answer.location.rsplit("/", 1)[1]))
    with world.database.reading() as session:
        tested_on = session.get_one(InboxMessage, message_id).result.tested_on
    assert wrong.status_code == 422
    assert "Choose the course group." in wrong.text
    assert (entry.track, entry.module, entry.queued_on) == ("integration-slow", "M1", tested_on)
    assert twice.status_code == 409
    assert "This person already waits for this course group." in twice.text
    assert "Integration training, slow path, module M1" in result


def test_a_place_is_held_confirmed_and_told(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id, entry_id = add_group(session, world), add_entry(session, world)
    officer = browser_of(app, world, "authority_officer")

    groups = officer.get(f"/authority/queue/{entry_id}/groups").text
    held = officer.post(f"/authority/queue/{entry_id}/groups", data={"group": str(group_id)})
    page = officer.get(held.location).text
    place_id = re.search(r"/authority/places/([0-9a-f-]{36})/confirm", page)
    assert place_id is not None
    confirmed = officer.post(f"/authority/places/{place_id[1]}/confirm", follow_redirects=True)

    assert "Group K1" in groups
    assert "Confirm the place" in page
    assert "Print the letter" in confirmed.text
    assert "Course place confirmed" in confirmed.text
    assert places(world) == [(PlaceState.CONFIRMED, group_id)]


def test_the_last_place_that_has_just_gone_leaves_what_is_left(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        full = add_group(session, world, "FULL", capacity=1)
        add_group(session, world, "FREE")
        mine = add_entry(session, world)
        add_hold(session, world, add_entry(session, world), full)

    page = browser_of(app, world, "authority_officer").post(
        f"/authority/queue/{mine}/groups", data={"group": str(full)}
    )

    assert page.status_code == 409
    assert "The last place in this group has just been taken. Choose another." in page.text
    assert "Group FREE" in page.text
    assert entry_of(world, mine).state is QueueState.WAITING


def test_groups_that_do_not_fit_say_why(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        add_group(session, world, "OTHER", module="M4")
        mine = add_entry(session, world)

    page = browser_of(app, world, "authority_officer").get(f"/authority/queue/{mine}/groups").text

    assert "No group fits just now" in page
    assert "For another module." in page


def test_a_wish_that_cannot_be_read_is_said_at_its_field(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        mine = add_entry(session, world)

    page = browser_of(app, world, "authority_officer").get(
        f"/authority/queue/{mine}/groups?starts_by=31.2.2027&kilometres=far"
    )

    assert page.status_code == 422
    assert "Write a real date" in page.text
    assert 'value="far"' in page.text


def test_a_place_is_moved_and_released_back_into_the_queue(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        first, second = add_group(session, world, "A"), add_group(session, world, "B")
        entry_id = add_entry(session, world, waited=70)
        place_id = add_confirmed(session, world, entry_id, first)
    officer = browser_of(app, world, "authority_officer")

    offered = officer.get(f"/authority/places/{place_id}/move").text
    officer.post(f"/authority/places/{place_id}/move", data={"group": str(second)})
    with world.database.reading() as session:
        moved = session.scalars(sa.select(CoursePlace.id).where(CoursePlace.group_id == second)).one()
    asked = officer.post(f"/authority/places/{moved}/release", data={"then": "leaves"})
    officer.post(f"/authority/places/{moved}/release", data={"then": "stays"})

    assert "Group B" in offered
    assert asked.status_code == 422
    assert "Choose the reason." in asked.text
    entry = entry_of(world, entry_id)
    assert (entry.state, entry.queued_on) == (QueueState.WAITING, day(-70))
    assert {state for state, _group in places(world)} == {PlaceState.MOVED, PlaceState.RELEASED}


def test_a_confirmed_place_ends_only_the_other_queues_that_were_ticked(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        entry_id = add_entry(session, world)
        place_id = add_hold(session, world, entry_id, add_group(session, world))
        other = actions.enter_queue(
            session,
            candidate_id=session.get_one(QueueEntry, entry_id).candidate_id,
            place=actions.CourseLine(M2.language_tested, "integration-slow", "M2"),
            result_id=None,
            area="Vantaa",
            queued_on=day(-30),
            by=world.act(Role.AUTHORITY_OFFICER),
            now=clock.now(),
        ).id
    officer = browser_of(app, world, "authority_officer")

    page = officer.get(f"/authority/queue/{entry_id}").text
    officer.post(f"/authority/places/{place_id}/confirm", data={"end": str(other)})

    assert f'value="{other}"' in page
    ended = entry_of(world, other)
    assert (ended.state, ended.leaving) == (QueueState.LEFT, QueueLeaving.OTHER_STUDIES)


@pytest.mark.parametrize(
    ("what", "data", "told"),
    [
        ("block", {"blocked_by": "Needs an evening group"}, "Needs an evening group"),
        ("area", {"area": "Espoo"}, "Espoo"),
        ("leave", {"leaving": "work"}, "Went to work"),
    ],
)
def test_an_entry_is_changed_and_says_so(
    app: Any, world: World, what: str, data: dict[str, str], told: str
) -> None:
    with world.database.transaction() as session:
        entry_id = add_entry(session, world)

    page = browser_of(app, world, "authority_officer").post(
        f"/authority/queue/{entry_id}/{what}", data=data, follow_redirects=True
    )

    assert page.status_code == 200
    assert told in page.text
    assert entry_of(world, entry_id).queued_on == day(-30)


def test_a_person_handed_over_keeps_the_queue_date_and_leaves_this_queue(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        entry_id = add_entry(session, world)
    officer = browser_of(app, world, "authority_officer")

    refused = officer.post(f"/authority/queue/{entry_id}/hand-over", data={"authority": ""})
    officer.post(f"/authority/queue/{entry_id}/hand-over", data={"authority": str(world.other_authority)})

    assert "Choose the authority." in refused.text
    assert officer.get(f"/authority/queue/{entry_id}").status_code == 404
    assert browser_of(app, world, "other_officer").get(f"/authority/queue/{entry_id}").status_code == 200
    assert entry_of(world, entry_id).queued_on == day(-30)


def test_who_stopped_waits_again_only_when_the_officer_says_so(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id, entry_id = add_group(session, world, starts_on=day(-20)), add_entry(session, world)
        place_id = add_started(session, world, entry_id, group_id, on=day(-20))
    browser_of(app, world, "training_provider").post(
        f"/provider/places/{place_id}/report",
        data={"kind": "interrupted", "happened_on": f"{day(0):%d.%m.%Y}", "reason": "moved_away"},
    )
    officer = browser_of(app, world, "authority_officer")

    before = entry_of(world, entry_id).state
    officer.post(f"/authority/queue/{entry_id}/back")
    again = officer.post(f"/authority/queue/{entry_id}/back")

    assert before is QueueState.PLACED
    assert entry_of(world, entry_id).state is QueueState.WAITING
    assert again.status_code == 409


def test_the_list_of_those_who_wait_names_them_and_leaves_an_entry(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        add_entry(session, world, family_name="Waitinen")

    page = browser_of(app, world, "authority_officer").get("/authority/queue").text
    others = browser_of(app, world, "other_officer").get("/authority/queue").text

    assert "Waitinen" in page
    assert "Waitinen" not in others
    with world.database.reading() as session:
        seen = sa.select(sa.func.count()).where(AuditEntry.action == Event.QUEUE_VIEWED)
        assert session.scalar(seen) == 1


def test_an_adviser_reads_results_but_decides_about_no_course(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        entry_id = add_entry(session, world)
    adviser = browser_of(app, world, "adviser")

    assert adviser.get(f"/authority/queue/{entry_id}").status_code == 403
    assert adviser.get("/authority/todo").status_code == 403


def test_who_is_next_for_a_group_is_told_with_the_reason(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world)
        add_entry(session, world, waited=10, family_name="Later")
        add_entry(session, world, waited=90, family_name="First")
        blocked = add_entry(session, world, waited=200, family_name="Blocked")
        by = world.act(Role.AUTHORITY_OFFICER)
        actions.note_block(session, blocked, blocked_by="Abroad until May", by=by, now=clock.now())

    page = browser_of(app, world, "authority_officer").get(f"/authority/groups/{group_id}/next").text

    assert page.index("Blocked Aino") < page.index("First Aino") < page.index("Later Aino")
    for told in ("Something blocks", "Abroad until May", "Later queue date"):
        assert told in page


def test_evening_groups_are_found_by_the_time_of_day(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        add_group(session, world, "DAY", begins_at=time(9), finishes_at=time(14))
        add_group(session, world, "EVENING", begins_at=time(17), finishes_at=time(20))
        mine = add_entry(session, world)

    page = (
        browser_of(app, world, "authority_officer").get(f"/authority/queue/{mine}/groups?hours=evening").text
    )

    suitable, others = page.split("Other groups, and why they do not fit")
    assert "Group EVENING" in suitable
    assert "Group DAY" in others
    assert "Begins too early in the day." in others
