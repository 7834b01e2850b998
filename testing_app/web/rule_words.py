"""A rule set in sentences: what each rule asks, where it leads, and which module takes which levels."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.rule_sets import rules
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of

SUBJECTS: dict[str, LazyString] = {
    rules.ANY_SKILL: _l("any of the four skills"),
    rules.EVERY_SKILL: _l("each of the four skills"),
    rules.SPREAD: _l("the difference between the highest and the lowest skill, in steps"),
    "overall": _l("overall level"),
    "track": _l("track"),
    "battery": _l("battery"),
}


@dataclass(frozen=True, kw_only=True)
class LineInWords:
    """Tests that must all hold, and the sentences told when they do."""

    tests: Sequence[str]
    reasons: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class RuleInWords:
    """One row of a decision table; without lines it takes everybody else."""

    number: int
    rule: str
    lines: Sequence[LineInWords]
    gives: str
    is_left_to_assessor: bool
    reasons: Sequence[str]
    sources: Sequence[str]


def rows_in_words(table: rules.Table, rule_set: rules.RuleSet) -> list[RuleInWords]:
    """The rows from the top, each with its lines, its reasons and where its numbers come from."""
    return [
        RuleInWords(
            number=number,
            rule=row.rule,
            lines=[_line_in_words(line, rule_set) for line in row.lines],
            gives=name_of(row.gives, rule_set),
            is_left_to_assessor=row.gives == rule_set.undecided_track,
            reasons=_sentences(row.because, rule_set),
            sources=[rule_set.sources.get(code, code) for code in row.sources],
        )
        for number, row in enumerate(table.rows, start=1)
    ]


def modules_in_words(rule_set: rules.RuleSet) -> list[tuple[str, str]]:
    """Each module with what its row asks, mostly the overall level."""
    table = rule_set.tables.get("module")
    rows = rows_in_words(table, rule_set) if table else []
    either = f" {_('or')} "
    return [(row.gives, either.join(", ".join(line.tests) for line in row.lines)) for row in rows]


def test_in_words(test: rules.Test, rule_set: rules.RuleSet) -> str:
    """One test as a phrase."""
    outline = rules.outline_of(test)
    language = current_language()
    subject = str(SUBJECTS.get(outline.subject) or rule_set.label(outline.subject, language))
    values = [rule_set.label(value, language) for value in outline.values]
    phrase = str(_DEMANDS[outline.demand]) % {
        "subject": subject,
        "value": values[0] if len(values) == 1 else str(_(" or ")).join(values),
        "first": values[0] if values else "",
        "second": values[-1] if values else "",
    }
    return phrase[:1].upper() + phrase[1:]


_DEMANDS: dict[rules.Demand, LazyString] = {
    rules.Demand.IS: _l("%(subject)s: %(value)s"),
    rules.Demand.AT_LEAST: _l("%(subject)s: at least %(value)s"),
    rules.Demand.BELOW: _l("%(subject)s: below %(value)s"),
    rules.Demand.BETWEEN: _l("%(subject)s: %(first)s–%(second)s"),
    rules.Demand.MISSING: _l("%(subject)s: not known"),
    rules.Demand.KNOWN: _l("%(subject)s: known"),
}


def _line_in_words(line: rules.Line, rule_set: rules.RuleSet) -> LineInWords:
    return LineInWords(
        tests=[test_in_words(test, rule_set) for test in line.tests],
        reasons=_sentences(line.because, rule_set),
    )


def _sentences(codes: Sequence[str], rule_set: rules.RuleSet) -> list[str]:
    """The sentences of reasons; three dots stand for what a candidate's case fills in."""
    language = current_language()
    return [
        rule_set.reasons.get(code, {}).get(language, code).format_map(_Dots()).replace("….", "…")
        for code in codes
    ]


class _Dots(dict[str, str]):
    """Stands in for facts that nobody has given yet."""

    def __missing__(self, _name: str) -> str:
        return "…"
