"""Counts the rows of a population sheet for a comparison of two rule sets, holding none of them."""

from collections.abc import Iterable, Iterator

from testing_app.rule_sets import rules
from testing_app.sheets.problems import Problem
from testing_app.sheets.streaming import MOTHER_TONGUE_GROUP, POPULATION_COLUMNS, SheetStream, StreamedRow
from testing_app.sheets.streaming import MUNICIPALITY as MUNICIPALITY_COLUMN
from testing_app.statistics.impact import LITERACY, MOTHER_TONGUE, MUNICIPALITY

GROUPING_OF = {MOTHER_TONGUE_GROUP: MOTHER_TONGUE, MUNICIPALITY_COLUMN: MUNICIPALITY}


def comparison_on(sheet: SheetStream, *, old: rules.RuleSet, new: rules.RuleSet) -> rules.Comparison:
    """A comparison by the groups that the sheet has columns for, and by literacy."""
    columns = [GROUPING_OF[name] for name in POPULATION_COLUMNS if name in sheet.found]
    return rules.Comparison(old, new, groupings=(*columns, LITERACY), linked=LITERACY)


def count_rows(
    rows: Iterable[StreamedRow], sheet: SheetStream, comparison: rules.Comparison
) -> Iterator[tuple[Problem, ...]]:
    """Count every good row, as this is read on; the problems of each bad row."""
    found = [place for place, name in enumerate(POPULATION_COLUMNS) if name in sheet.found]
    for row in rows:
        if row.evidence is None:
            yield row.problems
            continue
        literacy = row.evidence.literacy
        labels = [row.also[place] for place in found]
        comparison.add(row.evidence, (*labels, literacy.value if literacy else ""))
