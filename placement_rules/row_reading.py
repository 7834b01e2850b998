"""Reads the rows of a decision table: what each asks, gives and tells."""

from collections.abc import Iterator, Mapping

from placement_rules.cells import CellError, Known, read_cell
from placement_rules.conditions import (
    OVERALL,
    InputTest,
    KnownTest,
    Line,
    SkillsTest,
    SpreadTest,
    Subject,
    Test,
)
from placement_rules.fields import Fields, Problems
from placement_rules.inputs import SKILLS, Input, Kind
from placement_rules.levels import TOP_STEP
from placement_rules.messages import N_
from placement_rules.rule_set import EXTRAS_TABLE, INPUT_MISSING, MODULE_TABLE, NO_RULE
from placement_rules.tables import Row

_SKILL_LEVEL = Input("a skill", Kind.LEVEL)
_SPREAD = Input(Subject.SPREAD.value, Kind.INTEGER, lowest=0, highest=TOP_STEP)


class RowReader:
    """Turns the rows of one table into what can be judged; `askable` are the subjects they may ask about."""

    def __init__(self, askable: Mapping[str, Input], problems: Problems) -> None:
        self.askable = askable
        self.problems = problems

    def rows(
        self, table: Fields, sources: tuple[str, ...], gives: Mapping[str, object] | None
    ) -> Iterator[Row]:
        """The rows in order; `gives` are the outcomes they may have, where those are declared."""
        seen: set[str] = set()
        for entry in table.entries("rows"):
            rule, outcome = entry.word("rule"), entry.word("gives")
            because, own_sources = entry.texts("because", optional=True), entry.texts("source", optional=True)
            lines = tuple(self._lines(entry))
            entry.nothing_else()
            if rule in seen or rule in (INPUT_MISSING, NO_RULE):
                entry.problem("rule", N_("the name “%(rule)s” is already taken"), rule=rule)
            if outcome is not None and gives is not None and outcome not in gives:
                facts = {"value": outcome, "known": ", ".join(gives)}
                entry.problem("gives", N_("“%(value)s” is not known here; known: %(known)s"), **facts)
            seen.add(rule or "")
            yield Row(rule or "", lines, outcome or "", because, own_sources or sources)

    def _lines(self, row: Fields) -> Iterator[Line]:
        """The lines of `when`: one table, or a list of them of which any is enough."""
        if isinstance(row.table.get("when"), dict):
            table = row.take("when", dict) or {}
            yield self._line(Fields(table, (*row.path, "when"), self.problems))
            return
        entries = list(row.entries("when", optional=True))
        if row.table.get("when") == []:
            row.problem(
                "when", N_("a list without lines can never be true; leave “when” out for “otherwise”")
            )
        yield from (self._line(entry) for entry in entries)

    def _line(self, fields: Fields) -> Line:
        because = fields.texts("because", optional=True)
        tests = [self._test(fields, subject) for subject in fields.table if subject != "because"]
        if not tests:
            self.problems.add(fields.path, N_("this line asks nothing; leave “when” out for “otherwise”"))
        return Line(tuple(test for test in tests if test is not None), because)

    def _test(self, fields: Fields, subject: str) -> Test | None:
        path = (*fields.path, subject)
        given = self._measured_in(subject)
        if given is None:
            facts = {"value": subject, "known": ", ".join([*Subject, *self.askable])}
            self.problems.add(path, N_("“%(value)s” cannot be asked about here; known: %(known)s"), **facts)
            return None
        try:
            asked = read_cell(given, fields.table[subject])
        except CellError as error:
            self.problems.add(path, error.message.template, **error.message.facts)
            return None
        if isinstance(asked, Known):
            is_known = asked is Known.KNOWN
            of_all = is_known and subject in (OVERALL, Subject.SPREAD)  # these rest on all four skills
            return KnownTest(self._names(subject), is_known, every=of_all or subject == Subject.EVERY_SKILL)
        if subject == Subject.SPREAD:
            return SpreadTest(asked)
        if subject in (Subject.ANY_SKILL, Subject.EVERY_SKILL):
            return SkillsTest(subject == Subject.EVERY_SKILL, asked)
        return InputTest(given, asked)

    def _measured_in(self, subject: str) -> Input | None:
        """The domain that the cell of a subject is written in."""
        if subject == Subject.SPREAD:
            return _SPREAD
        if subject in (Subject.ANY_SKILL, Subject.EVERY_SKILL):
            return _SKILL_LEVEL
        return self.askable.get(subject)

    @staticmethod
    def _names(subject: str) -> tuple[str, ...]:
        return SKILLS if subject in (*Subject, OVERALL) else (subject,)


def facts_of(row: Row, table: str) -> Iterator[tuple[str, set[str]]]:
    """Each reason of a row with the facts its text may name."""
    always = {OVERALL} if table in (MODULE_TABLE, EXTRAS_TABLE) else set()
    of_lines = [(line, _facts_of_line(line) | always) for line in row.lines]
    for code in row.because:
        yield code, set.intersection(*(facts for _, facts in of_lines)) if of_lines else set(always)
    for line, facts in of_lines:
        for code in line.because:
            yield code, facts


def _facts_of_line(line: Line) -> set[str]:
    found: set[str] = set()
    for test in line.tests:
        if isinstance(test, InputTest):
            found |= {test.input.name} - {"track"}
        else:
            found.add({SpreadTest: "spread", SkillsTest: "skills", KnownTest: "missing"}[type(test)])
    return found
