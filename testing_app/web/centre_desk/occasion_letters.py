"""Letters to those whose occasion changed or was cancelled, as one print job."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.bookings.queries import get_occasion
from testing_app.clock import now
from testing_app.errors import Conflict
from testing_app.post.actions import queue_letters
from testing_app.post.earlier_hours import earlier_seats
from testing_app.vocabulary import LetterKind
from testing_app.web.centre_desk.occasion_changes import people_to_tell
from testing_app.web.current import current_actor
from testing_app.web.layout import day
from testing_app.web.typed import identifier
from testing_app.web.units import transaction

occasion_letters = Blueprint("occasion_letters", __name__, url_prefix="/centre/occasions/<uuid:occasion_id>")


@occasion_letters.post("/letters")
def queue(occasion_id: UUID) -> ResponseReturnValue:
    """Ask for the letters of those who were ticked; the post room draws them as one file."""
    actor = current_actor()
    wanted = {identifier(text) for text in request.form.getlist("booking")}
    with transaction() as session:
        occasion = get_occasion(session, occasion_id, viewer=actor)
        cancelled = occasion.cancelled_at is not None
        told, _moved = people_to_tell(session, occasion, viewer=actor)
        chosen = [row for row in told if row.id in wanted]
        if not chosen:
            raise Conflict("choose_who_gets_a_letter")
        kind = LetterKind.SEAT_CANCELLED if cancelled else LetterKind.SEAT_CHANGED
        job = queue_letters(
            session,
            kind,
            [row.id for row in chosen],
            title=_title(cancelled, day(occasion.held_on)),
            by=actor,
            now=now(),
            earlier={} if cancelled else earlier_seats(session, chosen),
        )
        job_id = job.id
    flash(_("The letters are being made. This page shows how far they have come."), "good")
    return redirect(url_for("letter_jobs.show", job_id=job_id), 303)


def _title(cancelled: bool, on: str) -> str:
    if cancelled:
        return str(_("Cancelled occasion %(day)s", day=on))
    return str(_("Changed occasion %(day)s", day=on))
