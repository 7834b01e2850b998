"""The feedback people have given, newest first."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.people import queries
from testing_app.people.actions import mark_feedback_answered
from testing_app.web.administration.request_values import page_number
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, transaction

received_feedback = Blueprint(
    "received_feedback", __name__, url_prefix="/administration/feedback", template_folder="templates"
)


@received_feedback.get("")
def list_feedback() -> ResponseReturnValue:
    """What people wrote; it may tell how to reach them, so reading it is an entry."""
    number = page_number()
    with disclosure() as session:
        page = queries.feedback_page(session, viewer=current_actor(), number=number)
        record(session, Event.FEEDBACK_READ, by=current_actor(), now=now(), subject=("feedback", "list"))
        return render_template("administration/feedback.html", page=page)


@received_feedback.post("/<uuid:feedback_id>/answered")
def answered(feedback_id: UUID) -> ResponseReturnValue:
    """Mark one as answered."""
    with transaction() as session:
        mark_feedback_answered(session, feedback_id, by=current_actor(), now=now())
    flash(_("The feedback has been marked as answered."))
    return redirect(url_for(".list_feedback"), 303)
