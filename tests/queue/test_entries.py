"""Who waits: once in each line, since the day of the test, wherever they move."""

import pytest
import sqlalchemy as sa

from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.people.models import CandidateAuthority
from testing_app.queue.actions import (
    enter_queue,
    leave_queue,
    move_to_authority,
    note_block,
    set_area,
)
from testing_app.queue.queries import entries_of, get_entry, path_of, waiting_in
from testing_app.vocabulary import QueueLeaving, QueueState, Role
from tests.queue.making import LITERACY, M2, M3, add_entry, day
from tests.world import NOW, TODAY, World

OFFICER = Role.AUTHORITY_OFFICER


def test_nobody_stands_in_one_line_twice(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        person = entry.candidate_id

    with world.database.transaction() as session, pytest.raises(Conflict) as refused:
        add_entry(session, world, candidate_id=person)

    assert refused.value.code == "already_in_line"


def test_nobody_stands_twice_in_a_line_without_modules(world: World) -> None:
    with world.database.transaction() as session:
        person = add_entry(session, world, line=LITERACY).candidate_id

    with world.database.transaction() as session, pytest.raises(Conflict):
        add_entry(session, world, line=LITERACY, candidate_id=person)


def test_a_person_may_wait_in_several_lines(world: World) -> None:
    with world.database.transaction() as session:
        person = add_entry(session, world).candidate_id

        add_entry(session, world, line=M3, candidate_id=person)

        assert len(entries_of(session, person, viewer=world.act(OFFICER))) == 2


def test_who_left_a_line_may_enter_it_again(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        leave_queue(session, entry.id, leaving=QueueLeaving.WORK, by=world.act(OFFICER), now=NOW)

        again = add_entry(session, world, candidate_id=entry.candidate_id)

        assert again.state is QueueState.WAITING


def test_the_queue_date_survives_a_change_of_area_and_of_authority(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world, days=90)
        set_area(session, entry.id, area="Turku", by=world.act(OFFICER), now=NOW)

        move_to_authority(
            session, entry.id, authority_id=world.other_authority, by=world.act(OFFICER), now=NOW
        )

    with world.database.reading() as session:
        moved = get_entry(session, entry.id, viewer=world.act("other_officer"))
        assert (moved.queued_on, moved.area) == (day(-90), "Turku")
        assert session.get(CandidateAuthority, (moved.candidate_id, world.other_authority)) is not None
        with pytest.raises(NotFound):
            get_entry(session, entry.id, viewer=world.act(OFFICER))


def test_all_that_is_wrong_with_an_entry_is_said_at_once(world: World) -> None:
    with world.database.transaction() as session:
        person = world.add_candidate(session).id

    with world.database.transaction() as session, pytest.raises(Invalid) as refused:
        enter_queue(
            session,
            candidate_id=person,
            place=M2,
            result_id=None,
            area=" ",
            queued_on=day(1),
            by=world.act(OFFICER),
            now=NOW,
        )

    assert refused.value.problems == {"area": ["missing"], "queued_on": ["in_the_future"]}


def test_only_an_authority_decides_who_waits(world: World) -> None:
    with world.database.transaction() as session:
        person = world.add_candidate(session).id

    with world.database.transaction() as session, pytest.raises(NotAllowed):
        enter_queue(
            session,
            candidate_id=person,
            place=M2,
            result_id=None,
            area="Vantaa",
            queued_on=TODAY,
            by=world.act(Role.TRAINING_PROVIDER),
            now=NOW,
        )


def test_another_authority_neither_sees_nor_changes_an_entry(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)

    with world.database.transaction() as session:
        other = world.act("other_officer")
        with pytest.raises(NotFound):
            note_block(session, entry.id, blocked_by="Waits for childcare", by=other, now=NOW)
        with pytest.raises(NotFound):
            leave_queue(session, entry.id, leaving=QueueLeaving.WORK, by=other, now=NOW)
        assert waiting_in(session, M2, viewer=other, today=TODAY).total == 0


def test_entering_the_queue_is_a_step_of_the_path_and_is_audited(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)

    with world.database.reading() as session:
        steps = path_of(session, entry.candidate_id, viewer=world.act(OFFICER))
        assert [(step.track, step.module, step.because) for step in steps] == [
            ("integration-basic", "M2", "queued")
        ]
        audited = session.scalars(
            sa.select(AuditEntry.action).where(AuditEntry.candidate_id == entry.candidate_id)
        ).all()
        assert audited == ["queue_entered"]


def test_an_ended_entry_is_not_changed_any_more(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        leave_queue(session, entry.id, leaving=QueueLeaving.WORK, by=world.act(OFFICER), now=NOW)

        with pytest.raises(Conflict):
            set_area(session, entry.id, area="Turku", by=world.act(OFFICER), now=NOW)
