"""Proves a rule set over its declared inputs: complete, reachable, monotone, with texts and sources."""

from placement_rules.proof.check import check
from placement_rules.proof.findings import Finding, FindingCode, Report, Witness

__all__ = ["Finding", "FindingCode", "Report", "Witness", "check"]
