"""The page of a sitting's course group: it says what is near only when it can know."""

from typing import Any

from testing_app.bookings.actions import check_in
from testing_app.sittings.actions import open_sitting
from testing_app.vocabulary import Literacy, PartState, Role, ScoreSource, StudyReadiness
from tests.measured import AT_A2_1, measured_sitting
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


def points_page(app: Any, world: World, **scores: Any) -> str:
    """The page of a candidate with points in reading and listening, rated in writing and speaking."""
    with world.database.transaction() as session:
        address = f"/centre/sittings/{measured_sitting(session, world, **scores).id}/placement"
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie("assessor"))
    text: str = browser.get(address).text
    return text


def test_points_near_a_border_are_called_borderline_with_every_probability(app: Any, world: World) -> None:
    page = points_page(app, world, reading=AT_A2_1, listening=AT_A2_1 - 1)

    assert "How sure it is" in page
    assert '<table class="chances"' in page
    assert page.count('class="bars-fill"') >= 2
    assert "(suggested)" in page
    assert "Borderline: the points are near the border between course groups." in page
    assert "because their error is not known: Writing, Speaking." in page


def test_points_far_from_every_border_need_no_picture(app: Any, world: World) -> None:
    page = points_page(app, world, reading=0, listening=0, writing="alle_A1.1", speaking="alle_A1.1")

    assert "here it hardly changes the course group" in page
    assert '<table class="chances"' not in page
    assert "Borderline" not in page


def test_levels_without_points_say_nothing_about_certainty(app: Any, world: World) -> None:
    page = placement_page(app, world, level="A1.2", literacy=Literacy.LATIN_TECHNICAL)

    assert "How sure it is" not in page


def test_a_suggestion_that_waits_for_a_value_says_nothing_about_certainty(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        sitting = measured_sitting(session, world, reading=AT_A2_1, listening=AT_A2_1)
        sitting.background.study_readiness = None
        address = f"/centre/sittings/{sitting.id}/placement"
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie("assessor"))

    page = browser.get(address).text

    assert "Still missing:" in page
    assert "How sure it is" not in page


def test_probabilities_fill_nothing_in(app: Any, world: World) -> None:
    page = points_page(app, world, reading=AT_A2_1, listening=AT_A2_1 - 1)

    assert " checked" not in page[page.index("Your recommendation") :]
