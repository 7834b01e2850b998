"""The planner's rule sets: what judges now, what is written, what waits for a second person."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.actor import Actor
from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.rule_sets import rules
from testing_app.rule_sets.actions import change_draft, delete_draft, draft_rule_set
from testing_app.rule_sets.identity import with_identity
from testing_app.rule_sets.queries import (
    activation_on,
    activations_of,
    drafts_of,
    get_draft,
    name_of,
    next_number,
    rule_set_for,
    sealed_texts_of,
    text_named,
)
from testing_app.vocabulary import ActivationState, TestedLanguage
from testing_app.web.current import current_actor
from testing_app.web.messages import message_of
from testing_app.web.planner_desk.drafting.forms import (
    NewDraftForm,
    ProposalForm,
    TextForm,
    identity_problems,
    named,
    number_in,
    sets_to_choose,
)
from testing_app.web.planner_desk.drafting.state import state_of
from testing_app.web.problems import show_problems
from testing_app.web.units import reading, transaction

rule_drafts = Blueprint("rule_drafts", __name__, url_prefix="/planner/rules", template_folder="../templates")

rule_drafts.app_template_filter("rule_set_name")(named)


@rule_drafts.get("")
def listing() -> ResponseReturnValue:
    """What judges the candidates of this authority, what waits for a decision, and the drafts."""
    actor = current_actor()
    with reading() as session:
        activations = activations_of(session, viewer=actor)
        return render_template(
            "planner_desk/drafting/listing.html",
            judging=[_judging(session, actor, language, today()) for language in TestedLanguage],
            waiting=[each for each in activations if each.state is ActivationState.PROPOSED],
            drafts=drafts_of(session, viewer=actor),
            sealed=sealed_texts_of(session, viewer=actor),
            history=[each for each in activations if each.state is not ActivationState.PROPOSED],
        )


def _judging(session: object, actor: Actor, language: TestedLanguage, on: date) -> dict[str, object]:
    """The set that judges tests of one language today, or why it cannot; and who chose it."""
    asked = {"authority_id": actor.organisation_id, "language_tested": language, "on": on}
    rule_set, problem = None, ""
    try:
        rule_set = rule_set_for(session, **asked)  # type: ignore[arg-type]
    except rules.UnknownRuleSet:
        pass
    except Conflict as conflict:
        problem = message_of(conflict)
    activation = activation_on(session, **asked)  # type: ignore[arg-type]
    return {"language": language, "rule_set": rule_set, "activation": activation, "problem": problem}


@rule_drafts.get("/new")
def new() -> ResponseReturnValue:
    """The page on which a new version begins: from another set, or from a file."""
    with reading() as session:
        form = NewDraftForm(request.args if request.args else None)
        form.offer(sets_to_choose(session, current_actor()))
        if form.number.data is None:
            form.number.data = 1
        if form.base.data and not form.rule_set_id.data:
            base, _at, _number = form.base.data.partition("@")
            form.rule_set_id.data = base if form.is_own(base) else f"{base}-1"
            form.number.data = next_number(session, form.rule_set_id.data)
        return render_template("planner_desk/drafting/new.html", form=form)


@rule_drafts.post("/new")
def make() -> ResponseReturnValue:
    """Begin a version; whatever was uploaded is kept, also with problems."""
    form = NewDraftForm()
    actor = current_actor()
    with reading() as session:
        form.offer(sets_to_choose(session, actor))
        valid = form.validate()
        base, _at, number = (form.base.data or "").partition("@")
        text = form.uploaded() if form.has_upload() else None
        if text is None and valid and number.isdecimal():
            text = text_named(session, base, int(number), viewer=actor)
            if text is not None:
                text = with_identity(
                    text, rule_set_id=form.rule_set_id.data or "", number=form.number.data or 1
                )
    if not valid or text is None:
        return render_template("planner_desk/drafting/new.html", form=form), 422
    try:
        with transaction() as session:
            made = draft_rule_set(session, text, based_on=form.base.data or "", by=actor, now=now()).id
    except Invalid as refusal:
        show_problems(
            form, identity_problems(refusal, named_in="file" if form.has_upload() else "rule_set_id")
        )
        return render_template("planner_desk/drafting/new.html", form=form), 422
    flash(_("The draft is kept. Nobody is judged by it yet."), "good")
    return redirect(url_for(".show", draft_id=made), 303)


@rule_drafts.get("/drafts/<uuid:draft_id>")
def show(draft_id: UUID) -> ResponseReturnValue:
    """One version: its problems, its findings, its tables, and the form that proposes it."""
    return _draft_page(draft_id, ProposalForm(formdata=None))


def _draft_page(draft_id: UUID, form: ProposalForm) -> str:
    with reading() as session:
        state = state_of(session, get_draft(session, draft_id, viewer=current_actor()))
        if form.version.data is None:
            form.version.data = state.draft.version
        form.offer(state.rule_set)
        return render_template("planner_desk/drafting/draft.html", state=state, form=form)


@rule_drafts.get("/drafts/<uuid:draft_id>/text")
def edit_text(draft_id: UUID) -> ResponseReturnValue:
    """The whole file in one field, with every problem and its line."""
    with reading() as session:
        state = state_of(session, get_draft(session, draft_id, viewer=current_actor()))
        form = TextForm(formdata=None, text=state.draft.text, version=state.draft.version)
        return render_template("planner_desk/drafting/text.html", state=state, form=form)


@rule_drafts.post("/drafts/<uuid:draft_id>/text")
def change_text(draft_id: UUID) -> ResponseReturnValue:
    """Keep the text as it is typed or uploaded, also with problems."""
    form = TextForm()
    actor = current_actor()
    try:
        if form.validate():
            with reading() as session:
                draft = get_draft(session, draft_id, viewer=actor)
                if draft.version != form.version.data and not draft.is_sealed:
                    form.version.data, form.version.raw_data = draft.version, None
                    state = state_of(session, draft)
                    page = "planner_desk/drafting/text.html"
                    return render_template(page, state=state, form=form, overtaken=True), 409
            with transaction() as session:
                change_draft(
                    session, draft_id, form.chosen_text(), version=form.version.data or 0, by=actor, now=now()
                )
            flash(_("The draft is kept."), "good")
            return redirect(url_for(".edit_text", draft_id=draft_id), 303)
    except Invalid as refusal:
        show_problems(form, refusal)
    with reading() as session:
        state = state_of(session, get_draft(session, draft_id, viewer=actor))
        return render_template("planner_desk/drafting/text.html", state=state, form=form), 422


@rule_drafts.get("/drafts/<uuid:draft_id>/file")
def download(draft_id: UUID) -> ResponseReturnValue:
    """The file, as it is kept now."""
    with reading() as session:
        draft = get_draft(session, draft_id, viewer=current_actor())
        name = name_of(draft.rule_set_id, draft.number)
        answer = Response(draft.text, content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@rule_drafts.post("/drafts/<uuid:draft_id>/delete")
def delete(draft_id: UUID) -> ResponseReturnValue:
    """Throw a draft away that was never proposed."""
    version = number_in(request.form.get("version", ""))
    with transaction() as session:
        delete_draft(session, draft_id, version=version, by=current_actor(), now=now())
    flash(_("The draft is gone."), "good")
    return redirect(url_for(".listing"), 303)
