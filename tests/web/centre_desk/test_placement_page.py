"""The page of a sitting's course group: it says what is near only when it can know."""

from typing import Any

from testing_app.bookings.actions import check_in
from testing_app.sittings.actions import open_sitting
from testing_app.vocabulary import Literacy, PartState, Role, ScoreSource, StudyReadiness
from tests.world import NOW, World

UNTRUE = "No single change gives another course group."


def placement_page(app: Any, world: World, *, level: str | None, literacy: Literacy | None) -> str:
    """The page of a candidate with this level in every skill and this literacy."""
    with world.database.transaction() as session:
        booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW)
        sitting = open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW)
        for row in sitting.parts:
            if level and row.part.value in ("reading", "writing", "listening", "speaking"):
                row.state, row.level, row.source = PartState.TAKEN, level, ScoreSource.SHEET
        told = sitting.background
        told.literacy, told.schooling_years, told.languages_studied = literacy, 0, 0
        told.study_readiness = StudyReadiness.NEEDS_DEVELOPMENT if literacy else None
        address = f"/centre/sittings/{sitting.id}/placement"
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie("assessor"))
    text: str = browser.get(address).text
    return text


def test_a_suggestion_with_a_missing_input_waits_for_it(app: Any, world: World) -> None:
    page = placement_page(app, world, level=None, literacy=None)

    assert "Still missing:" in page
    assert "The suggestion waits for the values that are missing." in page
    assert UNTRUE not in page
