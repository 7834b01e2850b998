"""The queue in real time: how long each line is, what blocks, and whose result expires."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from testing_app.errors import Conflict, NotFound
from testing_app.queue.actions import enter_queue, hold_place, note_block
from testing_app.queue.models import QueueEntry
from testing_app.queue.queries import Block, Expiry, areas_of, expiring_entries, queue_lines, waiting_in
from testing_app.results.models import SignedResult
from testing_app.vocabulary import Role
from tests.letterbox import Letterbox
from tests.queue.making import LITERACY, M2, M3, add_entry, add_group, day
from tests.world import NOW, TODAY, World

OFFICER, PLANNER = Role.AUTHORITY_OFFICER, Role.COURSE_PLANNER


def wait_by(session: Session, world: World, result: SignedResult, **values: Any) -> QueueEntry:
    given = {"candidate_id": result.candidate_id, "place": M2, "result_id": result.id, "area": "Vantaa"}
    return enter_queue(session, **{**given, **values}, by=world.act(OFFICER), now=NOW)


def test_every_line_says_how_many_wait_and_how_long(world: World) -> None:
    with world.database.transaction() as session:
        for days in (10, 20, 90):
            add_entry(session, world, days=days)
        add_entry(session, world, days=5, line=LITERACY)
        add_group(session, world, capacity=7)

        lines = queue_lines(session, viewer=world.act(PLANNER), today=TODAY)

        assert [
            (
                each.line,
                each.waiting,
                each.longest_days,
                each.median_days,
                each.groups_coming,
                each.free_places,
            )
            for each in lines
        ] == [(M2, 3, 90, 20, 1, 7), (LITERACY, 1, 5, 5, 0, 0)]


def test_a_line_is_counted_for_each_area_alone(world: World) -> None:
    with world.database.transaction() as session:
        add_entry(session, world)
        entry = add_entry(session, world, days=3)
        entry.area = "Turku"
        session.flush()

        [turku] = queue_lines(session, viewer=world.act(PLANNER), today=TODAY, area="Turku")

        assert (turku.area, turku.waiting, turku.longest_days) == ("Turku", 1, 3)
        assert areas_of(session, viewer=world.act(PLANNER)) == ["Turku", "Vantaa"]


def test_those_who_wait_stand_in_the_order_of_the_queue_date(world: World) -> None:
    with world.database.transaction() as session:
        for days in (10, 90, 20):
            add_entry(session, world, days=days)
        add_entry(session, world, line=M3)

        page = waiting_in(session, M2, viewer=world.act(PLANNER), today=TODAY)

        assert ([row.days for row in page.rows], page.total) == ([90, 20, 10], 3)


def test_what_blocks_is_told_for_each(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        add_entry(session, world, days=40, line=LITERACY)
        noted = add_entry(session, world, days=30)
        note_block(session, noted.id, blocked_by="Waits for childcare", by=world.act(OFFICER), now=NOW)
        held = add_entry(session, world, days=20)
        hold_place(session, held.id, group_id=group.id, by=world.act(OFFICER), now=NOW)

        rows = waiting_in(session, viewer=world.act(PLANNER), today=TODAY).rows

        assert [row.blocks for row in rows] == [
            (Block.NO_GROUP,),
            (Block.NOTED, Block.GROUPS_FULL),
            (),
        ]


def test_another_authority_sees_nothing_of_the_queue(world: World) -> None:
    with world.database.transaction() as session:
        add_entry(session, world)

        assert queue_lines(session, viewer=world.act("other_planner"), today=TODAY) == []
        assert waiting_in(session, viewer=world.act("other_planner"), today=TODAY).total == 0


def test_the_queue_date_is_the_day_of_the_test(world: World, letterbox: Letterbox) -> None:
    with world.database.transaction() as session:
        result = letterbox.add_result(session, tested_on=day(-12))

        assert wait_by(session, world, result).queued_on == day(-12)


def test_a_result_that_was_replaced_leads_nobody_into_the_queue(world: World, letterbox: Letterbox) -> None:
    with world.database.transaction() as session:
        old = letterbox.add_result(session)
        letterbox.add_result(session, replaces=old, signed_at=NOW + timedelta(hours=1))

        with pytest.raises(Conflict) as refused:
            wait_by(session, world, old)

        assert refused.value.code == "result_superseded"


def test_the_result_of_somebody_else_leads_nobody_into_the_queue(world: World, letterbox: Letterbox) -> None:
    with world.database.transaction() as session:
        result = letterbox.add_result(session)
        other = world.add_candidate(session)

        with pytest.raises(NotFound):
            wait_by(session, world, result, candidate_id=other.id)


def test_results_that_expire_are_flagged_in_time(world: World, letterbox: Letterbox) -> None:
    with world.database.transaction() as session:
        result = letterbox.add_result(session, tested_on=day(-1))
        entry = wait_by(session, world, result)
        viewer = world.act(PLANNER)
        [row] = waiting_in(session, viewer=viewer, today=TODAY).rows
        ends = row.expires.on
        assert ends is not None

        def expiry_on(today: Any) -> Expiry:
            return waiting_in(session, viewer=viewer, today=today).rows[0].expires.expiry

        assert row.expires.expiry is Expiry.FRESH
        assert expiry_on(ends - timedelta(days=31)) is Expiry.FRESH
        assert expiry_on(ends - timedelta(days=30)) is Expiry.SOON
        assert expiry_on(ends) is Expiry.EXPIRED
        assert [each.entry.id for each in expiring_entries(session, viewer=viewer, today=ends)] == [entry.id]
        assert Block.RESULT_EXPIRED in waiting_in(session, viewer=viewer, today=ends).rows[0].blocks
        assert expiring_entries(session, viewer=viewer, today=TODAY) == []


def test_who_waits_without_a_result_has_nothing_that_expires(world: World) -> None:
    with world.database.transaction() as session:
        add_entry(session, world)

        [row] = waiting_in(session, viewer=world.act(PLANNER), today=TODAY).rows

        assert (row.expires.expiry, row.expires.on) == (Expiry.UNKNOWN, None)


def test_a_result_that_was_corrected_is_flagged_for_who_waits_by_it(
    world: World, letterbox: Letterbox
) -> None:
    with world.database.transaction() as session:
        result = letterbox.add_result(session, tested_on=day(-1))
        wait_by(session, world, result)
        add_group(session, world)
        letterbox.add_result(session, replaces=result, signed_at=NOW + timedelta(hours=1))

        [row] = waiting_in(session, viewer=world.act(PLANNER), today=TODAY).rows

        assert row.blocks == (Block.RESULT_CORRECTED,)
