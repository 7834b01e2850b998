"""What follows when an occasion is not held as planned: everybody moved, seats freed, people told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings.actions import cancel_series, move_everybody
from testing_app.bookings.queries import get_occasion
from testing_app.bookings.series import (
    concerned_by_cancellation,
    concerned_by_change,
    moved_by_centre,
    refuges_for,
)
from testing_app.bookings.waiting_order import waiting_line
from testing_app.clock import now, today
from testing_app.errors import Conflict
from testing_app.post.earlier_hours import earlier_seats
from testing_app.web.current import current_actor
from testing_app.web.typed import identifier
from testing_app.web.units import Session, disclosure, reading, transaction

occasion_changes = Blueprint(
    "occasion_changes",
    __name__,
    url_prefix="/centre/occasions/<uuid:occasion_id>",
    template_folder="templates",
)


@occasion_changes.get("/cancel")
def ask(occasion_id: UUID) -> ResponseReturnValue:
    """Asks whether everybody moves to another date, or the seats are freed."""
    viewer = current_actor()
    with disclosure() as session:
        occasion = get_occasion(session, occasion_id, viewer=viewer)
        bookings = concerned_by_change(session, occasion_id, viewer=viewer)
        refuges = refuges_for(session, occasion, needed=len(bookings), today=today())
    return render_template(
        "centre_desk/occasion_cancel.html", occasion=occasion, count=len(bookings), refuges=refuges
    )


@occasion_changes.post("/move")
def move(occasion_id: UUID) -> ResponseReturnValue:
    """Move everybody to another occasion of the centre, and cancel this one."""
    to = identifier(request.form.get("to", ""))
    with transaction() as session:
        get_occasion(session, occasion_id, viewer=current_actor())
        if to is None:
            raise Conflict("choose_another_occasion")
        moved = move_everybody(session, occasion_id, to=to, version=_version(), by=current_actor(), now=now())
        count = len(moved.told)
    flash(
        ngettext(
            "%(num)s candidate was moved here and must be told.",
            "%(num)s candidates were moved here and must be told.",
            count,
        ),
        "warn" if count else "good",
    )
    return redirect(url_for(".concerned", occasion_id=to, moved_from=occasion_id), 303)


@occasion_changes.post("/cancel-later")
def cancel_later(occasion_id: UUID) -> ResponseReturnValue:
    """Cancel this occasion and all later ones of its series."""
    with transaction() as session:
        series_id = get_occasion(session, occasion_id, viewer=current_actor()).series_id
        told = cancel_series(session, occasion_id, version=_version(), by=current_actor(), now=now())
        count = len(told)
    flash(
        ngettext(
            "The occasions were cancelled. %(num)s candidate must be told.",
            "The occasions were cancelled. %(num)s candidates must be told.",
            count,
        ),
        "warn",
    )
    return redirect(url_for("occasion_series.show", series_id=series_id), 303)


@occasion_changes.get("/concerned")
def concerned(occasion_id: UUID) -> ResponseReturnValue:
    """Who must be told of a change or a cancellation, and the button that prints their letters."""
    viewer = current_actor()
    earlier = identifier(request.args.get("moved_from", ""))
    with disclosure() as session:
        occasion = get_occasion(session, occasion_id, viewer=viewer)
        bookings, moved = people_to_tell(session, occasion, viewer=viewer)
        record(
            session,
            Event.OCCASION_VIEWED,
            by=viewer,
            now=now(),
            subject=("occasion", occasion_id),
            details={"candidates": len(bookings), "concerned": True},
        )
    return render_template(
        "centre_desk/concerned.html",
        occasion=occasion,
        bookings=bookings,
        chosen={row.id for row in bookings if earlier in (None, moved.get(row.id))},
    )


@occasion_changes.get("/waiting")
def waiting(occasion_id: UUID) -> ResponseReturnValue:
    """Who waits for a seat, in order, and why the next one is next; nobody is named to the centre."""
    viewer = current_actor()
    with reading() as session:
        occasion = get_occasion(session, occasion_id, viewer=viewer)
        rows = waiting_line(session, occasion_id, viewer=viewer)
        return render_template("centre_desk/waiting.html", occasion=occasion, rows=rows)


def people_to_tell(
    session: Session, occasion: Any, *, viewer: Actor
) -> tuple[list[Any], Mapping[UUID, UUID]]:
    """Those whose seat was cancelled, moved or changed by the centre, and where the moved ones were."""
    if occasion.cancelled_at is not None:
        return concerned_by_cancellation(session, occasion.id, viewer=viewer), {}
    seated = concerned_by_change(session, occasion.id, viewer=viewer)
    moved = moved_by_centre(session, seated)
    changed = earlier_seats(session, seated)
    return [row for row in seated if row.id in moved or row.id in changed], moved


def _version() -> int:
    return request.form.get("version", -1, type=int)
