"""Puts the proofs together: everything that is wrong with a rule set, in the order of its file."""

from collections.abc import Callable, Iterator
from math import prod

from placement_rules.messages import N_, Message
from placement_rules.proof.classes import Space, space_of
from placement_rules.proof.completeness import gaps_and_overlaps
from placement_rules.proof.declared_orders import orders
from placement_rules.proof.findings import Finding, FindingCode, Report
from placement_rules.proof.monotone import falls
from placement_rules.proof.reachability import rules_without_use, tracks_without_use
from placement_rules.proof.sources import sources
from placement_rules.proof.tabulated import tabulated
from placement_rules.proof.texts import texts
from placement_rules.rule_set import RuleSet

MOST_CLASSES, MOST_ROWS, MOST_JUDGED = 8_000_000, 1000, 250_000_000
"""More classes, rows (tracks counted in) or classes judged by rows would not be proven in 10 seconds and
300 megabytes."""

Progress = Callable[[int, int], None]
"""Told how many proofs are done, and of how many."""

_OVER_CLASSES = (gaps_and_overlaps, rules_without_use, tracks_without_use, falls, texts)
_OVER_THE_FILE = (orders, sources)


def check(rule_set: RuleSet, *, progress: Progress | None = None) -> Report:
    """Prove a rule set over every combination of its declared inputs, or say what is wrong with it.

    The proof is exhaustive: inputs fall into classes that no test tells apart, and every class is judged.
    """
    space = space_of(rule_set)
    classes = prod(space.shape)
    steps = len(_OVER_CLASSES) + len(_OVER_THE_FILE) + 2
    rules = sum(len(table.rows) for table in rule_set.tables.values())
    found = [*_unused_inputs(space), *_fields_twice(rule_set)]
    done = _counter(steps, progress)
    done()
    size = rules + len(rule_set.tracks)
    if size > MOST_ROWS or classes > MOST_CLASSES or classes * size > MOST_JUDGED:
        found.append(_too_large(classes, size))
    else:
        for file_proof in _OVER_THE_FILE:
            found += file_proof(rule_set)
            done()
        proven = tabulated(rule_set, space)
        done()
        for proof in _OVER_CLASSES:
            found += proof(proven)
            done()
    order = list(FindingCode)
    findings = sorted(found, key=lambda finding: order.index(finding.code))
    return Report(tuple(findings), space.combinations, classes, rules + len(rule_set.requirements))


def _counter(steps: int, progress: Progress | None) -> Callable[[], None]:
    """Tells the progress by one more each time it is called."""
    numbers = iter(range(1, steps + 1))

    def count() -> None:
        if progress:
            progress(next(numbers), steps)

    return count


def _too_large(classes: int, rows: int) -> Finding:
    if classes > MOST_CLASSES:
        template = N_(
            "The rules tell %(classes)d classes of inputs apart, more than the %(most)d that can be proven; "
            "use fewer different limits"
        )
    else:
        template = N_(
            "There are too many rules and tracks to be proven: %(rows)d, which tell %(classes)d classes of "
            "inputs apart; use fewer rules or fewer different limits"
        )
    facts = {"classes": classes, "most": MOST_CLASSES, "rows": rows}
    return Finding(FindingCode.TOO_LARGE, Message(template, facts), path=("tables",))


def _unused_inputs(space: Space) -> Iterator[Finding]:
    """Inputs that are declared but never asked about."""
    for axis in space.axes:
        for name in axis.names:
            if not axis.truths:
                message = Message(N_("No rule asks for the input “%(input)s”"), {"input": name})
                yield Finding(FindingCode.INPUT_UNUSED, message, path=("inputs", name))


def _fields_twice(rule_set: RuleSet) -> Iterator[Finding]:
    """Fields with two rows of requirements: which one counts would be chance."""
    seen = set()
    for number, requirement in enumerate(rule_set.requirements):
        if requirement.field in seen:
            message = Message(N_("The field “%(field)s” has two rows"), {"field": requirement.field})
            yield Finding(FindingCode.FIELD_TWICE, message, path=("requirements", number))
        seen.add(requirement.field)
