"""The guidance service's own referrals, with what became of each result on its way to the service."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from testing_app.clock import now
from testing_app.delivery.sharing import referrals_of_service, sharing_of
from testing_app.people.candidates.viewing import record_search
from testing_app.web.authority_desk.referral_words import sharing_in_words
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure

service_referrals = Blueprint(
    "service_referrals", __name__, url_prefix="/guidance/referrals", template_folder="templates"
)


@service_referrals.get("")
def listing() -> ResponseReturnValue:
    """Every referral of the service, the newest first."""
    actor = current_actor()
    with disclosure() as session:
        page = referrals_of_service(session, viewer=actor, page=request.args.get("page", 1, type=int))
        states = sharing_of(session, page.rows)
        shared = {key: sharing_in_words(state, reads_there=True) for key, state in states.items()}
        record_search(session, ["referral"], found=page.total, shown=len(page.rows), by=actor, now=now())
        return render_template("guidance_desk/referrals.html", page=page, shared=shared)
