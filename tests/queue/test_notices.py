"""What a provider reports: in order, complete, acknowledged, and never more than a proposal."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.people.consents import give_consents
from testing_app.queue.actions import (
    NoticeFacts,
    acknowledge_notice,
    confirm_entry,
    confirm_place,
    hold_place,
    report,
    return_to_queue,
)
from testing_app.queue.models import CoursePlace, Notice
from testing_app.queue.queries import (
    fit_questions_due,
    holds_of,
    learners_of,
    notices_of,
    path_of,
    proposed_entries,
    silent_starts,
)
from testing_app.vocabulary import (
    ConsentScope,
    FurtherPlan,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    PlaceState,
    QueueState,
    Role,
)
from tests.queue.making import M3, STARTS, add_entry, add_group, day, later, taken_as_counted
from tests.world import NOW, TODAY, World

OFFICER, PROVIDER = Role.AUTHORITY_OFFICER, Role.TRAINING_PROVIDER
THEN = later(60)


def confirmed(session: Session, world: World, group_id: UUID, **values: Any) -> CoursePlace:
    entry = add_entry(session, world, **values)
    place = hold_place(session, entry.id, group_id=group_id, by=world.act(OFFICER), now=NOW)
    return confirm_place(session, place.id, by=world.act(OFFICER), now=NOW)


def tell(
    session: Session, world: World, place: CoursePlace, kind: NoticeKind, on: date = STARTS, **facts: Any
) -> Notice:
    told = NoticeFacts(kind=kind, happened_on=on, **facts)
    return report(session, place.id, facts=told, by=world.act(PROVIDER), now=THEN)


def test_a_learner_starts_and_completes_and_the_next_module_is_only_proposed(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        place = confirmed(session, world, group.id)
        tell(session, world, place, NoticeKind.STARTED)

        notice = tell(
            session,
            world,
            place,
            NoticeKind.COMPLETED,
            day(50),
            end_levels={"reading": "A2.1", "speaking": "A1.3"},
            further_plan=FurtherPlan.NEXT_MODULE,
            further_track="integration-basic",
            further_module="M3",
        )

        assert (place.state, place.started_on, place.ended_on) == (PlaceState.COMPLETED, STARTS, day(50))
        [proposed] = proposed_entries(session, viewer=world.act(OFFICER)).rows
        assert (proposed.id, proposed.state) == (notice.opened_entry_id, QueueState.PROPOSED)
        assert (proposed.module, proposed.queued_on) == ("M3", day(50))
        assert taken_as_counted(session, group.id) == (1, 1)

        confirm_entry(session, proposed.id, by=world.act(OFFICER), now=THEN)

        steps = path_of(session, place.candidate_id, viewer=world.act(OFFICER))
        assert [(step.module, step.because) for step in steps] == [
            ("M2", "queued"),
            ("M2", "place_confirmed"),
            ("M2", "started"),
            ("M2", "completed"),
            ("M3", "queued"),
        ]


def test_who_waits_for_the_next_module_already_keeps_that_entry(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)
        standing = add_entry(session, world, line=M3, candidate_id=place.candidate_id)
        tell(session, world, place, NoticeKind.STARTED)

        notice = tell(
            session,
            world,
            place,
            NoticeKind.COMPLETED,
            day(50),
            further_plan=FurtherPlan.NEXT_MODULE,
            further_track="integration-basic",
            further_module="M3",
        )

        assert notice.opened_entry_id == standing.id
        assert proposed_entries(session, viewer=world.act(OFFICER)).total == 0


def test_an_interrupted_place_is_passed_on_while_the_group_can_be_joined(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1, entry_until=day(90))
        place = confirmed(session, world, group.id)
        waiting = add_entry(session, world, days=5)
        tell(session, world, place, NoticeKind.STARTED)

        tell(session, world, place, NoticeKind.INTERRUPTED, day(20), reason=InterruptionReason.WORK)

        assert [row.entry_id for row in holds_of(session, viewer=world.act(OFFICER)).rows] == [waiting.id]
        assert taken_as_counted(session, group.id) == (1, 1)


def test_a_no_show_leads_to_nothing_until_the_authority_decides(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id, days=44)

        tell(session, world, place, NoticeKind.NOT_ARRIVED)

        assert place.entry.state is QueueState.PLACED
        entry = return_to_queue(session, place.id, by=world.act(OFFICER), now=THEN)
        assert (entry.state, entry.queued_on) == (QueueState.WAITING, day(-44))


@pytest.mark.parametrize("kind", [NoticeKind.COMPLETED, NoticeKind.INTERRUPTED, NoticeKind.RIGHT_GROUP])
def test_nothing_is_reported_about_a_course_nobody_started(world: World, kind: NoticeKind) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)

        with pytest.raises(Conflict) as refused:
            tell(session, world, place, kind)

        assert refused.value.code == "notice_out_of_order"


def test_all_that_is_wrong_with_a_report_is_said_at_once(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)
        tell(session, world, place, NoticeKind.STARTED)

        with pytest.raises(Invalid) as refused:
            tell(
                session,
                world,
                place,
                NoticeKind.COMPLETED,
                day(61),
                end_levels={"reading": "A9"},
                note="x" * 1001,
            )

        assert refused.value.problems == {
            "happened_on": ["in_the_future"],
            "note": ["too_long"],
            "end_levels": ["level_unknown"],
            "further_plan": ["missing"],
        }


def test_an_interruption_needs_its_reason_and_a_day_after_the_start(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)
        tell(session, world, place, NoticeKind.STARTED)

        with pytest.raises(Invalid) as refused:
            tell(session, world, place, NoticeKind.INTERRUPTED, TODAY)

        assert refused.value.problems == {"happened_on": ["before_the_start"], "reason": ["missing"]}


def test_a_notice_is_acknowledged_once_by_its_authority(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)
        notice = tell(session, world, place, NoticeKind.STARTED)
        with pytest.raises(NotFound):
            acknowledge_notice(session, notice.id, by=world.act("other_officer"), now=THEN)

        acknowledge_notice(session, notice.id, by=world.act(OFFICER), now=THEN)

        assert notices_of(session, viewer=world.act(OFFICER)).total == 0
        assert notices_of(session, viewer=world.act(PROVIDER), only_open=False).total == 1
        with pytest.raises(Conflict):
            acknowledge_notice(session, notice.id, by=world.act(OFFICER), now=THEN)


def test_another_provider_reports_nothing(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)
        told = NoticeFacts(kind=NoticeKind.STARTED, happened_on=STARTS)

        with pytest.raises(NotFound):
            report(session, place.id, facts=told, by=world.act("other_provider"), now=THEN)


def test_silence_after_the_start_is_noticed_at_both_desks(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)

        for desk in (OFFICER, PROVIDER):
            assert silent_starts(session, viewer=world.act(desk), today=day(12)) == []
            [row] = silent_starts(session, viewer=world.act(desk), today=day(13))
            assert (row.place.id, row.since) == (place.id, STARTS)


def test_who_got_a_place_after_the_start_is_not_overdue_at_once(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, starts_on=day(-20), entry_from=day(-20))
        confirmed(session, world, group.id)

        assert silent_starts(session, viewer=world.act(PROVIDER), today=day(2)) == []
        assert len(silent_starts(session, viewer=world.act(PROVIDER), today=day(3))) == 1


def test_two_weeks_after_the_start_the_teacher_is_asked_once(world: World) -> None:
    with world.database.transaction() as session:
        place = confirmed(session, world, add_group(session, world).id)
        tell(session, world, place, NoticeKind.STARTED)
        assert fit_questions_due(session, viewer=world.act(PROVIDER), today=day(23)) == []
        assert len(fit_questions_due(session, viewer=world.act(PROVIDER), today=day(24))) == 1

        tell(session, world, place, NoticeKind.RIGHT_GROUP, day(25), fit=GroupFit.TOO_HARD)

        assert fit_questions_due(session, viewer=world.act(PROVIDER), today=day(26)) == []
        with pytest.raises(Conflict):
            tell(session, world, place, NoticeKind.RIGHT_GROUP, day(25), fit=GroupFit.RIGHT)


def test_a_provider_knows_nobody_before_the_place_is_confirmed(world: World) -> None:
    with world.database.transaction() as session:
        group, entry = add_group(session, world), add_entry(session, world)
        hold_place(session, entry.id, group_id=group.id, by=world.act(OFFICER), now=NOW)

        assert learners_of(session, group.id, viewer=world.act(PROVIDER)) == []


def test_a_provider_sees_the_path_of_a_learner_only_by_consent(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        place = confirmed(session, world, group.id, phone="040 1234567")
        [before] = learners_of(session, group.id, viewer=world.act(PROVIDER))

        give_consents(
            session,
            place.candidate_id,
            scopes=[ConsentScope.TRAINING_PROVIDER],
            language="fi",
            signed_on=TODAY,
            by=world.act(OFFICER),
            now=NOW,
        )
        [after] = learners_of(session, group.id, viewer=world.act(PROVIDER))

        assert (before.name, before.phone, before.withheld) == ("Testinen Aino", "040 1234567", True)
        assert (len(before.path), len(after.path), after.withheld) == (0, 2, False)


def test_an_authority_sees_only_the_learners_it_placed(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        confirmed(session, world, group.id)

        assert len(learners_of(session, group.id, viewer=world.act(OFFICER))) == 1
        assert learners_of(session, group.id, viewer=world.act("other_officer")) == []
        with pytest.raises(NotFound):
            learners_of(session, group.id, viewer=world.act("other_provider"))
