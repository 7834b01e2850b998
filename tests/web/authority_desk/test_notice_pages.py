"""Notices of training providers: read in words, acknowledged once."""

from typing import Any

import sqlalchemy as sa

from testing_app import clock
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.queue import actions
from testing_app.queue.actions import NoticeFacts
from testing_app.queue.models import Notice
from testing_app.vocabulary import FurtherPlan, NoticeKind, Role
from tests.web.courses_made import add_confirmed, add_entry, add_group, add_started, browser_of, day
from tests.world import World


def completed(world: World) -> Any:
    """The notice of a completed course that proposes the next module."""
    with world.database.transaction() as session:
        group_id = add_group(session, world, starts_on=day(-50))
        place_id = add_started(session, world, add_entry(session, world), group_id, on=day(-50))
        facts = NoticeFacts(
            kind=NoticeKind.COMPLETED,
            happened_on=day(0),
            end_levels={"reading": "A2.1"},
            further_plan=FurtherPlan.NEXT_MODULE,
            further_track="integration-basic",
            further_module="M3",
            note="Learns <well>.",
        )
        by = world.act(Role.TRAINING_PROVIDER)
        return actions.report(session, place_id, facts=facts, by=by, now=clock.now()).id


def test_a_notice_says_levels_plan_and_the_way_to_the_proposed_queue(app: Any, world: World) -> None:
    completed(world)

    page = browser_of(app, world, "authority_officer").get("/authority/notices").text

    assert "Reading comprehension A2.1" in page
    assert "Further plan: The next module" in page
    assert "Learns &lt;well&gt;." in page
    assert "Proposed for a queue: look and confirm" in page
    with world.database.reading() as session:
        seen = sa.select(sa.func.count()).where(AuditEntry.action == Event.NOTICES_VIEWED)
        assert session.scalar(seen) == 1


def test_a_notice_is_acknowledged_once_and_a_second_press_says_who_was_first(app: Any, world: World) -> None:
    notice_id = completed(world)
    officer = browser_of(app, world, "authority_officer")

    officer.post(f"/authority/notices/{notice_id}/acknowledge")
    again = officer.post(f"/authority/notices/{notice_id}/acknowledge", follow_redirects=True)
    page = officer.get("/authority/notices?show=all").text

    assert "A colleague has already acknowledged this notice." in again.text
    assert "Learns &lt;well&gt;." in page
    with world.database.reading() as session:
        assert session.get_one(Notice, notice_id).acknowledged_at is not None


def test_a_course_of_which_nobody_spoke_is_told_with_whom_to_call(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world, starts_on=day(-9), contact_name="Kaisa", contact_phone="040 1")
        add_confirmed(session, world, add_entry(session, world), group_id, ago=9)

    page = browser_of(app, world, "authority_officer").get("/authority/notices").text

    assert "Nobody has said whether they started" in page
    assert "Kaisa, 040 1" in page


def test_another_authority_sees_and_acknowledges_nothing_of_it(app: Any, world: World) -> None:
    notice_id = completed(world)
    stranger = browser_of(app, world, "other_officer")

    assert "Learns" not in stranger.get("/authority/notices?show=all").text
    assert stranger.post(f"/authority/notices/{notice_id}/acknowledge").status_code == 404
