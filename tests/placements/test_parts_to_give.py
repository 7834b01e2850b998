"""Which parts come next: what has a state is done, what is missing is named."""

from dataclasses import replace
from datetime import date

import pytest

from testing_app.placements.battery import INTERVIEW, SoFar, parts_to_give
from testing_app.rule_sets import rules
from testing_app.vocabulary import Literacy, Part, TestedLanguage

DAY = date(2026, 3, 12)
NOTHING = rules.evidence_from({})


def rule_set(language: TestedLanguage = TestedLanguage.FINNISH) -> rules.RuleSet:
    return rules.rule_set_on(DAY, language=language.value, answers=rules.Answers.BATTERY)


def names(answers: tuple[rules.Answer, ...]) -> list[str | None]:
    return [answer.gives for answer in answers]


@pytest.mark.parametrize(
    "answers", [rules.Answers.BATTERY, rules.Answers.VALIDITY, rules.Answers.SUFFICIENCY]
)
@pytest.mark.parametrize("language", list(TestedLanguage))
def test_both_languages_have_every_kind_of_rule_set(language: TestedLanguage, answers: rules.Answers) -> None:
    found = rules.rule_set_on(DAY, language=language.value, answers=answers)

    assert language.value in found.languages


def test_before_anything_is_known_interview_and_literacy_are_missing() -> None:
    said = parts_to_give(SoFar(NOTHING, ()), rule_set())

    assert said.battery.gives is None
    assert said.missing == (INTERVIEW, "literacy")
    assert names(said.now) == ["reading_aloud", "dictation", "speaking", "listening"]


def test_a_battery_that_is_known_misses_nothing_although_nobody_interviewed() -> None:
    said = parts_to_give(SoFar(replace(NOTHING, literacy=rules.Literacy.WEAK), ()), rule_set())

    assert said.battery.gives == "literacy"
    assert said.missing == ()


def test_the_interview_decides_between_the_fast_and_the_normal_battery() -> None:
    studied = rules.evidence_from(
        {}, literacy=Literacy.LATIN_FLUENT.value, schooling_years=16, languages_studied=2
    )
    heard = [None, "alle_A1.1", "A1.2"]

    said = [
        parts_to_give(SoFar(replace(studied, interview=rules.mark_from(level)), ()), rule_set())
        for level in heard
    ]

    assert [each.battery.gives for each in said] == [None, "normal", "fast"]
    assert [each.missing for each in said] == [(INTERVIEW,), (), ()]


def test_a_part_with_a_state_is_done_and_stands_nowhere_else() -> None:
    known = replace(NOTHING, literacy=rules.Literacy.LATIN_TECHNICAL, speaking=rules.PartState.SKIPPED)

    said = parts_to_give(SoFar(known, (Part.DICTATION, Part.SPEAKING)), rule_set())

    assert said.done == (Part.DICTATION, Part.SPEAKING)
    assert not {"dictation", "speaking"} & {*names(said.now), *names(said.later), *said.not_needed}


def test_writing_waits_for_reading() -> None:
    known = replace(NOTHING, literacy=rules.Literacy.LATIN_TECHNICAL)

    said = parts_to_give(SoFar(known, ()), rule_set())

    writing = next(answer for answer in said.later if answer.gives == "writing")
    assert writing.missing == ("reading",)
