"""What can be wrong with a test-day sheet, and the sentences that say so."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from testing_app.sheets.columns import SKILL_COLUMNS, TICK_COLUMNS, Column, heading_in
from testing_app.sheets.words import MOST
from testing_app.spreadsheets.refusals import Refusal as Refusal  # named for the pages
from testing_app.spreadsheets.refusals import SheetRefused as SheetRefused

Translate = Callable[[str], str]


class Fault(StrEnum):
    """What is wrong with one cell or row."""

    UNKNOWN_WORD = "unknown_word"
    NO_CANDIDATE = "no_candidate"
    CANDIDATE_TWICE = "candidate_twice"
    COLUMN_TWICE = "column_twice"
    CELL_WITHOUT_HEADING = "cell_without_heading"


class Remark(StrEnum):
    """What a reader should know although nothing is wrong."""

    COLUMN_IGNORED = "column_ignored"
    COLUMN_MISSING = "column_missing"
    NO_ROWS = "no_rows"
    SHEET_IGNORED = "sheet_ignored"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: sheet's own row number, heading and text as written."""

    row: int
    column: str
    value: str
    fault: Fault
    meant: Column
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about one heading or worksheet (empty when about the whole sheet)."""

    remark: Remark
    heading: str = ""
    column: Column | None = None


def problem_text(problem: Problem, _: Translate) -> str:
    """The problem as one line: where, what was found, what was expected."""
    place = {"row": problem.row, "column": _shown(problem.column)}
    where = (_("Row %(row)d, column %(column)s") if problem.column else _("Row %(row)d")) % place
    return f"{where}: {_what(problem, _)}"


def _what(problem: Problem, _: Translate) -> str:
    facts = {"value": _shown(problem.value), "row": problem.other_row}
    if problem.fault is Fault.NO_CANDIDATE:
        return _("The candidate is missing. Give the candidate number or empty the row.")
    if problem.fault is Fault.CANDIDATE_TWICE:
        return _('The candidate "%(value)s" is also on row %(row)d. Keep one of the rows.') % facts
    if problem.fault is Fault.COLUMN_TWICE:
        return _('The column "%(value)s" is there twice. Remove one of them.') % facts
    if problem.fault is Fault.CELL_WITHOUT_HEADING:
        return _('"%(value)s" stands beyond the last heading. Check the separators of the row.') % facts
    found = _('"%(value)s" is not known.') % facts
    return f"{found} {expectation_text(problem.meant, _)}"


def expectation_text(column: Column, _: Translate) -> str:
    """What a column takes, as a sentence."""
    if column in SKILL_COLUMNS:
        return _("Expected a level such as A2.1 or below A1.1, or why there is none, such as not taken.")
    if column in TICK_COLUMNS:
        return _("Expected x, yes or no, or blank for no.")
    if column in MOST:
        return _("Expected a whole number from 0 to %(most)d, or blank.") % {"most": MOST[column]}
    if column is Column.LITERACY:
        # i18n: fi primäärilukutaidoton, semilukutaitoinen, sekundäärilukutaitoinen, tyydyttävä,
        # i18n: tekninen, sujuva;
        # i18n: sv primär analfabet, semiläskunnig, annat skriftsystem, nöjaktig, teknisk, flytande.
        return _(
            "Expected reads no script, weak, other script, satisfactory, technical literacy, fluent or blank."
        )
    # i18n: fi kehitettävä, perus, hyvä; sv behöver utvecklas, grundläggande, goda.
    return _("Expected needs development, basic, good or blank.")


def note_text(note: Note, _: Translate, *, language: str) -> str:
    """The remark as a sentence; a column that is not there is named in the reader's language."""
    facts = {"heading": heading_in(language, note.column) if note.column else _shown(note.heading)}
    if note.remark is Remark.COLUMN_IGNORED:
        return _('Note: the column "%(heading)s" is not read.') % facts
    if note.remark is Remark.COLUMN_MISSING:
        return _('Note: there is no column "%(heading)s"; it counts as blank.') % facts
    if note.remark is Remark.SHEET_IGNORED:
        return _('Note: the worksheet "%(heading)s" is not read. Give it in a file of its own.') % facts
    return _("Note: there is no candidate below the header row.")


def refusal_text(error: SheetRefused, _: Translate) -> str:
    """Why the file cannot be read and what to do, as a sentence."""
    texts = {
        Refusal.NOT_FOUND: _("There is no such file. Check the name."),
        Refusal.UNREADABLE: _("The file cannot be opened. Check that it is a file and that you may read it."),
        Refusal.EMPTY: _("The file is empty."),
        Refusal.OLD_EXCEL: _("This is an old Excel file (.xls). Save it as .xlsx or CSV."),
        Refusal.PASSWORD: _("The file is protected with a password. Save it without one."),
        Refusal.BROKEN_EXCEL: _("The Excel file is damaged. Open it and save it again as .xlsx."),
        Refusal.NOT_A_SHEET: _(
            "This is neither an Excel file (.xlsx) nor CSV text. Save it as .xlsx or CSV."
        ),
        Refusal.TOO_BIG: _("The file is too big for a test-day sheet."),
        Refusal.QUOTES: _("The quotation marks do not match on row %(row)d. Correct them."),
        Refusal.NO_HEADER: _("There is no header row: a row with a candidate heading and a skill heading."),
    }
    return texts[error.refusal] % error.facts


def _shown(text: str) -> str:
    """Text from a file, safe to print on one line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
