"""Results that were signed before facts had names of their own are told in whole sentences still."""

import pytest
from flask import Flask

from testing_app.rule_sets import rules
from testing_app.web.placement_words import reason_in_words

RULES = rules.shipped_rule_sets()["fi-koto-2022", 1]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("skill-without-level", {"inputs": ["reading", "writing"]}, "No level in: reading, writing."),
        ("little-schooling", {"value": 4}, "Years of schooling: 4, fewer than six."),
        ("languages-studied", {"value": 2}, "Foreign languages studied: 2."),
        ("input-missing", {"rule": "basic-path", "inputs": ["literacy"]}, "this is missing: literacy."),
        ("skills-far-apart", {"spread": 3}, "The skills are 3 steps apart"),
    ],
)
def test_facts_under_their_old_names_are_told(
    app: Flask, code: str, facts: dict[str, object], sentence: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert sentence in reason_in_words(code, facts, RULES)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_fact_that_was_withheld_is_not_made_up(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert reason_in_words("overall-is-mean", {}, RULES) == "overall-is-mean"
