"""When the rules an authority chose cannot be read any more, its pages say so, and others can be chosen."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.vocabulary import Role
from tests.rule_sets.making import approved, drafted, of_draft, proposed, text_of
from tests.world import World

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

ALTERED = "The rule set ours.v1.toml is not as it was approved. Tell the administrator."


@pytest.fixture
def altered(world: World) -> World:
    """The authority's own rules are in force, and their text was changed behind the product."""
    with world.database.transaction() as session:
        draft = drafted(session, world.act(Role.COURSE_PLANNER))
        activation = proposed(session, of_draft(draft), world.act(Role.COURSE_PLANNER))
        approved(session, activation, world.act("second_planner"))
        session.execute(sa.text("DROP TRIGGER rule_set_texts_keep_update"))
        session.execute(sa.text(f"UPDATE rule_set_texts SET sha256 = '{'0' * 64}'"))
    return world


def browser(app: Flask, world: World, who: Any) -> FlaskClient:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(who))
    return web


@pytest.mark.parametrize("address", ["/rules", "/planner/rules"])
def test_pages_that_list_rules_say_which_one_is_not_as_it_was_approved(
    app: Flask, altered: World, address: str
) -> None:
    page = browser(app, altered, Role.COURSE_PLANNER).get(address)

    assert page.status_code == 200
    assert ALTERED in page.text


def test_other_rules_can_still_be_compared_proposed_and_approved(app: Flask, altered: World) -> None:
    with altered.database.transaction() as session:
        draft = drafted(session, altered.act(Role.COURSE_PLANNER), text=text_of("mended"))
        activation = proposed(session, of_draft(draft), altered.act(Role.COURSE_PLANNER))
    second = browser(app, altered, "second_planner")

    page = second.get(f"/planner/rules/activations/{activation.id}")

    assert page.status_code == 200
    assert "Approve" in page.text
    assert second.get("/planner/rules/impact").status_code == 200
    assert second.get("/planner/rules/choose").status_code == 200
