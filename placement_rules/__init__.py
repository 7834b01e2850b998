"""Judges what course group fits a candidate, and says why: a pure library, no database, web or clock."""

from placement_rules.conditions import Condition, Reason
from placement_rules.evidence import Evidence, Mark
from placement_rules.inputs import Input, Kind
from placement_rules.judge import Judge
from placement_rules.judging import Change, Suggestion, nearest_first, suggest
from placement_rules.levels import Level, Literacy, PartState, Skill, StudyReadiness
from placement_rules.outline import ANY_SKILL, EVERY_SKILL, SPREAD, Demand, Outline, outline_of
from placement_rules.rule_files import (
    RuleSetError,
    UnknownRuleSet,
    WhyUnknown,
    parse_rule_set,
    read_rule_set,
    rule_set_on,
)
from placement_rules.rule_set import Rule, RuleSet

__all__ = [
    "ANY_SKILL",
    "EVERY_SKILL",
    "SPREAD",
    "Change",
    "Condition",
    "Demand",
    "Evidence",
    "Input",
    "Judge",
    "Kind",
    "Level",
    "Literacy",
    "Mark",
    "Outline",
    "PartState",
    "Reason",
    "Rule",
    "RuleSet",
    "RuleSetError",
    "Skill",
    "StudyReadiness",
    "Suggestion",
    "UnknownRuleSet",
    "WhyUnknown",
    "nearest_first",
    "outline_of",
    "parse_rule_set",
    "read_rule_set",
    "rule_set_on",
    "suggest",
]
