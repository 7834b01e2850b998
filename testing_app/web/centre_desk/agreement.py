"""How often recommendations follow the rules, for a centre: near always hints at rubber-stamping."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from testing_app.clock import today
from testing_app.statistics.agreement import agreement_at_centre
from testing_app.statistics.deviations import reasons_at_centre
from testing_app.vocabulary import Role
from testing_app.web.agreement_form import CentreAgreementForm
from testing_app.web.agreement_page import seen_page
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure

agreement = Blueprint("agreement", __name__, url_prefix="/centre/agreement", template_folder="templates")


@agreement.get("")
def show() -> ResponseReturnValue:
    """A centre lead sees every assessor of the centre, an assessor their own recommendations only."""
    actor = current_actor()
    sees_all = Role.CENTRE_LEAD in actor.roles
    form = CentreAgreementForm(request.args, on=today())
    if not form.validate():
        return render_template("centre_desk/agreement.html", form=form, page=None, sees_all=sees_all), 422
    with disclosure() as session:
        table = agreement_at_centre(session, viewer=actor, days=form.days(), rule_set=form.version())
        page = seen_page(session, form, table, reasons_at_centre, viewer=actor)
    return render_template("centre_desk/agreement.html", form=form, page=page, sees_all=sees_all)
