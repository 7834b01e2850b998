"""The advice register: anonymous visits entered in under twenty seconds, and the service's advice points."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.advice import actions, queries
from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.web.current import current_actor
from testing_app.web.guidance_desk.visit_forms import PointForm, VisitForm
from testing_app.web.guidance_desk.visit_words import AGE_BANDS, topic_word
from testing_app.web.messages import message_of
from testing_app.web.problems import show_problems
from testing_app.web.units import Session, reading, transaction
from testing_app.web.words import language_word

visits = Blueprint("visits", __name__, url_prefix="/guidance", template_folder="templates")

LOOKED_BACK = timedelta(days=90)
"""The languages of these days come first in the list."""


@visits.get("/visits")
def show() -> ResponseReturnValue:
    """The form of the next visit, at the point and on the day as entered last, and today's visits."""
    with reading() as session:
        return _page(session, None, 200)


@visits.post("/visits")
def enter() -> ResponseReturnValue:
    """Keep one visit and show the form for the next."""
    with reading() as session:
        form = _form(session, None)
    if form.validate():
        try:
            with transaction() as session:
                actions.record_visit(session, form.facts(), by=current_actor(), now=now())
            flash(_("The visit is recorded."), "good")
            return redirect(url_for(".show"), 303)
        except Invalid as refusal:
            show_problems(form, refusal)
    with reading() as session:
        return _page(session, form, 422)


@visits.post("/visits/<uuid:visit_id>/take-back")
def take_back(visit_id: UUID) -> ResponseReturnValue:
    """Delete a visit that was entered by mistake today."""
    with transaction() as session:
        actions.take_back_visit(session, visit_id, by=current_actor(), now=now())
    flash(_("The visit is taken back."), "good")
    return redirect(url_for(".show"), 303)


@visits.get("/points")
def points() -> ResponseReturnValue:
    """The advice points of the service."""
    return _points_page(PointForm(formdata=None), 200)


@visits.post("/points")
def open_point() -> ResponseReturnValue:
    """Add an advice point."""
    form = PointForm()
    if not form.validate():
        return _points_page(form, 422)
    try:
        with transaction() as session:
            actions.open_point(session, form.name.data or "", by=current_actor(), now=now())
    except Conflict as conflict:
        form.name.errors = [message_of(conflict)]
        return _points_page(form, 409)
    flash(_("The advice point is added."), "good")
    return redirect(url_for(".points"), 303)


@visits.post("/points/<uuid:point_id>/close")
def close_point(point_id: UUID) -> ResponseReturnValue:
    """No visits are entered here any more."""
    with transaction() as session:
        actions.close_point(session, point_id, by=current_actor(), now=now())
    flash(_("The advice point is closed. Its visits stay in the statistics."), "good")
    return redirect(url_for(".points"), 303)


def _form(session: Session, given: dict[str, object] | None) -> VisitForm:
    """The form as it was sent, or (with `given`) a fresh one."""
    actor = current_actor()
    places = queries.points_of(session, viewer=actor, open_on=today())
    most_used = queries.languages_by_use(session, viewer=actor, since=today() - LOOKED_BACK)
    if given is None:
        return VisitForm(places, most_used=most_used)
    return VisitForm(places, formdata=None, most_used=most_used, **given)


def _page(session: Session, form: VisitForm | None, status: int) -> ResponseReturnValue:
    actor = current_actor()
    places = queries.points_of(session, viewer=actor, open_on=today())
    if form is None:
        last = queries.last_visit_by(session, viewer=actor)
        open_points = {str(place.id) for place in places}
        likely = str(last.point_id) if last else (str(places[0].id) if len(places) == 1 else "")
        form = _form(session, {"visited_on": today(), "point": likely if likely in open_points else ""})
    entered = queries.visits_on(session, today(), viewer=actor)
    return render_template(
        "guidance_desk/visits.html",
        form=form,
        has_points=bool(places),
        entered=[
            (
                visit,
                [
                    visit.point.name,
                    language_word(visit.language),
                    str(AGE_BANDS[visit.age_band]),
                    _in_words(visit.topics),
                ],
            )
            for visit in entered
        ],
        today=today(),
    ), status


def _in_words(codes: Sequence[str]) -> str:
    return "; ".join(topic_word(code) for code in codes)


def _points_page(form: PointForm, status: int) -> ResponseReturnValue:
    with reading() as session:
        listed = queries.points_of(session, viewer=current_actor())
        return render_template(
            "guidance_desk/points.html",
            form=form,
            open=[point for point in listed if point.ended_on is None],
            closed=[point for point in listed if point.ended_on is not None],
        ), status
