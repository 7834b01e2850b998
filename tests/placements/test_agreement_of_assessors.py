"""How often assessors agree with the rules, as the centre lead and the assessor see it."""

from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.bookings.actions import check_in
from testing_app.placements.actions import CourseChoice, recommend, suggest
from testing_app.placements.queries import agreement_of_assessors, latest_suggestion
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import SKILL_PARTS, Literacy, PartState, Role, StudyReadiness
from tests.world import NOW, World

BASIC_M2 = CourseChoice(track="integration-basic", module="M2", extras=(), reason="Learns steadily, attends.")
SLOW_M2 = CourseChoice(track="integration-slow", module="M2", extras=(), reason="Needs more time to learn.")


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


def recommended(session: Session, world: World, choice: CourseChoice, *, who: str = "assessor") -> UUID:
    sitting, by = scored(session, world), world.act(who)
    suggestion = suggest(session, sitting, by=by, now=NOW)
    recommend(session, sitting, suggestion=suggestion, choice=choice, by=by, now=NOW)
    return sitting.id


def test_a_lead_sees_every_assessor_and_an_assessor_only_their_own_row(world: World) -> None:
    with world.database.transaction() as session:
        recommended(session, world, BASIC_M2)
        recommended(session, world, SLOW_M2)
        recommended(session, world, BASIC_M2, who="second_assessor")

    with world.database.reading() as session:
        lead = agreement_of_assessors(session, viewer=world.act(Role.CENTRE_LEAD))
        own = agreement_of_assessors(session, viewer=world.act("second_assessor"))
        strangers = agreement_of_assessors(session, viewer=world.act("other_assessor"))

    assert [(row.name, row.recommendations, row.percent) for row in lead] == [
        ("Assessor", 2, 50),
        ("Second Assessor", 1, 100),
    ]
    assert [row.name for row in own] == ["Second Assessor"]
    assert strangers == []


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


def test_leaving_it_to_the_assessor_is_neither_agreement_nor_disagreement(world: World) -> None:
    with world.database.transaction() as session:
        sitting, by = scored(session, world), world.act(Role.ASSESSOR)
        sitting.background.study_readiness = None
        suggestion = suggest(session, sitting, by=by, now=NOW)
        recommend(session, sitting, suggestion=suggestion, choice=BASIC_M2, by=by, now=NOW)

    with world.database.reading() as session:
        [row] = agreement_of_assessors(session, viewer=by)

    assert (row.recommendations, row.left_to_assessor, row.percent) == (1, 1, None)
