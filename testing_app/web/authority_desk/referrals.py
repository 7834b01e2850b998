"""Referrals at the authority's and the guidance service's desk: written, corrected, their result sent on."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app import clock
from testing_app.applications.actions import mark_referred
from testing_app.applications.queries import get_application
from testing_app.bookings import actions, queries
from testing_app.clock import now, today
from testing_app.delivery.sharing import send_to_service
from testing_app.errors import Conflict, NotFound
from testing_app.people.authorities import authorities_on
from testing_app.people.candidates.queries import get_candidate
from testing_app.people.candidates.viewing import record_viewing
from testing_app.vocabulary import OrganisationKind
from testing_app.web.applying.words import length_in_words
from testing_app.web.authority_desk.referral_forms import ReferralChoices, ReferralForm
from testing_app.web.authority_desk.validity_in_words import last_results
from testing_app.web.current import current_actor
from testing_app.web.messages import message_of
from testing_app.web.units import Session, disclosure, reading, transaction
from testing_app.web.vocational_words import vocational_fields

referrals = Blueprint("referrals", __name__, url_prefix="/authority", template_folder="templates")


@referrals.get("/candidates/<uuid:candidate_id>/referrals/new")
def new_referral(candidate_id: UUID) -> ResponseReturnValue:
    """An empty form, or one with what the candidate's own application says; its length is not chosen."""
    asked = request.args.get("application", type=UUID)
    if asked is None:
        return _page(candidate_id, ReferralForm(_choices()), 200)
    with disclosure() as session:
        application = get_application(session, asked, viewer=current_actor())
    if application.candidate_id != candidate_id:
        raise NotFound("no_such_application")
    form = ReferralForm(
        _choices(),
        formdata=None,
        application=str(application.id),
        language_tested=application.language_tested.value,
        interpreter_language=application.contact_language if application.needs_interpreter else "",
        timetable_limits=application.timetable_limits,
    )
    return _page(candidate_id, form, 200)


@referrals.post("/candidates/<uuid:candidate_id>/referrals/new")
def write(candidate_id: UUID) -> ResponseReturnValue:
    """Write the referral and go on to its seat."""
    form = ReferralForm(_choices())
    if not form.validate():
        return _page(candidate_id, form, 422)
    application_id = form.application_id()
    try:
        with transaction() as session:
            referral = actions.write_referral(
                session, candidate_id, facts=form.facts(), by=current_actor(), now=now()
            )
            if application_id is not None:
                mark_referred(session, application_id, referral_id=referral.id, by=current_actor(), now=now())
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
    facts = actions.facts_of(referral)
    form = ReferralForm.of(facts, _choices_of_change(), version=referral.version)
    return _page(referral.candidate_id, form, 200, referral=referral)


@referrals.post("/referrals/<uuid:referral_id>/edit")
def change(referral_id: UUID) -> ResponseReturnValue:
    """Keep what was corrected; a conflict keeps what was typed."""
    form = ReferralForm(_choices_of_change())
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


@referrals.post("/referrals/<uuid:referral_id>/send-to-service")
def send_on(referral_id: UUID) -> ResponseReturnValue:
    """Send the result to the guidance service that referred, after the candidate agreed."""
    actor = current_actor()
    with transaction() as session:
        referral = queries.get_referral(session, referral_id, viewer=actor)
        send_to_service(session, referral_id, by=actor, now=now())
    flash(_("The result is on its way to the guidance service."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=referral.candidate_id), 303)


def _choices() -> ReferralChoices:
    """What the form offers to whoever is signed in."""
    actor = current_actor()
    with reading() as session:
        fields = vocational_fields(session, actor.organisation_id, on=clock.today())
        if actor.organisation_kind is not OrganisationKind.GUIDANCE_SERVICE:
            return ReferralChoices(fields=fields)
        named = [(str(each.id), each.name) for each in authorities_on(session, clock.today())]
    return ReferralChoices(fields=fields, authorities=named)


def _choices_of_change() -> ReferralChoices:
    """The authority of a referral stays as it was written."""
    return ReferralChoices(fields=_choices().fields)


def _page(candidate_id: UUID, form: ReferralForm, status: int, **more: object) -> ResponseReturnValue:
    with disclosure() as session:
        candidate = get_candidate(session, candidate_id, viewer=current_actor())
        record_viewing(session, candidate_id, by=current_actor(), now=now())
        last = last_results(session, candidate_id, today=today())
        application = _application(session, form)
        suggestion = length_in_words(application) if application else None
    return render_template(
        "authority_desk/referral.html",
        form=form,
        candidate=candidate,
        last_results=last,
        suggestion=suggestion,
        **more,
    ), status


def _application(session: Session, form: ReferralForm) -> Any:
    application_id = form.application_id()
    if application_id is None:
        return None
    return get_application(session, application_id, viewer=current_actor())
