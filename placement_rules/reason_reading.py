"""Checks what the texts of reasons name: each brace must be known wherever the reason is told."""

import string
from collections.abc import Mapping

from placement_rules.fields import Problems
from placement_rules.messages import N_
from placement_rules.row_reading import facts_of
from placement_rules.rule_set import INPUT_MISSING, MODULE_BY_OVERALL, NO_RULE, OVERALL_IS_MEAN, Texts
from placement_rules.tables import Table
from placement_rules.toml_places import Path


def check_reasons(tables: Mapping[str, Table], reasons: Mapping[str, Texts], problems: Problems) -> None:
    """Note every brace in a text that nothing could fill in."""
    known: dict[str, set[str]] = {
        INPUT_MISSING: {"inputs", "rule"},
        OVERALL_IS_MEAN: {"overall"},
        MODULE_BY_OVERALL: {"overall", "module"},
        NO_RULE: set(),
    }
    for table in tables.values():
        for row in table.rows:
            for code, facts in facts_of(row, table.name):
                known[code] = known.get(code, facts) & facts
    for code in (each for each in reasons if each in known):  # what nothing gives, nobody reads
        for language, text in reasons[code].items():
            _check_text(("reasons", code, language), text, known[code], problems)


def _check_text(path: Path, text: str, known: set[str], problems: Problems) -> None:
    try:
        asked = [each for each in string.Formatter().parse(text) if each[1] is not None]
    except ValueError as error:
        problems.add(path, N_("the braces do not match: %(error)s"), error=error)
        return
    if any(form or conversion for _, _, form, conversion in asked):
        problems.add(path, N_("only a name can stand in braces, without “:” or “!”"))
    for name in sorted({str(name) for _, name, _, _ in asked} - known):
        facts = {"name": name, "known": ", ".join(sorted(known)) or "-"}
        problems.add(path, N_("{%(name)s} cannot stand in this text; it can hold: %(known)s"), **facts)
