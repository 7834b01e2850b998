"""Course places at the authority's desk: found, held, confirmed, moved, released."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.courses.queries import get_group
from testing_app.errors import Conflict, NotFound
from testing_app.people.candidates.viewing import record_viewing
from testing_app.queue import actions
from testing_app.queue.queries import Standing, get_entry, get_place, next_in_queue, suitable_groups
from testing_app.web.authority_desk.courses.forms import GroupChoice, ReleaseForm, WishForm
from testing_app.web.authority_desk.courses.group_words import rows_in_words, wish_of
from testing_app.web.course_problems import sentence_of, sentence_of_conflict
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, reading, transaction

course_places = Blueprint("course_places", __name__, url_prefix="/authority", template_folder="../templates")


@course_places.get("/queue/<uuid:entry_id>/groups")
def choose(entry_id: UUID) -> ResponseReturnValue:
    """Groups that fit one who waits, and why the others do not."""
    return _groups(entry_id, GroupChoice(formdata=None), 200)


@course_places.post("/queue/<uuid:entry_id>/groups")
def hold(entry_id: UUID) -> ResponseReturnValue:
    """Hold a place; when the last one has just gone, show what is left."""
    with reading() as session:
        candidate_id = get_entry(session, entry_id, viewer=current_actor()).candidate_id
    form = GroupChoice()
    if not form.validate():
        return _groups(entry_id, form, 422)
    try:
        with transaction() as session:
            actions.hold_place(session, entry_id, group_id=form.chosen(), by=current_actor(), now=now())
    except (Conflict, NotFound) as refusal:
        form.group.errors = [*form.group.errors, _why(refusal)]
        return _groups(entry_id, form, 409)
    flash(_("The place is held for three days. Ask whether it suits, then confirm it."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


def _why(refusal: Conflict | NotFound) -> str:
    """A group that is gone is told like one that is full: the rest of the list is there."""
    return sentence_of_conflict(refusal) if isinstance(refusal, Conflict) else sentence_of("group_gone")


@course_places.get("/groups/<uuid:group_id>/next")
def who_is_next(group_id: UUID) -> ResponseReturnValue:
    """Who of this authority waits for a place in one group, in order, and why each is next or is not."""
    actor = current_actor()
    with disclosure() as session:
        group = get_group(session, group_id, viewer=actor)
        rows = next_in_queue(session, group_id, viewer=actor)
        if rows:
            actions.record_queue(session, [row.entry.id for row in rows], viewer=actor, now=now())
        return render_template(
            "authority_desk/courses/next.html", group=group, rows=rows, today=today(), next_one=Standing.NEXT
        )


@course_places.post("/places/<uuid:place_id>/confirm")
def confirm(place_id: UUID) -> ResponseReturnValue:
    """The authority gives the place; other queues of the person end when they are ticked."""
    try:
        ends = [UUID(given) for given in request.form.getlist("end")]
    except ValueError:
        ends = []
    with reading() as session:
        candidate_id = get_place(session, place_id, viewer=current_actor()).candidate_id
    try:
        with transaction() as session:
            actions.confirm_place(session, place_id, end_others=ends, by=current_actor(), now=now())
    except Conflict as conflict:
        flash(sentence_of_conflict(conflict), "warn")
    else:
        flash(_("Confirmed. Print the letter about the course place."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


@course_places.get("/places/<uuid:place_id>/move")
def choose_other(place_id: UUID) -> ResponseReturnValue:
    """Other groups for somebody who has a place."""
    return _others(place_id, GroupChoice(formdata=None), 200)


@course_places.post("/places/<uuid:place_id>/move")
def move(place_id: UUID) -> ResponseReturnValue:
    """The place is in another group: taken there and freed here, or neither."""
    with reading() as session:
        candidate_id = get_place(session, place_id, viewer=current_actor()).candidate_id
    form = GroupChoice()
    if not form.validate():
        return _others(place_id, form, 422)
    try:
        with transaction() as session:
            actions.move_place(session, place_id, to_group=form.chosen(), by=current_actor(), now=now())
    except (Conflict, NotFound) as refusal:
        form.group.errors = [*form.group.errors, _why(refusal)]
        return _others(place_id, form, 409)
    flash(_("Moved. The old place passes to the next in the queue."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


@course_places.get("/places/<uuid:place_id>/release")
def ask_to_release(place_id: UUID) -> ResponseReturnValue:
    """Asks what becomes of the person."""
    return _releasing(place_id, ReleaseForm(formdata=None), 200)


@course_places.post("/places/<uuid:place_id>/release")
def release(place_id: UUID) -> ResponseReturnValue:
    """Give the place back; it passes to the next in the queue."""
    with reading() as session:
        candidate_id = get_place(session, place_id, viewer=current_actor()).candidate_id
    form = ReleaseForm()
    if not form.validate():
        return _releasing(place_id, form, 422)
    try:
        with transaction() as session:
            actions.release_place(session, place_id, leaving=form.reason(), by=current_actor(), now=now())
    except Conflict as conflict:
        form.form_errors.append(sentence_of_conflict(conflict))
        return _releasing(place_id, form, 409)
    flash(_("Released. The place passes to the next in the queue."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


def _releasing(place_id: UUID, form: ReleaseForm, status: int) -> ResponseReturnValue:
    with disclosure() as session:
        place = get_place(session, place_id, viewer=current_actor())
        record_viewing(session, place.candidate_id, by=current_actor(), now=now())
        return render_template("authority_desk/courses/release.html", form=form, place=place), status


def _others(place_id: UUID, form: GroupChoice, status: int) -> ResponseReturnValue:
    with reading() as session:
        place = get_place(session, place_id, viewer=current_actor())
        entry_id = place.entry_id
    return _groups(entry_id, form, status, place_id=place_id)


def _groups(
    entry_id: UUID, form: GroupChoice, status: int, *, place_id: UUID | None = None
) -> ResponseReturnValue:
    actor, day = current_actor(), today()
    wish = WishForm(request.args)
    narrowed = wish.validate()
    with disclosure() as session:
        entry = get_entry(session, entry_id, viewer=actor)
        place: Any = get_place(session, place_id, viewer=actor) if place_id else None
        record_viewing(session, entry.candidate_id, by=actor, now=now())
        found = suitable_groups(
            session, entry_id, viewer=actor, wish=wish_of(wish if narrowed else None), today=day
        )
        fitting, others = rows_in_words(
            found, without=place.group_id if place else None, place=wish.place.data or ""
        )
        return render_template(
            "authority_desk/courses/groups.html",
            entry=entry,
            place=place,
            fitting=fitting,
            others=others,
            wish=wish,
            form=form,
            today=day,
        ), status if narrowed else 422
