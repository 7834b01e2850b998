"""Check-in at the door: arrived with photo ID seen, did not come, cancelled, or a mark taken back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.bookings import actions
from testing_app.bookings.queries import get_booking
from testing_app.clock import now
from testing_app.errors import Conflict
from testing_app.sittings.actions import open_sitting, refuse_with_scores
from testing_app.vocabulary import AbsenceReason, BookingState
from testing_app.web.centre_desk.occasions import working_list_page
from testing_app.web.current import current_actor
from testing_app.web.units import reading, transaction

check_in = Blueprint("check_in", __name__, url_prefix="/centre/bookings")

ABSENCES = {state.value: state for state in (BookingState.NO_SHOW, BookingState.CANCELLED)}
REASONS = {reason.value: reason for reason in AbsenceReason}


@check_in.post("/<uuid:booking_id>/arrived")
def arrived(booking_id: UUID) -> ResponseReturnValue:
    """The candidate is here: the sitting opens at once; without photo ID only by its own button."""
    id_seen = request.form.get("id_seen") == "y"
    if not id_seen and request.form.get("without_id") != "y":
        with reading() as session:
            occasion_id = get_booking(session, booking_id, viewer=current_actor()).occasion_id
        return working_list_page(occasion_id, "centre_desk/occasion.html", refused=booking_id), 422
    with transaction() as session:
        booking = actions.check_in(session, booking_id, id_seen=id_seen, by=current_actor(), now=now())
        open_sitting(session, booking_id, by=current_actor(), now=now())
        occasion_id = booking.occasion_id
    flash(_("Checked in."), "good")
    if not id_seen:
        flash(_("Photo identification was not seen. Look at it before the test begins."), "warn")
    return _back(occasion_id, booking_id)


@check_in.post("/<uuid:booking_id>/id-seen")
def id_seen_later(booking_id: UUID) -> ResponseReturnValue:
    """The photo ID of somebody who arrived without it was looked at after all."""
    with transaction() as session:
        occasion_id = actions.note_id_seen(session, booking_id, by=current_actor(), now=now()).occasion_id
    flash(_("Photo ID seen."), "good")
    return _back(occasion_id, booking_id)


@check_in.post("/<uuid:booking_id>/battery")
def open_battery(booking_id: UUID) -> ResponseReturnValue:
    """The battery of a candidate whose arrival was recorded elsewhere than at this door."""
    with transaction() as session:
        sitting_id = open_sitting(session, booking_id, by=current_actor(), now=now()).id
    return redirect(url_for("battery.show", sitting_id=sitting_id), 303)


@check_in.post("/<uuid:booking_id>/absent")
def absent(booking_id: UUID) -> ResponseReturnValue:
    """The candidate is not tested today, and why; nothing follows from it by itself."""
    state = ABSENCES.get(request.form.get("state", ""))
    reason = REASONS.get(request.form.get("reason", ""))
    with transaction() as session:
        get_booking(session, booking_id, viewer=current_actor())  # not ours comes before not complete
        if state is None or reason is None:
            raise Conflict("absence_needs_reason")
        booking = actions.record_absence(
            session, booking_id, state=state, reason=reason, by=current_actor(), now=now()
        )
        occasion_id = booking.occasion_id
    flash(_("The absence was recorded."), "good")
    return _back(occasion_id, booking_id)


@check_in.post("/<uuid:booking_id>/undo")
def undo(booking_id: UUID) -> ResponseReturnValue:
    """Take back a mark that was put on the wrong row."""
    with transaction() as session:
        refuse_with_scores(session, booking_id, by=current_actor())
        booking = actions.undo_check_in(session, booking_id, by=current_actor(), now=now())
        occasion_id = booking.occasion_id
    flash(_("The mark was taken back."), "good")
    return _back(occasion_id, booking_id)


def _back(occasion_id: UUID, booking_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("occasions.show", occasion_id=occasion_id, _anchor=f"b-{booking_id}"), 303)
