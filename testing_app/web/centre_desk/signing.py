"""Shows exactly what will be sent, and sends it signed by the assessor who looked."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField

from testing_app import flow
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.errors import Conflict
from testing_app.results.letter import result_pdf
from testing_app.results.letter_flags import flags_of_result
from testing_app.sittings.queries import get_battery
from testing_app.web.current import current_actor, public_url
from testing_app.web.messages import message_of
from testing_app.web.result_words import document_in_words
from testing_app.web.units import disclosure, reading, transaction

signing = Blueprint("signing", __name__, url_prefix="/centre/sittings", template_folder="templates")

VERIFY_PATH = "/verify"


class SigningForm(FlaskForm):  # type: ignore[misc]
    """Only a button: `content` says what was on the page when it was pressed."""

    content = HiddenField()


@signing.get("/<uuid:sitting_id>/preview")
def preview(sitting_id: UUID) -> ResponseReturnValue:
    """The result as the authority will read it."""
    try:
        draft = _disclosed_draft(sitting_id)
    except Conflict as conflict:
        flash(message_of(conflict), "warn")
        return redirect(url_for("placement.show", sitting_id=sitting_id), 303)
    return _page(sitting_id, draft)


@signing.get("/<uuid:sitting_id>/preview.pdf")
def preview_pdf(sitting_id: UUID) -> ResponseReturnValue:
    """The PDF as it will be sent, not signed yet."""
    draft = _disclosed_draft(sitting_id)
    content = result_pdf(
        draft.document,
        (),
        language=draft.contact_language,
        verify_at=public_url(VERIFY_PATH),
        names=draft.names,
        words=draft.words,
    )
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="preview.pdf"'},
    )


@signing.post("/<uuid:sitting_id>/sign")
def sign(sitting_id: UUID) -> ResponseReturnValue:
    """Sign what was previewed and owe it to the authority."""
    actor, moment = current_actor(), now()
    with reading() as session:
        draft = flow.draft_result(session, sitting_id, by=actor, now=moment)
    if draft.digest != SigningForm().content.data:
        return _page(sitting_id, _disclosed_draft(sitting_id), changed=True), 409
    sealed = flow.seal(draft, ring=current_app.extensions["key_ring"], verify_at=public_url(VERIFY_PATH))
    with transaction() as session:
        result = flow.sign_result(session, sitting_id, sealed, by=actor, now=moment)
    flash(_("Signed. The result is on its way to the employment authority."), "good")
    return redirect(url_for("results.show", result_id=result.id), 303)


def _disclosed_draft(sitting_id: UUID) -> flow.Draft:
    actor, moment = current_actor(), now()
    with disclosure() as session:
        draft = flow.draft_result(session, sitting_id, by=actor, now=moment)
        record(
            session,
            Event.SITTING_VIEWED,
            by=actor,
            now=moment,
            subject=("sitting", sitting_id),
            candidate_id=draft.candidate_id,
            details={"page": "preview"},
        )
    return draft


def _page(sitting_id: UUID, draft: flow.Draft, *, changed: bool = False) -> str:
    form = SigningForm(formdata=None)
    form.content.data = draft.digest
    with reading() as session:
        id_seen = get_battery(session, sitting_id, viewer=current_actor()).booking.id_seen
    return render_template(
        "centre_desk/preview.html",
        sitting_id=sitting_id,
        words=document_in_words(draft.document),
        flags=flags_of_result(draft.document, draft.contact_language, names=draft.names, words=draft.words),
        contact_language=draft.contact_language,
        form=form,
        changed=changed,
        id_seen=id_seen,
    )
