"""Sufficiency is said for each skill, validity for each question; what is not known is never guessed."""

import pytest

from placement_rules import Enough, Level, PartState, Requirement, parse_rule_set, sufficiency, validity

NURSING = Requirement(
    "nursing",
    {"reading": Level.B1_1, "writing": Level.A2_2, "listening": Level.B1_2, "speaking": Level.B1_1},
)
AGES = parse_rule_set(
    """
id = "ages"
version = 1
answers = "validity"
languages = ["fi"]
valid_from = 2022-08-01
name = { en = "Ages" }
sources = {}
[inputs]
days_since_test = { kind = "integer", from = 0, to = 999 }
course_since = { kind = "boolean" }
[tables.validity]
hit = "first"
[[tables.validity.rows]]
rule = "old"
when = { days_since_test = "above 365" }
gives = "expired"
because = "old"
[[tables.validity.rows]]
rule = "young"
gives = "valid"
[tables.retest]
hit = "unique"
[[tables.retest.rows]]
rule = "soon"
when = { days_since_test = "below 92", course_since = false }
gives = "too-soon"
[reasons.old]
en = "It was {days_since_test} days ago."
""",
    "ages.v1.toml",
)


def test_each_skill_is_enough_one_step_short_or_clearly_short() -> None:
    levels = {
        "reading": Level.B1_1,
        "writing": Level.A2_1,
        "listening": Level.A2_1,
        "speaking": PartState.SKIPPED,
    }

    verdicts = sufficiency(levels, NURSING)

    assert [(each.skill, each.enough, each.short_by) for each in verdicts] == [
        ("reading", Enough.ENOUGH, 0),
        ("writing", Enough.ONE_STEP_SHORT, 1),
        ("listening", Enough.CLEARLY_SHORT, 3),
        ("speaking", Enough.NO_LEVEL, 0),
    ]


def test_a_higher_level_than_asked_is_enough() -> None:
    verdicts = sufficiency(dict.fromkeys(NURSING.levels, Level.C2_2), NURSING)

    assert {each.enough for each in verdicts} == {Enough.ENOUGH}


def test_no_levels_at_all_say_nothing() -> None:
    assert {each.enough for each in sufficiency({}, NURSING)} == {Enough.NO_LEVEL}


@pytest.mark.parametrize(("days", "gives"), [(0, "valid"), (365, "valid"), (366, "expired")])
def test_a_result_grows_old(days: int, gives: str) -> None:
    assert validity(days, AGES)["validity"].gives == gives


def test_the_reason_names_the_days() -> None:
    reason = validity(400, AGES)["validity"].reasons[0]

    assert AGES.reason_text(reason, "en") == "It was 400 days ago."


def test_a_course_since_the_test_lifts_the_warning_about_a_retest() -> None:
    assert validity(10, AGES)["retest"].gives == "too-soon"
    assert validity(10, AGES, course_since=True)["retest"].gives is None
    assert validity(10, AGES, course_since=True)["retest"].rule == "no-rule"


def test_unknown_days_are_named_and_nothing_is_said() -> None:
    answer = validity(None, AGES)["validity"]

    assert answer.gives is None
    assert answer.missing == ("days_since_test",)


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        validity(-1, AGES)
