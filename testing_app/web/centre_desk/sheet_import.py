"""Brings a test-day sheet in: upload, look at every row, confirm the good ones."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings.queries import get_occasion
from testing_app.clock import now
from testing_app.errors import Conflict, Invalid
from testing_app.sheets import actions
from testing_app.sheets.problems import SheetRefused, refusal_text
from testing_app.sheets.queries import content_of, find_earlier_import, get_import, kept_sheet, preview
from testing_app.sheets.reading import Sheet
from testing_app.web.centre_desk.sheet_in_words import plan_in_words
from testing_app.web.current import current_actor
from testing_app.web.problems import show_problems
from testing_app.web.units import disclosure, reading, transaction

sheet_import = Blueprint("sheet_import", __name__, url_prefix="/centre", template_folder="templates")


class UploadForm(FlaskForm):  # type: ignore[misc]
    """The file."""

    sheet = FileField(_l("The sheet, as .xlsx or .csv"))


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Take the good rows; `shown` says which preview was on the page."""

    shown = HiddenField()
    leave_out_bad = BooleanField(_l("Import the good rows and leave the others out"))


@sheet_import.get("/occasions/<uuid:occasion_id>/import")
def upload(occasion_id: UUID) -> ResponseReturnValue:
    """Choose a file."""
    return _upload_page(occasion_id, UploadForm(formdata=None))


@sheet_import.post("/occasions/<uuid:occasion_id>/import")
def receive(occasion_id: UUID) -> ResponseReturnValue:
    """Keep the file for its preview, or say why it cannot be read."""
    form = UploadForm()
    form.validate()
    file = form.sheet.data
    content = file.read() if file else b""
    if not file or not file.filename:
        form.sheet.errors = [_("Choose a file.")]
        return _upload_page(occasion_id, form), 422
    try:
        sheet = actions.readable_sheet(content)
        with transaction() as session:
            kept = actions.upload_sheet(session, occasion_id, sheet, by=current_actor(), now=now())
    except SheetRefused as refused:
        form.sheet.errors = [refusal_text(refused, _)]
        return _upload_page(occasion_id, form), 422
    return redirect(url_for(".show", import_id=kept.id), 303)


@sheet_import.get("/imports/<uuid:import_id>")
def show(import_id: UUID) -> ResponseReturnValue:
    """Every row with its problems and what it would change."""
    return _preview_page(import_id)


@sheet_import.post("/imports/<uuid:import_id>")
def confirm(import_id: UUID) -> ResponseReturnValue:
    """Take the good rows over."""
    form = ConfirmForm()
    form.validate()
    rows = _rows_of(import_id)
    try:
        with transaction() as session:
            done = actions.confirm_import(
                session,
                import_id,
                rows=rows,
                shown=form.shown.data or "",
                overwrite=frozenset(request.form.getlist("overwrite")),
                leave_out_bad=form.leave_out_bad.data,
                by=current_actor(),
                now=now(),
            )
    except Invalid as refusal:
        show_problems(form, refusal)
        return _preview_page(import_id, form), 422
    except Conflict as conflict:
        if conflict.code != "changed_meanwhile":
            raise
        return _preview_page(import_id, form, changed=True), 409
    changed = done.counts["changed"]
    flash(
        ngettext(
            "%(num)d candidate was updated from the sheet.",
            "%(num)d candidates were updated from the sheet.",
            changed,
        ),
        "good",
    )
    return redirect(url_for("occasions.show", occasion_id=done.occasion_id), 303)


@sheet_import.post("/imports/<uuid:import_id>/drop")
def drop(import_id: UUID) -> ResponseReturnValue:
    """Forget the file; nothing was imported."""
    with transaction() as session:
        occasion_id = actions.drop_import(session, import_id, by=current_actor(), now=now())
    flash(_("The sheet was dropped. Nothing was imported."), "info")
    return redirect(url_for(".upload", occasion_id=occasion_id), 303)


def _upload_page(occasion_id: UUID, form: UploadForm) -> str:
    with reading() as session:
        occasion = get_occasion(session, occasion_id, viewer=current_actor())
        return render_template("centre_desk/sheet_upload.html", occasion=occasion, form=form)


def _preview_page(import_id: UUID, form: ConfirmForm | None = None, *, changed: bool = False) -> str:
    rows = _rows_of(import_id)
    with disclosure() as session:
        return _rendered_preview(session, import_id, form, rows=rows, changed=changed)


def _rows_of(import_id: UUID) -> Sheet | None:
    """The uploaded rows, read while nobody waits for the database."""
    with reading() as session:
        content = content_of(session, import_id, viewer=current_actor())
    return kept_sheet(content)


def _rendered_preview(
    session: Any, import_id: UUID, form: ConfirmForm | None, *, rows: Sheet | None, changed: bool
) -> str:
    actor = current_actor()
    sheet = get_import(session, import_id, viewer=actor)
    plan = preview(session, sheet, rows=rows, viewer=actor)
    form = form or ConfirmForm(formdata=None)
    form.shown.data = plan.digest if plan else ""
    record(
        session,
        Event.OCCASION_VIEWED,
        by=actor,
        now=now(),
        subject=("sheet", sheet.id),
        details={"rows": len(plan.rows) if plan else 0},
    )
    return render_template(
        "centre_desk/sheet_preview.html",
        sheet=sheet,
        occasion=get_occasion(session, sheet.occasion_id, viewer=actor),
        earlier=find_earlier_import(session, sheet),
        plan=plan_in_words(plan) if plan else None,
        form=form,
        changed=changed,
        ticked=frozenset(request.form.getlist("overwrite")),
    )
