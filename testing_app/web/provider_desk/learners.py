"""What a provider tells the authority: who started, who stopped, who finished, whether the group is right."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.clock import now, today
from testing_app.courses.queries import get_group
from testing_app.errors import Conflict, Invalid
from testing_app.queue.actions import NoticeFacts, record_learners, report
from testing_app.queue.queries import get_place, learners_of
from testing_app.vocabulary import FurtherPlan, GroupFit, InterruptionReason, NoticeKind
from testing_app.web.course_problems import sentence_of_conflict, show_at_fields
from testing_app.web.current import current_actor
from testing_app.web.placement_words import rule_set_in_force
from testing_app.web.provider_desk.answer_forms import (
    AnswersForm,
    ReportForm,
    StartsForm,
    fit_form,
    report_form,
    starts_form,
)
from testing_app.web.provider_desk.group_page import asked_fit, asked_starts, rendered_group
from testing_app.web.units import disclosure, reading, transaction

learners = Blueprint("learners", __name__, url_prefix="/provider", template_folder="templates")

NAMES: Mapping[str, str] = {"further_track": "further_line", "further_module": "further_line"}
Facts = Callable[[str], NoticeFacts]


@learners.post("/groups/<uuid:group_id>/starts")
def tell_starts(group_id: UUID) -> ResponseReturnValue:
    """Who started and who did not come, for as many learners as the teacher knows of."""
    with reading() as session:
        group = get_group(session, group_id, viewer=current_actor())
        known = learners_of(session, group_id, viewer=current_actor())
        form = starts_form(asked_starts(group, known, today()), day=group.starts_on, posted=True)
    if not form.validate() or not form.is_answered():
        return _again(group_id, 422, starts=form)
    day = form.happened_on.data or today()
    return _told(
        group_id, form, lambda code: NoticeFacts(kind=NoticeKind(code), happened_on=day), {"starts": form}
    )


@learners.post("/groups/<uuid:group_id>/fit")
def tell_fit(group_id: UUID) -> ResponseReturnValue:
    """The teacher's answer about each learner."""
    with reading() as session:
        get_group(session, group_id, viewer=current_actor())
        known = learners_of(session, group_id, viewer=current_actor())
        form = fit_form(asked_fit(session, group_id, known, today()), posted=True)
    if not form.validate() or not form.is_answered():
        return _again(group_id, 422, fit=form)
    return _told(
        group_id,
        form,
        lambda code: NoticeFacts(kind=NoticeKind.RIGHT_GROUP, happened_on=today(), fit=GroupFit(code)),
        {"fit": form},
    )


def _told(group_id: UUID, form: AnswersForm, facts: Facts, forms: dict[str, Any]) -> ResponseReturnValue:
    """Every answer or none: all are kept in one transaction."""
    answers = form.answers()
    try:
        with transaction() as session:
            for place_id, code in answers.items():
                report(session, place_id, facts=facts(code), by=current_actor(), now=now())
    except Invalid as refusal:
        show_at_fields(form, refusal)
        return _again(group_id, 422, **forms)
    except Conflict as conflict:
        form.form_errors.append(sentence_of_conflict(conflict))
        return _again(group_id, 409, **forms)
    flash(
        ngettext(
            "The authority was told about %(num)d learner.",
            "The authority was told about %(num)d learners.",
            len(answers),
        ),
        "good",
    )
    return redirect(url_for("course_groups.show", group_id=group_id), 303)


def _again(
    group_id: UUID, status: int, *, starts: StartsForm | None = None, fit: AnswersForm | None = None
) -> ResponseReturnValue:
    with disclosure() as session:
        return rendered_group(session, group_id, starts=starts, fit=fit), status


@learners.get("/places/<uuid:place_id>/report")
def report_on(place_id: UUID) -> ResponseReturnValue:
    """An empty report about one learner."""
    return _reporting(place_id, None, 200)


@learners.post("/places/<uuid:place_id>/report")
def send(place_id: UUID) -> ResponseReturnValue:
    """Tell the authority what happened to one learner."""
    with reading() as session:
        place = get_place(session, place_id, viewer=current_actor())
        group, state = place.group, place.state
        language, line, group_id = group.language_tested.value, (group.track, group.module), group.id
    form = report_form(state=state, language_tested=language, on=today(), posted=True)
    if not form.validate():
        return _reporting(place_id, form, 422)
    try:
        with transaction() as session:
            report(session, place_id, facts=_facts(form, line, language), by=current_actor(), now=now())
    except Invalid as refusal:
        show_at_fields(form, refusal, named=NAMES)
        return _reporting(place_id, form, 422)
    except Conflict as conflict:
        form.form_errors.append(sentence_of_conflict(conflict))
        return _reporting(place_id, form, 409)
    flash(_("The authority has the notice."), "good")
    return redirect(url_for("course_groups.show", group_id=group_id), 303)


def _facts(form: ReportForm, line: tuple[str, str | None], language: str) -> NoticeFacts:
    """What was chosen; what the kind does not ask for is left out."""
    interrupted, completed = form.is_about(NoticeKind.INTERRUPTED), form.is_about(NoticeKind.COMPLETED)
    plan = FurtherPlan(form.further_plan.data) if completed else None
    track, module = form.further()
    if plan is FurtherPlan.NEXT_MODULE and track is None:
        track, module = _following(line, language)
    return NoticeFacts(
        kind=NoticeKind(form.kind.data),
        happened_on=form.happened_on.data or today(),
        reason=InterruptionReason(form.reason.data) if interrupted else None,
        end_levels=form.end_levels() if completed else {},
        further_plan=plan,
        further_track=track if completed else None,
        further_module=module if completed else None,
        note=form.written(),
    )


def _following(line: tuple[str, str | None], language: str) -> tuple[str | None, str | None]:
    """The module after the group's own on the same track, if there is one."""
    track, module = line
    rule_set = rule_set_in_force(today(), language)
    modules = list(rule_set.modules) if rule_set else []
    if module not in modules[:-1]:
        return None, None
    return track, modules[modules.index(module) + 1]


def _reporting(place_id: UUID, form: ReportForm | None, status: int) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        place = get_place(session, place_id, viewer=actor)
        record_learners(session, place.group_id, [place.id], viewer=actor, now=now())
        language = place.group.language_tested.value
        return render_template(
            "provider_desk/report.html",
            form=form or report_form(state=place.state, language_tested=language, on=today(), posted=False),
            place=place,
            group=place.group,
            learner=place.candidate,
            today=today(),
        ), status
