"""The differences between two rule sets in words, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.rule_sets import rules
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of
from testing_app.web.rule_set_words import chain_in_words, inputs_in_words
from testing_app.web.rule_words import (
    HITS,
    TITLES,
    line_in_words,
    outline_in_words,
    row_in_words,
    sentences,
    subject_in_words,
)

NOTHING = "–"
FACTS: dict[str, LazyString] = {
    "valid_from": _l("In force from"),
    "valid_to": _l("In force until"),
    "languages": _l("Languages tested"),
    "area": _l("Area"),
    "borderline_below": _l("Borderline below"),
    "undecided_track": _l("Track when the assessor decides"),
    "tracks": _l("Order of tracks"),
    "modules": _l("Order of modules"),
}
KINDS: dict[str, tuple[str, LazyString]] = {
    "added": ("good", _l("New")),
    "removed": ("bad", _l("Removed")),
    "moved": ("info", _l("Moved")),
    "changed": ("warn", _l("Changed")),
}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One thing that differs, before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RowPairs:
    """One rule that differs, with what differs in it."""

    rule: str
    kind: str
    kind_in_words: str
    pairs: Sequence[Pair]


@dataclass(frozen=True, kw_only=True)
class TablePairs:
    """One table that differs; `note` says so when it came or went as a whole."""

    title: str
    note: str
    rows: Sequence[RowPairs]


@dataclass(frozen=True, kw_only=True)
class DifferencesInWords:
    """Everything that differs, in the order a planner asks."""

    tables: Sequence[TablePairs]
    others: Sequence[tuple[str, Sequence[Pair]]]
    judge_alike: bool
    is_empty: bool


@dataclass(frozen=True)
class DifferenceWords:
    """Puts differences into words; each side is said in the words of its own rule set."""

    before: rules.RuleSet
    after: rules.RuleSet

    def all(self) -> DifferencesInWords:
        """Compare and say."""
        found = rules.differences(self.before, self.after)
        others = [
            (str(_("Inputs")), list(self._inputs(found.inputs))),
            (str(_("Tracks")), list(self._tracks(found.tracks))),
            (str(_("Weights of the overall level")), list(self._weights(found.weights))),
            (str(_("Requirements")), list(self._requirements(found.requirements))),
            (str(_("Dates and the like")), list(self._facts((*found.facts, *found.order)))),
            (str(_("Declared exceptions")), list(self._exceptions(found.exceptions))),
            (str(_("Texts")), [self._pair(each.name, each.before, each.after) for each in found.texts]),
        ]
        return DifferencesInWords(
            tables=[self._table(table) for table in found.tables],
            others=[(title, pairs) for title, pairs in others if pairs],
            judge_alike=found.judge_alike,
            is_empty=found.is_empty,
        )

    def _table(self, table: rules.TableDifference) -> TablePairs:
        note = ""
        if table.before is None:
            note = str(_("This table is new."))
        elif table.after is None:
            note = str(_("This table is removed."))
        elif table.before.hit != table.after.hit:
            note = f"{HITS[table.before.hit]} → {HITS[table.after.hit]}"
        whole = table.after or table.before
        rows = [self._row(row) for row in table.rows]
        if whole is not None and (table.before is None or table.after is None):
            rows = [
                self._row(_whole_row(row, place, is_new=table.before is None))
                for place, row in enumerate(whole.rows, start=1)
            ]
        return TablePairs(title=str(TITLES.get(table.name, table.name)), note=note, rows=rows)

    def _row(self, row: rules.RowDifference) -> RowPairs:
        kind = "added" if row.before is None else "removed" if row.after is None else "changed"
        pairs = list(self._whole(row) if kind != "changed" else self._changed(row))
        if kind == "changed" and row.is_moved and len(pairs) == 1:
            kind = "moved"
        named = row.after or row.before
        return RowPairs(
            rule=named.rule if named else "",
            kind=KINDS[kind][0],
            kind_in_words=str(KINDS[kind][1]),
            pairs=pairs,
        )

    def _whole(self, row: rules.RowDifference) -> Iterator[Pair]:
        """A row that came or went: its place, what it asks and what it gives."""
        before = _row_text(row.before, self.before, row.place_before)
        after = _row_text(row.after, self.after, row.place_after)
        yield self._pair(_("The whole row"), before, after)

    def _changed(self, row: rules.RowDifference) -> Iterator[Pair]:
        if row.before is None or row.after is None:
            return
        if row.is_moved:
            yield self._pair(_("Row"), str(row.place_before), str(row.place_after))
        if row.is_renamed:
            yield self._pair(_("Name of the rule"), row.before.rule, row.after.rule)
        for line in row.lines:
            yield from self._line(line)
        if row.gives_differs:
            yield self._pair(
                _("Gives"), name_of(row.before.gives, self.before), name_of(row.after.gives, self.after)
            )
        told_before, told_after = _told(row.before), _told(row.after)
        if told_before != told_after:
            yield self._pair(
                _("Reasons that are given"),
                " ".join(sentences(told_before, self.before)),
                " ".join(sentences(told_after, self.after)),
            )
        if row.before.sources != row.after.sources:
            yield self._pair(_("Sources"), ", ".join(row.before.sources), ", ".join(row.after.sources))

    def _line(self, line: rules.LineDifference) -> Iterator[Pair]:
        """Cell by cell; a line that came or went as a whole."""
        if line.before is None or line.after is None:
            before_text = line_in_words(line.before, self.before).text if line.before else None
            after_text = line_in_words(line.after, self.after).text if line.after else None
            yield self._pair(_("One more line"), before_text, after_text)
            return
        for cell in line.cells:
            before = outline_in_words(cell.before, self.before).demand if cell.before else None
            after = outline_in_words(cell.after, self.after).demand if cell.after else None
            yield self._pair(subject_in_words(cell.name, self.after), before, after)

    def _inputs(self, found: Sequence[rules.Difference[rules.Input]]) -> Iterator[Pair]:
        sides = [
            {given.name: words for given, words in zip(side.inputs, inputs_in_words(side), strict=True)}
            for side in (self.before, self.after)
        ]
        for each in found:
            words = [side.get(each.name) for side in sides]
            said = ["; ".join([one.domain, *one.rises]) if one else None for one in words]
            yield self._pair(name_of(each.name, self.after if each.after else self.before), said[0], said[1])

    def _tracks(self, found: Sequence[rules.Difference[rules.Track]]) -> Iterator[Pair]:
        for each in found:
            said = [self._track(track, side) for track, side in zip(_sides(each), self._both, strict=True)]
            yield self._pair(each.name, said[0], said[1])

    def _track(self, track: rules.Track | None, side: rules.RuleSet) -> str | None:
        if track is None:
            return None
        name = name_of(track.id, side)
        return str(_("%(track)s, has modules", track=name)) if track.graded else name

    def _weights(self, found: Sequence[rules.Difference[int]]) -> Iterator[Pair]:
        for each in found:
            yield self._pair(name_of(each.name, self.after), str(each.before or 0), str(each.after or 0))

    def _requirements(self, found: Sequence[rules.Difference[str]]) -> Iterator[Pair]:
        language = current_language()
        for each in found:
            field, _dot, skill = each.name.rpartition(".")
            named = self.after if each.after else self.before
            said = [
                side.label(code, language) if code else None
                for code, side in zip(_sides(each), self._both, strict=True)
            ]
            yield self._pair(f"{name_of(field, named)}: {named.label(skill, language)}", said[0], said[1])

    def _facts(self, found: Sequence[rules.Difference[Any]]) -> Iterator[Pair]:
        for each in found:
            said = [
                "; ".join(chain_in_words(chain, side) for chain in value)
                if isinstance(value, tuple)
                else value
                for value, side in zip(_sides(each), self._both, strict=True)
            ]
            yield self._pair(FACTS.get(each.name, each.name), said[0], said[1])

    def _exceptions(self, found: Sequence[rules.Difference[Any]]) -> Iterator[Pair]:
        language = current_language()
        for each in found:
            said = [value.reason.get(language, "") if value else None for value in _sides(each)]
            raising, before, after = each.name.split(".")
            what = f"{name_of(raising, self.after)}: {chain_in_words((before, after), self.after)}"
            yield self._pair(what, said[0], said[1])

    @property
    def _both(self) -> tuple[rules.RuleSet, rules.RuleSet]:
        return self.before, self.after

    @staticmethod
    def _pair(what: object, before: str | None, after: str | None) -> Pair:
        return Pair(what=str(what), before=before or NOTHING, after=after or NOTHING)


def _whole_row(row: rules.Row, place: int, *, is_new: bool) -> rules.RowDifference:
    if is_new:
        return rules.RowDifference(None, row, None, place)
    return rules.RowDifference(row, None, place, None)


def _row_text(row: rules.Row | None, rule_set: rules.RuleSet, place: int | None) -> str | None:
    """Place, what is asked and what is given in one phrase; nothing for a row that is not there."""
    if row is None or place is None:
        return None
    words = row_in_words(row, rule_set, place)
    return f"{place}. {words.text} → {words.gives}"


def _sides(difference: rules.Difference[Any]) -> tuple[Any, Any]:
    return difference.before, difference.after


def _told(row: rules.Row) -> tuple[str, ...]:
    return row.reasons
