"""Runs the cases that experts wrote: every file of the folder, by the question its rule set answers."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placement_rules import (
    Answer,
    Answers,
    Evidence,
    Level,
    Literacy,
    PartState,
    RuleSet,
    Skill,
    StudyReadiness,
    next_parts,
    rule_set_on,
    rule_sets,
    sufficiency,
    suggest,
    validity,
)

Case = dict[str, Any]
FILES = sorted(Path(__file__).with_name("cases").glob("*.toml"))
LANGUAGES = ("fi", "sv", "en")


def content_of(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def cases() -> list[Any]:
    contents = [(file, content_of(file)) for file in FILES]
    return [
        pytest.param(content, case, id=f"{file.stem}: {case['name']}")
        for file, content in contents
        for case in content["cases"]
    ]


def evidence_from(given: Case) -> Evidence:
    known = {name: value for name, value in given.items() if value != "missing"}
    for mark in (*Skill, "interview"):
        known[mark] = Level(known[mark]) if mark in known else PartState.NOT_TAKEN
    known["literacy"] = Literacy(known["literacy"]) if "literacy" in known else None
    readiness = known.get("study_readiness")
    return Evidence(**{**known, "study_readiness": StudyReadiness(readiness) if readiness else None})


def placement_of(given: Case, rule_set: RuleSet) -> Case:
    suggestion = suggest(evidence_from(given), rule_set)
    return {
        "track": suggestion.track,
        "module": suggestion.module,
        "extras": list(suggestion.extras),
        "missing": list(suggestion.missing),
        "rule": suggestion.rule,
    }


def battery_of(given: Case, rule_set: RuleSet) -> Case:
    found = next_parts(evidence_from(given), rule_set)
    return {
        "battery": found.battery.gives,
        "rule": found.battery.rule,
        "missing": list(found.battery.missing),
        "now": [part.gives for part in found.now],
        "later": [part.gives for part in found.later],
    }


def validity_of(given: Case, rule_set: RuleSet) -> Case:
    found = validity(given["days_since_test"], rule_set, course_since=given.get("course_since", False))
    return {name: answer.gives for name, answer in found.items()}


def sufficiency_of(given: Case, rule_set: RuleSet) -> Case:
    required = next(each for each in rule_set.requirements if each.field == given["field"])
    evidence = evidence_from({name: value for name, value in given.items() if name != "field"})
    marks = {skill: getattr(evidence, skill) for skill in Skill}
    return {found.skill: found.enough.value for found in sufficiency(marks, required)}


Question = Callable[[Case, RuleSet], Case]
QUESTIONS: dict[Answers, tuple[Question, Case]] = {
    Answers.PLACEMENT: (placement_of, {"module": None, "extras": [], "missing": []}),
    Answers.BATTERY: (battery_of, {"battery": None, "missing": [], "later": []}),
    Answers.VALIDITY: (validity_of, {}),
    Answers.SUFFICIENCY: (sufficiency_of, {}),
}
"""How each question is asked, and what an expectation that a case leaves out is."""


def set_of(content: Case) -> RuleSet:
    language, answers = content.get("language", "fi"), Answers(content["answers"])
    return rule_set_on(content["on"], language=language, id=content["rule_set"], answers=answers)


@pytest.mark.parametrize(("content", "case"), cases())
def test_a_case_comes_out_as_the_experts_say(content: Case, case: Case) -> None:
    ask, left_out = QUESTIONS[Answers(content["answers"])]

    found = ask({**content.get("plain", {}), **case.get("given", {})}, set_of(content))

    assert found == {**left_out, **case["expect"]}


@pytest.mark.parametrize("rule_set", rule_sets(), ids=lambda each: each.id)
def test_every_shipped_set_has_cases(rule_set: RuleSet) -> None:
    assert rule_set.id in {content_of(file)["rule_set"] for file in FILES}


@pytest.mark.parametrize("rule_set", rule_sets(), ids=lambda each: each.id)
def test_every_row_of_a_shipped_set_decides_some_case(rule_set: RuleSet) -> None:
    contents = [content for content in map(content_of, FILES) if content["rule_set"] == rule_set.id]
    given = [
        {**content.get("plain", {}), **case.get("given", {})}
        for content in contents
        for case in content["cases"]
    ]

    decided = {rule for each in given for rule in rules_that_decided(each, rule_set)}

    assert {row.rule for table in rule_set.tables.values() for row in table.rows} <= decided


def rules_that_decided(given: Case, rule_set: RuleSet) -> set[str]:
    """The rules of every table that gave what this case gets."""
    if rule_set.answers is Answers.SUFFICIENCY:
        return set()
    if rule_set.answers is Answers.PLACEMENT:
        return placing_rules(given, rule_set)
    return {answer.rule for answer in answers_to(given, rule_set) if answer.gives}


def answers_to(given: Case, rule_set: RuleSet) -> list[Answer]:
    if rule_set.answers is Answers.VALIDITY:
        course_since = given.get("course_since", False)
        return list(validity(given["days_since_test"], rule_set, course_since=course_since).values())
    found = next_parts(evidence_from(given), rule_set)
    return [found.battery, *found.now]


def placing_rules(given: Case, rule_set: RuleSet) -> set[str]:
    suggestion = suggest(evidence_from(given), rule_set)
    gave = {suggestion.module, *suggestion.extras} - {None}
    rows = [row for table in rule_set.tables.values() for row in table.rows]
    return {suggestion.rule} | {row.rule for row in rows if row.gives in gave}


@pytest.mark.parametrize(("content", "case"), cases())
def test_every_reason_of_a_case_can_be_read_in_all_languages(content: Case, case: Case) -> None:
    rule_set = set_of(content)
    given = {**content.get("plain", {}), **case.get("given", {})}

    told = [
        rule_set.reason_text(reason, language)
        for reason in reasons_of(given, rule_set)
        for language in LANGUAGES
    ]

    assert all(told)
    assert not any("{" in text for text in told)


def reasons_of(given: Case, rule_set: RuleSet) -> list[Any]:
    if rule_set.answers is Answers.SUFFICIENCY:
        return []
    if rule_set.answers is Answers.PLACEMENT:
        return list(suggest(evidence_from(given), rule_set).reasons)
    return [reason for answer in answers_to(given, rule_set) for reason in answer.reasons]
