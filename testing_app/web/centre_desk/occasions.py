"""The test centre's occasions: today's, those to come, those held; the working list of one day."""

from dataclasses import asdict
from datetime import date
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings.actions import (
    cancel_occasion,
    change_occasion,
    change_series,
    make_occasion,
)
from testing_app.bookings.queries import bookings_on, get_occasion, occasions_of, past_occasions_of
from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.sittings.queries import sittings_of_bookings
from testing_app.vocabulary import AbsenceReason, TestedLanguage
from testing_app.web.centre_desk.occasion_form import COMMON_LANGUAGES, LATER_TOO, OccasionForm
from testing_app.web.centre_desk.working_list import count_rows, working_rows
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, reading, transaction

PER_PAGE = 25
FEW = 5
LAST_PAGE = 1000

occasions = Blueprint("occasions", __name__, url_prefix="/centre", template_folder="templates")


@occasions.get("/")
def home() -> ResponseReturnValue:
    """Today: the day's only occasion at once, else today's list with the next and the last ones."""
    day = today()
    with reading() as session:
        todays = occasions_of(session, viewer=current_actor(), first_day=day, last_day=day)
        held = [occasion for occasion in todays if occasion.cancelled_at is None]
        if len(held) == 1:
            return redirect(url_for(".show", occasion_id=held[0].id))
        coming = occasions_of(session, viewer=current_actor(), first_day=day, limit=FEW + len(todays))
        return render_template(
            "centre_desk/home.html",
            todays=todays,
            coming=[occasion for occasion in coming if occasion.held_on > day],
            past=past_occasions_of(session, viewer=current_actor(), before=day, limit=FEW),
        )


@occasions.get("/occasions")
def listing() -> ResponseReturnValue:
    """Coming occasions, or with `?past=1` those held, a page at a time."""
    past = request.args.get("past") == "1"
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    skipped = (number - 1) * PER_PAGE
    with reading() as session:
        rows = (
            past_occasions_of(
                session, viewer=current_actor(), before=today(), limit=PER_PAGE + 1, offset=skipped
            )
            if past
            else occasions_of(
                session, viewer=current_actor(), first_day=today(), limit=PER_PAGE + 1, offset=skipped
            )
        )
        return render_template(
            "centre_desk/occasions.html",
            rows=rows[:PER_PAGE],
            past=past,
            number=number,
            has_next=len(rows) > PER_PAGE,
        )


@occasions.get("/occasions/<uuid:occasion_id>")
def show(occasion_id: UUID) -> ResponseReturnValue:
    """The working list of the day."""
    return working_list_page(occasion_id, "centre_desk/occasion.html")


@occasions.get("/occasions/<uuid:occasion_id>/paper")
def paper(occasion_id: UUID) -> ResponseReturnValue:
    """The same list on paper, for the desk at the door."""
    return working_list_page(occasion_id, "centre_desk/occasion_paper.html")


@occasions.route("/occasions/new", methods=["GET", "POST"])
def make() -> ResponseReturnValue:
    """Make an occasion."""
    form = OccasionForm()
    if request.method == "GET":
        return _new_page(form)
    actor = current_actor()
    valid = form.validate()
    if form.held_on.data and form.held_on.data < today():
        form.add_problems({"held_on": ["day_is_past"]})
        valid = False
    if not valid:
        return _new_page(form), 422
    try:
        with transaction() as session:
            occasion = make_occasion(
                session,
                centre=actor.organisation_id,
                language_tested=TestedLanguage(form.language_tested.data),
                held_on=cast(date, form.held_on.data),
                features=form.features(),
                by=actor,
                now=now(),
                **asdict(form.hours()),
            )
            made = occasion.id
    except Invalid as invalid:
        form.add_problems(dict(invalid.problems))
        return _new_page(form), 422
    flash(_("The occasion was made."), "good")
    return redirect(url_for(".show", occasion_id=made), 303)


@occasions.get("/occasions/<uuid:occasion_id>/change")
def show_change(occasion_id: UUID) -> ResponseReturnValue:
    """The form to change the day, hours, room or seats of an occasion."""
    return _change_page(occasion_id, None)


@occasions.post("/occasions/<uuid:occasion_id>/change")
def change(occasion_id: UUID) -> ResponseReturnValue:
    """Change the day, hours, room or seats of an occasion."""
    form = OccasionForm()
    if not form.validate():
        return _change_page(occasion_id, form), 422
    try:
        told = _change(occasion_id, form)
    except Invalid as invalid:
        form.add_problems(dict(invalid.problems))
        return _change_page(occasion_id, form), 422
    except Conflict as conflict:
        if conflict.code != "changed_meanwhile":
            raise
        return _change_page(occasion_id, form, clash=True), 409
    if form.reach.data == LATER_TOO:
        flash(_("This occasion and the later ones were changed."), "good")
    else:
        flash(_("The occasion was changed."), "good")
    if told:
        return redirect(url_for("occasion_changes.concerned", occasion_id=occasion_id), 303)
    return redirect(url_for(".show", occasion_id=occasion_id), 303)


def _change(occasion_id: UUID, form: OccasionForm) -> int:
    """Change the one, or it and the later ones of its series; how many people must be told."""
    facts: dict[str, Any] = {
        "version": _version(form),
        "held_on": form.held_on.data,
        "features": form.features(),
        "by": current_actor(),
        "now": now(),
    }
    with transaction() as session:
        if form.reach.data == LATER_TOO:
            changes = change_series(session, occasion_id, hours=form.hours(), **facts)
        else:
            changes = [change_occasion(session, occasion_id, **asdict(form.hours()), **facts)]
        return sum(len(change.told) for change in changes)


@occasions.post("/occasions/<uuid:occasion_id>/cancel")
def cancel(occasion_id: UUID) -> ResponseReturnValue:
    """Cancel an occasion and free its seats."""
    version = request.form.get("version", -1, type=int)
    with transaction() as session:
        freed = cancel_occasion(session, occasion_id, version=version, by=current_actor(), now=now())
    flash(
        ngettext(
            "The occasion was cancelled. %(num)s candidate must be told.",
            "The occasion was cancelled. %(num)s candidates must be told.",
            len(freed),
        ),
        "warn",
    )
    if freed:
        return redirect(url_for("occasion_changes.concerned", occasion_id=occasion_id), 303)
    return redirect(url_for(".show", occasion_id=occasion_id), 303)


def working_list_page(occasion_id: UUID, template: str, *, refused: UUID | None = None) -> str:
    """The day's list; `refused` is the booking whose arrival was not accepted without a look at the ID."""
    viewer = current_actor()
    with disclosure() as session:
        occasion = get_occasion(session, occasion_id, viewer=viewer)
        bookings = bookings_on(session, occasion_id, viewer=viewer)
        sittings = sittings_of_bookings(session, [booking.id for booking in bookings], viewer=viewer)
        record(
            session,
            Event.OCCASION_VIEWED,
            by=viewer,
            now=now(),
            subject=("occasion", occasion_id),
            details={"candidates": len(bookings)},
        )
    # Everything shown is loaded: nobody else waits for the database while the page is drawn.
    rows = working_rows(bookings, sittings)
    return render_template(
        template,
        occasion=occasion,
        rows=rows,
        counts=count_rows(rows),
        is_held=occasion.held_on <= today(),
        absence_reasons=list(AbsenceReason),
        refused=refused,
    )


def _change_page(occasion_id: UUID, sent: OccasionForm | None, *, clash: bool = False) -> str:
    """The form as sent, or as stored; after a clash it carries the version that is shown above it."""
    with reading() as session:
        occasion = get_occasion(session, occasion_id, viewer=current_actor())
        form = OccasionForm(formdata=None, obj=occasion) if sent is None else sent
        if clash:
            form.version.data = str(occasion.version)
        return render_template(
            "centre_desk/occasion_form.html",
            form=form,
            occasion=occasion,
            clash=clash,
            common_languages=COMMON_LANGUAGES,
        )


def _new_page(form: OccasionForm) -> str:
    return render_template(
        "centre_desk/occasion_form.html",
        form=form,
        occasion=None,
        clash=False,
        common_languages=COMMON_LANGUAGES,
    )


def _version(form: OccasionForm) -> int:
    text = str(form.version.data or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
