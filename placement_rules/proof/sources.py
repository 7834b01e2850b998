"""Proves that every number says where it comes from, and that each source named is declared."""

from collections.abc import Iterator

from placement_rules.messages import N_, Message
from placement_rules.proof.findings import Finding, FindingCode
from placement_rules.rule_set import RuleSet
from placement_rules.toml_places import Path


def sources(rule_set: RuleSet) -> Iterator[Finding]:
    """What has no source, names one that is not declared, and sources nobody names."""
    named: set[str] = set()
    for path, codes in _asked(rule_set):
        named.update(codes)
        if not codes:
            yield Finding(FindingCode.SOURCE_MISSING, Message(N_("This has no source")), path=path)
        for code in codes:
            if not rule_set.sources.get(code, "").strip():
                message = Message(N_("The source “%(source)s” is not declared"), {"source": code})
                yield Finding(FindingCode.SOURCE_UNDECLARED, message, path=path)
    for code in rule_set.sources:
        if code not in named and rule_set.included is None:
            message = Message(N_("The source “%(source)s” is named nowhere"), {"source": code})
            yield Finding(FindingCode.SOURCE_UNUSED, message, path=("sources", code))


def _asked(rule_set: RuleSet) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Every place that must have a source, with those it names; a row has its table's if it has none."""
    for name, table in rule_set.tables.items():
        for number, row in enumerate(table.rows):
            yield ("tables", name, "rows", number), row.sources
    if any(track.graded for track in rule_set.tracks.values()):
        yield ("overall",), rule_set.weight_sources
    if rule_set.borderline_below is not None:
        yield ("borderline",), rule_set.borderline_sources
    for number, requirement in enumerate(rule_set.requirements):
        yield ("requirements", number), requirement.sources
