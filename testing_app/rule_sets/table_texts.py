"""A rule set as plain text that can be read without its file: its tables, row by row."""

from collections.abc import Callable, Iterator

from testing_app.rule_sets.rules import (
    ANY_SKILL,
    EVERY_SKILL,
    SPREAD,
    Answers,
    Demand,
    Hit,
    Outline,
    Row,
    RuleSet,
    Table,
    Test,
    outline_of,
)

Translate = Callable[[str], str]


class RuleSetInText:
    """Writes one rule set in one language."""

    def __init__(self, rule_set: RuleSet, language: str, translate: Translate) -> None:
        self.rule_set, self.language, self.translate = rule_set, language, translate

    def lines(self) -> Iterator[str]:
        """The whole text, line by line."""
        yield from self._head()
        for table in self.rule_set.tables.values():
            yield from self._table(table)
        if self.rule_set.answers is Answers.SUFFICIENCY:
            yield from self._requirements()
        yield from self._orders()

    def _head(self) -> Iterator[str]:
        _, rule_set = self.translate, self.rule_set
        yield rule_set.name.get(self.language, rule_set.id)
        facts = {"id": rule_set.id, "version": rule_set.version, "first": rule_set.valid_from}
        if rule_set.valid_to:
            yield _("%(id)s version %(version)d (%(first)s to %(last)s)") % {
                **facts,
                "last": rule_set.valid_to,
            }
        else:
            yield _("%(id)s version %(version)d (from %(first)s)") % facts

    def _table(self, table: Table) -> Iterator[str]:
        yield ""
        yield f"{self._title(table.name)}  [{table.name}]"
        yield f"  {self._hit(table.hit)}"
        for number, row in enumerate(table.rows, start=1):
            yield from self._row(number, row)

    def _row(self, number: int, row: Row) -> Iterator[str]:
        _ = self.translate
        yield f"{number:>3} {row.rule}"
        for place, line in enumerate(row.lines):
            either = _(" or ").lstrip() if place else ""
            yield f"      {either}{_(' and ').join(map(self._test, line.tests))}"
        if not row.lines:
            yield f"      {_('Otherwise')}"
        yield f"      → {self._name(row.gives)}  ({', '.join(row.sources)})"
        yield from (f"        {self._reason(code)}" for code in row.reasons)

    def _reason(self, code: str) -> str:
        """The sentence of a reason, with the names of what it will tell in brackets."""
        text = self.rule_set.reasons.get(code, {}).get(self.language, code)
        facts = self.rule_set.facts.get(code, ())
        labels = self.rule_set.labels
        return text.format_map({name: f"[{self._name(name) if name in labels else '…'}]" for name in facts})

    def _test(self, test: Test) -> str:
        outline = outline_of(test)
        return f"{self._subject(outline.subject)}: {self._demand(outline)}"

    def _subject(self, code: str) -> str:
        _ = self.translate
        subjects = {
            ANY_SKILL: _("any of the four skills"),
            EVERY_SKILL: _("each of the four skills"),
            SPREAD: _("the difference between the highest and the lowest skill, in steps"),
            "overall": _("overall level"),
            "track": _("track"),
            "battery": _("battery"),
        }
        return subjects.get(code) or self._name(code)

    def _demand(self, outline: Outline) -> str:
        _ = self.translate
        demands = {
            Demand.IS: "%(value)s",
            Demand.AT_LEAST: _("at least %(value)s"),
            Demand.BELOW: _("below %(value)s"),
            Demand.BETWEEN: _("%(first)s–%(second)s"),
            Demand.MISSING: _("not known"),
            Demand.KNOWN: _("known"),
        }
        values = [self._name(code) for code in outline.values] or [""]
        facts = {"value": _(" or ").join(values), "first": values[0], "second": values[-1]}
        return demands[outline.demand] % facts

    def _requirements(self) -> Iterator[str]:
        yield ""
        for requirement in self.rule_set.requirements:
            asked = (
                f"{self._name(skill)} {self._name(level.code)}" for skill, level in requirement.levels.items()
            )
            yield f"  {self._name(requirement.field)}: {', '.join(asked)}  ({', '.join(requirement.sources)})"

    def _orders(self) -> Iterator[str]:
        _ = self.translate
        chains = (*self.rule_set.rises_tracks, *self.rule_set.rises_modules)
        if chains:
            yield ""
            yield _("From easier to harder")
            yield from (f"  {' → '.join(map(self._name, chain))}" for chain in chains)

    def _name(self, code: str) -> str:
        return self.rule_set.label(code, self.language)

    def _title(self, table: str) -> str:
        _ = self.translate
        titles = {
            "track": _("Which track"),
            "module": _("Which module"),
            "extras": _("What is added"),
            "battery": _("Which battery"),
            "parts": _("Which parts next"),
            "validity": _("Can the result still be relied on?"),
            "retest": _("Is it worth testing again?"),
        }
        return titles.get(table, table)

    def _hit(self, hit: Hit) -> str:
        _ = self.translate
        hits = {
            Hit.FIRST: _(
                "The rows are asked from the top. The first that is true decides. "
                "A row that cannot be judged because something is not known stops the judging."
            ),
            Hit.UNIQUE: _("No two rows can be true at once, so their order does not matter."),
            Hit.COLLECT: _("Every row that is true counts."),
        }
        return hits[hit]
