"""The texts of letters: which are in use in which language, and their versions from draft to approval."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.actor import Actor
from testing_app.clock import now
from testing_app.errors import Conflict, Invalid, NotAllowed
from testing_app.letters.directions import direction_of
from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.messages import messages_of
from testing_app.letters.shipped import texts_in_use
from testing_app.letters.texts import catalog
from testing_app.people import queries as people
from testing_app.vocabulary import LetterKind, WordingState
from testing_app.web.administration.wording_form import ApprovalForm, StepForm, TextsForm, texts_form
from testing_app.web.administration.wording_overview import overview
from testing_app.web.administration.wording_words import (
    STATE_BADGES,
    kind_of_letter,
    wording_state,
)
from testing_app.web.current import current_actor
from testing_app.web.messages import message_of
from testing_app.web.problems import show_problems
from testing_app.web.units import Session, reading, transaction
from testing_app.web.words import language_word
from testing_app.wording import actions, queries

wordings = Blueprint("wordings", __name__, url_prefix="/administration/wordings", template_folder="templates")
Step = Callable[..., object]
STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "review": actions.send_to_review,
        "back": actions.take_back,
        "discard": actions.discard,
        "stop": actions.stop_using,
    }
)


@wordings.context_processor
def words() -> dict[str, object]:
    """Words the pages of texts need."""
    return {
        "kind_of_letter": kind_of_letter,
        "wording_state": wording_state,
        "wording_badges": STATE_BADGES,
        "language_word": language_word,
        "states": WordingState,
    }


@wordings.get("")
def listing() -> ResponseReturnValue:
    """Every kind of letter in every language, and which texts are in use."""
    with reading() as session:
        table = overview(session)
    return render_template("administration/wordings.html", kinds=list(LetterKind), table=table)


@wordings.get("/letters/<letter_kind>/<letter_language>")
def show(letter_kind: str, letter_language: str) -> ResponseReturnValue:
    """One kind and language: what is in use, and every version there was."""
    kind = _kind(letter_kind, letter_language)
    with reading() as session:
        versions = queries.versions_of(session, kind, language=letter_language, viewer=current_actor())
        names = people.names_of_accounts(session, [row.edited_by_id for row in versions])
        texts = texts_in_use(session, kind, letter_language)
        cell = overview(session)[letter_language][kind]
        return render_template(
            "administration/wordings_of_letter.html",
            kind=kind,
            language=letter_language,
            direction=direction_of(letter_language),
            versions=versions,
            names=names,
            texts=texts,
            finnish=catalog("fi"),
            cell=cell,
            has_open=any(row.state in (WordingState.DRAFT, WordingState.IN_REVIEW) for row in versions),
        )


@wordings.post("/letters/<letter_kind>/<letter_language>")
def begin(letter_kind: str, letter_language: str) -> ResponseReturnValue:
    """Begin a draft from the texts there are."""
    kind = _kind(letter_kind, letter_language)
    with transaction() as session:
        wording = actions.begin_draft(
            session,
            kind,
            language=letter_language,
            messages=texts_in_use(session, kind, letter_language),
            by=current_actor(),
            now=now(),
        )
    return redirect(url_for(".edit", wording_id=wording.id), 303)


@wordings.get("/versions/<uuid:wording_id>")
def edit(wording_id: UUID) -> ResponseReturnValue:
    """One version: to edit while it is a draft, to approve while it is in review, else to read."""
    with reading() as session:
        return _page(session, wording_id)


@wordings.post("/versions/<uuid:wording_id>")
def save(wording_id: UUID) -> ResponseReturnValue:
    """Keep the texts; what is wrong is shown at its field, and nothing typed is lost."""
    actor = current_actor()
    with reading() as session:
        wording = queries.get_wording(session, wording_id, viewer=actor)
        kind, language = wording.kind, wording.language
    form = texts_form(messages_of(kind), language)
    try:
        with transaction() as session:
            actions.save_draft(
                session,
                wording_id,
                version=form.version.data or 0,
                messages=form.texts(messages_of(kind)),
                by=actor,
                now=now(),
            )
    except Invalid as refusal:
        form.show_problems(refusal.problems)
        return _again(wording_id, form), 422
    except Conflict as conflict:
        form.form_errors.append(message_of(conflict))
        return _again(wording_id, form, newest=True), 409
    flash(_("The texts have been saved."), "good")
    return redirect(url_for(".edit", wording_id=wording_id), 303)


@wordings.post("/versions/<uuid:wording_id>/step")
def step(wording_id: UUID) -> ResponseReturnValue:
    """Send the version to review, take it back, give it up, or stop using it."""
    form = StepForm()
    take = STEPS.get(form.step.data or "")
    if take is None:
        abort(400)
    return _change(wording_id, form.version.data or 0, take, current_actor(), now())


@wordings.post("/versions/<uuid:wording_id>/approve")
def approve(wording_id: UUID) -> ResponseReturnValue:
    """Take the version into use."""
    form = ApprovalForm()
    if not form.validate():
        return _again(wording_id, None, approval=form), 422
    try:
        with transaction() as session:
            actions.approve(
                session,
                wording_id,
                version=form.version.data or 0,
                reviewed_by=form.reviewed_by.data or "",
                by=current_actor(),
                now=now(),
            )
    except Invalid as refusal:
        show_problems(form, refusal)
        return _again(wording_id, None, approval=form), 422
    except (Conflict, NotAllowed) as refusal:
        form.form_errors.append(message_of(refusal))
        return _again(wording_id, None, approval=form), 409
    flash(_("The texts are in use from now on."), "good")
    return redirect(url_for(".edit", wording_id=wording_id), 303)


def _change(
    wording_id: UUID, version: int, take: Step, actor: Actor, moment: datetime
) -> ResponseReturnValue:
    try:
        with transaction() as session:
            take(session, wording_id, version=version, by=actor, now=moment)
    except Invalid as refusal:
        with reading() as session:
            wording = queries.get_wording(session, wording_id, viewer=actor)
            form = _filled(wording.kind, wording.language, wording.messages, wording.version)
        form.show_problems(refusal.problems)
        return _again(wording_id, form), 422
    except Conflict as conflict:
        flash(message_of(conflict), "warn")
        return redirect(url_for(".edit", wording_id=wording_id), 303)
    flash(_("The state of the texts has changed."), "good")
    return redirect(url_for(".edit", wording_id=wording_id), 303)


def _kind(letter_kind: str, letter_language: str) -> LetterKind:
    if letter_kind not in set(LetterKind) or letter_language not in LETTER_LANGUAGES:
        abort(404)
    return LetterKind(letter_kind)


def _filled(kind: LetterKind, language: str, texts: Mapping[str, str], version: int) -> TextsForm:
    """The form as the version is stored."""
    form = texts_form(messages_of(kind), language, formdata=None)
    form.version.data = version
    for message, field in zip(messages_of(kind), form.fields_of(messages_of(kind)), strict=True):
        field.data = texts.get(message, "")
    return form


def _again(
    wording_id: UUID, form: TextsForm | None, *, approval: ApprovalForm | None = None, newest: bool = False
) -> str:
    with reading() as session:
        return _page(session, wording_id, form, approval=approval, newest=newest)


def _page(
    session: Session,
    wording_id: UUID,
    form: TextsForm | None = None,
    *,
    approval: ApprovalForm | None = None,
    newest: bool = False,
) -> str:
    wording = queries.get_wording(session, wording_id, viewer=current_actor())
    messages = messages_of(wording.kind)
    form = form or _filled(wording.kind, wording.language, wording.messages, wording.version)
    approval = approval or ApprovalForm(formdata=None, version=wording.version)
    for shown in (form, approval):
        if newest:
            shown.version.data, shown.version.raw_data = wording.version, None
    accounts = [found for found in (wording.edited_by_id, wording.approved_by_id) if found]
    return render_template(
        "administration/wording.html",
        wording=wording,
        form=form,
        approval=approval,
        fields=form.fields_of(messages),
        messages=messages,
        finnish=catalog("fi"),
        direction=direction_of(wording.language),
        names=people.names_of_accounts(session, accounts),
    )
