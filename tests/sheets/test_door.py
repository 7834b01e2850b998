"""The door to the rules: its words are those of the register, and stored codes become evidence."""

from datetime import date

import pytest

from testing_app import vocabulary
from testing_app.rule_sets import rules


def test_the_rules_and_the_register_use_the_same_words() -> None:
    assert [level.code for level in rules.Level] == list(vocabulary.LEVEL_CODES)
    assert [level.code for level in rules.Level if level.is_given] == list(vocabulary.LEVELS_GIVEN)
    assert list(rules.PartState) == list(vocabulary.PartState)
    assert list(rules.Literacy) == list(vocabulary.Literacy)
    assert list(rules.StudyReadiness) == list(vocabulary.StudyReadiness)
    assert set(rules.Skill) == set(vocabulary.SKILL_PARTS)


def test_stored_codes_become_evidence() -> None:
    evidence = rules.evidence_from(
        {"reading": "A2.1", "writing": "skipped"}, literacy="none", schooling_years=0
    )

    assert (evidence.reading, evidence.writing) == (rules.Level.A2_1, rules.PartState.SKIPPED)
    assert (evidence.speaking, evidence.literacy) == (rules.PartState.NOT_TAKEN, rules.Literacy.NONE)
    assert (evidence.schooling_years, evidence.languages_studied) == (0, None)


def test_an_unknown_stored_code_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"A9\.9"):
        rules.mark_from("A9.9")


def test_a_suggestion_becomes_plain_values_in_one_language() -> None:
    rule_set = rules.rule_set_on(date(2026, 3, 12))
    suggestion = rules.suggest(rules.evidence_from({}, literacy="none"), rule_set)

    document = rules.suggestion_document(suggestion, rule_set, language="sv")

    assert (document["track"], document["overall"], document["missing"]) == ("literacy-1", None, [])
    assert document["rule_set"] == {"id": "fi-koto-2022", "version": 1}
    assert document["reasons"] == [{"code": "reads-no-script", "text": "Läser inte något skriftsystem."}]
    assert document["changes"][0]["from"] == "none"
