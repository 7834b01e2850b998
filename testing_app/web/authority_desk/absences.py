"""Who did not come: the officer sees the reason and decides what follows; nothing does by itself."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.bookings.absences import (
    absences_to_follow_up,
    followed_up_absences,
    get_absence,
    names_of_deciders,
)
from testing_app.bookings.actions import follow_up_absence
from testing_app.clock import now
from testing_app.errors import Conflict
from testing_app.people.candidates.viewing import record_search, record_viewing
from testing_app.vocabulary import AbsenceFollowUp
from testing_app.web.authority_desk.absence_form import AbsenceForm
from testing_app.web.current import current_actor
from testing_app.web.messages import message_of
from testing_app.web.units import disclosure, transaction

absences = Blueprint("absences", __name__, url_prefix="/authority/absences", template_folder="templates")


@absences.get("")
def listing() -> ResponseReturnValue:
    """What waits for a decision, the oldest first, and what was decided last."""
    actor = current_actor()
    with disclosure() as session:
        waiting = absences_to_follow_up(session, viewer=actor)
        decided = followed_up_absences(session, viewer=actor)
        names = names_of_deciders(session, [*waiting, *decided])
        shown = len(waiting) + len(decided)
        record_search(session, ["absences"], found=shown, shown=shown, by=actor, now=now())
    return render_template("authority_desk/absences.html", waiting=waiting, decided=decided, names=names)


@absences.get("/<uuid:absence_id>")
def show(absence_id: UUID) -> ResponseReturnValue:
    """One absence, why, who recorded it; the form in which nothing is chosen beforehand."""
    return _page(absence_id, AbsenceForm(), 200)


@absences.post("/<uuid:absence_id>")
def follow_up(absence_id: UUID) -> ResponseReturnValue:
    """Keep what the officer decided; a new seat and a letter have their own pages."""
    form = AbsenceForm()
    if not form.validate():
        return _page(absence_id, form, 422)
    chosen = AbsenceFollowUp(form.follow_up.data)
    try:
        with transaction() as session:
            booking = follow_up_absence(
                session,
                absence_id,
                follow_up=chosen,
                note=form.note.data or "",
                by=current_actor(),
                now=now(),
            )
            referral_id = booking.referral_id
    except Conflict as conflict:
        form.follow_up.errors = [message_of(conflict)]
        return _page(absence_id, form, 409)
    flash(_("Your decision is kept."), "good")
    if chosen is AbsenceFollowUp.NEW_SEAT:
        return redirect(url_for("seats.choose", referral_id=referral_id), 303)
    if chosen is AbsenceFollowUp.ENQUIRY:
        return redirect(url_for(".show", absence_id=absence_id), 303)
    return redirect(url_for(".listing"), 303)


def _page(absence_id: UUID, form: AbsenceForm, status: int) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        booking = get_absence(session, absence_id, viewer=actor)
        names = names_of_deciders(session, [booking])
        record_viewing(session, booking.candidate_id, by=actor, now=now())
    return render_template("authority_desk/absence.html", form=form, booking=booking, names=names), status
