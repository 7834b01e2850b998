"""Consents at the authority's desk: ticked when signed, withdrawn at any time."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.people import consents as stage
from testing_app.people.candidates.queries import get_candidate
from testing_app.people.candidates.viewing import record_viewing
from testing_app.people.contact_languages import CONTACT_LANGUAGES
from testing_app.web.authority_desk.candidate_forms import ConsentForm
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, transaction

consents = Blueprint("consents", __name__, url_prefix="/authority", template_folder="templates")


@consents.get("/candidates/<uuid:candidate_id>/consents")
def sign(candidate_id: UUID) -> ResponseReturnValue:
    """The scopes that are not yet signed, to be ticked."""
    actor = current_actor()
    with disclosure() as session:
        candidate = get_candidate(session, candidate_id, viewer=actor)
        in_force = stage.scopes_in_force(session, candidate_id)
        record_viewing(session, candidate_id, by=actor, now=now())
    language = candidate.contact_language if candidate.contact_language in CONTACT_LANGUAGES else ""
    form = ConsentForm(in_force, formdata=None, language=language, signed_on=today())
    return render_template("authority_desk/consents.html", form=form, candidate=candidate)


@consents.post("/candidates/<uuid:candidate_id>/consents")
def record(candidate_id: UUID) -> ResponseReturnValue:
    """Keep the scopes that were ticked."""
    actor = current_actor()
    with transaction() as session:
        candidate = get_candidate(session, candidate_id, viewer=actor)
        form = ConsentForm(stage.scopes_in_force(session, candidate_id))
        if not form.validate():
            record_viewing(session, candidate_id, by=actor, now=now())
            return render_template("authority_desk/consents.html", form=form, candidate=candidate), 422
        assert form.signed_on.data is not None
        stage.give_consents(
            session,
            candidate_id,
            scopes=form.chosen(),
            language=form.language.data,
            signed_on=form.signed_on.data,
            by=actor,
            now=now(),
        )
    flash(_("The consent is recorded."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


@consents.post("/consents/<uuid:consent_id>/withdraw")
def withdraw(consent_id: UUID) -> ResponseReturnValue:
    """The candidate took a consent back."""
    with transaction() as session:
        consent = stage.withdraw_consent(session, consent_id, by=current_actor(), now=now())
    flash(_("The consent is withdrawn. This information moves no more."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=consent.candidate_id), 303)
