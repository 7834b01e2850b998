"""Series of occasions: made from one form, looked at as a list."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from testing_app.bookings.actions import make_series
from testing_app.bookings.series import get_series, occasions_in_series
from testing_app.clock import now, today
from testing_app.errors import Invalid
from testing_app.vocabulary import TestedLanguage
from testing_app.web.centre_desk.occasion_form import COMMON_LANGUAGES, SeriesForm, weekday_choices
from testing_app.web.current import current_actor
from testing_app.web.units import reading, transaction

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
        return render_template(
            "centre_desk/series.html",
            series=series,
            rows=rows,
            weekdays=[names[number] for number in series.weekdays],
        )


def _page(form: SeriesForm, status: int) -> ResponseReturnValue:
    return render_template(
        "centre_desk/series_form.html", form=form, common_languages=COMMON_LANGUAGES
    ), status
