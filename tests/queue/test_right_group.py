"""Teachers' answers are counted by the rule that had decided, and levels move by consent."""

from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.people.consents import give_consents
from testing_app.queue.actions import NoticeFacts, confirm_place, enter_queue, hold_place, report
from testing_app.queue.models import CoursePlace
from testing_app.queue.queries import fit_answers, learners_of
from testing_app.results.models import SignedResult
from testing_app.vocabulary import ConsentScope, GroupFit, NoticeKind, Role
from tests.letterbox import LEVELS, Letterbox
from tests.queue.making import M2, STARTS, add_group, day, later
from tests.world import NOW, TODAY, World

OFFICER, PROVIDER, PLANNER = Role.AUTHORITY_OFFICER, Role.TRAINING_PROVIDER, Role.COURSE_PLANNER


def test_answers_are_counted_by_the_rule_that_decided(world: World, letterbox: Letterbox) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=3)
        for fit in (GroupFit.RIGHT, GroupFit.RIGHT, GroupFit.TOO_HARD):
            place_id = _learner(session, world, letterbox, group.id)
            for kind, on, answer in (
                (NoticeKind.STARTED, STARTS, None),
                (NoticeKind.RIGHT_GROUP, day(25), fit),
            ):
                facts = NoticeFacts(kind=kind, happened_on=on, fit=answer)
                report(session, place_id, facts=facts, by=world.act(PROVIDER), now=later(30))

        [row] = fit_answers(session, viewer=world.act(PLANNER), since=day(20), until=day(30))

        assert (row.rule_set_id, row.rule_set_version, row.rule) == ("fi-koto-2022", 1, "basic-path")
        assert (row.track, row.module) == ("integration-basic", "M2")
        assert {fit: count for fit, count in row.answers.items() if count} == {
            GroupFit.RIGHT: 2,
            GroupFit.TOO_HARD: 1,
        }
        assert fit_answers(session, viewer=world.act("other_planner"), since=day(0), until=day(90)) == []
        assert fit_answers(session, viewer=world.act(PLANNER), since=day(26), until=day(90)) == []


def test_levels_of_a_learner_reach_the_provider_only_by_consent(world: World, letterbox: Letterbox) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        _learner(session, world, letterbox, group.id)
        [before] = learners_of(session, group.id, viewer=world.act(PROVIDER))
        [at_authority] = learners_of(session, group.id, viewer=world.act(OFFICER))

        give_consents(
            session,
            at_authority.candidate_id,
            scopes=[ConsentScope.TRAINING_PROVIDER],
            language="fi",
            signed_on=TODAY,
            by=world.act(OFFICER),
            now=NOW,
        )
        [after] = learners_of(session, group.id, viewer=world.act(PROVIDER))

        assert (before.levels, before.withheld) == ({}, True)
        assert (at_authority.levels, at_authority.withheld) == (LEVELS, False)
        assert (after.levels, after.withheld) == (LEVELS, False)


def test_levels_are_those_of_the_correction_of_a_result(world: World, letterbox: Letterbox) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        place = session.get_one(CoursePlace, _learner(session, world, letterbox, group.id))
        old = session.get_one(SignedResult, place.entry.result_id)
        letterbox.add_result(session, replaces=old, signed_at=later(1), levels={"reading": "B1.1"})

        [learner] = learners_of(session, group.id, viewer=world.act(OFFICER))

        assert learner.levels == {"reading": "B1.1"}


def _learner(session: Session, world: World, letterbox: Letterbox, group_id: UUID) -> UUID:
    result = letterbox.add_result(session)
    by = world.act(OFFICER)
    entry = enter_queue(
        session,
        candidate_id=result.candidate_id,
        place=M2,
        result_id=result.id,
        area="Vantaa",
        by=by,
        now=NOW,
    )
    place = hold_place(session, entry.id, group_id=group_id, by=by, now=NOW)
    return confirm_place(session, place.id, by=by, now=NOW).id
