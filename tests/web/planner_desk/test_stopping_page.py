"""The page of an approved change: it can be stopped in time, and who follows national rules reads so."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.clock import today
from testing_app.rule_sets.models import RuleSetActivation
from testing_app.vocabulary import ActivationState, Role
from tests.world import World

SECOND = "second_planner"
LATER = "31.12.2099"


def browser(app: Flask, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(who))
    return web


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    return browser(app, world, Role.COURSE_PLANNER)


def approved(app: Flask, world: World, planner: FlaskClient, *, rule_set: str = "jyvaskyla-2022@1") -> str:
    """The address of a change that a second planner approved."""
    asked = {"rule_set": rule_set, "language": "fi", "starts_on": LATER, "note": "Own groups."}
    made = planner.post("/planner/rules/choose", data=asked)
    assert made.status_code == 303, made.text
    browser(app, world, SECOND).post(f"{made.location}/approve", data={"version": "1"})
    return str(made.location)


def stored(world: World) -> RuleSetActivation:
    with world.database.reading() as session:
        return session.scalars(sa.select(RuleSetActivation)).one()


def test_a_change_that_was_approved_by_mistake_is_stopped(
    app: Flask, world: World, planner: FlaskClient
) -> None:
    address = approved(app, world, planner)
    assert f'action="{address}/cancel"' in planner.get(address).text

    answer = planner.post(f"{address}/cancel", data={"version": "2", "note": "The wrong day."})

    assert answer.status_code == 303
    page = planner.get(address).text
    assert stored(world).state is ActivationState.WITHDRAWN
    assert "This change was approved, and stopped before its first day." in page
    assert "The wrong day." in page
    assert f'action="{address}/cancel"' not in page


def test_without_a_reason_nothing_is_stopped_and_the_field_says_so(
    app: Flask, world: World, planner: FlaskClient
) -> None:
    address = approved(app, world, planner)

    answer = planner.post(f"{address}/cancel", data={"version": "2", "note": ""})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert stored(world).state is ActivationState.APPROVED


def test_what_has_begun_offers_no_way_to_stop_it(app: Flask, world: World, planner: FlaskClient) -> None:
    address = approved(app, world, planner)
    with world.database.transaction() as session:
        session.execute(sa.update(RuleSetActivation).values(starts_on=today()))

    assert "/cancel" not in planner.get(address).text
    refused = planner.post(f"{address}/cancel", data={"version": "2", "note": "Too late."})

    assert refused.status_code == 409
    assert stored(world).state is ActivationState.APPROVED


def test_only_planners_of_the_authority_stop_it(app: Flask, world: World, planner: FlaskClient) -> None:
    address = approved(app, world, planner)
    sent = {"version": "2", "note": "No."}

    assert browser(app, world, "other_planner").post(f"{address}/cancel", data=sent).status_code == 404
    assert browser(app, world, Role.AUTHORITY_OFFICER).post(f"{address}/cancel", data=sent).status_code == 403
    assert stored(world).state is ActivationState.APPROVED


def test_who_chooses_the_national_rules_reads_that_they_are_followed(
    app: Flask, world: World, planner: FlaskClient
) -> None:
    followed = approved(app, world, planner, rule_set="fi-koto-2022@1")

    assert "Whoever chooses the national rules follows them" in planner.get("/planner/rules/choose").text
    assert "These are national rules" in planner.get(followed).text


def test_a_local_set_is_not_said_to_be_followed(app: Flask, world: World, planner: FlaskClient) -> None:
    assert "These are national rules" not in planner.get(approved(app, world, planner)).text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_stands_in_every_language(
    app: Flask, world: World, planner: FlaskClient, language: str
) -> None:
    address = approved(app, world, planner)
    planner.post("/language", data={"language": language})

    before = planner.get(address)
    planner.post(f"{address}/cancel", data={"version": "2", "note": "No."})
    after = planner.get(address)

    for answer in (before, after, planner.get("/planner/rules/choose")):
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
