"""Consents: the data-transfer form read, printed, signed on paper or on the screen, withdrawn at any time."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.letters.consent_paper import PaperFacts, consent_pdf
from testing_app.people import consents as stage
from testing_app.people.candidates.queries import get_candidate
from testing_app.people.candidates.viewing import record_viewing
from testing_app.people.consent_form import OFFICIAL_LANGUAGES, ShownForm, form_in
from testing_app.people.consent_scans import EXTENSIONS, add_scan, view_scan
from testing_app.people.consents import Signature
from testing_app.people.contact_languages import CONTACT_LANGUAGES
from testing_app.vocabulary import ConsentMeans
from testing_app.web.authority_desk.consent_forms import ConsentForm, ScreenForm
from testing_app.web.authority_desk.words import language_choices
from testing_app.web.current import current_actor
from testing_app.web.layout import current_language
from testing_app.web.units import disclosure, transaction

consents = Blueprint("consents", __name__, url_prefix="/authority", template_folder="templates")


@consents.get("/candidates/<uuid:candidate_id>/consents")
def sign(candidate_id: UUID) -> ResponseReturnValue:
    """The scopes that are not yet signed, to be ticked as on the paper."""
    actor = current_actor()
    with disclosure() as session:
        candidate = get_candidate(session, candidate_id, viewer=actor)
        in_force = stage.scopes_in_force(session, candidate_id)
        record_viewing(session, candidate_id, by=actor, now=now())
    language = _shown(candidate.contact_language).language
    form = ConsentForm(in_force, formdata=None, language=language, signed_on=today())
    return render_template("authority_desk/consents.html", form=form, candidate=candidate)


@consents.post("/candidates/<uuid:candidate_id>/consents")
def record(candidate_id: UUID) -> ResponseReturnValue:
    """Keep the scopes that were ticked, and the scan of the paper if there is one."""
    actor = current_actor()
    with transaction() as session:
        candidate = get_candidate(session, candidate_id, viewer=actor)
        form = ConsentForm(stage.scopes_in_force(session, candidate_id))
        if not form.validate():
            record_viewing(session, candidate_id, by=actor, now=now())
            return render_template("authority_desk/consents.html", form=form, candidate=candidate), 422
        assert form.signed_on.data is not None
        scan = add_scan(session, candidate_id, form.read, by=actor, now=now()) if form.read else None
        signature = Signature(
            language=form.language.data, signed_on=form.signed_on.data, scan_id=scan.id if scan else None
        )
        stage.record_signature(
            session, candidate_id, scopes=form.chosen(), signature=signature, by=actor, now=now()
        )
    flash(_("The consent is recorded."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


@consents.get("/candidates/<uuid:candidate_id>/consents/form.pdf")
def print_form(candidate_id: UUID) -> ResponseReturnValue:
    """The form to be signed with a pen, in an official language and the candidate's."""
    actor = current_actor()
    with disclosure() as session:
        candidate = get_candidate(session, candidate_id, viewer=actor)
        record_viewing(session, candidate_id, by=actor, now=now())
        facts = PaperFacts(
            candidate=candidate.name,
            number=candidate.number,
            organisation=actor.organisation_name,
            printed_on=now(),
        )
        form = _shown(request.args.get("language", candidate.contact_language))
    response = Response(consent_pdf(form, facts), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="consent-{candidate_id}.pdf"'
    return response


@consents.get("/candidates/<uuid:candidate_id>/consents/screen")
def read_on_screen(candidate_id: UUID) -> ResponseReturnValue:
    """The form as the candidate reads it at the booking, in a language they may change."""
    return _on_screen(candidate_id, None, 200)


@consents.post("/candidates/<uuid:candidate_id>/consents/screen")
def sign_on_screen(candidate_id: UUID) -> ResponseReturnValue:
    """Keep what the candidate ticked and typed; the officer is the witness."""
    actor = current_actor()
    with transaction() as session:
        get_candidate(session, candidate_id, viewer=actor)
        form = ScreenForm(stage.scopes_in_force(session, candidate_id))
        shown = _read_by(form)
        if form.validate() and shown is not None:
            signature = Signature(
                language=shown.language,
                signed_on=today(),
                means=ConsentMeans.SCREEN,
                name=form.signed_name.data or "",
                form_digest=shown.digest,
            )
            stage.record_signature(
                session, candidate_id, scopes=form.chosen(), signature=signature, by=actor, now=now()
            )
    if form.errors or shown is None:
        return _on_screen(candidate_id, form, 422 if form.errors else 409, changed=shown is None)
    flash(_("The consent is recorded."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


def _read_by(form: ScreenForm) -> ShownForm | None:
    """The form whose texts were on the screen, or None when they have changed since."""
    for official in OFFICIAL_LANGUAGES:
        shown = form_in(form.language.data or "", official=official)
        if shown.digest == form.form_digest.data:
            return shown
    return None


def _on_screen(
    candidate_id: UUID, form: ScreenForm | None, status: int, *, changed: bool = False
) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        candidate = get_candidate(session, candidate_id, viewer=actor)
        record_viewing(session, candidate_id, by=actor, now=now())
        in_force = stage.scopes_in_force(session, candidate_id)
    asked = form.language.data if form else request.args.get("language", "")
    language = _language(asked or candidate.contact_language) or "fi"
    shown = _shown(language)
    form = form or ScreenForm(in_force, formdata=None)
    for field, value in ((form.language, language), (form.form_digest, shown.digest)):
        field.data, field.raw_data = value, None
    return render_template(
        "authority_desk/consent_screen.html",
        form=form,
        candidate=candidate,
        shown=shown,
        changed=changed,
        languages=language_choices(CONTACT_LANGUAGES, blank="")[1:],
        witness=actor.name,
    ), status


@consents.get("/consents/scans/<uuid:scan_id>")
def show_scan(scan_id: UUID) -> ResponseReturnValue:
    """The scan of a signed paper, saved as a file; the viewing is written down."""
    with disclosure() as session:
        scan = view_scan(session, scan_id, by=current_actor(), now=now())
        response = Response(scan.content, mimetype=scan.media_type)
    name = f"consent-{scan_id}.{EXTENSIONS[scan.media_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@consents.post("/consents/<uuid:consent_id>/withdraw")
def withdraw(consent_id: UUID) -> ResponseReturnValue:
    """The candidate took a consent back."""
    with transaction() as session:
        consent = stage.withdraw_consent(session, consent_id, by=current_actor(), now=now())
    flash(_("The consent is withdrawn. This information moves no more."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=consent.candidate_id), 303)


def _shown(language: str) -> ShownForm:
    """The form for a reader of this language, in Swedish beside it when the officer works in Swedish."""
    official = current_language() if current_language() in OFFICIAL_LANGUAGES else "fi"
    return form_in(_language(language) or "fi", official=official)


def _language(code: str) -> str:
    return code if code in CONTACT_LANGUAGES else ""
