"""Waiting lists at the authority's desk: who waits, why the next one is next, offers to answer."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings import actions
from testing_app.bookings.absences import count_to_follow_up
from testing_app.bookings.queries import get_referral
from testing_app.bookings.waiting import find_wait, get_occasion_waited_for
from testing_app.bookings.waiting_order import waiting_line
from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.people.candidates.viewing import record_viewing
from testing_app.people.centres import centres_on
from testing_app.vocabulary import SeatWaitState
from testing_app.web.authority_desk.visits_in_words import visit_asked, visit_word
from testing_app.web.current import current_actor
from testing_app.web.fields import DayField
from testing_app.web.messages import message_of
from testing_app.web.typed import identifier
from testing_app.web.units import Session, disclosure, transaction

waiting = Blueprint("waiting", __name__, url_prefix="/authority", template_folder="templates")


class WishForm(FlaskForm):  # type: ignore[misc]
    """Where and between which days somebody would take a seat."""

    centre = SelectField(_l("Test centre"), validate_choice=False)
    earliest_on = DayField(_l("Not before"))
    latest_on = DayField(_l("Not after"))

    def wish(self) -> actions.SeatWish:
        """What is waited for, after the form was found valid."""
        return actions.SeatWish(
            centre_id=identifier(self.centre.data or ""),
            earliest_on=self.earliest_on.data,
            latest_on=self.latest_on.data,
        )


@waiting.get("/waiting")
def listing() -> ResponseReturnValue:
    """Offers that wait for an answer, the nearest deadline first; then everybody who waits, in order."""
    actor = current_actor()
    with disclosure() as session:
        rows = waiting_line(session, None, viewer=actor)
        absent = count_to_follow_up(session, viewer=actor)
        _record_viewing(session, None, len(rows))
    offers = sorted((row.offer.answer_by, row.position, row) for row in rows if row.offer)
    return render_template(
        "authority_desk/waiting.html",
        offers=[row for _deadline, _position, row in offers],
        rows=[row for row in rows if not row.offer],
        absent=absent,
        now=now(),
    )


@waiting.get("/occasions/<uuid:occasion_id>/waiting")
def line(occasion_id: UUID) -> ResponseReturnValue:
    """Who waits for one occasion, and for each why they are or are not next; strangers have no names."""
    with disclosure() as session:
        occasion = get_occasion_waited_for(session, occasion_id, viewer=current_actor())
        rows = waiting_line(session, occasion_id, viewer=current_actor())
        _record_viewing(session, occasion_id, len([row for row in rows if row.candidate]))
    return render_template("authority_desk/waiting_line.html", occasion=occasion, rows=rows)


@waiting.get("/referrals/<uuid:referral_id>/waiting")
def ask(referral_id: UUID) -> ResponseReturnValue:
    """Asks for which place and days the candidate waits."""
    return _page(referral_id, WishForm(formdata=None), 200, visit=_visit(request.args))


@waiting.post("/referrals/<uuid:referral_id>/waiting")
def begin(referral_id: UUID) -> ResponseReturnValue:
    """Put the candidate on the list; a free seat that suits is offered at once."""
    form, visit = WishForm(), _visit(request.form)
    if not form.validate():
        return _page(referral_id, form, 422, visit=visit)
    try:
        with transaction() as session:
            wait = actions.wait_for_seat(
                session, referral_id, wish=form.wish(), visit=visit, by=current_actor(), now=now()
            )
            offered = wait.state is SeatWaitState.OFFERED
    except Invalid:
        form.latest_on.errors = [_("The last day is before the first day.")]
        return _page(referral_id, form, 422, visit=visit)
    except Conflict as conflict:
        form.centre.errors = [message_of(conflict)]
        return _page(referral_id, form, 409, visit=visit)
    if offered:
        flash(_("A seat that suits is free. Ask the candidate and answer the offer."), "good")
    else:
        flash(_("The candidate is on the waiting list."), "good")
    return redirect(url_for(".listing"), 303)


@waiting.post("/waiting/<uuid:wait_id>/leave")
def leave(wait_id: UUID) -> ResponseReturnValue:
    """The candidate waits no longer."""
    with transaction() as session:
        actions.stop_waiting(session, wait_id, by=current_actor(), now=now())
    flash(_("The candidate waits no longer. The referral stays open."), "good")
    return redirect(url_for(".listing"), 303)


@waiting.post("/offers/<uuid:offer_id>/accept")
def accept(offer_id: UUID) -> ResponseReturnValue:
    """The candidate takes the seat."""
    with transaction() as session:
        booking = actions.accept_offer(session, offer_id, by=current_actor(), now=now())
        candidate_id = booking.candidate_id
    flash(_("The seat is reserved. Print the invitation."), "good")
    return redirect(url_for("candidates.show_candidate", candidate_id=candidate_id), 303)


@waiting.post("/offers/<uuid:offer_id>/decline")
def decline(offer_id: UUID) -> ResponseReturnValue:
    """The candidate does not take the seat: it goes to the next one, the candidate waits on."""
    with transaction() as session:
        actions.decline_offer(session, offer_id, by=current_actor(), now=now())
    flash(_("The seat goes to the next one. The candidate keeps the place on the list."), "good")
    return redirect(url_for(".listing"), 303)


def _page(referral_id: UUID, form: WishForm, status: int, *, visit: int) -> ResponseReturnValue:
    actor = current_actor()
    with disclosure() as session:
        referral = get_referral(session, referral_id, viewer=actor)
        centres = centres_on(session, today())
        wait = find_wait(session, referral_id, visit=visit)
        record_viewing(session, referral.candidate_id, by=actor, now=now())
    form.centre.choices = [
        SelectChoice("", _("Any test centre")),
        *(SelectChoice(str(centre.id), centre.name) for centre in centres),
    ]
    more: dict[str, Any] = {"referral": referral, "visit": visit, "wait": wait}
    name = visit_word(referral, visit) if referral.length == "long" else ""
    return render_template("authority_desk/wish.html", form=form, visit_name=name, **more), status


def _visit(sent: MultiDict[str, str]) -> int:
    return visit_asked(sent.get("visit", type=int))


def _record_viewing(session: Session, occasion_id: UUID | None, shown: int) -> None:
    record(
        session,
        Event.SEAT_WAITS_VIEWED,
        by=current_actor(),
        now=now(),
        subject=("occasion", occasion_id) if occasion_id else ("waiting_list", "own"),
        details={"candidates": shown},
    )
