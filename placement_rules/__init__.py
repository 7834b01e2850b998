"""Judges what course group fits a candidate, and says why: a pure library, no database, web or clock."""

from placement_rules.conditions import InputTest, KnownTest, Line, Reason, SkillsTest, SpreadTest, Test
from placement_rules.evidence import Evidence, Mark
from placement_rules.fields import Problem
from placement_rules.inputs import SKILLS, Input, Kind, Ranks, ranks_of, ranks_of_facts
from placement_rules.judge import Judge, Placing
from placement_rules.judging import suggest
from placement_rules.levels import Level, Literacy, PartState, Skill, StudyReadiness
from placement_rules.messages import Message
from placement_rules.outline import ANY_SKILL, EVERY_SKILL, SPREAD, Demand, Outline, outline_of
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
from placement_rules.suggestion import Change, Suggestion, nearest_first
from placement_rules.tables import Collected, Hit, Row, Table, Verdict
from placement_rules.uncertainty import Chance, InvalidChances, LevelChances, level_chances, outcome_chances

__all__ = [
    "ANY_SKILL",
    "EVERY_SKILL",
    "RULE_SETS",
    "SKILLS",
    "SPREAD",
    "Answers",
    "Chance",
    "Change",
    "Collected",
    "Demand",
    "Evidence",
    "Hit",
    "Input",
    "InputTest",
    "InvalidChances",
    "Judge",
    "Kind",
    "KnownTest",
    "Level",
    "LevelChances",
    "Line",
    "Literacy",
    "Mark",
    "Message",
    "Outline",
    "PartState",
    "Placing",
    "Problem",
    "Ranks",
    "Reason",
    "Requirement",
    "Row",
    "RuleSet",
    "RuleSetError",
    "Skill",
    "SkillsTest",
    "SpreadTest",
    "StudyReadiness",
    "Suggestion",
    "Table",
    "Test",
    "Track",
    "UnknownRuleSet",
    "Verdict",
    "WhyUnknown",
    "level_chances",
    "nearest_first",
    "outcome_chances",
    "outline_of",
    "parse_rule_set",
    "ranks_of",
    "ranks_of_facts",
    "read_rule_set",
    "rule_set_on",
    "rule_sets",
    "shipped_text",
    "suggest",
]
