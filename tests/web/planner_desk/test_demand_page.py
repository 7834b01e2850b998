"""The planner sees how many were recommended what, and never so few that somebody could be recognised."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.clock import today
from testing_app.persistence.database import Database
from testing_app.results.keys import create_ring
from testing_app.vocabulary import Role
from tests.letterbox import Letterbox
from tests.world import NOW, World

THIS_YEAR = date(today().year, 1, 15)


@pytest.fixture
def letterbox(world: World, tmp_path: Path) -> Letterbox:
    return Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.COURSE_PLANNER))
    return web


def sign(database: Database, letterbox: Letterbox, number: int, module: str) -> None:
    with database.transaction() as session:
        for _ in range(number):
            letterbox.add_result(session, module=module, tested_on=THIS_YEAR)


def test_people_are_counted_by_course_group(
    database: Database, letterbox: Letterbox, planner: FlaskClient
) -> None:
    sign(database, letterbox, 6, "M2")
    sign(database, letterbox, 7, "M3")

    page = planner.get("/planner").text

    assert "Integration training, basic path, module M3" in page
    assert "<dd>13</dd>" in page
    assert "<span>hidden</span>" not in page


def test_a_small_number_is_hidden_and_cannot_be_worked_out(
    database: Database, letterbox: Letterbox, planner: FlaskClient
) -> None:
    sign(database, letterbox, 2, "M1")
    sign(database, letterbox, 6, "M2")
    sign(database, letterbox, 9, "M3")

    page = planner.get("/planner").text

    assert page.count("<span>hidden</span>") == 2
    assert "<span>9</span>" in page
    assert "<span>2</span>" not in page


def test_a_corrected_result_counts_once(
    database: Database, letterbox: Letterbox, planner: FlaskClient
) -> None:
    sign(database, letterbox, 5, "M2")
    with database.transaction() as session:
        old = letterbox.add_result(session, module="M2", tested_on=THIS_YEAR)
        letterbox.add_result(session, replaces=old, module="M2", tested_on=THIS_YEAR)

    assert "<dd>6</dd>" in planner.get("/planner").text


def test_another_period_and_another_language_are_empty(
    database: Database, letterbox: Letterbox, planner: FlaskClient
) -> None:
    sign(database, letterbox, 6, "M2")

    for query in ("quarter=4", "language=sv", f"year={THIS_YEAR.year - 1}"):
        assert "Nothing in this period" in planner.get(f"/planner?{query}").text


def test_a_period_that_does_not_exist_is_a_problem_not_a_fault(planner: FlaskClient) -> None:
    assert planner.get("/planner?quarter=7").status_code == 422
