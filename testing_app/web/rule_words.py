"""Decision tables in the reader's words: what each row asks, where it leads, and the reasons it tells."""

from collections.abc import Iterable, Mapping, Sequence
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
DEMANDS: dict[rules.Demand, LazyString] = {
    rules.Demand.AT_LEAST: _l("at least %(value)s"),
    rules.Demand.BELOW: _l("below %(value)s"),
    rules.Demand.BETWEEN: _l("%(first)s–%(second)s"),
    rules.Demand.MISSING: _l("not known"),
    rules.Demand.KNOWN: _l("known"),
}
TITLES: dict[str, LazyString] = {
    "track": _l("Which track"),
    "module": _l("Which module"),
    "extras": _l("What is added"),
    "battery": _l("Which battery"),
    "parts": _l("Which parts next"),
    "validity": _l("Can the result still be relied on?"),
    "retest": _l("Is it worth testing again?"),
}
HITS: dict[rules.Hit, LazyString] = {
    rules.Hit.FIRST: _l(
        "The rows are asked from the top. The first that is true decides. A row that cannot be judged "
        "because something is not known stops the judging."
    ),
    rules.Hit.UNIQUE: _l("No two rows can be true at once, so their order does not matter."),
    rules.Hit.COLLECT: _l("Every row that is true counts."),
}


@dataclass(frozen=True, kw_only=True)
class TestInWords:
    """One cell: what is looked at and what is asked of it."""

    __test__ = False  # not for pytest

    subject: str
    demand: str

    @property
    def text(self) -> str:
        """The cell as one phrase."""
        return f"{self.subject}: {self.demand}"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class LineInWords:
    """Cells that must all hold, and the sentences told when they do."""

    tests: Sequence[TestInWords]
    reasons: Sequence[str]

    @property
    def text(self) -> str:
        """The line as one phrase."""
        return _as_phrase(_(" and "), [test.text for test in self.tests])


@dataclass(frozen=True, kw_only=True)
class RowInWords:
    """One row of a decision table; without lines it takes everybody else.

    `mark` says what it did for the imagined person: "decides", "counts", "stops" or nothing.
    """

    number: int
    rule: str
    anchor: str
    lines: Sequence[LineInWords]
    gives: str
    is_left_to_assessor: bool
    reasons: Sequence[str]
    sources: Sequence[str]
    mark: str = ""

    @property
    def text(self) -> str:
        """What the row asks, as one phrase."""
        return _as_phrase(_(" or "), [line.text for line in self.lines]) or str(_("Otherwise"))


@dataclass(frozen=True, kw_only=True)
class TableInWords:
    """A decision table: its question, how its rows count, and the rows."""

    name: str
    title: str
    hit: str
    rows: Sequence[RowInWords]

    @property
    def tells_reasons(self) -> bool:
        """Whether any row tells a reason of its own."""
        return any(row.reasons or any(line.reasons for line in row.lines) for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What rows did for the imagined person: the rules that decided, by table; those that could not."""

    decided: Mapping[str, tuple[str, ...]]
    stopped: frozenset[str] = frozenset()

    def of(self, table: rules.Table, rule: str) -> str:
        """The mark of one row."""
        if rule in self.decided.get(table.name, ()):
            return "counts" if table.hit is rules.Hit.COLLECT else "decides"
        return "stops" if rule in self.stopped else ""


UNMARKED = Marks(decided={})


def rule_set_name(rule_set: rules.RuleSet) -> str:
    """What the rule set is called; its id if nobody named it in this language."""
    return rule_set.name.get(current_language()) or rule_set.name.get("en") or rule_set.id


def tables_in_words(rule_set: rules.RuleSet, marks: Marks = UNMARKED) -> list[TableInWords]:
    """Every table in the order of judging; each row has an anchor of its own on the page."""
    used: set[str] = set()
    return [table_in_words(table, rule_set, marks=marks, used=used) for table in rule_set.tables.values()]


def table_in_words(
    table: rules.Table, rule_set: rules.RuleSet, *, marks: Marks = UNMARKED, used: set[str] | None = None
) -> TableInWords:
    """One table; `used` holds the anchors that are taken already."""
    taken = set() if used is None else used
    return TableInWords(
        name=table.name,
        title=str(TITLES.get(table.name, table.name)),
        hit=str(HITS[table.hit]),
        rows=[
            row_in_words(
                row,
                rule_set,
                number,
                anchor=_anchor(row.rule, table.name, taken),
                mark=marks.of(table, row.rule),
            )
            for number, row in enumerate(table.rows, start=1)
        ],
    )


def rows_in_words(table: rules.Table, rule_set: rules.RuleSet) -> list[RowInWords]:
    """The rows of one table from the top."""
    return list(table_in_words(table, rule_set).rows)


def modules_in_words(rule_set: rules.RuleSet) -> list[tuple[str, str]]:
    """Each module with what its row asks, mostly the overall level."""
    table = rule_set.tables.get("module")
    return [(row.gives, row.text) for row in (rows_in_words(table, rule_set) if table else [])]


def row_in_words(
    row: rules.Row, rule_set: rules.RuleSet, number: int, *, anchor: str = "", mark: str = ""
) -> RowInWords:
    """One row, with the sentences that are told whichever line is true, and with those of each line."""
    return RowInWords(
        number=number,
        rule=row.rule,
        anchor=anchor,
        lines=[line_in_words(line, rule_set) for line in row.lines],
        gives=name_of(row.gives, rule_set),
        is_left_to_assessor=row.gives == rule_set.undecided_track,
        reasons=sentences(row.because, rule_set),
        sources=row.sources,
        mark=mark,
    )


def line_in_words(line: rules.Line, rule_set: rules.RuleSet) -> LineInWords:
    """One line with its own reasons."""
    return LineInWords(
        tests=[outline_in_words(rules.outline_of(test), rule_set) for test in line.tests],
        reasons=sentences(line.because, rule_set),
    )


def outline_in_words(outline: rules.Outline, rule_set: rules.RuleSet) -> TestInWords:
    """One cell."""
    language = current_language()
    values = [rule_set.label(value, language) for value in outline.values]
    if outline.demand is rules.Demand.IS:
        demand = str(_(" or ")).join(values) or str(_("never"))
    else:
        demand = str(DEMANDS[outline.demand]) % {
            "value": values[0] if len(values) == 1 else str(_(" or ")).join(values),
            "first": values[0] if values else "",
            "second": values[-1] if values else "",
        }
    return TestInWords(subject=subject_in_words(outline.subject, rule_set), demand=demand)


def subject_in_words(subject: str, rule_set: rules.RuleSet) -> str:
    """What a cell looks at, with a capital letter."""
    words = str(SUBJECTS.get(subject) or rule_set.label(subject, current_language()))
    return words[:1].upper() + words[1:]


def sentences(codes: Iterable[str], rule_set: rules.RuleSet) -> list[str]:
    """The sentences of reasons; three dots stand for what a candidate's case fills in."""
    language = current_language()
    return [
        rule_set.reasons.get(code, {}).get(language, code).format_map(_Dots()).replace("….", "…")
        for code in codes
    ]


def _as_phrase(between: str, parts: Sequence[str]) -> str:
    """Parts that begin with a capital letter, as one phrase that does."""
    return between.join([*parts[:1], *(part[:1].lower() + part[1:] for part in parts[1:])])


def _anchor(rule: str, table: str, used: set[str]) -> str:
    """`rule-<rule>`; where another table has a rule of this name already, with the table's name."""
    anchor = f"rule-{rule}" if f"rule-{rule}" not in used else f"rule-{table}-{rule}"
    used.add(anchor)
    return anchor


class _Dots(dict[str, str]):
    """Stands in for facts that nobody has given yet."""

    def __missing__(self, _name: str) -> str:
        return "…"
