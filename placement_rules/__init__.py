"""Judges what course group fits a candidate, and says why: a pure library, no database, web or clock."""

from placement_rules.conditions import Reason
from placement_rules.evidence import Evidence, Mark
from placement_rules.inputs import Input, Kind
from placement_rules.judge import Judge
from placement_rules.judging import Change, Suggestion, nearest_first, suggest
from placement_rules.levels import Level, Literacy, PartState, Skill, StudyReadiness
from placement_rules.rule_files import (
    RuleSetError,
    UnknownRuleSet,
    parse_rule_set,
    read_rule_set,
    rule_set_on,
)
from placement_rules.rule_set import RuleSet

__all__ = [
    "Change",
    "Evidence",
    "Input",
    "Judge",
    "Kind",
    "Level",
    "Literacy",
    "Mark",
    "PartState",
    "Reason",
    "RuleSet",
    "RuleSetError",
    "Skill",
    "StudyReadiness",
    "Suggestion",
    "UnknownRuleSet",
    "nearest_first",
    "parse_rule_set",
    "read_rule_set",
    "rule_set_on",
    "suggest",
]
