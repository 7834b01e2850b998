"""Places are held three days, confirmed, moved and given back; a freed one goes to the next in line."""

import pytest
from sqlalchemy.orm import Session

from testing_app.errors import Conflict, NotFound
from testing_app.people.models import PostCode
from testing_app.queue.actions import (
    NoticeFacts,
    cancel_group,
    confirm_place,
    hold_place,
    lapse_holds,
    leave_queue,
    move_place,
    move_to_authority,
    note_block,
    release_place,
    report,
    return_to_queue,
)
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.queue.queries import get_entry, holds_of, next_in_queue, other_entries, path_of
from testing_app.vocabulary import NoticeKind, PlaceState, QueueLeaving, QueueState, Role
from tests.queue.making import M3, add_entry, add_group, day, later, taken_as_counted
from tests.world import NOW, World

OFFICER = Role.AUTHORITY_OFFICER


def hold(session: Session, world: World, entry: QueueEntry, group_id: object) -> CoursePlace:
    return hold_place(session, entry.id, group_id=group_id, by=world.act(OFFICER), now=NOW)  # type: ignore[arg-type]


def test_a_hold_takes_one_place_for_three_days(world: World) -> None:
    with world.database.transaction() as session:
        group, entry = add_group(session, world), add_entry(session, world)

        place = hold(session, world, entry, group.id)

        assert (place.held_until - NOW).days == 3
        assert entry.state is QueueState.HELD
        assert taken_as_counted(session, group.id) == (1, 1)


def test_a_full_group_takes_nobody_more(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        hold(session, world, add_entry(session, world), group.id)
        late = add_entry(session, world)

        with pytest.raises(Conflict) as refused:
            hold(session, world, late, group.id)

        assert refused.value.code == "group_full"


def test_a_confirmed_place_ends_the_wait_and_makes_a_step_of_the_path(world: World) -> None:
    with world.database.transaction() as session:
        group, entry = add_group(session, world), add_entry(session, world)
        place = hold(session, world, entry, group.id)

        confirm_place(session, place.id, by=world.act(OFFICER), now=later(1))

        assert entry.state is QueueState.PLACED
        steps = path_of(session, entry.candidate_id, viewer=world.act(OFFICER))
        assert [step.because for step in steps] == ["queued", "place_confirmed"]


def test_other_lines_go_on_unless_the_officer_ends_them(world: World) -> None:
    with world.database.transaction() as session:
        group, entry = add_group(session, world), add_entry(session, world)
        other = add_entry(session, world, line=M3, candidate_id=entry.candidate_id)
        place = hold(session, world, entry, group.id)

        offered = other_entries(session, entry.id, viewer=world.act(OFFICER))
        confirm_place(session, place.id, by=world.act(OFFICER), now=NOW)

        assert [row.id for row in offered] == [other.id]
        assert other.state is QueueState.WAITING


def test_other_lines_that_are_named_end_with_the_confirmation(world: World) -> None:
    with world.database.transaction() as session:
        group, entry = add_group(session, world), add_entry(session, world)
        other = add_entry(session, world, line=M3, candidate_id=entry.candidate_id)
        place = hold(session, world, entry, group.id)

        confirm_place(session, place.id, end_others=[other.id], by=world.act(OFFICER), now=NOW)

        assert other.state is QueueState.LEFT


def test_a_hold_cannot_be_confirmed_when_its_time_is_over(world: World) -> None:
    with world.database.transaction() as session:
        place = hold(session, world, add_entry(session, world), add_group(session, world).id)

        with pytest.raises(Conflict) as refused:
            confirm_place(session, place.id, by=world.act(OFFICER), now=later(3))

        assert refused.value.code == "hold_lapsed"


def test_a_lapsed_hold_passes_to_the_next_by_queue_date_for_the_authority_to_confirm(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        place = hold(session, world, add_entry(session, world, days=90), group.id)
        later_one = add_entry(session, world, days=10)
        next_one = add_entry(session, world, days=60)

        lapse_holds(session, later(3))

        held = holds_of(session, viewer=world.act(OFFICER)).rows
        assert [(row.entry_id, row.held_by_id, row.passed_on_from_id) for row in held] == [
            (next_one.id, None, place.id)
        ]
        assert place.state is PlaceState.LAPSED
        assert place.entry.state is QueueState.WAITING
        assert (place.entry.queued_on, later_one.state) == (day(-90), QueueState.WAITING)
        assert taken_as_counted(session, group.id) == (1, 1)


def test_a_place_that_lapses_again_does_not_return_to_who_had_it(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        hold(session, world, add_entry(session, world, days=90), group.id)
        add_entry(session, world, days=60)

        lapse_holds(session, later(3))
        lapse_holds(session, later(6))

        assert holds_of(session, viewer=world.act(OFFICER)).total == 0
        assert taken_as_counted(session, group.id) == (0, 0)


def test_a_hold_that_has_time_left_does_not_lapse(world: World) -> None:
    with world.database.transaction() as session:
        place = hold(session, world, add_entry(session, world), add_group(session, world).id)

        assert lapse_holds(session, later(2)) == 0
        assert place.state is PlaceState.HELD


def test_who_is_blocked_is_passed_over_and_told_why(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        place = hold(session, world, add_entry(session, world, days=90), group.id)
        blocked = add_entry(session, world, days=80)
        note_block(session, blocked.id, blocked_by="No childcare before May", by=world.act(OFFICER), now=NOW)
        free = add_entry(session, world, days=5)
        behind = add_entry(session, world, days=4)
        shown = next_in_queue(session, group.id, viewer=world.act(OFFICER))

        release_place(session, place.id, leaving=QueueLeaving.WORK, by=world.act(OFFICER), now=NOW)

        assert [(row.entry.id, row.standing.value) for row in shown] == [
            (blocked.id, "blocked"),
            (free.id, "next"),
            (behind.id, "later_date"),
        ]
        assert [row.entry_id for row in holds_of(session, viewer=world.act(OFFICER)).rows] == [free.id]


def test_who_has_a_place_in_the_same_months_is_passed_over(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        other = add_group(session, world, "K2", module="M3")
        busy = add_entry(session, world, days=80)
        busy_there = add_entry(session, world, line=M3, candidate_id=busy.candidate_id)
        hold(session, world, busy_there, other.id)

        shown = next_in_queue(session, group.id, viewer=world.act(OFFICER))

        assert [row.standing.value for row in shown] == ["has_place"]


def test_a_mixed_group_takes_whom_it_also_admits(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, also_admits=(("integration-basic", "M3"),))
        entry = add_entry(session, world, line=M3)

        hold(session, world, entry, group.id)

        assert entry.state is QueueState.HELD


def test_a_group_for_another_line_takes_nobody(world: World) -> None:
    with world.database.transaction() as session:
        group, entry = add_group(session, world), add_entry(session, world, line=M3)

        with pytest.raises(Conflict) as refused:
            hold(session, world, entry, group.id)

        assert refused.value.code == "group_for_another_line"


def test_a_group_another_authority_bought_is_not_seen(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, authority_id=world.other_authority)
        entry = add_entry(session, world)

        with pytest.raises(NotFound):
            hold(session, world, entry, group.id)


def test_a_move_takes_there_and_frees_here(world: World) -> None:
    with world.database.transaction() as session:
        here, there = add_group(session, world), add_group(session, world, "K2")
        entry = add_entry(session, world)
        place = hold(session, world, entry, here.id)
        confirm_place(session, place.id, by=world.act(OFFICER), now=NOW)

        moved = move_place(session, place.id, to_group=there.id, by=world.act(OFFICER), now=NOW)

        assert (place.state, moved.state) == (PlaceState.MOVED, PlaceState.CONFIRMED)
        assert entry.state is QueueState.PLACED
        assert taken_as_counted(session, here.id) == (0, 0)
        assert taken_as_counted(session, there.id) == (1, 1)


def test_a_move_into_a_full_group_changes_nothing(world: World) -> None:
    with world.database.transaction() as session:
        here, there = add_group(session, world), add_group(session, world, "K2", capacity=1)
        hold(session, world, add_entry(session, world), there.id)
        place = hold(session, world, add_entry(session, world), here.id)

    with world.database.transaction() as session, pytest.raises(Conflict):
        move_place(session, place.id, to_group=there.id, by=world.act(OFFICER), now=NOW)

    with world.database.reading() as session:
        assert taken_as_counted(session, here.id) == (1, 1)
        assert taken_as_counted(session, there.id) == (1, 1)


def test_a_released_place_gives_the_queue_back_with_its_date(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world, days=77)
        place = hold(session, world, entry, add_group(session, world).id)
        confirm_place(session, place.id, by=world.act(OFFICER), now=NOW)

        release_place(session, place.id, leaving=None, by=world.act(OFFICER), now=NOW)

        assert (entry.state, entry.queued_on, entry.ended_at) == (QueueState.WAITING, day(-77), None)


def test_leaving_the_queue_gives_a_held_place_to_the_next(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        entry = add_entry(session, world)
        place = hold(session, world, entry, group.id)
        next_one = add_entry(session, world, days=5)

        leave_queue(session, entry.id, leaving=QueueLeaving.MOVED_AWAY, by=world.act(OFFICER), now=NOW)

        assert (entry.state, place.state) == (QueueState.LEFT, PlaceState.RELEASED)
        assert next_one.state is QueueState.HELD


def test_nothing_is_held_after_the_entry_window(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, entry_until=day(1))
        place = hold(session, world, add_entry(session, world), group.id)
        waiting = add_entry(session, world, days=5)

        lapse_holds(session, later(3))

        assert (place.state, waiting.state) == (PlaceState.LAPSED, QueueState.WAITING)
        with pytest.raises(Conflict) as refused:
            hold_place(session, waiting.id, group_id=group.id, by=world.act(OFFICER), now=later(3))
        assert refused.value.code == "entry_window_closed"


def test_a_cancelled_group_gives_everybody_the_queue_back(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        held, confirmed = add_entry(session, world, days=3), add_entry(session, world, days=9)
        hold(session, world, held, group.id)
        place = hold(session, world, confirmed, group.id)
        confirm_place(session, place.id, by=world.act(OFFICER), now=NOW)

        by = world.act(Role.TRAINING_PROVIDER)
        session.refresh(group)
        cancelled, told = cancel_group(session, group.id, version=group.version, by=by, now=NOW)

        assert cancelled.cancelled_at is not None
        assert len(told) == 2
        assert {held.state, confirmed.state} == {QueueState.WAITING}
        assert taken_as_counted(session, group.id) == (0, 0)


def test_another_authority_cannot_touch_a_place(world: World) -> None:
    with world.database.transaction() as session:
        place = hold(session, world, add_entry(session, world), add_group(session, world).id)
        other = world.act("other_officer")

        with pytest.raises(NotFound):
            confirm_place(session, place.id, by=other, now=NOW)
        with pytest.raises(NotFound):
            release_place(session, place.id, leaving=None, by=other, now=NOW)
        assert get_entry(session, place.entry_id, viewer=world.act(OFFICER)).state is QueueState.HELD


def test_nobody_here_is_next_when_somebody_of_another_authority_waits_longer(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        entry, elsewhere = add_entry(session, world, days=5), add_entry(session, world, days=50)
        move_to_authority(
            session, elsewhere.id, authority_id=world.other_authority, by=world.act(OFFICER), now=NOW
        )

        here = next_in_queue(session, group.id, viewer=world.act(OFFICER))
        there = next_in_queue(session, group.id, viewer=world.act("other_officer"))

        assert [(row.entry.id, row.standing.value) for row in here] == [(entry.id, "later_date")]
        assert [(row.entry.id, row.standing.value) for row in there] == [(elsewhere.id, "next")]


def test_a_freed_place_is_not_passed_on_to_somebody_far_away(world: World) -> None:
    with world.database.transaction() as session:
        session.add(PostCode(code="01300", city="Vantaa", latitude=60.29, longitude=25.04))
        session.add(PostCode(code="90100", city="Oulu", latitude=65.01, longitude=25.47))
        group = add_group(session, world, capacity=1)
        place = hold(session, world, add_entry(session, world), group.id)
        far = add_entry(session, world, days=50, post_code="90100")
        near = add_entry(session, world, days=5, post_code="01300")

        release_place(session, place.id, leaving=QueueLeaving.WORK, by=world.act(OFFICER), now=NOW)

        assert (far.state, near.state) == (QueueState.WAITING, QueueState.HELD)


def test_who_stands_in_the_line_anew_can_be_moved_and_released(world: World) -> None:
    with world.database.transaction() as session:
        group, other = add_group(session, world), add_group(session, world, "K2")
        entry = add_entry(session, world)
        place = confirm_place(
            session, hold(session, world, entry, group.id).id, by=world.act(OFFICER), now=NOW
        )
        add_entry(session, world, candidate_id=entry.candidate_id)

        moved = move_place(session, place.id, to_group=other.id, by=world.act(OFFICER), now=NOW)
        release_place(session, moved.id, leaving=None, by=world.act(OFFICER), now=NOW)

        assert entry.state is QueueState.PLACED
        assert taken_as_counted(session, group.id) == (0, 0)


def test_a_group_is_cancelled_also_for_who_stands_in_the_line_anew(world: World) -> None:
    with world.database.transaction() as session:
        group, entry = add_group(session, world), add_entry(session, world)
        confirm_place(session, hold(session, world, entry, group.id).id, by=world.act(OFFICER), now=NOW)
        anew = add_entry(session, world, candidate_id=entry.candidate_id)
        by = world.act(Role.TRAINING_PROVIDER)

        _group, told = cancel_group(session, group.id, version=group.version, by=by, now=NOW)

        assert [place.entry_id for place in told] == [entry.id]
        assert anew.state is QueueState.WAITING


def test_an_old_place_does_not_take_somebody_out_of_the_course_they_have_now(world: World) -> None:
    with world.database.transaction() as session:
        group, other = add_group(session, world), add_group(session, world, "K2")
        officer, entry = world.act(OFFICER), add_entry(session, world)
        old = confirm_place(session, hold(session, world, entry, group.id).id, by=officer, now=NOW)
        absent = NoticeFacts(kind=NoticeKind.NOT_ARRIVED, happened_on=day(10))
        report(session, old.id, facts=absent, by=world.act(Role.TRAINING_PROVIDER), now=later(12))
        return_to_queue(session, old.id, by=officer, now=later(12))
        place = hold_place(session, entry.id, group_id=other.id, by=officer, now=later(12))
        confirm_place(session, place.id, by=officer, now=later(12))

        with pytest.raises(Conflict) as refused:
            return_to_queue(session, old.id, by=officer, now=later(13))

        assert refused.value.code == "entry_not_placed"
        assert entry.state is QueueState.PLACED


def test_the_authority_before_returns_nobody_to_a_queue_that_is_not_its_own(world: World) -> None:
    with world.database.transaction() as session:
        group, officer, entry = add_group(session, world), world.act(OFFICER), add_entry(session, world)
        place = confirm_place(session, hold(session, world, entry, group.id).id, by=officer, now=NOW)
        absent = NoticeFacts(kind=NoticeKind.NOT_ARRIVED, happened_on=day(10))
        report(session, place.id, facts=absent, by=world.act(Role.TRAINING_PROVIDER), now=later(12))
        entry.authority_id = world.other_authority
        session.flush()

        with pytest.raises(NotFound):
            return_to_queue(session, place.id, by=officer, now=later(12))
