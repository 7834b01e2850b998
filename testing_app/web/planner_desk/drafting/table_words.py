"""What the form of a decision table offers: subjects, comparisons, values and outcomes in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.rule_sets.editing import Comparison, Document, Subject
from testing_app.vocabulary import LEVELS_GIVEN
from testing_app.web.layout import current_language
from testing_app.web.planner_desk.drafting.problems import ProblemInWords
from testing_app.web.rule_words import SUBJECTS, TITLES

COMPARISONS: Mapping[Comparison, LazyString] = {
    Comparison.IS: _l("is"),
    Comparison.NOT: _l("is not"),
    Comparison.AT_LEAST: _l("at least"),
    Comparison.AT_MOST: _l("at most"),
    Comparison.BELOW: _l("below"),
    Comparison.ABOVE: _l("above"),
    Comparison.BETWEEN: _l("from … to …"),
    Comparison.MISSING: _l("is not known"),
    Comparison.KNOWN: _l("is known"),
}
_ASKED_OF_MODULES = ("overall", "track")


@dataclass(frozen=True, kw_only=True)
class TableChoices:
    """Code and words of everything a row of one table can hold."""

    subjects: Sequence[tuple[str, str]]
    comparisons: Sequence[tuple[str, str]]
    values: Mapping[str, Sequence[tuple[str, str]]]
    outcomes: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, str]]
    gives_a_track: bool


def table_choices(document: Document, table: str) -> TableChoices:
    """The choices for one table, by what its document declares."""
    inputs = part_of(document, "inputs")
    asked = [*inputs, *Subject]
    if table in ("module", "extras"):
        asked += _ASKED_OF_MODULES
    if table == "parts":
        asked.append("battery")
    tracks = list(part_of(document, "tracks"))
    reasons = part_of(document, "reasons")
    return TableChoices(
        subjects=[(name, _subject(str(name), document)) for name in asked],
        comparisons=[(each.value, str(words)) for each, words in COMPARISONS.items()],
        values={
            str(name): [(code, _label(code, document)) for code in _values(str(name), inputs, tracks)]
            for name in asked
        },
        outcomes=[(code, _label(code, document)) for code in _outcomes(document, table, tracks)],
        reasons=[(code, _sentence(code, texts)) for code, texts in reasons.items()],
        sources=[(code, str(text)) for code, text in part_of(document, "sources").items()],
        gives_a_track=table == "track",
    )


def _sentence(code: str, texts: Any) -> str:
    """A reason as it is read, what is filled in later left open."""
    return re.sub(r"\{[^}]*\}", "…", str(part_of(texts, current_language(), str))) or code


def _values(subject: str, inputs: Mapping[str, Any], tracks: Sequence[str]) -> Sequence[str]:
    """What can be written for one subject; nothing for numbers."""
    kind = part_of(inputs.get(subject), "kind", str)
    if kind == "level" or subject in (Subject.ANY_SKILL, Subject.EVERY_SKILL, "overall"):
        return LEVELS_GIVEN
    if kind == "boolean":
        return ("true", "false")
    return tracks if subject == "track" else part_of(inputs.get(subject), "values", list)


def title_of(table: str) -> str:
    """The question a table answers."""
    return str(TITLES.get(table, table))


def by_field(problems: Sequence[ProblemInWords], document: Document, table: str) -> dict[str, list[str]]:
    """The problems of one table by the field they belong to; those of no field under a blank name."""
    found: dict[str, list[str]] = {}
    rows = part_of(part_of(part_of(document, "tables"), table), "rows", list)
    for problem in problems:
        if problem.path[:2] == ("tables", table):
            found.setdefault(field_of(problem.path[2:], rows), []).append(problem.text)
    return found


def field_of(path: tuple[str | int, ...], rows: Sequence[Any]) -> str:
    """`r5.l1.t0.values` for ("rows", 5, "when", 1, "literacy")."""
    match path:
        case ("rows", int(row), "when", int(line), str(subject)):
            return _cell(row, line, subject, rows[row]["when"][line])
        case ("rows", int(row), "when", str(subject)):
            return _cell(row, 0, subject, rows[row]["when"])
        case ("rows", int(row), "when", int(line)):
            return f"r{row}.l{line}.because"
        case ("rows", int(row), ("rule" | "gives" | "because" | "source") as name):
            return f"r{row}.{name}"
        case ("rows", int(row), *_rest):
            return f"r{row}.rule"
    return ""


def _cell(row: int, line: int, subject: str, cells: Mapping[str, Any]) -> str:
    place = f"r{row}.l{line}"
    asked = [name for name in cells if name != "because"]
    return f"{place}.t{asked.index(subject)}.values" if subject in asked else f"{place}.because"


def _outcomes(document: Document, table: str, tracks: Sequence[str]) -> Sequence[str]:
    if table == "track":
        return tracks
    rows = part_of(part_of(part_of(document, "tables"), table), "rows", list)
    return list(dict.fromkeys(str(part_of(row, "gives", str)) for row in rows))


def _subject(name: str, document: Document) -> str:
    words = str(SUBJECTS.get(name) or _label(name, document))
    return words[:1].upper() + words[1:]


def _label(code: str, document: Document) -> str:
    texts = part_of(part_of(document, "labels"), code)
    return str(part_of(texts, current_language(), str) or code.replace("_", " "))


def part_of(of: Any, name: str, kind: type = dict) -> Any:
    """A part of a document if it is of the kind expected, else an empty one."""
    found = of.get(name) if isinstance(of, dict) else None
    return found if isinstance(found, kind) else kind()
