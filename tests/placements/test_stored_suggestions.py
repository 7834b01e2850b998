"""What the rules suggested is kept as it was shown."""

from sqlalchemy.orm import Session

from testing_app.bookings.actions import check_in
from testing_app.placements.actions import suggest
from testing_app.placements.queries import is_same, latest_suggestion
from testing_app.placements.suggesting import suggestion_of
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import SKILL_PARTS, Literacy, Part, PartState, Role, StudyReadiness
from tests.measured import AT_A2_1, give_points, measured_sitting
from tests.world import NOW, World


def scored(session: Session, world: World) -> Sitting:
    booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
    check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW)
    sitting = open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW)
    for row in sitting.parts:
        if row.part in SKILL_PARTS:
            row.state, row.level = PartState.TAKEN, "A1.2"
    told = sitting.background
    told.literacy, told.study_readiness = Literacy.LATIN_TECHNICAL, StudyReadiness.BASIC
    session.flush()
    return sitting


def test_a_suggestion_is_stored_again_only_when_the_evidence_changed(world: World) -> None:
    by = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        sitting = scored(session, world)
        first = suggest(session, sitting, by=by, now=NOW)
        second = suggest(session, sitting, by=by, now=NOW)
        sitting.background.study_readiness = StudyReadiness.NEEDS_DEVELOPMENT
        third = suggest(session, sitting, by=by, now=NOW.replace(hour=9))
        latest = latest_suggestion(session, sitting.id)

    assert first.id == second.id
    assert third.id != first.id
    assert (first.rule, third.rule) == ("basic-path", "slow-path")
    assert latest is not None
    assert latest.id == third.id


def test_points_leave_the_probability_of_every_course_group_in_the_outcome(world: World) -> None:
    with world.database.transaction() as session:
        sitting = measured_sitting(session, world, reading=AT_A2_1, listening=AT_A2_1 - 1)
        stored = suggest(session, sitting, by=world.act(Role.ASSESSOR), now=NOW)

    chances = {
        (each["track"], each["module"]): each["probability"] for each in stored.outcome["probabilities"]
    }
    assert 0.999 < sum(chances.values()) < 1.001
    assert chances["integration-basic", "M2"] > 0.6
    assert chances["integration-basic", "M3"] > 0.2
    assert stored.outcome["borderline"] is True


def test_levels_without_points_are_certain_and_leave_no_probabilities(world: World) -> None:
    with world.database.transaction() as session:
        stored = suggest(session, scored(session, world), by=world.act(Role.ASSESSOR), now=NOW)

    assert not {"probabilities", "borderline"} & set(stored.outcome)


def test_a_suggestion_stored_before_there_were_probabilities_is_still_the_same(world: World) -> None:
    with world.database.transaction() as session:
        sitting = measured_sitting(session, world, reading=AT_A2_1, listening=AT_A2_1)
        stored = suggest(session, sitting, by=world.act(Role.ASSESSOR), now=NOW)
        now = suggestion_of(session, sitting)
        stored.outcome = {
            name: value
            for name, value in stored.outcome.items()
            if name not in ("probabilities", "borderline")
        }
        session.flush()

        assert is_same(stored, now)


def test_other_points_of_the_same_level_are_the_same_suggestion_stored_with_new_probabilities(
    world: World,
) -> None:
    by = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        sitting = measured_sitting(session, world, reading=AT_A2_1, listening=AT_A2_1)
        shown = suggestion_of(session, sitting).digest
        first = suggest(session, sitting, by=by, now=NOW)
        [reading] = [row for row in sitting.parts if row.part is Part.READING]
        give_points(session, reading, world=world, points=AT_A2_1 + 4)
        second = suggest(session, sitting, by=by, now=NOW.replace(hour=9))

        assert reading.level == "A2.1"
        assert is_same(first, suggestion_of(session, sitting))
        assert suggestion_of(session, sitting).digest != shown
        assert second.id != first.id
        assert second.outcome["probabilities"] != first.outcome["probabilities"]
