"""How often recommendations follow the rules, for a centre: near always hints at rubber-stamping."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now, today
from testing_app.statistics.agreement import agreement_at_centre
from testing_app.statistics.deviations import reasons_at_centre
from testing_app.vocabulary import Role
from testing_app.web.agreement_form import AgreementView, CentreAgreementForm
from testing_app.web.agreement_page import AgreementPage
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
    days, reasons = form.days(), None
    with disclosure() as session:
        table = agreement_at_centre(session, viewer=actor, days=days, rule_set=form.version())
        form.offer(table)
        if form.view is AgreementView.REASONS:
            reasons = reasons_at_centre(
                session,
                viewer=actor,
                days=days,
                shown=form.departures(table),
                page=request.args.get("page", 1, type=int),
            )
        page = AgreementPage(form, table, reasons)
        record(
            session,
            Event.AGREEMENT_VIEWED,
            by=actor,
            now=now(),
            subject=("organisation", actor.organisation_id),
            details=page.seen(),
        )
    return render_template("centre_desk/agreement.html", form=form, page=page, sees_all=sees_all)
