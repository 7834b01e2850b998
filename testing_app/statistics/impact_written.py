"""Writes a comparison of two rule sets as JSON, as CSV or as tables for people."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale

from testing_app.people.contact_languages import OTHER_LANGUAGE
from testing_app.people.mother_tongue_groups import GROUPS
from testing_app.rule_sets.rules import REST, RuleSet
from testing_app.sheets.aligned import line_of, widths_of
from testing_app.statistics.impact import LITERACY, MOTHER_TONGUE, MUNICIPALITY
from testing_app.statistics.impact_shown import GroupShare, Number, Place, ShownImpact, Total

HIDDEN = "hidden"
CSV_HEADINGS = ("table", "old", "new", "results", "moved")


@dataclass(frozen=True)
class ImpactWording:
    """The words of a comparison in one language, and how small numbers may be."""

    language: str
    translate: Callable[[str], str]
    smallest_shown: int

    def place(self, place: Place, old: RuleSet, new: RuleSet) -> str:
        """Track and module as the rule set that knows them names them."""
        track, module = place
        named_by = new if track in new.tracks else old
        words = (named_by.label(code, self.language) for code in (track, module) if code)
        return " ".join(words)

    def number(self, number: Number) -> str:
        """A number, or that it is hidden."""
        return self.translate("hidden") if number is None else str(number)

    def share(self, part: float | None) -> str:
        """A part of a whole in per cent, with one decimal."""
        if part is None:
            return ""
        text = f"{100 * part:.1f}"
        return (text if self.language == "en" else text.replace(".", ",")) + " %"

    def label(self, grouping: str, label: str, named_by: RuleSet) -> str:
        """The name of a group."""
        _ = self.translate
        if not label:
            return _("not known")
        if label == REST:
            return _("all others")
        if grouping == MOTHER_TONGUE:
            return self._mother_tongue(label)
        return named_by.label(label, self.language) if grouping == LITERACY else _shown(label)

    def _mother_tongue(self, label: str) -> str:
        """The languages of a group of ours; what a sheet calls its own groups otherwise."""
        if label == OTHER_LANGUAGE:
            return self.translate("Another language")
        _ = self.translate
        names = dict(Locale(self.language).languages)
        names |= {"kmr": _("Kurdish, Kurmanji"), "ckb": _("Kurdish, Sorani"), "zh_Hans": _("Chinese")}
        return ", ".join(
            str(names.get(code.replace("-", "_"), code)) for code in GROUPS.get(label, [_shown(label)])
        )


def as_json(shown: ShownImpact, wording: ImpactWording) -> Iterator[str]:
    """One JSON object; null stands for a hidden number."""
    totals = shown.totals
    document = {
        "old": {"id": shown.old.id, "version": shown.old.version},
        "new": {"id": shown.new.id, "version": shown.new.version},
        "smallest_shown": wording.smallest_shown,
        **{total.value: totals[total] for total in Total},
        "matrix": [
            {"from": _place_document(before), "to": _place_document(after), "results": number}
            for (before, after), number in shown.matrix.items()
        ],
        "places": [
            {
                **_place_document(place),
                "old": shown.before_totals.get(place, 0),
                "new": shown.after_totals.get(place, 0),
            }
            for place in shown.places
        ],
        "causes": [
            {"old_rule": cause.old_rule, "new_rule": cause.new_rule, "results": cause.number}
            for cause in shown.causes
        ],
        "groups": {
            grouping: [{"label": row.label, "results": row.results, "moved": row.moved} for row in rows]
            for grouping, rows in shown.groups.items()
        },
    }
    yield json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _place_document(place: Place) -> dict[str, Any]:
    return {"track": place[0], "module": place[1]}


def as_csv(shown: ShownImpact, _wording: ImpactWording) -> Iterator[str]:
    """All tables below each other in codes; `hidden` stands for a hidden number."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(CSV_HEADINGS)
    writer.writerows(_csv_rows(shown))
    yield page.getvalue()


def _csv_rows(shown: ShownImpact) -> Iterator[tuple[str, ...]]:
    versions = _version(shown.old), _version(shown.new)
    yield "total", *versions, _number(shown.totals[Total.RESULTS]), _number(shown.totals[Total.MOVED])
    for total in (Total.UNJUDGED_BEFORE, Total.UNJUDGED_AFTER, Total.OTHER_EXTRAS):
        yield total.value, *versions, _number(shown.totals[total]), ""
    for (before, after), number in shown.matrix.items():
        yield "matrix", _code(before), _code(after), _number(number), ""
    for cause in shown.causes:
        yield "causes", cause.old_rule, cause.new_rule, "", _number(cause.number)
    for grouping, rows in shown.groups.items():
        for row in rows:
            yield grouping, row.label, row.label, _number(row.results), _number(row.moved)


def _number(number: Number) -> str:
    return HIDDEN if number is None else str(number)


def _code(place: Place) -> str:
    return " ".join(filter(None, place))


def _version(rule_set: RuleSet) -> str:
    return f"{rule_set.id}@{rule_set.version}"


def as_table(shown: ShownImpact, wording: ImpactWording) -> Iterator[str]:
    """Sentences and aligned tables for people."""
    _ = wording.translate
    yield from _opening(shown, wording)
    if shown.is_empty:
        return
    place = _place_in_words(shown, wording)
    moves = [(place(move.before), place(move.after), move.number) for move in shown.moves]
    headings = _("From course group"), _("To course group"), _("Results")
    yield from _pairs(_("Who would move"), headings, moves, wording)
    causes = [(cause.old_rule, cause.new_rule, cause.number) for cause in shown.causes]
    headings = _("Old rule"), _("New rule"), _("Results")
    yield from _pairs(_("Which rules cause it"), headings, causes, wording)
    places = [
        (
            place(each),
            wording.number(shown.before_totals.get(each, 0)),
            wording.number(shown.after_totals.get(each, 0)),
            wording.number(shown.matrix.get((each, each), 0)),
        )
        for each in shown.places
    ]
    yield from _table(
        _("Course groups"), (_("Course group"), _("Now"), _("After the change"), _("Would stay")), places
    )
    for grouping, rows in shown.groups.items():
        columns = (heading_of(grouping, _), _("Results"), _("Would move"), _("Share"))
        yield from _table("", columns, [_share_cells(grouping, row, shown.new, wording) for row in rows])
    if shown.hides_something:
        text = _("Numbers under %(number)d are hidden, and others so that they cannot be worked out.")
        yield "\n" + text % {"number": wording.smallest_shown} + "\n"


def _opening(shown: ShownImpact, wording: ImpactWording) -> Iterator[str]:
    _ = wording.translate
    versions = {"old": _version(shown.old), "new": _version(shown.new)}
    yield _("%(old)s compared with %(new)s. Nothing signed changes.") % versions + "\n"
    totals = {total.value: wording.number(number) for total, number in shown.totals.items()}
    if shown.is_empty:
        yield _("There is nobody to compare.") + "\n"
        return
    share = wording.share(shown.moved_share)
    told = f" ({share})" if share else ""
    yield (
        _("Results: %(results)s. Would move: %(moved)s%(share)s. Would stay: %(stayed)s.")
        % {
            **totals,
            "share": told,
        }
        + "\n"
    )
    if shown.totals[Total.OTHER_EXTRAS] != 0:
        yield _("Of those who stay, with other extras: %(other_extras)s.") % totals + "\n"
    if shown.totals[Total.UNJUDGED_BEFORE] != 0 or shown.totals[Total.UNJUDGED_AFTER] != 0:
        text = _("Not judged because an input is missing: now %(unjudged_before)s, then %(unjudged_after)s.")
        yield text % totals + "\n"


def heading_of(grouping: str, _: Callable[[str], str]) -> str:
    """What the groups of a breakdown are."""
    return {
        MOTHER_TONGUE: _("Mother tongue"),
        LITERACY: _("Literacy"),
        MUNICIPALITY: _("Municipality"),
    }[grouping]


def _place_in_words(shown: ShownImpact, wording: ImpactWording) -> Callable[[Place], str]:
    return lambda place: wording.place(place, shown.old, shown.new)


def _share_cells(
    grouping: str, row: GroupShare, named_by: RuleSet, wording: ImpactWording
) -> tuple[str, ...]:
    return (
        wording.label(grouping, row.label, named_by),
        wording.number(row.results),
        wording.number(row.moved),
        wording.share(row.share),
    )


def _pairs(
    title: str, headings: Sequence[str], rows: Sequence[tuple[str, str, Number]], wording: ImpactWording
) -> Iterator[str]:
    """From one to another, with numbers; of those whose number is hidden only how many there are."""
    seen = [(old, new, str(number)) for old, new, number in rows if number is not None]
    yield from _table(title, headings, seen)
    if len(seen) < len(rows):
        text = wording.translate("Rows with a hidden number, not listed: %(number)d.")
        yield ("" if seen else f"\n{title}\n") + text % {"number": len(rows) - len(seen)} + "\n"


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Nothing when there are no rows."""
    if not rows:
        return
    widths = widths_of([headings, *rows])
    yield "\n"
    if title:
        yield title + "\n"
    yield line_of(headings, widths)
    yield line_of(["-" * width for width in widths], widths)
    for cells in rows:
        yield line_of([_placed(cell, width) for cell, width in zip(cells, widths, strict=True)], widths)


def _placed(cell: str, width: int) -> str:
    """Numbers stand at the right of their column."""
    return cell.rjust(width) if cell[:1].isdecimal() and cell[-1:] in "0123456789%" else cell


def _shown(text: str) -> str:
    """Text from a sheet, safe to print on one line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


FORMATS: dict[str, Callable[[ShownImpact, ImpactWording], Iterator[str]]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
}
