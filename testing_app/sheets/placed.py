"""Writes the suggestions for a sheet as JSON, as CSV or as a table for people; made piece by piece."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from testing_app.rule_sets.rules import (
    TICKED,
    UNTICKED,
    Change,
    Reason,
    RuleSet,
    Suggestion,
    change_document,
    nearest_first,
)
from testing_app.sheets.aligned import line_of, widths_of

Placed = Iterable[tuple[str, Suggestion]]

CSV_HEADINGS = (
    "candidate", "track", "module", "extras", "overall", "rule", "rule_set", "version", "missing", "reasons",
    "changes",
)  # fmt: skip
NEAREST = 3
"""Changes listed for each candidate in a table."""


@dataclass
class Wording:
    """The words of one rule set in one language, each put together once."""

    rule_set: RuleSet
    language: str
    translate: Callable[[str], str]
    reasons: dict[tuple[Reason, ...], str] = field(default_factory=dict)
    changes: dict[Change, str] = field(default_factory=dict)
    sentences: dict[Change, str] = field(default_factory=dict)
    outcomes: dict[tuple[object, ...], str] = field(default_factory=dict)

    def label(self, code: str | None) -> str:
        return self.rule_set.label(code, self.language) if code else ""

    def outcome_as_json(self, suggestion: Suggestion) -> str:
        """The members from track to missing, as they stand inside an object."""
        given, overall = suggestion, suggestion.overall
        key = (given.track, given.module, given.extras, overall, given.rule, given.missing)
        text = self.outcomes.get(key)
        if text is None:
            document = {
                "track": given.track,
                "module": given.module,
                "extras": given.extras,
                "overall": overall.code if overall else None,
                "rule": given.rule,
                "rule_set": {"id": given.rule_set_id, "version": given.rule_set_version},
                "missing": given.missing,
            }
            text = self.outcomes[key] = _json(document)[1:-1]
        return text

    def reasons_as_json(self, reasons: tuple[Reason, ...]) -> str:
        """The list of reasons; the same few combinations recur."""
        text = self.reasons.get(reasons)
        if text is None:
            document = [{"code": each.code, "text": self.reason(each)} for each in reasons]
            text = self.reasons[reasons] = _json(document)
        return text

    def change_as_json(self, change: Change) -> str:
        text = self.changes.get(change)
        if text is None:
            text = self.changes[change] = _json(change_document(change))
        return text

    def reason(self, reason: Reason) -> str:
        return self.rule_set.reason_text(reason, self.language)

    def change(self, change: Change) -> str:
        """A change in words, such as "reading A1.1 → A1.2: integration training, basic path M2"."""
        there = f"{self.label(change.track)} {change.module or ''}".rstrip()
        return f"{self.label(change.input)} {self.label(change.old)} → {self.label(change.new)}: {there}"

    def sentence(self, change: Change) -> str:
        """The same as a sentence for people, each made once."""
        text = self.sentences.get(change)
        if text is None:
            text = self.sentences[change] = self._sentence(change)
        return text

    def _sentence(self, change: Change) -> str:
        _ = self.translate
        track = self.label(change.track)
        facts = {
            "input": self.label(change.input),
            "old": self.label(change.old),
            "new": self.label(change.new),
            "place": _("%(track)s, module %(module)s") % {"track": track, "module": change.module}
            if change.module
            else track,
        }
        if change.new == TICKED:
            return _("If “%(input)s” were ticked: %(place)s") % facts
        if change.new == UNTICKED:
            return _("If “%(input)s” were not ticked: %(place)s") % facts
        return _("If %(input)s were %(new)s instead of %(old)s: %(place)s") % facts


def as_json(wording: Wording, placed: Placed) -> Iterator[str]:
    """A JSON list, one candidate on a line."""
    before = "[\n"
    for candidate, suggestion in placed:
        yield before + _candidate_as_json(wording, candidate, suggestion)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _candidate_as_json(wording: Wording, candidate: str, suggestion: Suggestion) -> str:
    changes = ", ".join(map(wording.change_as_json, suggestion.changes))
    return (
        f'{{"candidate": {_json(candidate)}, {wording.outcome_as_json(suggestion)}, '
        f'"reasons": {wording.reasons_as_json(suggestion.reasons)}, "changes": [{changes}]}}'
    )


def as_csv(wording: Wording, placed: Placed) -> Iterator[str]:
    """A CSV table, one candidate on a row; codes for programs, reasons and changes in words."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    rows = ((candidate, *_csv_cells(wording, suggestion)) for candidate, suggestion in placed)
    for row in chain([CSV_HEADINGS], rows):
        writer.writerow(row)
        yield page.getvalue()
        page.seek(0)
        page.truncate()


def _csv_cells(wording: Wording, suggestion: Suggestion) -> tuple[object, ...]:
    return (
        suggestion.track,
        suggestion.module,
        " ".join(suggestion.extras),
        suggestion.overall.code if suggestion.overall else None,
        suggestion.rule,
        suggestion.rule_set_id,
        suggestion.rule_set_version,
        " ".join(suggestion.missing),
        " ".join(map(wording.reason, suggestion.reasons)),
        "; ".join(map(wording.change, suggestion.changes)),
    )


def as_table(wording: Wording, placed: Placed) -> Iterator[str]:
    """An aligned table: one line for each candidate, below it the reasons and the nearest changes."""
    _ = wording.translate
    headings = (_("Candidate"), _("Suggestion"), _("Module"), _("Extras"))
    rows = list(placed)
    lines = [headings, *(_table_cells(wording, candidate, suggestion) for candidate, suggestion in rows)]
    widths = widths_of(lines)
    yield line_of(headings, widths)
    yield line_of(tuple("-" * width for width in widths), widths)
    indent = " " * (widths[0] + 2)
    for cells, (_candidate, suggestion) in zip(lines[1:], rows, strict=True):
        yield line_of(cells, widths)
        for reason in suggestion.reasons:
            yield f"{indent}{wording.reason(reason)}\n"
        for change in nearest_first(suggestion.changes, wording.rule_set)[:NEAREST]:
            yield f"{indent}{wording.sentence(change)}\n"
    yield _("Rule set %(id)s, version %(version)d.") % {
        "id": wording.rule_set.id,
        "version": wording.rule_set.version,
    }
    yield "\n"


def _table_cells(wording: Wording, candidate: str, suggestion: Suggestion) -> tuple[str, ...]:
    extras = ", ".join(map(wording.label, suggestion.extras))
    shown = "".join(sign if sign.isprintable() else " " for sign in candidate)
    return shown, wording.label(suggestion.track), suggestion.module or "", extras


_json = json.JSONEncoder(ensure_ascii=False).encode

FORMATS: dict[str, Callable[[Wording, Placed], Iterator[str]]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
}
