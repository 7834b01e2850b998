"""A candidate's objection to a result: recorded when it arrives, answered once."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.errors import Conflict
from testing_app.results import actions
from testing_app.results.queries import get_objection, get_result
from testing_app.vocabulary import ObjectionOutcome
from testing_app.web.centre_desk.result_forms import AnswerForm, ObjectionForm
from testing_app.web.centre_desk.result_page import Forms, result_page
from testing_app.web.current import current_actor
from testing_app.web.layout import day
from testing_app.web.messages import message_of
from testing_app.web.units import reading, transaction

objections = Blueprint("objections", __name__, url_prefix="/centre", template_folder="templates")


@objections.post("/results/<uuid:result_id>/objections")
def record_objection(result_id: UUID) -> ResponseReturnValue:
    """Keep what the candidate objects to."""
    form = ObjectionForm()
    with reading() as session:
        tested_on = get_result(session, result_id, viewer=current_actor()).tested_on
    valid = form.validate()
    if form.received_on.data and form.received_on.data < tested_on:
        form.received_on.errors = [_("The day is before the test day, %(day)s.", day=day(tested_on))]
        valid = False
    if not valid:
        return result_page(result_id, Forms(objection=form)), 422
    with transaction() as session:
        actions.record_objection(
            session,
            result_id,
            received_on=form.received_on.data or today(),
            text=form.text.data or "",
            by=current_actor(),
            now=now(),
        )
    flash(_("The objection was recorded. It waits for an answer."), "good")
    return redirect(url_for("results.show", result_id=result_id, _anchor="objections"), 303)


@objections.post("/objections/<uuid:objection_id>")
def answer(objection_id: UUID) -> ResponseReturnValue:
    """Answer an objection; a correction is signed first."""
    actor = current_actor()
    with reading() as session:
        result_id = get_objection(session, objection_id, viewer=actor).result_id
    form = AnswerForm(prefix=f"answer-{objection_id}-")
    if not form.validate():
        return result_page(result_id, Forms(answers={objection_id: form})), 422
    try:
        with transaction() as session:
            actions.answer_objection(
                session,
                objection_id,
                outcome=ObjectionOutcome(form.outcome.data),
                answer=form.answer.data or "",
                version=_number(form.version.data),
                by=actor,
                now=now(),
            )
    except Conflict as conflict:
        if conflict.code != "no_correction_signed":
            raise
        form.outcome.errors = [message_of(conflict)]
        return result_page(result_id, Forms(answers={objection_id: form})), 422
    flash(_("The objection was answered."), "good")
    return redirect(url_for("results.show", result_id=result_id, _anchor="objections"), 303)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
