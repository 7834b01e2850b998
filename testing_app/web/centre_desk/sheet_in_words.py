"""A sheet's preview in the reader's words: how each cell is read, what is wrong in it, what would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter

from flask_babel import gettext as _

from testing_app.rule_sets.rules import Level
from testing_app.sheets.columns import Column
from testing_app.sheets.importing import ImportPlan, ImportRow, Obstacle, RowState
from testing_app.sheets.problems import Fault, Problem, expectation_text, note_text, problem_text
from testing_app.sheets.words import DASHES, Unreadable, Value, reader_of
from testing_app.sittings.from_sheet import SheetChange
from testing_app.vocabulary import PartState
from testing_app.web.layout import current_language
from testing_app.web.placement_words import place_in_words
from testing_app.web.words import WORDS


@dataclass(frozen=True)
class Cell:
    """One cell: its heading, what was understood, the text where it is written otherwise, what is wrong."""

    heading: str
    meaning: str
    text: str
    problem: str


@dataclass(frozen=True)
class Difference:
    """One value typed on screen that the sheet says differently; `key` names the box that gives way to it."""

    key: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row of the preview."""

    number: int
    candidate: str
    name: str | None
    kind: str
    state: str
    obstacle: str
    cells: Sequence[Cell]
    changes: Sequence[str]
    differences: Sequence[Difference]
    suggestion: str
    is_good: bool


@dataclass(frozen=True)
class Plan:
    """The whole preview."""

    headings: Sequence[str]
    rows: Sequence[Row]
    problems: Sequence[str]
    fitting: int
    is_likely_another_day: bool
    notes: Sequence[str]
    good: int
    left_out: int
    does_something: bool


def plan_in_words(plan: ImportPlan) -> Plan:
    """Everything the preview says, in the language of the page."""
    columns = [column for column in plan.columns if column is not Column.CANDIDATE]
    fitting = sum(row.booking_id is not None for row in plan.rows)
    another_day = 2 * fitting < len(plan.rows)
    return Plan(
        headings=[plan.columns[column] for column in columns],
        rows=[_row(row, columns, plan) for row in plan.rows],
        problems=_problems(plan, ignoring=Obstacle.NOT_BOOKED if another_day else None),
        fitting=fitting,
        is_likely_another_day=another_day,
        notes=[note_text(note, _, language=current_language()) for note in plan.notes],
        good=len(plan.good),
        left_out=plan.left_out,
        does_something=plan.does_something,
    )


def _problems(plan: ImportPlan, *, ignoring: Obstacle | None) -> list[str]:
    """Everything that is wrong, by row; `ignoring` is what the page says once for the whole sheet."""
    found = [(problem.row, problem_text(problem, _)) for problem in plan.other_problems]
    for row in plan.rows:
        found += [(row.number, problem_text(problem, _)) for problem in row.problems]
        if row.obstacle and row.obstacle is not ignoring:
            text = _("Row %(row)d: %(problem)s", row=row.number, problem=_obstacle(row.obstacle))
            found.append((row.number, text))
    return [text for _row_number, text in sorted(found, key=itemgetter(0))]


def _row(row: ImportRow, columns: Sequence[Column], plan: ImportPlan) -> Row:
    kind, state = _state(row)
    wrong = {problem.meant: _cell_problem(problem) for problem in row.problems}
    return Row(
        number=row.number,
        candidate=row.candidate,
        name=row.name,
        kind=kind,
        state=state,
        obstacle=wrong.get(Column.CANDIDATE, "") or _obstacle(row.obstacle) or _where(row),
        cells=[_cell(column, row.texts[column], wrong.get(column, ""), plan) for column in columns],
        changes=[_change(change, plan) for change in row.changes if not change.was_entered_by_hand],
        differences=[
            Difference(f"{row.number}-{change.name}", _change(change, plan)) for change in row.entered_by_hand
        ],
        suggestion=_suggestion(row),
        is_good=row.is_good,
    )


def _cell(column: Column, text: str, problem: str, plan: ImportPlan) -> Cell:
    """What the cell means, and its own words only where they are others."""
    heading = plan.columns[column]
    if problem:
        return Cell(heading, "", text, problem)
    if not text.strip(DASHES):
        return Cell(heading, "–", "", "")
    value = reader_of(column)(text)
    meaning = "–" if isinstance(value, Unreadable) else _meaning(value, plan)
    return Cell(heading, meaning, "" if text.strip().casefold() == meaning.casefold() else text, "")


def _meaning(value: Value, plan: ImportPlan) -> str:
    if isinstance(value, Level):
        return _value(value.code, plan)
    return _value(value.value if isinstance(value, Enum) else value, plan)


def _cell_problem(problem: Problem) -> str:
    """What the cell should hold; the cell itself shows what it holds."""
    if problem.fault is Fault.UNKNOWN_WORD:
        return expectation_text(problem.meant, _)
    return problem_text(problem, _)


def _where(row: ImportRow) -> str:
    """The headings of the cells to correct."""
    columns = ", ".join(dict.fromkeys(problem.column for problem in row.problems))
    return str(_("Correct in the sheet: %(columns)s", columns=columns)) if columns else ""


def _state(row: ImportRow) -> tuple[str, str]:
    return {
        RowState.NEW: ("info", _("New")),
        RowState.DIFFERENT: ("warn", _("Changes")),
        RowState.SAME: ("good", _("Same as recorded")),
        RowState.PROBLEM: ("bad", _("Left out")),
    }[row.state]


def _obstacle(obstacle: Obstacle | None) -> str:
    if obstacle is None:
        return ""
    words: dict[Obstacle, str] = {
        Obstacle.NOT_BOOKED: _("Nobody with this number is booked on this occasion."),
        Obstacle.NOT_CHECKED_IN: _("Not checked in. Look at the photo ID and check the candidate in first."),
        Obstacle.ABSENT: _("Recorded as absent or cancelled. Correct that first."),
        Obstacle.SIGNED: _("The result is signed. Begin a correction to change it."),
        Obstacle.LEVEL_NOT_GIVEN: _("The level above C1.1 is not given here. Choose C1.2 or higher."),
    }
    return words[obstacle]


def _change(change: SheetChange, plan: ImportPlan) -> str:
    language = current_language()
    name = plan.rule_set.label(change.name, language)
    return str(
        _(
            "%(name)s: from %(recorded)s to %(sheet)s",
            name=name[:1].upper() + name[1:],
            recorded=_value(change.recorded, plan),
            sheet=_value(change.on_sheet, plan),
        )
    )


def _value(value: object, plan: ImportPlan) -> str:
    if value is None:
        return "–"
    if value in set(PartState):
        return str(WORDS[PartState(str(value))])
    code = str(value).lower() if isinstance(value, bool) else str(value)
    return plan.rule_set.label(code, current_language())


def _suggestion(row: ImportRow) -> str:
    if row.suggestion is None:
        return ""
    return place_in_words(
        row.suggestion.track, row.suggestion.module, row.rule_set, extras=row.suggestion.extras
    )
