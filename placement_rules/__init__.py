"""Judges what course group fits a candidate, and says why: a pure library, no database, web or clock."""

from placement_rules.answering import Answer
from placement_rules.battery import NextParts, next_parts
from placement_rules.conditions import InputTest, KnownTest, Line, Reason, SkillsTest, SpreadTest, Test
from placement_rules.deciding_rows import DecidingRows, deciding_rows
from placement_rules.decision_space import DecisionSpace, SpaceRow, Stretch, decision_space
from placement_rules.differences import (
    Difference,
    Differences,
    LineDifference,
    RowDifference,
    TableDifference,
    differences,
)
from placement_rules.evidence import Evidence, Mark
from placement_rules.fields import Problem
from placement_rules.impact import REST, UNJUDGED, Case, Comparison, Impact, Share, impact_of
from placement_rules.inputs import SKILLS, Input, Kind, Ranks, ranks_of, ranks_of_facts
from placement_rules.judge import Judge, Placing
from placement_rules.judging import suggest
from placement_rules.levels import Level, Literacy, PartState, Skill, StudyReadiness
from placement_rules.messages import Message
from placement_rules.outline import ANY_SKILL, EVERY_SKILL, SPREAD, Demand, Outline, outline_of
from placement_rules.proof import Finding, FindingCode, Report, Witness, check
from placement_rules.rule_files import (
    RULE_SETS,
    RuleSetError,
    UnknownRuleSet,
    WhyUnknown,
    parse_rule_set,
    read_rule_set,
    rule_set_on,
    rule_sets,
    shipped_text,
)
from placement_rules.rule_set import Answers, Requirement, RuleSet, Track
from placement_rules.sufficiency import Enough, SkillVerdict, sufficiency
from placement_rules.suggestion import Change, Suggestion, nearest_first
from placement_rules.tables import Collected, Hit, Row, Table, Verdict
from placement_rules.toml_places import places_of
from placement_rules.uncertainty import Chance, InvalidChances, LevelChances, level_chances, outcome_chances
from placement_rules.validity import validity

__all__ = [
    "ANY_SKILL",
    "EVERY_SKILL",
    "REST",
    "RULE_SETS",
    "SKILLS",
    "SPREAD",
    "UNJUDGED",
    "Answer",
    "Answers",
    "Case",
    "Chance",
    "Change",
    "Collected",
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
    "InputTest",
    "InvalidChances",
    "Judge",
    "Kind",
    "KnownTest",
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
    "Ranks",
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
    "SkillsTest",
    "SpaceRow",
    "SpreadTest",
    "Stretch",
    "StudyReadiness",
    "Suggestion",
    "Table",
    "TableDifference",
    "Test",
    "Track",
    "UnknownRuleSet",
    "Verdict",
    "WhyUnknown",
    "Witness",
    "check",
    "deciding_rows",
    "decision_space",
    "differences",
    "impact_of",
    "level_chances",
    "nearest_first",
    "next_parts",
    "outcome_chances",
    "outline_of",
    "parse_rule_set",
    "places_of",
    "ranks_of",
    "ranks_of_facts",
    "read_rule_set",
    "rule_set_on",
    "rule_sets",
    "shipped_text",
    "sufficiency",
    "suggest",
    "validity",
]
