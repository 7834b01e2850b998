"""Referrals at the authority's desk: written and corrected."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.bookings import actions, queries
from testing_app.clock import now, today
from testing_app.errors import Conflict
from testing_app.people.candidates.queries import get_candidate
from testing_app.people.candidates.viewing import record_viewing
from testing_app.web.authority_desk.referral_forms import ReferralForm
from testing_app.web.authority_desk.validity_in_words import last_results
from testing_app.web.current import current_actor
from testing_app.web.messages import message_of
from testing_app.web.units import disclosure, transaction

referrals = Blueprint("referrals", __name__, url_prefix="/authority", template_folder="templates")


@referrals.get("/candidates/<uuid:candidate_id>/referrals/new")
def new_referral(candidate_id: UUID) -> ResponseReturnValue:
    """An empty form; nothing is chosen beforehand."""
    return _page(candidate_id, ReferralForm(), 200)


@referrals.post("/candidates/<uuid:candidate_id>/referrals/new")
def write(candidate_id: UUID) -> ResponseReturnValue:
    """Write the referral and go on to its seat."""
    form = ReferralForm()
    if not form.validate():
        return _page(candidate_id, form, 422)
    try:
        with transaction() as session:
            referral = actions.write_referral(
                session, candidate_id, facts=form.facts(), by=current_actor(), now=now()
            )
    except Conflict as conflict:
        form.language_tested.errors = [message_of(conflict)]
        return _page(candidate_id, form, 409)
    flash(_("The referral is written. Now reserve a seat."), "good")
    return redirect(url_for("seats.choose", referral_id=referral.id), 303)


@referrals.get("/referrals/<uuid:referral_id>/edit")
def edit_referral(referral_id: UUID) -> ResponseReturnValue:
    """The form with what was written."""
    with disclosure() as session:
        referral = queries.get_referral(session, referral_id, viewer=current_actor())
    form = ReferralForm.of(actions.facts_of(referral), version=referral.version)
    return _page(referral.candidate_id, form, 200, referral=referral)


@referrals.post("/referrals/<uuid:referral_id>/edit")
def change(referral_id: UUID) -> ResponseReturnValue:
    """Keep what was corrected; a conflict keeps what was typed."""
    form = ReferralForm()
    with disclosure() as session:
        referral = queries.get_referral(session, referral_id, viewer=current_actor())
    if not form.validate():
        return _page(referral.candidate_id, form, 422, referral=referral)
    try:
        with transaction() as session:
            actions.change_referral(
                session,
                referral_id,
                version=form.version.data or 0,
                facts=form.facts(),
                by=current_actor(),
                now=now(),
            )
    except Conflict as conflict:
        if conflict.code == "changed_meanwhile":
            form.version.data, form.version.raw_data = referral.version, None
            return _page(referral.candidate_id, form, 409, referral=referral, changed_meanwhile=True)
        form.language_tested.errors = [message_of(conflict)]
        return _page(referral.candidate_id, form, 409, referral=referral)
    flash(_("Saved."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=referral.candidate_id), 303)


def _page(candidate_id: UUID, form: ReferralForm, status: int, **more: object) -> ResponseReturnValue:
    with disclosure() as session:
        candidate = get_candidate(session, candidate_id, viewer=current_actor())
        record_viewing(session, candidate_id, by=current_actor(), now=now())
        last = last_results(session, candidate_id, today=today())
    return render_template(
        "authority_desk/referral.html", form=form, candidate=candidate, last_results=last, **more
    ), status
