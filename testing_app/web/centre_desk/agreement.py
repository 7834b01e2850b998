"""How often each assessor recommends what the rules suggested: near always hints at rubber-stamping."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.placements.queries import agreement_of_assessors
from testing_app.vocabulary import Role
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure

agreement = Blueprint("agreement", __name__, url_prefix="/centre/agreement", template_folder="templates")

FEW = 10
"""Below this many comparable recommendations a percentage says little."""


@agreement.get("")
def show() -> ResponseReturnValue:
    """A centre lead sees every assessor of the centre, an assessor their own row."""
    actor = current_actor()
    with disclosure() as session:
        rows = agreement_of_assessors(session, viewer=actor)
        record(
            session,
            Event.AGREEMENT_VIEWED,
            by=actor,
            now=now(),
            subject=("organisation", actor.organisation_id),
            details={"rows": len(rows)},
        )
    return render_template(
        "centre_desk/agreement.html", rows=rows, few=FEW, sees_all=Role.CENTRE_LEAD in actor.roles
    )
