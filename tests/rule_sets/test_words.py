"""What a set of an authority calls its course groups is what the pages call them, for ever."""

import pytest
from flask import Flask

from testing_app.persistence.database import Database
from testing_app.vocabulary import Role
from testing_app.web.placement_words import place_in_words, rule_set_that_judged
from tests.rule_sets.making import drafted, of_draft, proposed, text_of
from tests.world import World


@pytest.fixture
def sealed(database: Database, world: World) -> None:
    """A set of the authority that calls the slow path a calm one."""
    text = text_of("calm", 1).replace('en = "integration training, slow path"', 'en = "calm path"')
    assert "calm path" in text
    with database.transaction() as session:
        proposed(session, of_draft(drafted(session, world.act(Role.COURSE_PLANNER), text=text)),
                 world.act(Role.COURSE_PLANNER))  # fmt: skip


def test_a_result_is_told_in_the_words_of_the_set_that_judged(app: Flask, sealed: None) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        rule_set = rule_set_that_judged("calm", 1)

        assert place_in_words("integration-slow", "M2", rule_set) == "Calm path, module M2"


def test_a_result_of_a_set_nobody_knows_is_told_in_codes(app: Flask, sealed: None) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        rule_set = rule_set_that_judged("calm", 2)

        assert place_in_words("integration-slow", "M2", rule_set) == "Integration-slow, module M2"
