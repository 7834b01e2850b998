"""The advice register on screen: one page, one press for each question, nothing typed lost."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.advice.actions import open_point
from testing_app.advice.models import AdvicePoint, AdviceVisit
from testing_app.clock import now
from testing_app.vocabulary import Role
from tests.world import NOW, World

VISIT = {
    "visited_on": "1.3.2026",
    "language": "so",
    "age_band": "25_34",
    "stay": "1_3_years",
    "reason": "own_matter",
    "topics": ["kela", "housing"],
    "directed_to": ["kela"],
}


@pytest.fixture
def browser(app: Flask, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(Role.ADVISER))
    return client


@pytest.fixture
def point(world: World) -> UUID:
    with world.database.transaction() as session:
        return open_point(session, "Tori", by=world.act(Role.ADVISER), now=NOW).id


def visits(world: World) -> list[AdviceVisit]:
    with world.database.reading() as session:
        return list(session.scalars(sa.select(AdviceVisit)))


def test_a_service_without_points_is_led_to_its_points(browser: FlaskClient) -> None:
    page = browser.get("/guidance/visits").text

    assert "No advice point yet" in page
    assert "/guidance/points" in page


def test_one_post_records_a_visit_and_the_next_form_knows_the_point(
    browser: FlaskClient, world: World, point: UUID
) -> None:
    answer = browser.post("/guidance/visits", data={**VISIT, "point": str(point)}, follow_redirects=True)

    assert "The visit is recorded." in answer.text
    assert f'checked id="point-0" name="point" type="radio" value="{point}"' in answer.text
    assert [visit.topics for visit in visits(world)] == [["housing", "kela"]] or [
        visit.topics for visit in visits(world)
    ] == [["kela", "housing"]]


def test_an_unfinished_visit_says_all_that_is_missing_and_keeps_what_was_chosen(
    browser: FlaskClient, world: World, point: UUID
) -> None:
    answer = browser.post("/guidance/visits", data={"language": "so", "topics": ["kela"]})

    assert answer.status_code == 422
    for sentence in ("Write the day.", "Choose the advice point.", "Choose the age.", "Choose how long."):
        assert sentence in answer.text
    assert '<option selected value="so">' in answer.text
    assert visits(world) == []


def test_a_visit_entered_by_mistake_is_taken_back(browser: FlaskClient, world: World, point: UUID) -> None:
    browser.post("/guidance/visits", data={**VISIT, "visited_on": f"{now():%d.%m.%Y}", "point": str(point)})
    (visit,) = visits(world)

    answer = browser.post(f"/guidance/visits/{visit.id}/take-back", follow_redirects=True)

    assert "The visit is taken back." in answer.text
    assert visits(world) == []


def test_a_point_is_added_refused_twice_and_closed(browser: FlaskClient, world: World) -> None:
    browser.post("/guidance/points", data={"name": "Kirjasto"})
    twice = browser.post("/guidance/points", data={"name": "Kirjasto"})
    with world.database.reading() as session:
        point = session.scalars(sa.select(AdvicePoint)).one()
    closed = browser.post(f"/guidance/points/{point.id}/close", follow_redirects=True)

    assert twice.status_code == 409
    assert "There is an advice point of this name already." in twice.text
    assert "The advice point is closed." in closed.text
