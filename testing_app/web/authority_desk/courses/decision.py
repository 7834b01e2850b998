"""The decision after a result: the officer puts the person in a queue; the recommendation is only shown."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.inbox import actions as inbox_actions
from testing_app.inbox import queries as inbox
from testing_app.queue.actions import enter_queue
from testing_app.queue.queries import entries_of
from testing_app.results.reading import read_document
from testing_app.vocabulary import QueueState, TestedLanguage
from testing_app.web.authority_desk.courses.forms import NAMES, QueueForm, queue_form
from testing_app.web.course_problems import sentence_of_conflict, show_at_fields
from testing_app.web.current import current_actor
from testing_app.web.placement_words import rule_set_of_authority
from testing_app.web.result_words import document_in_words
from testing_app.web.units import disclosure, reading, transaction

course_decision = Blueprint(
    "course_decision", __name__, url_prefix="/authority/inbox", template_folder="../templates"
)

OPEN = (QueueState.PROPOSED, QueueState.WAITING, QueueState.HELD)


@course_decision.get("/<uuid:message_id>/queue")
def decide(message_id: UUID) -> ResponseReturnValue:
    """The recommendation beside an empty form."""
    return _page(message_id, None, 200)


@course_decision.post("/<uuid:message_id>/queue")
def put(message_id: UUID) -> ResponseReturnValue:
    """Keep the decision: the person waits since the day of the test."""
    actor = current_actor()
    with reading() as session:
        result = inbox.get_message(session, message_id, viewer=actor).result
        candidate_id, result_id = result.candidate_id, result.id
        language, tested_on = result.language_tested, result.tested_on
        form = _form(session, language)
    if not form.validate():
        return _page(message_id, form, 422)
    try:
        with transaction() as session:
            entry_id = enter_queue(
                session,
                candidate_id=candidate_id,
                place=form.place(language),
                result_id=result_id,
                area=form.area.data or "",
                queued_on=tested_on,
                by=actor,
                now=now(),
            ).id
    except Invalid as refusal:
        show_at_fields(form, refusal, named=NAMES)
        return _page(message_id, form, 422)
    except Conflict as conflict:
        form.line.errors = [*form.line.errors, sentence_of_conflict(conflict)]
        return _page(message_id, form, 409)
    flash(_("In the queue since the day of the test. Now look for a group."), "good")
    return redirect(url_for("course_queue.show", entry_id=entry_id), 303)


def _form(session: Any, language: TestedLanguage, **options: Any) -> QueueForm:
    rule_set = rule_set_of_authority(
        session, current_actor().organisation_id, language_tested=language, on=today()
    )
    return queue_form(rule_set, **options)


def _page(message_id: UUID, form: QueueForm | None, status: int) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        message = inbox_actions.open_message(session, message_id, viewer=actor, now=now())
        result, details = message.result, inbox.details_of(message)
        document = read_document(details.document)
        body = document_in_words(document)
        candidate = result.candidate
        if form is None:
            area = candidate.municipality or candidate.city
            form = _form(session, result.language_tested, formdata=None, data={"area": area})
        entries = [
            entry
            for entry in entries_of(session, candidate.id, viewer=actor)
            if entry.state in OPEN and entry.language_tested is result.language_tested
        ]
        return render_template(
            "authority_desk/courses/decide.html",
            message=details,
            document=document,
            language=body.language,
            recommendation=body.recommendation,
            levels=[
                (part.label, part.level if part.step is not None else part.state) for part in body.profile
            ],
            entries=entries,
            form=form,
            today=today(),
        ), status
