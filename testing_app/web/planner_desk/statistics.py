"""Statistics of tests, waits, courses and advice visits, for planners, centres, providers and services."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now, today
from testing_app.statistics.subjects import slices_offered, statistics_of
from testing_app.web.current import current_actor
from testing_app.web.placement_words import rule_set_in_force
from testing_app.web.planner_desk.statistics_files import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from testing_app.web.planner_desk.statistics_form import StatisticsForm
from testing_app.web.planner_desk.statistics_page import StatisticsPage, TableInWords
from testing_app.web.units import disclosure, reading

statistics = Blueprint("statistics", __name__, url_prefix="/statistics", template_folder="templates")

FILES = {"csv": (csv_file, CSV_TYPE), "xlsx": (xlsx_file, XLSX_TYPE)}
DEFAULT_FILE = "csv"


@statistics.get("")
def show() -> ResponseReturnValue:
    """Numbers of the viewer's own house; small ones are hidden."""
    page = _page_asked_for(Event.STATISTICS_VIEWED)
    status = 200 if isinstance(page, StatisticsPage) else 422
    form = page.form if isinstance(page, StatisticsPage) else page
    shown = page if isinstance(page, StatisticsPage) else None
    return render_template("planner_desk/statistics.html", form=form, page=shown), status


@statistics.get("/download")
def download() -> ResponseReturnValue:
    """The same numbers as a file."""
    page = _page_asked_for(Event.STATISTICS_DOWNLOADED)
    if not isinstance(page, StatisticsPage):
        return render_template("planner_desk/statistics.html", form=page, page=None), 422
    kind = request.args.get("kind", DEFAULT_FILE)
    write, media_type = FILES.get(kind, FILES[DEFAULT_FILE])
    answer = Response(write(page), content_type=media_type)
    ending = kind if kind in FILES else DEFAULT_FILE
    name = f"{page.form.subject.value}-{page.form.year.data}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page_asked_for(event: Event) -> StatisticsPage | StatisticsForm:
    """The page with its audit entry, or the form with its problems.

    The numbers are read first: writing the entry keeps other writers waiting for a moment only.
    """
    actor, day = current_actor(), today()
    form = StatisticsForm(request.args, viewer=actor, on=day)
    if not form.validate():
        return form
    question = form.question()
    with reading() as session:
        form.offer(slices_offered(session, form.subject, question.whole()))
        if not form.validate():
            return form
        tables = statistics_of(session, form.subject, question, today=day)
    _leave_entry(event, form, by=actor)
    last_day = min(question.last_day, day)
    rule_set = rule_set_in_force(last_day, question.language_tested)
    return StatisticsPage(form, [TableInWords(table, rule_set) for table in tables], day)


def _leave_entry(event: Event, form: StatisticsForm, *, by: Actor) -> None:
    with disclosure() as session:
        record(
            session,
            event,
            by=by,
            now=now(),
            subject=("organisation", by.organisation_id),
            details=form.kept(),
        )
