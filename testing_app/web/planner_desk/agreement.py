"""How often recommendations follow the rules, for a course planner: to improve rules, not to rank people."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from testing_app.clock import today
from testing_app.statistics.agreement import agreement_of_authority
from testing_app.statistics.deviations import reasons_of_authority
from testing_app.web.agreement_form import AgreementForm
from testing_app.web.agreement_page import seen_page
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure

planner_agreement = Blueprint(
    "planner_agreement", __name__, url_prefix="/planner/agreement", template_folder="templates"
)


@planner_agreement.get("")
def show() -> ResponseReturnValue:
    """Signed results of the planner's own authority; small numbers, and reasons behind them, are hidden."""
    actor = current_actor()
    form = AgreementForm(request.args, on=today())
    if not form.validate():
        return render_template("planner_desk/agreement.html", form=form, page=None), 422
    with disclosure() as session:
        table = agreement_of_authority(session, viewer=actor, days=form.days(), rule_set=form.version())
        page = seen_page(session, form, table, reasons_of_authority, viewer=actor)
    return render_template("planner_desk/agreement.html", form=form, page=page)
