"""The results a centre signed: where each of them is, its files, its versions, and taking one up again."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app import flow
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.inbox.sent import SentFilter, SentPage, sent_results
from testing_app.results.queries import envelope_of, get_result_files
from testing_app.web.centre_desk.result_forms import CorrectionForm
from testing_app.web.centre_desk.result_page import Forms, result_page, sent_rows
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, transaction

results = Blueprint("results", __name__, url_prefix="/centre/results", template_folder="templates")


@results.get("")
def index() -> ResponseReturnValue:
    """Every signed result of the centre, the newest first."""
    viewer, show = current_actor(), _chosen_filter()
    with disclosure() as session:
        page = sent_results(session, viewer=viewer, show=show, page=request.args.get("page", 1, type=int))
        record(
            session,
            Event.RESULT_VIEWED,
            by=viewer,
            now=now(),
            subject=("results", viewer.organisation_id),
            details={"rows": len(page.rows), "show": show.value},
        )
    return render_template(
        "centre_desk/results.html",
        page=page,
        rows=sent_rows(page.rows),
        show=show.value,
        filters=_filters(page),
    )


@results.get("/<uuid:result_id>")
def show(result_id: UUID) -> ResponseReturnValue:
    """One result: how far it has come, what it says, and what may be done."""
    return result_page(result_id, Forms())


@results.get("/<uuid:result_id>/result.pdf")
def pdf(result_id: UUID) -> ResponseReturnValue:
    """The PDF as it was signed."""
    content = _disclosed_files(result_id, "pdf").pdf
    return _file(content, "application/pdf", f'inline; filename="result-{result_id}.pdf"')


@results.get("/<uuid:result_id>/result.json")
def envelope(result_id: UUID) -> ResponseReturnValue:
    """The JSON file with its signature, as other systems read and verify it."""
    content = envelope_of(_disclosed_files(result_id, "json"))
    return _file(content, "application/json", f'attachment; filename="result-{result_id}.json"')


@results.post("/<uuid:result_id>/correct")
def correct(result_id: UUID) -> ResponseReturnValue:
    """Open the battery behind the result again."""
    form = CorrectionForm()
    if not form.validate():
        return result_page(result_id, Forms(correction=form)), 422
    with transaction() as session:
        sitting_id = flow.correct_result(
            session, result_id, reason=form.correction.data or "", by=current_actor(), now=now()
        )
    flash(
        _("The battery is open again. Correct it, recommend, and sign. The old result holds until then."),
        "info",
    )
    return redirect(url_for("battery.show", sitting_id=sitting_id), 303)


@results.post("/<uuid:result_id>/keep")
def keep(result_id: UUID) -> ResponseReturnValue:
    """Close a correction in which nothing was changed."""
    with transaction() as session:
        flow.keep_result(session, result_id, by=current_actor(), now=now())
    flash(_("The correction was cancelled. The result holds as it is."), "good")
    return redirect(url_for(".show", result_id=result_id), 303)


def _disclosed_files(result_id: UUID, file: str) -> Any:
    viewer = current_actor()
    with disclosure() as session:
        result = get_result_files(session, result_id, viewer=viewer)
        record(
            session,
            Event.RESULT_DOWNLOADED,
            by=viewer,
            now=now(),
            subject=("result", result.id),
            candidate_id=result.candidate_id,
            details={"file": file},
        )
    return result


def _file(content: bytes, mimetype: str, disposition: str) -> Response:
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})


def _chosen_filter() -> SentFilter:
    try:
        return SentFilter(request.args.get("show", SentFilter.ALL.value))
    except ValueError:
        return SentFilter.ALL


def _filters(page: SentPage) -> list[tuple[str, str, int]]:
    names = {
        SentFilter.ALL: _("All"),
        SentFilter.UNACKNOWLEDGED: _("Not yet acknowledged"),
        SentFilter.OBJECTED: _("Objection open"),
    }
    return [(code.value, str(name), page.counts[code]) for code, name in names.items()]
