"""Seats at the authority's desk: reserved, moved, given back, invited to."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.audit.events import Event
from testing_app.bookings import actions, queries
from testing_app.bookings.calendar import calendar_of_booking
from testing_app.bookings.finding import suitable_occasions
from testing_app.bookings.recording import record_on_booking
from testing_app.bookings.waiting import find_wait, place_in_line
from testing_app.clock import now, today
from testing_app.errors import Conflict
from testing_app.letters.flags import flags_of_invitation
from testing_app.people.candidates.viewing import record_viewing
from testing_app.people.centres import centres_on
from testing_app.vocabulary import AbsenceReason, BookingState, LetterKind
from testing_app.web.authority_desk.referral_forms import CancelForm, SeatForm
from testing_app.web.authority_desk.seat_search import SearchForm
from testing_app.web.authority_desk.validity_in_words import last_results
from testing_app.web.authority_desk.visits_in_words import visit_asked, visit_to_reserve, visits_in_words
from testing_app.web.current import current_actor
from testing_app.web.messages import message_of
from testing_app.web.occasion_words import calendar_words
from testing_app.web.post_room.at_once import letter_at_once, pdf_answer
from testing_app.web.units import Session, disclosure, transaction
from testing_app.wording.queries import words_for

seats = Blueprint("seats", __name__, url_prefix="/authority", template_folder="templates")


@seats.get("/referrals/<uuid:referral_id>/seats")
def choose(referral_id: UUID) -> ResponseReturnValue:
    """The coming occasions for a visit of the referral, with what they offer and their free seats."""
    return _page(referral_id, SeatForm(), 200, visit=request.args.get("visit", type=int))


@seats.post("/referrals/<uuid:referral_id>/seats")
def reserve(referral_id: UUID) -> ResponseReturnValue:
    """Reserve a seat, or move the one there is; who comes too late is put on the waiting list."""
    form = SeatForm()
    visit = visit_asked(request.form.get("visit", type=int))
    if not form.validate():
        return _page(referral_id, form, 422, visit=visit)
    actor = current_actor()
    try:
        with transaction() as session:
            referral = queries.get_referral(session, referral_id, viewer=actor)
            held = queries.find_seat_of(session, referral_id, visit=visit)
            where: dict[str, Any] = {"occasion_id": form.chosen(), "by": actor, "now": now()}
            got = (
                actions.ask_for_seat(session, referral_id, visit=visit, **where)
                if held is None
                else actions.move_seat(session, held.id, **where)
            )
            told = _told(session, got, form.chosen())
    except Conflict as conflict:
        form.occasion.errors = [message_of(conflict)]
        return _page(referral_id, form, 409, visit=visit)
    flash(*told)
    return redirect(url_for("candidates.show_candidate", candidate_id=referral.candidate_id), 303)


def _told(session: Session, got: Any, occasion_id: UUID) -> tuple[str, str]:
    """What to tell the officer: a seat, or the number on the waiting list."""
    if isinstance(got.state, BookingState):
        return _("The seat is reserved. Print the invitation."), "good"
    number = place_in_line(session, got, occasion_id=occasion_id)
    return _(
        "All seats are taken. The candidate is number %(number)s on the waiting list.", number=number
    ), "info"


def _page(referral_id: UUID, form: SeatForm, status: int, *, visit: int | None) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        referral = queries.get_referral(session, referral_id, viewer=actor)
        held_seats = queries.seats_of_referral(session, referral_id)
        visit = visit_to_reserve(referral, held_seats) if visit is None else visit_asked(visit)
        held = next((seat for seat in held_seats if seat.visit == visit), None)
        search = SearchForm.of_request(centres_on(session, today()))
        found = suitable_occasions(session, referral, search=search.search(), visit=visit, now=now())
        flags = flags_of_invitation(
            referral.candidate,
            *([held] if held else []),
            words=words_for(session, LetterKind.INVITATION),
        )
        record_viewing(session, referral.candidate_id, by=actor, now=now())
        last = last_results(session, referral.candidate_id, today=today(), only=referral.language_tested)
        wait = find_wait(session, referral_id, visit=visit)
    return render_template(
        "authority_desk/seats.html",
        last_results=last,
        form=form,
        search=search,
        referral=referral,
        found=found,
        visit=visit,
        visits=visits_in_words(referral, held_seats),
        held=held,
        wait=wait,
        flags=flags,
    ), status


@seats.get("/bookings/<uuid:booking_id>/cancel")
def ask_to_cancel(booking_id: UUID) -> ResponseReturnValue:
    """Asks why the seat is given back."""
    return _cancelling(booking_id, CancelForm(), 200)


@seats.post("/bookings/<uuid:booking_id>/cancel")
def cancel(booking_id: UUID) -> ResponseReturnValue:
    """Give the seat back."""
    form = CancelForm()
    if not form.validate():
        return _cancelling(booking_id, form, 422)
    with transaction() as session:
        booking = actions.cancel_seat(
            session,
            booking_id,
            reason=AbsenceReason(form.reason.data),
            by=current_actor(),
            now=now(),
        )
    flash(_("The seat is given back. The referral stays open."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=booking.candidate_id), 303)


def _cancelling(booking_id: UUID, form: CancelForm, status: int) -> ResponseReturnValue:
    with disclosure() as session:
        booking = queries.get_booking(session, booking_id, viewer=current_actor())
        record_viewing(session, booking.candidate_id, by=current_actor(), now=now())
    return render_template("authority_desk/seat_cancel.html", form=form, booking=booking), status


@seats.get("/bookings/<uuid:booking_id>/invitation.pdf")
def print_invitation(booking_id: UUID) -> ResponseReturnValue:
    """The invitation in Finnish and the contact language, kept as it is printed."""
    letter = letter_at_once(LetterKind.INVITATION, booking_id, by=current_actor())
    return pdf_answer(letter.pdf, f"invitation-{booking_id}.pdf")


@seats.get("/bookings/<uuid:booking_id>/calendar.ics")
def calendar_file(booking_id: UUID) -> ResponseReturnValue:
    """The seat for a calendar; the file names nobody, but the booking is somebody's, so it is recorded."""
    actor = current_actor()
    with disclosure() as session:
        booking = queries.get_booking(session, booking_id, viewer=actor)
        record_on_booking(session, Event.CALENDAR_DOWNLOADED, booking, by=actor, now=now())
        drawn = calendar_of_booking(booking, words=calendar_words(), now=now())
    response = Response(drawn, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="seat-{booking_id}.ics"'
    return response
