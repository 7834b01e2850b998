"""Brings course groups in from a sheet: every row and every problem is seen before anything is kept."""

import base64
import binascii

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField

from testing_app.clock import now, today
from testing_app.courses.queries import buyers
from testing_app.courses.sheet import GroupSheet, SheetProblem, import_groups, read_groups, with_codes_taken
from testing_app.errors import Invalid
from testing_app.vocabulary import TestedLanguage
from testing_app.web.course_problems import sentence_of
from testing_app.web.current import current_actor
from testing_app.web.languages import PAGE_LANGUAGES
from testing_app.web.placement_words import rule_set_in_force
from testing_app.web.provider_desk.sheet_columns import columns_in_words, empty_sheet, heading_of
from testing_app.web.units import reading, transaction

group_import = Blueprint(
    "group_import", __name__, url_prefix="/provider/groups/import", template_folder="templates"
)

LARGEST = 300_000
"""Bytes of a sheet: some thousand groups."""


class GroupSheetForm(FlaskForm):  # type: ignore[misc]
    """The file; on the preview `content` carries it on to the import."""

    sheet = FileField(_l("The sheet, as .xlsx or .csv"))
    content = HiddenField()


@group_import.get("")
def upload() -> ResponseReturnValue:
    """Choose a file."""
    return _page(GroupSheetForm(formdata=None), None, 200)


@group_import.post("")
def preview() -> ResponseReturnValue:
    """Every row of the file with its problems; nothing is kept yet."""
    form = GroupSheetForm()
    file = form.sheet.data
    content = file.read() if file and file.filename else b""
    problem = _problem_with(content)
    if problem:
        form.sheet.errors = [problem]
        return _page(form, None, 422)
    sheet = _read(content)
    form.content.data = base64.b64encode(content).decode("ascii")
    return _page(form, sheet, 200 if sheet.is_ready else 422)


@group_import.post("/confirm")
def bring_in() -> ResponseReturnValue:
    """Make a draft of every row, or none."""
    form = GroupSheetForm()
    try:
        content = base64.b64decode(form.content.data or "", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if _problem_with(content):
        form.sheet.errors = [_("Choose the file again.")]
        return _page(form, None, 422)
    sheet = _read(content)
    if not sheet.is_ready:
        return _page(form, sheet, 422)
    try:
        with transaction() as session:
            made = len(import_groups(session, sheet, by=current_actor(), now=now()))
    except Invalid as refusal:
        for row, codes in refusal.problems.items():
            form.form_errors.extend(
                str(_("Row %(row)s: %(problem)s", row=row, problem=sentence_of(code))) for code in codes
            )
        return _page(form, sheet, 422)
    flash(ngettext("%(num)d group is kept as a draft.", "%(num)d groups are kept as drafts.", made), "good")
    return redirect(url_for("course_groups.listing"), 303)


@group_import.get("/headings.csv")
def headings() -> ResponseReturnValue:
    """An empty sheet with every heading."""
    return Response(
        empty_sheet(),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="course-groups.csv"'},
    )


def _problem_with(content: bytes) -> str:
    if not content:
        return str(_("Choose a file."))
    if len(content) > LARGEST:
        return str(_("The file is larger than 300 kB. Divide it."))
    return ""


def _read(content: bytes) -> GroupSheet:
    with reading() as session:
        authorities = {name: id for id, name in buyers(session, on=today())}
        sheet = read_groups(content, tracks=_words_for_tracks(), buyers=authorities)
        return with_codes_taken(session, sheet, viewer=current_actor())


def _words_for_tracks() -> dict[str, str]:
    """The names of tracks in the languages of the pages, each to its code."""
    words: dict[str, str] = {}
    for language in TestedLanguage:
        rule_set = rule_set_in_force(today(), language.value)
        for track in rule_set.tracks if rule_set else ():
            for reader in PAGE_LANGUAGES:
                words.setdefault(rule_set.label(track, reader) if rule_set else track, track)
    return words


def _page(form: GroupSheetForm, sheet: GroupSheet | None, status: int) -> ResponseReturnValue:
    return render_template(
        "provider_desk/group_sheet.html",
        form=form,
        sheet=sheet,
        columns=columns_in_words(),
        problem_in_words=problem_in_words,
        today=today(),
    ), status


def problem_in_words(problem: SheetProblem) -> str:
    """Where in the sheet, what stands there, what to do."""
    sentence = sentence_of(problem.code)
    if not problem.row:
        return sentence
    if not problem.column:
        return str(_("Row %(row)s: %(problem)s", row=problem.row, problem=sentence))
    return str(
        _(
            "Row %(row)s, %(column)s “%(value)s”: %(problem)s",
            row=problem.row,
            column=heading_of(problem.column),
            value=problem.value,
            problem=sentence,
        )
    )
