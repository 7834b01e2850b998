"""Proposals: a rule set from a day on, decided by a second planner of the same authority."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.rule_sets import rules
from testing_app.rule_sets.actions import (
    DraftToPropose,
    NamedRuleSet,
    Proposal,
    approve_activation,
    cancel_activation,
    propose_activation,
    refuse_activation,
    withdraw_proposal,
)
from testing_app.rule_sets.queries import get_activation, get_draft
from testing_app.vocabulary import ActivationState, TestedLanguage
from testing_app.web.current import current_actor
from testing_app.web.placement_words import rule_set_of_authority
from testing_app.web.planner_desk.drafting.forms import (
    DecisionForm,
    ProposalForm,
    number_in,
    sets_to_follow,
)
from testing_app.web.planner_desk.drafting.state import state_of
from testing_app.web.planner_desk.known_sets import readable_set
from testing_app.web.problems import show_problems
from testing_app.web.units import reading, transaction

activations = Blueprint("activations", __name__, url_prefix="/planner/rules", template_folder="../templates")

DONE: dict[str, LazyString] = {
    "approve": _l("Approved. The rule set judges from its first day on."),
    "refuse": _l("Refused. The rules stay as they are."),
    "withdraw": _l("Withdrawn. The rules stay as they are."),
    "cancel": _l("Stopped. The rules that would have changed stay as they are."),
}
ANSWERS: dict[str, Callable[..., Any]] = {
    "approve": approve_activation,
    "refuse": refuse_activation,
    "withdraw": withdraw_proposal,
    "cancel": cancel_activation,
}


@activations.post("/drafts/<uuid:draft_id>/propose")
def propose(draft_id: UUID) -> ResponseReturnValue:
    """Ask that a draft judges from a day on; it is sealed by that."""
    form = ProposalForm()
    with reading() as session:
        state = state_of(session, get_draft(session, draft_id, viewer=current_actor()))
        form.offer(state.rule_set)
        page = "planner_desk/drafting/draft.html"
        if not form.validate():
            return render_template(page, state=state, form=form), 422
        draft = DraftToPropose(draft_id=draft_id, version=form.version.data or 0)
        problems = _propose(form, draft)
        if isinstance(problems, UUID):
            return redirect(url_for(".show", activation_id=problems), 303)
        show_problems(form, problems)
        return render_template(page, state=state, form=form), 422


@activations.get("/choose")
def choose() -> ResponseReturnValue:
    """The page on which a set that is there already is proposed."""
    form = ProposalForm(formdata=None)
    return _choose_page(form, chosen=request.args.get("set", ""))


@activations.post("/choose")
def propose_named(**_nothing: object) -> ResponseReturnValue:
    """Ask that a shipped or sealed set judges from a day on."""
    form = ProposalForm()
    form.offer(None)
    rule_set_id, _at, typed = (form.rule_set.data or "").partition("@")
    number = number_in(typed)
    if not number:
        form.rule_set.errors = [_("Choose a rule set.")]
    if form.validate() and number:
        problems = _propose(form, NamedRuleSet(rule_set_id=rule_set_id, number=number))
        if isinstance(problems, UUID):
            return redirect(url_for(".show", activation_id=problems), 303)
        show_problems(form, problems)
    return _choose_page(form, chosen=form.rule_set.data or ""), 422


def _choose_page(form: ProposalForm, *, chosen: str) -> str:
    form.offer(None)
    with reading() as session:
        sets = sets_to_follow(session, current_actor())
        return render_template("planner_desk/drafting/choose.html", form=form, sets=sets, chosen=chosen)


def _propose(form: ProposalForm, what: DraftToPropose | NamedRuleSet) -> UUID | Invalid:
    """The new proposal's id, or every problem."""
    proposal = Proposal(
        rule_set=what,
        language_tested=TestedLanguage(form.language.data),
        starts_on=form.first_day(),
        note=form.note.data or "",
    )
    try:
        with transaction() as session:
            made = propose_activation(
                session, proposal, check=rules.faults_of, by=current_actor(), now=now()
            ).id
    except Invalid as refusal:
        return refusal
    flash(_("Proposed. Another planner of your authority decides."), "good")
    return made


@activations.get("/activations/<uuid:activation_id>")
def show(activation_id: UUID) -> ResponseReturnValue:
    """One proposal: which rules, from when, why, what differs, and the decision."""
    return _activation_page(activation_id, DecisionForm(formdata=None))


def _activation_page(activation_id: UUID, form: DecisionForm) -> str:
    actor = current_actor()
    with reading() as session:
        activation = get_activation(session, activation_id, viewer=actor)
        if form.version.data is None:
            form.version.data = activation.version
        rule_set = readable_set(session, activation.rule_set_id, activation.number)
        now_in_force = rule_set_of_authority(
            session,
            actor.organisation_id,
            language_tested=activation.language_tested,
            on=activation.starts_on,
            answers=rules.Answers(activation.answers),
        )
        wrote = activation.text.changed_by_id if activation.text else None
        return render_template(
            "planner_desk/drafting/activation.html",
            activation=activation,
            rule_set=rule_set,
            in_force=now_in_force,
            form=form,
            is_own=actor.account_id == activation.proposed_by_id,
            may_approve=actor.account_id not in (activation.proposed_by_id, wrote),
            may_stop=activation.state is ActivationState.APPROVED and activation.starts_on > today(),
            is_national=rules.is_national(activation.rule_set_id),
        )


@activations.post("/activations/<uuid:activation_id>/<answer>")
def decide(activation_id: UUID, answer: str) -> ResponseReturnValue:
    """Approve, refuse or withdraw a proposal, or stop a change that was approved and has not begun."""
    if answer not in ANSWERS:
        raise Conflict("proposal_already_decided")
    form = DecisionForm()
    try:
        if form.validate():
            with transaction() as session:
                ANSWERS[answer](
                    session,
                    activation_id,
                    version=form.version.data or 0,
                    note=form.note.data or "",
                    by=current_actor(),
                    now=now(),
                )
            flash(DONE[answer], "good")
            return redirect(url_for(".show", activation_id=activation_id), 303)
    except Invalid as refusal:
        show_problems(form, refusal)
    return _activation_page(activation_id, form), 422
