"""What the rules suggested is kept as it was shown."""

from sqlalchemy.orm import Session

from testing_app.bookings.actions import check_in
from testing_app.placements.actions import suggest
from testing_app.placements.queries import latest_suggestion
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import SKILL_PARTS, Literacy, PartState, Role, StudyReadiness
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
