"""The authority's queue: who waits, one entry and everything that can be changed about it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from testing_app.clock import now, today
from testing_app.courses.queries import buyers
from testing_app.errors import Conflict, Invalid
from testing_app.people.candidates.viewing import record_viewing
from testing_app.queue import actions, worklist
from testing_app.queue.queries import get_entry, other_entries, places_of
from testing_app.queue.worklist import Show
from testing_app.vocabulary import QueueLeaving
from testing_app.web.authority_desk.courses.forms import (
    NAMES,
    AreaForm,
    AuthorityForm,
    BlockForm,
    LeaveForm,
    authority_form,
)
from testing_app.web.course_problems import sentence_of_conflict, show_at_fields
from testing_app.web.course_words import expiry_in_words
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, reading, transaction

course_queue = Blueprint(
    "course_queue", __name__, url_prefix="/authority/queue", template_folder="../templates"
)


@course_queue.get("")
def listing() -> ResponseReturnValue:
    """The people of this authority by queue date, as far as they have come."""
    actor, moment, day = current_actor(), now(), today()
    show = _chosen()
    with disclosure() as session:
        counts = worklist.counts(session, viewer=actor, today=day)
        page = worklist.entries_page(
            session, show, viewer=actor, today=day, page=request.args.get("page", 1, type=int)
        )
        shown = [row.entry.id for row in page.rows]
        if shown:
            actions.record_queue(session, shown, viewer=actor, now=moment)
        return render_template(
            "authority_desk/courses/queue.html",
            page=page,
            show=show.value,
            views=[(each.value, name, counts[each]) for each, name in _names()],
            empty_text=_empty(show),
            expiry_in_words=expiry_in_words,
            today=day,
        )


def _chosen() -> Show:
    try:
        return Show(request.args.get("show", Show.WAITING.value))
    except ValueError:
        return Show.WAITING


def _names() -> list[tuple[Show, str]]:
    return [
        (Show.WAITING, _("Waiting")),
        (Show.PROPOSED, _("To confirm")),
        (Show.HELD, _("Places on hold")),
        (Show.PASSED_ON, _("Passed on to us")),
        (Show.EXPIRING, _("Result grows old")),
    ]


def _empty(show: Show) -> str:
    texts: dict[Show, str] = {
        Show.WAITING: _("Nobody waits for a course. Open a result in the inbox to put somebody in a queue."),
        Show.PROPOSED: _("No training provider has proposed anybody for a next course."),
        Show.HELD: _("No place is on hold."),
        Show.PASSED_ON: _("No place has been passed on to your people."),
        Show.EXPIRING: _("Every result of those who wait is fresh enough."),
    }
    return texts[show]


@course_queue.get("/<uuid:entry_id>")
def show(entry_id: UUID) -> ResponseReturnValue:
    """One person in one queue."""
    return _page(entry_id, 200)


@course_queue.post("/<uuid:entry_id>/confirm")
def confirm(entry_id: UUID) -> ResponseReturnValue:
    """What a training provider proposed counts from now on."""
    return _changed(
        entry_id,
        lambda session: actions.confirm_entry(session, entry_id, by=current_actor(), now=now()),
        _("Confirmed. The person waits since the end of the last course."),
    )


@course_queue.post("/<uuid:entry_id>/back")
def back(entry_id: UUID) -> ResponseReturnValue:
    """Who did not arrive or stopped waits again since the same day."""
    with reading() as session:
        places = _places(session, get_entry(session, entry_id, viewer=current_actor()))
    if not places:
        raise Conflict("entry_not_placed")
    place_id = places[0].id
    return _changed(
        entry_id,
        lambda session: actions.return_to_queue(session, place_id, by=current_actor(), now=now()),
        _("Back in the queue with the same queue date."),
    )


def _changed(entry_id: UUID, change: Any, said: str) -> ResponseReturnValue:
    """Do it, or say on the page why it cannot be done any more."""
    try:
        with transaction() as session:
            change(session)
    except Conflict as conflict:
        flash(sentence_of_conflict(conflict), "warn")
        return _page(entry_id, 409)
    flash(said, "good")
    return redirect(url_for(".show", entry_id=entry_id), 303)


@course_queue.post("/<uuid:entry_id>/area")
def change_area(entry_id: UUID) -> ResponseReturnValue:
    """The person looks for a course elsewhere; the queue date stays."""
    form = AreaForm()
    return _posted(
        entry_id,
        form,
        "area",
        lambda session: actions.set_area(
            session, entry_id, area=form.area.data or "", by=current_actor(), now=now()
        ),
    )


@course_queue.post("/<uuid:entry_id>/block")
def note_what_blocks(entry_id: UUID) -> ResponseReturnValue:
    """What keeps the person from a course now."""
    form = BlockForm()
    return _posted(
        entry_id,
        form,
        "block",
        lambda session: actions.note_block(
            session, entry_id, blocked_by=form.blocked_by.data or "", by=current_actor(), now=now()
        ),
    )


@course_queue.post("/<uuid:entry_id>/leave")
def leave(entry_id: UUID) -> ResponseReturnValue:
    """The person waits no more."""
    form = LeaveForm()
    return _posted(
        entry_id,
        form,
        "leave",
        lambda session: actions.leave_queue(
            session, entry_id, leaving=QueueLeaving(form.leaving.data), by=current_actor(), now=now()
        ),
    )


@course_queue.post("/<uuid:entry_id>/hand-over")
def hand_over(entry_id: UUID) -> ResponseReturnValue:
    """Another authority serves the person from now on."""
    form = _authorities()
    return _posted(
        entry_id,
        form,
        "authority",
        lambda session: actions.move_to_authority(
            session, entry_id, authority_id=UUID(form.authority.data), by=current_actor(), now=now()
        ),
        after=url_for(".listing"),
    )


def _posted(
    entry_id: UUID, form: FlaskForm, name: str, change: Any, *, after: str | None = None
) -> ResponseReturnValue:
    """Validate one of the forms of the page and do what it asks; what was typed stays when it cannot be."""
    with reading() as session:
        get_entry(session, entry_id, viewer=current_actor())
    if not form.validate():
        return _page(entry_id, 422, **{name: form})
    try:
        with transaction() as session:
            change(session)
    except Invalid as refusal:
        show_at_fields(form, refusal, named=NAMES)
        return _page(entry_id, 422, **{name: form})
    except Conflict as conflict:
        form.form_errors.append(sentence_of_conflict(conflict))
        return _page(entry_id, 409, **{name: form})
    flash(_("Saved."), "good")
    return redirect(after or url_for(".show", entry_id=entry_id), 303)


def _authorities(**options: Any) -> AuthorityForm:
    with reading() as session:
        found = buyers(session, on=today())
    return authority_form(found, own=current_actor().organisation_id, **options)


def _places(session: Any, entry: Any) -> list[Any]:
    """The places of one entry, the newest first."""
    found = places_of(session, entry.candidate_id, viewer=current_actor())
    return [place for place in found if place.entry_id == entry.id]


def _page(entry_id: UUID, status: int, **forms: FlaskForm) -> ResponseReturnValue:
    actor = current_actor()
    authorities = forms.get("authority") or _authorities(formdata=None)
    with disclosure() as session:
        entry = get_entry(session, entry_id, viewer=actor)
        record_viewing(session, entry.candidate_id, by=actor, now=now())
        places = _places(session, entry)
        return render_template(
            "authority_desk/courses/entry.html",
            entry=entry,
            places=places,
            others=other_entries(session, entry_id, viewer=actor),
            is_open=entry.ended_at is None,
            can_come_back=worklist.can_come_back(entry, places),
            area=forms.get("area") or AreaForm(formdata=None, data={"area": entry.area}),
            block=forms.get("block") or BlockForm(formdata=None, data={"blocked_by": entry.blocked_by}),
            leave=forms.get("leave") or LeaveForm(formdata=None),
            authority=authorities,
            today=today(),
        ), status
