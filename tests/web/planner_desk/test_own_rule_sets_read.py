"""Rule sets that an authority wrote are read, compared and downloaded beside the shipped ones."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.vocabulary import Role
from tests.rule_sets.making import approved, drafted, of_draft, proposed, text_of
from tests.world import World

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def own(world: World) -> World:
    """Two versions of the authority's own rules: the first in force, the second only proposed."""
    with world.database.transaction() as session:
        first = drafted(session, world.act(Role.COURSE_PLANNER))
        activation = proposed(session, of_draft(first), world.act(Role.COURSE_PLANNER))
        approved(session, activation, world.act("second_planner"))
        changed = text_of(number=2).replace('schooling_years = "below 6"', 'schooling_years = "below 8"')
        second = drafted(session, world.act(Role.COURSE_PLANNER), text=changed)
        proposed(session, of_draft(second), world.act(Role.COURSE_PLANNER))
    return world


def browser(app: Flask, world: World, who: Any) -> FlaskClient:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(who))
    return web


def test_the_authoritys_own_choice_is_in_force_for_its_people(app: Flask, own: World) -> None:
    for who in (Role.COURSE_PLANNER, Role.AUTHORITY_OFFICER):
        page = browser(app, own, who).get("/rules").text

        in_force = page[: page.index("All rule sets")]
        assert 'href="/rules/ours/1"' in in_force
        assert "Own employment authority" in in_force
        assert 'href="/rules/ours/2"' not in in_force
        assert 'href="/rules/ours/2"' in page


@pytest.mark.parametrize("who", [Role.ASSESSOR, "other_planner"])
def test_for_everybody_else_the_national_rules_are_in_force(app: Flask, own: World, who: Any) -> None:
    page = browser(app, own, who).get("/rules").text

    assert 'href="/rules/fi-koto-2022/1"' in page
    assert "/rules/ours/" not in page


def test_old_versions_are_listed_with_what_changed(app: Flask, own: World) -> None:
    web = browser(app, own, Role.COURSE_PLANNER)

    page = web.get("/rules/ours/2").text
    changes = web.get("/rules/ours/2/differences").text

    assert 'href="/rules/ours/1"' in page
    assert 'href="/rules/ours/2/differences"' in page
    assert "<span>below 6</span>" in changes
    assert "<span>below 8</span>" in changes
    assert changes.count('class="difference-rule"') == 1


def test_a_planner_begins_a_new_version_from_what_is_read(app: Flask, own: World) -> None:
    web = browser(app, own, Role.COURSE_PLANNER)

    assert "/planner/rules/new?base=ours@2" in web.get("/rules/ours/2").text
    assert web.get("/planner/rules/new?base=ours@2").status_code == 200
    assert "/planner/rules/new" not in browser(app, own, Role.ASSESSOR).get("/rules/fi-koto-2022/1").text


def test_who_is_judged_by_it_may_read_it_but_the_file_is_the_authoritys(app: Flask, own: World) -> None:
    assessor = browser(app, own, Role.ASSESSOR)

    page = assessor.get("/rules/ours/1")

    assert page.status_code == 200
    assert "/rules/ours/1/file" not in page.text
    assert assessor.get("/rules/ours/1/file").status_code == 404
    assert browser(app, own, Role.AUTHORITY_OFFICER).get("/rules/ours/1/file").text == text_of()


@pytest.mark.parametrize("who", [Role.ASSESSOR, "other_planner"])
def test_what_another_authority_only_proposes_is_not_there(app: Flask, own: World, who: Any) -> None:
    web = browser(app, own, who)

    assert web.get("/rules/ours/1").status_code == 200
    assert web.get("/rules/ours/2").status_code == 404
    assert web.get("/rules/ours/2/differences?with=ours@1").status_code == 404
    assert web.get("/rules/ours/1/differences?with=ours@2").status_code == 404
