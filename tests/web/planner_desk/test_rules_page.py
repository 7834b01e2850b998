"""The rules page says in words what the rule set file says, and tries it on an imagined person."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.rule_sets.rules import Change, rule_set_on
from testing_app.vocabulary import Role
from testing_app.web.placement_words import change_in_words
from tests.world import World

EVEN = "reading=A2.1&writing=A1.3&listening=A2.1&speaking=A1.3&literacy=latin_technical&study_readiness=basic"


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.COURSE_PLANNER))
    return web


def test_every_rule_stands_in_order_with_its_condition_and_where_it_leads(planner: FlaskClient) -> None:
    page = planner.get("/rules").text

    order = ["reads-no-script", "weak-literacy", "basic-education", "levels-unclear", "beyond-integration",
             "latin-unsure", "slow-path", "fast-path", "basic-path"]  # fmt: skip
    places = [page.index(f'id="rule-{rule}"') for rule in order]
    assert places == sorted(places)
    assert "Each of the four skills: at least B1.1" in page
    assert "Years of schooling: below 6 or study readiness: needs development" in page
    assert "The difference between the highest and the lowest skill, in steps: at least 3" in page
    assert "Otherwise" in page
    assert "The skills are … steps apart on the scale." in page


def test_the_modules_are_shown_with_their_levels(planner: FlaskClient) -> None:
    page = planner.get("/rules").text

    for levels in ("below A1.1", "A1.1–A1.3", "A2.1", "A2.2 and above"):
        assert f"<span>{levels}</span>" in page


def test_an_imagined_person_gets_a_suggestion_with_reasons_and_nearest_changes(planner: FlaskClient) -> None:
    answer = planner.get(f"/rules?try=1&{EVEN}&languages_studied=1&schooling_years=12")

    assert answer.status_code == 200
    assert "<h3>Integration training, basic path, module M2</h3>" in answer.text
    assert "No other rule holds: the basic path." in answer.text
    assert "instead of" in answer.text


def test_a_tick_that_is_not_set_is_said_to_be_set(app: Flask) -> None:
    change = Change("hard_life_situation", "false", "true", "adult-basic-education", None)

    with app.test_request_context(headers={"Accept-Language": "en"}):
        text = change_in_words(change, rule_set_on(date(2026, 3, 12)))

    assert text.startswith("If “hard life situation” were ticked: ")


def test_a_tick_that_is_set_is_said_to_be_taken_away(planner: FlaskClient) -> None:
    answer = planner.get(
        f"/rules?try=1&{EVEN}&languages_studied=1&schooling_years=12&needs_basic_education=y"
    )

    assert "If “needs basic education” were not ticked: " in answer.text


def test_what_is_not_known_is_named(planner: FlaskClient) -> None:
    page = planner.get("/rules?try=1&reading=A1.1").text

    assert "Not known: literacy" in page


def test_impossible_numbers_are_problems_at_their_fields_and_stay_typed(planner: FlaskClient) -> None:
    answer = planner.get("/rules?try=1&schooling_years=many&languages_studied=99")

    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert 'value="99"' in answer.text
    assert answer.text.count("Write a number from 0 to 20.") == 2


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_signs_in_may_read_the_rules(app: Flask, world: World, role: Role) -> None:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(role))

    assert web.get("/rules").status_code == 200
