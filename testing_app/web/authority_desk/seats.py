"""Seats at the authority's desk: reserved, moved, given back, invited to."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.bookings import actions, queries
from testing_app.clock import now, today
from testing_app.errors import Conflict
from testing_app.letters.flags import flags_of_invitation
from testing_app.letters.invitation_facts import invitation_of
from testing_app.letters.letter import draw_letter
from testing_app.people.candidates.viewing import record_viewing
from testing_app.vocabulary import AbsenceReason, LetterKind
from testing_app.web.authority_desk.referral_forms import CancelForm, SeatForm
from testing_app.web.authority_desk.validity_in_words import last_results
from testing_app.web.current import current_actor
from testing_app.web.messages import message_of
from testing_app.web.units import disclosure, transaction
from testing_app.wording.queries import words_for

seats = Blueprint("seats", __name__, url_prefix="/authority", template_folder="templates")


@seats.get("/referrals/<uuid:referral_id>/seats")
def choose(referral_id: UUID) -> ResponseReturnValue:
    """The coming occasions of the referral's language, with their free seats."""
    return _page(referral_id, SeatForm(), 200)


@seats.post("/referrals/<uuid:referral_id>/seats")
def reserve(referral_id: UUID) -> ResponseReturnValue:
    """Reserve a seat, or move the one there is; when it has just gone, show what is left."""
    form = SeatForm()
    if not form.validate():
        return _page(referral_id, form, 422)
    actor = current_actor()
    try:
        with transaction() as session:
            referral = queries.get_referral(session, referral_id, viewer=actor)
            held = queries.find_seat_of(session, referral_id)
            if held is None:
                actions.reserve_seat(session, referral_id, occasion_id=form.chosen(), by=actor, now=now())
            else:
                actions.move_seat(session, held.id, occasion_id=form.chosen(), by=actor, now=now())
    except Conflict as conflict:
        form.occasion.errors = [message_of(conflict)]
        return _page(referral_id, form, 409)
    flash(_("The seat is reserved. Print the invitation."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=referral.candidate_id), 303)


def _page(referral_id: UUID, form: SeatForm, status: int) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        referral = queries.get_referral(session, referral_id, viewer=actor)
        occasions = queries.coming_occasions(session, referral.language_tested, now=now())
        held = queries.find_seat_of(session, referral_id)
        flags = flags_of_invitation(
            referral.candidate,
            *([held] if held else []),
            words=words_for(session, LetterKind.INVITATION),
        )
        record_viewing(session, referral.candidate_id, by=actor, now=now())
        last = last_results(session, referral.candidate_id, today=today(), only=referral.language_tested)
    return render_template(
        "authority_desk/seats.html",
        last_results=last,
        form=form,
        referral=referral,
        occasions=occasions,
        held=held,
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
    """The invitation in Finnish and the contact language, as a PDF."""
    actor = current_actor()
    with disclosure() as session:
        booking = queries.get_booking(session, booking_id, viewer=actor)
        actions.record_invitation(session, booking, by=actor, now=now())
        facts = invitation_of(booking, actor, now=now())
        words = words_for(session, facts.kind)
    response = Response(draw_letter(facts, words).pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="invitation-{booking.id}.pdf"'
    return response
