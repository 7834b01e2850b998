"""A sheet's preview in the reader's words: each cell as written, what is wrong in it, what would change."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from testing_app.sheets.columns import Column
from testing_app.sheets.importing import ImportPlan, ImportRow, Obstacle, RowState
from testing_app.sheets.problems import Fault, Problem, expectation_text, note_text, problem_text
from testing_app.sittings.from_sheet import SheetChange
from testing_app.web.layout import current_language
from testing_app.web.placement_words import place_in_words


@dataclass(frozen=True)
class Cell:
    """One cell: its heading, its text as written, and what is wrong with it."""

    heading: str
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
    other_problems: Sequence[str]
    notes: Sequence[str]
    good: int
    left_out: int
    does_something: bool


def plan_in_words(plan: ImportPlan) -> Plan:
    """Everything the preview says, in the language of the page."""
    columns = [column for column in plan.columns if column is not Column.CANDIDATE]
    return Plan(
        headings=[plan.columns[column] for column in columns],
        rows=[_row(row, columns, plan) for row in plan.rows],
        other_problems=[
            _("Row %(row)d: %(problem)s", row=problem.row, problem=problem_text(problem, _))
            for problem in plan.other_problems
        ],
        notes=[note_text(note, _, language=current_language()) for note in plan.notes],
        good=len(plan.good),
        left_out=plan.left_out,
        does_something=plan.does_something,
    )


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
        cells=[Cell(plan.columns[column], row.texts[column], wrong.get(column, "")) for column in columns],
        changes=[_change(change, plan) for change in row.changes if not change.was_entered_by_hand],
        differences=[
            Difference(f"{row.number}-{change.name}", _change(change, plan)) for change in row.entered_by_hand
        ],
        suggestion=_suggestion(row, plan),
        is_good=row.is_good,
    )


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
    code = str(value).lower() if isinstance(value, bool) else str(value)
    return plan.rule_set.label(code, current_language())


def _suggestion(row: ImportRow, plan: ImportPlan) -> str:
    if row.suggestion is None:
        return ""
    return place_in_words(
        row.suggestion.track, row.suggestion.module, plan.rule_set, extras=row.suggestion.extras
    )
