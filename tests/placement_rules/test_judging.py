"""Edges of the judging that are easy to get wrong, one by one."""

import pytest

from placement_rules import (
    Evidence,
    Level,
    Literacy,
    PartState,
    Reason,
    Skill,
    StudyReadiness,
    nearest_first,
    parse_rule_set,
    suggest,
)
from tests.placement_rules.making import RULES, evidence
from tests.placement_rules.test_rule_files import DEFAULT


def new_values(given: Evidence, name: str) -> list[str]:
    return [change.new for change in suggest(given, RULES).changes if change.input == name]


def test_a_blank_part_is_never_a_zero() -> None:
    suggestion = suggest(evidence(writing=PartState.NOT_TAKEN), RULES)

    assert suggestion.track == "assessor-decides"
    assert suggestion.missing == ("writing",)
    assert suggestion.overall is None


def test_a_wide_spread_is_unclear_without_anything_missing() -> None:
    suggestion = suggest(evidence(reading=Level.A2_2, writing=Level.A1_2), RULES)

    assert (suggestion.rule, suggestion.missing) == ("levels-unclear", ())
    assert suggestion.reasons[0].facts == (("spread", "3"),)


def test_both_arms_of_an_unclear_profile_are_told() -> None:
    suggestion = suggest(evidence(reading=PartState.SKIPPED, writing=Level.B1_1), RULES)

    assert [reason.code for reason in suggestion.reasons] == ["skill-without-level", "skills-far-apart"]
    assert suggestion.missing == ("reading",)


@pytest.mark.parametrize(
    ("levels", "overall", "module"),
    [
        ((Level.A1_3, Level.A1_3, Level.A2_1, Level.A2_1), "A1.3", "M2"),
        ((Level.A1_3, Level.A2_1, Level.A2_1, Level.A2_1), "A2.1", "M3"),
        ((Level.BELOW_A1_1, Level.BELOW_A1_1, Level.A1_1, Level.A1_1), "alle_A1.1", "M1"),
        ((Level.A2_2, Level.B1_1, Level.B1_2, Level.B1_1), "B1.1", "M4"),
    ],
)
def test_a_half_is_rounded_down(levels: tuple[Level, ...], overall: str, module: str) -> None:
    suggestion = suggest(evidence(**dict(zip(Skill, levels, strict=True))), RULES)

    assert suggestion.overall is not None
    assert (suggestion.overall.code, suggestion.module) == (overall, module)


def test_a_reader_of_another_script_with_schooling_needs_readiness_known() -> None:
    suggestion = suggest(evidence(literacy=Literacy.OTHER_SCRIPT, study_readiness=None), RULES)

    assert (suggestion.rule, suggestion.missing) == ("input-missing", ("study_readiness",))


def test_an_input_that_cannot_affect_the_rule_is_not_named() -> None:
    suggestion = suggest(
        evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=None, study_readiness=None), RULES
    )

    assert suggestion.missing == ("study_readiness", "schooling_years")


def test_one_true_arm_is_enough_although_the_other_is_missing() -> None:
    suggestion = suggest(
        evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=5, study_readiness=None), RULES
    )

    assert (suggestion.rule, suggestion.missing) == ("latin-unsure", ())


def test_a_missing_input_that_no_rule_needs_does_nothing() -> None:
    suggestion = suggest(evidence(schooling_years=None, languages_studied=None), RULES)

    assert suggestion.rule == "basic-path"


def test_missing_literacy_stops_before_the_ticks() -> None:
    suggestion = suggest(evidence(literacy=None, needs_basic_education=True), RULES)

    assert (suggestion.rule, suggestion.missing, suggestion.changes) == ("input-missing", ("literacy",), ())


def test_above_c1_1_steps_to_c1_1_and_c2_1() -> None:
    given = evidence(reading=Level.ABOVE_C1_1, writing=Level.B2_2, listening=Level.B2_1, speaking=Level.B2_1)

    suggestion = suggest(given, RULES)

    assert suggestion.rule == "levels-unclear"
    assert [(each.old, each.new) for each in suggestion.changes if each.input == "reading"] == [
        ("yli_C1.1", "C1.1")
    ]


def test_above_c1_1_has_the_position_of_c1_2() -> None:
    assert Level.ABOVE_C1_1.step == Level.C1_2.step
    assert (Level.ABOVE_C1_1.down, Level.ABOVE_C1_1.up) == (Level.C1_1, Level.C2_1)
    assert Level.at(11) is Level.C1_2
    assert not Level.ABOVE_C1_1.is_given


def test_the_scale_has_the_codes_of_the_register_in_order() -> None:
    codes = "alle_A1.1 A1.1 A1.2 A1.3 A2.1 A2.2 B1.1 B1.2 B2.1 B2.2 C1.1 C1.2 C2.1 C2.2 yli_C1.1"

    assert [level.code for level in Level] == codes.split()


def test_schooling_changes_at_the_nearest_number_that_matters() -> None:
    assert new_values(evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=14), "schooling_years") == [
        "5"
    ]
    assert new_values(evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=2), "schooling_years") == ["6"]
    assert new_values(evidence(schooling_years=14), "schooling_years") == []


def test_a_change_between_two_rules_with_the_same_outcome_is_no_change() -> None:
    given = evidence(literacy=Literacy.LATIN_SATISFACTORY, study_readiness=StudyReadiness.NEEDS_DEVELOPMENT)

    assert new_values(given, "study_readiness") == []


def test_a_blank_tick_means_no_and_its_change_is_listed() -> None:
    changes = suggest(evidence(), RULES).changes

    ticks = [(each.input, each.old, each.new) for each in changes if each.old in ("true", "false")]
    assert ticks == [("hard_life_situation", "false", "true"), ("needs_basic_education", "false", "true")]


def test_the_nearest_changes_come_first() -> None:
    changes = suggest(evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=7), RULES).changes

    ordered = nearest_first(changes, RULES)

    assert ordered[-1].input == "schooling_years"
    assert {each.input for each in ordered[-4:-1]} == {"literacy"}


def test_an_assessor_decides_without_module_extras_or_overall() -> None:
    suggestion = suggest(evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=3), RULES)

    assert (suggestion.track, suggestion.module, suggestion.extras) == ("assessor-decides", None, ())
    assert suggestion.overall is None


def test_the_inputs_that_a_suggestion_rests_on_are_named() -> None:
    assert suggest(evidence(literacy=Literacy.NONE), RULES).used == ("literacy",)
    assert "speaking" in suggest(evidence(hard_life_situation=True), RULES).used


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        evidence(schooling_years=-1)


def test_every_reason_has_a_sentence_in_each_language() -> None:
    given = evidence(reading=PartState.SKIPPED, writing=Level.B1_1)

    for language, word in (("fi", "luetun ymmärtäminen"), ("sv", "läsförståelse"), ("en", "reading")):
        texts = [RULES.reason_text(reason, language) for reason in suggest(given, RULES).reasons]
        assert word in texts[0]
        assert not any("{" in text for text in texts)


def test_a_reason_that_lacks_a_language_is_told_in_another() -> None:
    lacking = parse_rule_set(
        DEFAULT.replace('fi = "Mikään muu sääntö ei täyty: peruspolku."\n', ""), "draft.toml"
    )
    reason = suggest(evidence(), lacking).reasons[0]

    assert lacking.reason_text(reason, "fi") == lacking.reason_text(reason, "sv")
    assert lacking.reason_text(Reason("nobody-wrote-it"), "fi") == "nobody-wrote-it"
