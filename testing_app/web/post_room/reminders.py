"""Reminders that could not be sent, and the way to try again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now
from testing_app.errors import Conflict
from testing_app.post import actions, queries
from testing_app.post.viewing import record_reminders_viewed
from testing_app.web.current import current_actor
from testing_app.web.post_room.words import CHANNELS, OTHER_PROBLEM, REMINDER_PROBLEMS
from testing_app.web.units import disclosure, transaction

reminders = Blueprint("reminders", __name__, url_prefix="/post/reminders", template_folder="templates")


@reminders.get("")
def listing() -> ResponseReturnValue:
    """What failed, and what to do about it."""
    actor = current_actor()
    with disclosure() as session:
        page = queries.failed_reminders_of(session, viewer=actor, page=request.args.get("page", 1, type=int))
        counts = queries.counts_of(session, viewer=actor)
        record_reminders_viewed(session, count=len(page.rows), by=actor, now=now())
    return render_template(
        "post_room/reminders.html",
        page=page,
        counts=counts,
        channels=CHANNELS,
        problems=REMINDER_PROBLEMS,
        other_problem=OTHER_PROBLEM,
    )


@reminders.post("/<uuid:reminder_id>/retry")
def retry(reminder_id: UUID) -> ResponseReturnValue:
    """Send again now."""
    try:
        with transaction() as session:
            actions.retry_reminder(session, reminder_id, by=current_actor(), now=now())
    except Conflict:
        flash(_("This reminder is on its way or has gone. Nothing was changed."), "info")
    else:
        flash(_("The reminder is tried again now."), "good")
    return redirect(url_for(".listing"), 303)
