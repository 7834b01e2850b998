"""Proves that every rule, line, track and declared exception has a use."""

from collections.abc import Iterator

import numpy as np

from placement_rules.messages import N_, Message
from placement_rules.proof.classes import Mask
from placement_rules.proof.findings import Finding, FindingCode
from placement_rules.proof.skill_classes import TRUE, Truths
from placement_rules.proof.tabulated import NO_ROW, STOPPED, Tabulated, TabulatedTable
from placement_rules.proof.witnesses import witness_in
from placement_rules.rule_set import TRACK_TABLE, Answers
from placement_rules.tables import Hit


def rules_without_use(proven: Tabulated) -> Iterator[Finding]:
    """Rules that can never hold or never decide; in rules that do, lines that change nothing."""
    for tabulated in proven.tables:
        for number in range(len(tabulated.table.rows)):
            if tabulated.deciding(number).any():
                yield from _idle_lines(tabulated, number)
            else:
                yield from _useless(tabulated, number, proven)


def _useless(tabulated: TabulatedTable, number: int, proven: Tabulated) -> Iterator[Finding]:
    """A rule that never decides: a contradiction in itself, or shadowed by rules above it."""
    name, row = tabulated.table.name, tabulated.table.rows[number]
    path = ("tables", name, "rows", number)
    true = tabulated.true(number)
    if not true.any():
        message = Message(
            N_("The rule “%(rule)s” can never hold: no combination of inputs that comes to it meets it"),
            {"rule": row.rule, "table": name},
        )
        yield Finding(FindingCode.NEVER_TRUE, message, path=path, table=name, rule=row.rule)
    elif tabulated.table.hit is Hit.FIRST:  # in a unique table this is an overlap, and told as one
        takers = tuple(tabulated.table.rows[each].rule for each in _taking(tabulated, true))
        message = Message(
            N_("The rule “%(rule)s” never decides: “%(others)s” always comes before it"),
            {"rule": row.rule, "others": takers, "table": name},
        )
        witnesses = witness_in(true, proven.rule_set, space=proven.space, table=name)
        cases = int(np.count_nonzero(true))
        yield Finding(
            FindingCode.SHADOWED,
            message,
            path=path,
            table=name,
            rule=row.rule,
            witnesses=witnesses,
            cases=cases,
        )


def _taking(tabulated: TabulatedTable, true: Mask) -> list[int]:
    """The rows that decide, or stop the judging, where this one is true."""
    found = np.unique(tabulated.decided[true])
    return sorted({int(each) if each >= 0 else int(STOPPED - each) for each in found if each != NO_ROW})


def _idle_lines(tabulated: TabulatedTable, number: int) -> Iterator[Finding]:
    """Lines that never hold where the rule is asked, or only beside other lines, and tell nothing."""
    row, truths = tabulated.table.rows[number], tabulated.lines[number]
    if len(truths) < 2:
        return
    comes = tabulated.comes_to(number)
    kept = list(range(len(truths)))
    for place in reversed(range(len(truths))):
        others = [truths[each] for each in kept if each != place]
        never = not (comes & (truths[place] == TRUE)).any()
        tells = bool(set(row.lines[place].because) - set(row.because))
        if never or (others and not tells and _adds_nothing(truths[place], others, comes)):
            kept.remove(place)
            template = (
                N_("Line %(line)d of the rule “%(rule)s” can never hold when the rule is asked")
                if never
                else N_("Line %(line)d of the rule “%(rule)s” changes nothing: other lines hold when it does")
            )
            message = Message(template, {"rule": row.rule, "line": place + 1})
            code = FindingCode.LINE_NEVER_TRUE if never else FindingCode.LINE_IDLE
            path = ("tables", tabulated.table.name, "rows", number, "when", place)
            yield Finding(code, message, path=path, table=tabulated.table.name, rule=row.rule)


def _adds_nothing(line: Truths, others: list[Truths], comes: Mask) -> bool:
    best = others[0]
    for other in others[1:]:
        best = np.maximum(best, other)
    return not (comes & (line > best)).any()


def tracks_without_use(proven: Tabulated) -> Iterator[Finding]:
    """Declared tracks to which no rule that decides leads."""
    rule_set = proven.rule_set
    if rule_set.answers is not Answers.PLACEMENT:
        return
    (choosing,) = (each for each in proven.tables if each.table.name == TRACK_TABLE)
    deciding = np.unique(choosing.decided)
    reached = {choosing.table.rows[number].gives for number in deciding if number >= 0}
    for track in rule_set.tracks:
        if track not in reached and track != rule_set.undecided_track:
            message = Message(N_("No rule leads to the track “%(track)s”"), {"track": track})
            yield Finding(FindingCode.TRACK_UNREACHED, message, path=("tracks", track))
