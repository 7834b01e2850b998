"""Was it the right group? What teachers answered after two weeks, by the rule that had suggested it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now, today
from testing_app.statistics.right_group import FitTable, fit_by_rule
from testing_app.statistics.small_cells import SMALLEST_SHOWN
from testing_app.web.agreement_form import AgreementForm
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure

right_group = Blueprint(
    "right_group", __name__, url_prefix="/planner/agreement/right-group", template_folder="templates"
)


@right_group.get("")
def show() -> ResponseReturnValue:
    """One year's answers about the people of the planner's own authority; small numbers are hidden."""
    actor = current_actor()
    form = AgreementForm(request.args, on=today())
    if not form.validate():
        return render_template("planner_desk/right_group.html", form=form, table=None, rows=[]), 422
    since, until = form.period()
    with disclosure() as session:
        table = fit_by_rule(session, viewer=actor, since=since, until=until)
        record(
            session,
            Event.STATISTICS_VIEWED,
            by=actor,
            now=now(),
            subject=("organisation", actor.organisation_id),
            details={"subject": "right_group", "year": since.year, "rows": len(table.rows)},
        )
    return render_template(
        "planner_desk/right_group.html", form=form, table=table, rows=_rows(table), smallest=SMALLEST_SHOWN
    )


def _rows(table: FitTable) -> list[list[str]]:
    return [
        [
            row.rule,
            f"{row.rule_set_id} {row.rule_set_version}",
            _number(row.right),
            _number(row.not_right),
        ]
        for row in table.rows
    ]


def _number(number: int | None) -> str:
    return _("hidden") if number is None else str(number)
