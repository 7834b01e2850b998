"""Series of occasions: made from one form, looked at as a list."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.bookings.actions import make_series
from testing_app.bookings.series import (
    bookings_in_series,
    get_series,
    moved_by_centre,
    occasions_in_series,
)
from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.post.actions import queue_letters
from testing_app.post.earlier_hours import earlier_seats
from testing_app.vocabulary import AbsenceReason, BookingState, LetterKind, TestedLanguage
from testing_app.web.centre_desk.occasion_form import COMMON_LANGUAGES, SeriesForm, weekday_choices
from testing_app.web.current import current_actor
from testing_app.web.layout import day
from testing_app.web.units import Session, reading, transaction

occasion_series = Blueprint(
    "occasion_series", __name__, url_prefix="/centre/occasions/series", template_folder="templates"
)


@occasion_series.get("/new")
def new() -> ResponseReturnValue:
    """An empty form."""
    return _page(SeriesForm(), 200)


@occasion_series.post("/new")
def make() -> ResponseReturnValue:
    """Make every occasion of the series, or none and say all that is wrong."""
    form = SeriesForm()
    valid = form.validate()
    if form.first_on.data and form.first_on.data < today():
        form.add_problems({"first_on": ["day_is_past"]})
        valid = False
    if not valid:
        return _page(form, 422)
    actor = current_actor()
    try:
        with transaction() as session:
            made = make_series(
                session,
                centre=actor.organisation_id,
                language_tested=TestedLanguage(form.language_tested.data),
                recurrence=form.recurrence(),
                hours=form.hours(),
                features=form.features(),
                by=actor,
                now=now(),
            )
            series_id, count = made.series.id, len(made.occasions)
    except Invalid as invalid:
        form.add_problems(invalid.problems)
        return _page(form, 422)
    flash(ngettext("%(num)s occasion was made.", "%(num)s occasions were made.", count), "good")
    return redirect(url_for(".show", series_id=series_id), 303)


@occasion_series.get("/<uuid:series_id>")
def show(series_id: UUID) -> ResponseReturnValue:
    """The occasions of the series; each is changed on its own page, alone or with the later ones."""
    with reading() as session:
        series = get_series(session, series_id, viewer=current_actor())
        rows = occasions_in_series(session, series_id, viewer=current_actor())
        names = [choice.label for choice in weekday_choices()]
        told = people_of_series(session, series_id)
        return render_template(
            "centre_desk/series.html",
            series=series,
            rows=rows,
            weekdays=[names[number] for number in series.weekdays],
            told=sum(len(people) for people in told.values()),
        )


@occasion_series.post("/<uuid:series_id>/letters")
def print_letters(series_id: UUID) -> ResponseReturnValue:
    """Ask for the letters of everybody whom changes and cancellations of the series concern."""
    actor = current_actor()
    with transaction() as session:
        series = get_series(session, series_id, viewer=actor)
        title = _(
            "Series of occasions %(first)s–%(last)s", first=day(series.first_on), last=day(series.last_on)
        )
        told = people_of_series(session, series_id)
        for kind, people in told.items():
            ids = [booking.id for booking in people]
            earlier = earlier_seats(session, people) if kind is LetterKind.SEAT_CHANGED else {}
            queue_letters(session, kind, ids, title=title, by=actor, now=now(), earlier=earlier)
    if not told:
        raise Conflict("choose_who_gets_a_letter")
    flash(_("The letters are being made. This page shows how far they have come."), "good")
    return redirect(url_for("letter_jobs.listing"), 303)


def people_of_series(session: Session, series_id: UUID) -> dict[LetterKind, list[Any]]:
    """Who must be told on the coming occasions of a series, by the kind of their letter."""
    booked = bookings_in_series(session, series_id, viewer=current_actor(), today=today())
    seated = [row for row in booked if row.state is BookingState.BOOKED]
    elsewhere = moved_by_centre(session, seated).keys() | earlier_seats(session, seated).keys()
    told = {
        LetterKind.SEAT_CHANGED: [row for row in seated if row.id in elsewhere],
        LetterKind.SEAT_CANCELLED: [row for row in booked if row.reason is AbsenceReason.CENTRE_CANCELLED],
    }
    return {kind: people for kind, people in told.items() if people}


def _page(form: SeriesForm, status: int) -> ResponseReturnValue:
    return render_template(
        "centre_desk/series_form.html", form=form, common_languages=COMMON_LANGUAGES
    ), status
