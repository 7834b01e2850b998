"""The one door to placement_rules: evidence in, suggestion out, and the words both are made of."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import placement_rules
from placement_rules import (
    ANY_SKILL,
    EVERY_SKILL,
    REST,
    SKILLS,
    SPREAD,
    UNJUDGED,
    Answer,
    Answers,
    Case,
    Chance,
    Change,
    Comparison,
    DecidingRows,
    DecisionSpace,
    Demand,
    Difference,
    Differences,
    Enough,
    Evidence,
    Finding,
    FindingCode,
    Hit,
    Impact,
    Input,
    Judge,
    Kind,
    Level,
    LevelChances,
    Line,
    LineDifference,
    Literacy,
    Mark,
    Message,
    NextParts,
    Outline,
    PartState,
    Placing,
    Problem,
    Reason,
    Report,
    Requirement,
    Row,
    RowDifference,
    RuleSet,
    RuleSetError,
    Share,
    Skill,
    SkillVerdict,
    SpaceRow,
    Stretch,
    StudyReadiness,
    Suggestion,
    Table,
    TableDifference,
    Test,
    Track,
    UnknownRuleSet,
    WhyUnknown,
    Witness,
    check,
    deciding_rows,
    decision_space,
    differences,
    level_chances,
    nearest_first,
    next_parts,
    outline_of,
    parse_rule_set,
    places_of,
    ranks_of_facts,
    read_rule_set,
    rule_sets,
    shipped_text,
    sufficiency,
    suggest,
    validity,
)
from placement_rules.rule_files import RULE_SETS

TICKED, UNTICKED = "true", "false"
"""The values of inputs that are a tick, as changes name them."""
TICKS = (TICKED, UNTICKED)


@lru_cache(maxsize=512)
def rule_set_on(
    day: date,
    *,
    language: str = "fi",
    id: str | None = None,
    answers: Answers = Answers.PLACEMENT,
    folder: Path = RULE_SETS,
) -> RuleSet:
    """The rule set in force on a test day for the language tested; its files come with the code."""
    # read once for each day: reading and checking the files costs more than judging by them
    return placement_rules.rule_set_on(day, language=language, id=id, answers=answers, folder=folder)


@cache
def shipped_rule_sets(folder: Path = RULE_SETS) -> Mapping[tuple[str, int], RuleSet]:
    """Every rule set that comes with the product, by id and version."""
    return {(found.id, found.version): found for found in rule_sets(folder)}


def is_national(id: str, *, folder: Path = RULE_SETS) -> bool:
    """Whether a set that comes with the product is meant that is not for one area only."""
    return any(found.id == id and found.area is None for found in shipped_rule_sets(folder).values())


def faults_of(rule_set: RuleSet) -> tuple[Finding, ...]:
    """What the proof of a rule set found wrong; nothing when it may be used."""
    return check(rule_set).faults


def evidence_from(
    marks: Mapping[str, str | None],
    *,
    literacy: str | None = None,
    study_readiness: str | None = None,
    languages_studied: int | None = None,
    schooling_years: int | None = None,
    hard_life_situation: bool = False,
    needs_basic_education: bool = False,
) -> Evidence:
    """Evidence from stored codes: `marks` gives each skill's level code or part state; blank is not taken."""
    return Evidence(
        **{skill.value: mark_from(marks.get(skill)) for skill in Skill},
        literacy=Literacy(literacy) if literacy else None,
        study_readiness=StudyReadiness(study_readiness) if study_readiness else None,
        languages_studied=languages_studied,
        schooling_years=schooling_years,
        hard_life_situation=hard_life_situation,
        needs_basic_education=needs_basic_education,
    )


@lru_cache(maxsize=64)
def mark_from(code: str | None) -> Mark:
    """The level or part state a stored code means; blank is `not_taken`, an unknown code a ValueError."""
    if not code:
        return PartState.NOT_TAKEN
    return PartState(code) if code in tuple(PartState) else Level(code)  # type: ignore[call-arg]


def chances_from(chances: Mapping[Any, Mapping[str, float]]) -> dict[Skill, LevelChances]:
    """The chances of levels from stored codes: skill to level code to probability."""
    return {
        Skill(skill): LevelChances.of({Level(code): chance for code, chance in levels.items()})  # type: ignore[call-arg]
        for skill, levels in chances.items()
    }


def suggestion_document(suggestion: Suggestion, rule_set: RuleSet, *, language: str) -> dict[str, Any]:
    """The suggestion as plain JSON values, with its reasons in one language."""
    return {
        "track": suggestion.track,
        "module": suggestion.module,
        "extras": list(suggestion.extras),
        "overall": suggestion.overall.code if suggestion.overall else None,
        "rule": suggestion.rule,
        "rule_set": {"id": suggestion.rule_set_id, "version": suggestion.rule_set_version},
        "missing": list(suggestion.missing),
        "reasons": [
            {"code": reason.code, "text": rule_set.reason_text(reason, language)}
            for reason in suggestion.reasons
        ],
        "changes": [change_document(change) for change in suggestion.changes],
    }


def change_document(change: Change) -> dict[str, str | None]:
    """One change as plain JSON values."""
    return {
        "input": change.input,
        "from": change.old,
        "to": change.new,
        "track": change.track,
        "module": change.module,
    }


__all__ = [
    "ANY_SKILL",
    "EVERY_SKILL",
    "REST",
    "RULE_SETS",
    "SKILLS",
    "SPREAD",
    "TICKED",
    "TICKS",
    "UNJUDGED",
    "UNTICKED",
    "Answer",
    "Answers",
    "Case",
    "Chance",
    "Change",
    "Comparison",
    "DecidingRows",
    "DecisionSpace",
    "Demand",
    "Difference",
    "Differences",
    "Enough",
    "Evidence",
    "Finding",
    "FindingCode",
    "Hit",
    "Impact",
    "Input",
    "Judge",
    "Kind",
    "Level",
    "LevelChances",
    "Line",
    "LineDifference",
    "Literacy",
    "Mark",
    "Message",
    "NextParts",
    "Outline",
    "PartState",
    "Placing",
    "Problem",
    "Reason",
    "Report",
    "Requirement",
    "Row",
    "RowDifference",
    "RuleSet",
    "RuleSetError",
    "Share",
    "Skill",
    "SkillVerdict",
    "SpaceRow",
    "Stretch",
    "StudyReadiness",
    "Suggestion",
    "Table",
    "TableDifference",
    "Test",
    "Track",
    "UnknownRuleSet",
    "WhyUnknown",
    "Witness",
    "chances_from",
    "change_document",
    "check",
    "deciding_rows",
    "decision_space",
    "differences",
    "evidence_from",
    "faults_of",
    "is_national",
    "level_chances",
    "mark_from",
    "nearest_first",
    "next_parts",
    "outline_of",
    "parse_rule_set",
    "places_of",
    "ranks_of_facts",
    "read_rule_set",
    "rule_set_on",
    "rule_sets",
    "shipped_rule_sets",
    "shipped_text",
    "sufficiency",
    "suggest",
    "suggestion_document",
    "validity",
]
