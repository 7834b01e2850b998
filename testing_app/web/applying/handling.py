"""Applications at the officer's desk: read, made a candidate and a referral of, or closed with a reason."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.applications import actions, queries
from testing_app.clock import now
from testing_app.errors import NotFound
from testing_app.people.candidates.duplicates import likely_duplicates
from testing_app.people.candidates.registration import Registered
from testing_app.vocabulary import ApplicationClosing, ApplicationState
from testing_app.web.applying.forms import CloseForm, DifferentForm
from testing_app.web.applying.words import application_word, length_in_words
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, transaction

applications = Blueprint(
    "applications", __name__, url_prefix="/authority/applications", template_folder="templates"
)


@applications.app_context_processor
def _words() -> dict[str, object]:
    return {"application_word": application_word}


@applications.get("")
def listing() -> ResponseReturnValue:
    """The applications that wait, or those that were referred or closed."""
    show = _chosen_state()
    actor = current_actor()
    with disclosure() as session:
        page = queries.applications_of(
            session, viewer=actor, state=show, page=request.args.get("page", 1, type=int)
        )
        counts = queries.counts_of(session, viewer=actor)
        actions.record_listing(session, len(page.rows), by=actor, now=now())
        return render_template(
            "applying/listing.html",
            page=page,
            show=show,
            filters=[(state.value, application_word(state), counts[state]) for state in ApplicationState],
        )


@applications.get("/<uuid:application_id>")
def show(application_id: UUID) -> ResponseReturnValue:
    """One application: what was answered, what is suggested, who it may be."""
    return _page(application_id, 200)


@applications.post("/<uuid:application_id>/register")
def register(application_id: UUID) -> ResponseReturnValue:
    """Register the applicant, unless somebody alike is there and nobody said why it is another person."""
    form = DifferentForm()
    with transaction() as session:
        outcome = actions.register_applicant(
            session, application_id, different_because=form.reason(), by=current_actor(), now=now()
        )
    if not isinstance(outcome, Registered):
        form.different_because.errors = [_("Choose why this is a different person.")]
        return _page(application_id, 409, different=form)
    flash(_("The candidate is registered. Now write the referral."), "good")
    return _to_referral(outcome.candidate_id, application_id)


@applications.post("/<uuid:application_id>/link")
def link(application_id: UUID) -> ResponseReturnValue:
    """The applicant is a candidate who is registered already."""
    try:
        candidate_id = UUID(request.form.get("candidate", ""))
    except ValueError:
        raise NotFound("candidate") from None
    with transaction() as session:
        actions.link_applicant(
            session, application_id, candidate_id=candidate_id, by=current_actor(), now=now()
        )
    flash(_("The application belongs to this candidate. Now write the referral."), "good")
    return _to_referral(candidate_id, application_id)


@applications.post("/<uuid:application_id>/close")
def close(application_id: UUID) -> ResponseReturnValue:
    """Close it with a reason."""
    form = CloseForm()
    if not form.validate():
        return _page(application_id, 422, closing=form)
    with transaction() as session:
        actions.close_application(
            session,
            application_id,
            because=ApplicationClosing(form.because.data),
            by=current_actor(),
            now=now(),
        )
    flash(_("The application is closed."), "good")
    return redirect(url_for(".listing"), 303)


def _page(
    application_id: UUID,
    status: int,
    *,
    closing: CloseForm | None = None,
    different: DifferentForm | None = None,
) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        application = queries.get_application(session, application_id, viewer=actor)
        actions.record_viewing(session, application, by=actor, now=now())
        return render_template(
            "applying/application.html",
            application=application,
            suggestion=length_in_words(application),
            duplicates=_duplicates(session, application),
            closing=closing or CloseForm(formdata=None),
            different=different or DifferentForm(formdata=None),
        ), status


def _duplicates(session: Any, application: Any) -> Any:
    """People of this authority who may be the applicant, while nobody has said who it is."""
    if application.state is not ApplicationState.NEW or application.candidate_id is not None:
        return ()
    return likely_duplicates(session, actions.candidate_facts_of(application), viewer=current_actor())


def _to_referral(candidate_id: UUID, application_id: UUID) -> ResponseReturnValue:
    return redirect(
        url_for("referrals.new_referral", candidate_id=candidate_id, application=application_id), 303
    )


def _chosen_state() -> ApplicationState:
    try:
        return ApplicationState(request.args.get("show", ApplicationState.NEW.value))
    except ValueError:
        return ApplicationState.NEW
