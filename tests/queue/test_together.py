"""Many officers at once: the last place goes to one, every count stays right, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import UUID

import sqlalchemy as sa

from testing_app.errors import Conflict
from testing_app.queue.actions import (
    NoticeFacts,
    confirm_place,
    enter_queue,
    hold_place,
    lapse_holds,
    leave_queue,
    move_place,
    release_place,
    report,
)
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import FurtherPlan, NoticeKind, PlaceState, QueueLeaving, QueueState, Role
from tests.queue.making import M3, STARTS, add_entry, add_group, later, taken_as_counted
from tests.world import NOW, World

OFFICER = Role.AUTHORITY_OFFICER


def test_of_many_who_ask_at_once_for_the_last_places_exactly_so_many_get_one(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=3).id
        entries = [add_entry(session, world, days=turn).id for turn in range(16)]

    def ask(entry: UUID) -> str:
        try:
            with world.database.transaction() as session:
                hold_place(session, entry, group_id=group, by=world.act(OFFICER), now=NOW)
        except Conflict as conflict:
            return conflict.code
        return "held"

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, entries))

    assert (answers.count("held"), answers.count("group_full")) == (3, 13)
    with world.database.reading() as session:
        assert taken_as_counted(session, group) == (3, 3)


def test_one_entry_asked_for_many_times_at_once_holds_one_place(world: World) -> None:
    with world.database.transaction() as session:
        groups = [add_group(session, world, f"K{turn}").id for turn in range(4)]
        entry = add_entry(session, world).id

    def ask(group: UUID) -> str:
        try:
            with world.database.transaction() as session:
                hold_place(session, entry, group_id=group, by=world.act(OFFICER), now=NOW)
        except Conflict as conflict:
            return conflict.code
        return "held"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(ask, groups))

    assert answers == ["entry_not_waiting"] * 3 + ["held"]


def test_moves_in_both_directions_and_releases_keep_every_count_right(world: World) -> None:
    with world.database.transaction() as session:
        groups = [add_group(session, world, f"K{turn}", capacity=12).id for turn in range(2)]
        steps = []
        for turn in range(12):
            entry = add_entry(session, world, days=turn)
            here, there = groups[turn % 2], groups[1 - turn % 2]
            place = hold_place(session, entry.id, group_id=here, by=world.act(OFFICER), now=NOW)
            steps.append((turn, place.id, there))

    def act(step: tuple[int, UUID, UUID]) -> None:
        turn, place, there = step
        with world.database.transaction() as session:
            if turn % 3:
                move_place(session, place, to_group=there, by=world.act(OFFICER), now=NOW)
            else:
                release_place(session, place, leaving=None, by=world.act(OFFICER), now=NOW)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(act, steps))

    with world.database.reading() as session:
        for group in groups:
            taken, counted = taken_as_counted(session, group)
            assert taken == counted


def test_a_hold_is_confirmed_or_lapses_but_never_both(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=6).id
        places = []
        for turn in range(6):
            entry = add_entry(session, world, days=turn)
            places.append(hold_place(session, entry.id, group_id=group, by=world.act(OFFICER), now=NOW).id)
        for turn in range(6):
            add_entry(session, world, days=turn)

    def act(place: UUID | None) -> None:
        with world.database.transaction() as session:
            if place is None:
                lapse_holds(session, later(3))
                return
            try:
                confirm_place(session, place, by=world.act(OFFICER), now=later(2))
            except Conflict:
                return

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(act, [*places[:3], None, None, *places[3:]]))

    with world.database.reading() as session:
        states = {place.state for place in session.scalars(sa.select(CoursePlace))}
        taken, counted = taken_as_counted(session, group)
        assert states <= {PlaceState.HELD, PlaceState.CONFIRMED, PlaceState.LAPSED}
        assert taken == counted == 6
        for entry in session.scalars(sa.select(QueueEntry)):
            open_places = [
                place.state
                for place in session.scalars(sa.select(CoursePlace).where(CoursePlace.entry_id == entry.id))
                if place.state is not PlaceState.LAPSED
            ]
            assert len(open_places) <= 1
            assert (entry.state is QueueState.WAITING) == (open_places == [])


def test_lapsing_and_leaving_at_once_never_stop_each_other(world: World) -> None:
    with world.database.transaction() as session:
        groups = [add_group(session, world, f"K{turn}", capacity=3).id for turn in range(3)]
        entries = []
        for turn in range(9):
            entry = add_entry(session, world, days=turn)
            hold_place(session, entry.id, group_id=groups[turn % 3], by=world.act(OFFICER), now=NOW)
            entries.append(entry.id)
        entries += [add_entry(session, world, days=40 + turn).id for turn in range(9)]

    def act(turn: int) -> None:
        with world.database.transaction() as session:
            if turn % 5 == 0:
                lapse_holds(session, later(3))
            else:
                try:
                    leave_queue(
                        session,
                        entries[turn],
                        leaving=QueueLeaving.WORK,
                        by=world.act(OFFICER),
                        now=later(2),
                    )
                except Conflict:
                    return

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(act, range(18)))

    with world.database.reading() as session:
        for group in groups:
            taken, counted = taken_as_counted(session, group)
            assert taken == counted


def test_a_report_and_an_officer_who_name_the_same_next_course_at_once_make_one_entry(world: World) -> None:
    officer, provider, then = world.act(OFFICER), world.act(Role.TRAINING_PROVIDER), later(60)
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=8).id
        learners = []
        for turn in range(8):
            entry = add_entry(session, world, days=turn)
            place = hold_place(session, entry.id, group_id=group, by=officer, now=NOW)
            confirm_place(session, place.id, by=officer, now=NOW)
            started = NoticeFacts(kind=NoticeKind.STARTED, happened_on=STARTS)
            report(session, place.id, facts=started, by=provider, now=then)
            learners.append((place.id, entry.candidate_id))
    completed = NoticeFacts(
        kind=NoticeKind.COMPLETED,
        happened_on=STARTS,
        further_plan=FurtherPlan.NEXT_MODULE,
        further_track=M3.track,
        further_module=M3.module,
    )

    def tell(place: UUID) -> None:
        with world.database.transaction() as session:
            report(session, place, facts=completed, by=provider, now=then)

    def enter(candidate: UUID) -> None:
        with suppress(Conflict), world.database.transaction() as session:
            values = {"result_id": None, "area": "Vantaa", "queued_on": STARTS, "by": officer, "now": then}
            enter_queue(session, candidate_id=candidate, place=M3, **values)

    with ThreadPoolExecutor(8) as threads:
        done = [threads.submit(tell, place) for place, _candidate in learners]
        done += [threads.submit(enter, candidate) for _place, candidate in learners]
        for each in done:
            each.result()

    with world.database.reading() as session:
        standing = sa.select(QueueEntry.candidate_id).where(QueueEntry.module == M3.module)
        assert sorted(session.scalars(standing)) == sorted(candidate for _place, candidate in learners)
