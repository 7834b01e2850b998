"""Calls to people who read no script: the list by day, the script, attempts, done."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.letters.directions import direction_of
from testing_app.post import actions, queries
from testing_app.post.viewing import record_calls_viewed
from testing_app.vocabulary import CallState
from testing_app.web.current import current_actor
from testing_app.web.post_room.forms import CallForm
from testing_app.web.post_room.words import KINDS, spoken_in_order
from testing_app.web.units import disclosure, transaction

calls = Blueprint("calls", __name__, url_prefix="/post/calls", template_folder="templates")


@calls.get("")
def listing() -> ResponseReturnValue:
    """Whom to call, the most urgent first; or who was called."""
    actor = current_actor()
    state = CallState.DONE if request.args.get("show") == "done" else CallState.OPEN
    with disclosure() as session:
        page = queries.calls_of(
            session, viewer=actor, state=state, page=request.args.get("page", 1, type=int)
        )
        counts = queries.counts_of(session, viewer=actor)
        record_calls_viewed(session, count=len(page.rows), by=actor, now=now())
    return render_template(
        "post_room/calls.html", page=page, counts=counts, state=state.value, kinds=KINDS, today=today()
    )


@calls.get("/<uuid:call_id>")
def show(call_id: UUID) -> ResponseReturnValue:
    """What to say, in Finnish and in the candidate's language."""
    return _page(call_id, CallForm(), 200)


@calls.post("/<uuid:call_id>/attempt")
def attempt(call_id: UUID) -> ResponseReturnValue:
    """Nobody answered."""
    form = CallForm()
    with transaction() as session:
        actions.note_attempt(session, call_id, version=form.seen(), by=current_actor(), now=now())
    flash(_("The attempt is noted. The call stays on the list."), "info")
    return redirect(url_for(".show", call_id=call_id), 303)


@calls.post("/<uuid:call_id>/done")
def done(call_id: UUID) -> ResponseReturnValue:
    """The person was told."""
    form = CallForm()
    if not form.validate():
        return _page(call_id, form, 422)
    with transaction() as session:
        actions.finish_call(
            session, call_id, version=form.seen(), note=form.note.data or "", by=current_actor(), now=now()
        )
    flash(_("The call is done."), "good")
    return redirect(url_for(".listing"), 303)


def _page(call_id: UUID, form: CallForm, status: int) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        task = queries.get_call_task(session, call_id, viewer=actor)
        record_calls_viewed(session, count=1, by=actor, now=now(), candidate_id=task.candidate_id)
    if not form.is_submitted():
        form.version.data = str(task.version)
    return render_template(
        "post_room/call.html",
        task=task,
        form=form,
        script=[(code, direction_of(code), said) for code, said in spoken_in_order(task.script)],
        kinds=KINDS,
        today=today(),
    ), status
