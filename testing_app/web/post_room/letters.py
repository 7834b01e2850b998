"""Letters one by one: made at once on the screen, kept as sent, found again on the candidate's list."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from testing_app.clock import now
from testing_app.errors import NotFound
from testing_app.post import actions, queries
from testing_app.post.viewing import record_letters_viewed
from testing_app.vocabulary import LetterKind
from testing_app.web.current import current_actor
from testing_app.web.post_room.at_once import letter_at_once, pdf_answer
from testing_app.web.post_room.words import KINDS
from testing_app.web.units import disclosure

letters = Blueprint("letters", __name__, url_prefix="/post", template_folder="templates")


@letters.post("/letters/<letter_kind>/<uuid:subject_id>")
def send(letter_kind: str, subject_id: UUID) -> ResponseReturnValue:
    """Make and keep one letter, then show it."""
    try:
        kind = LetterKind(letter_kind)
    except ValueError:
        raise NotFound("letter_subject") from None
    letter = letter_at_once(kind, subject_id, by=current_actor())
    return redirect(url_for(".show", letter_id=letter.id), 303)


@letters.get("/letters/<uuid:letter_id>.pdf")
def show(letter_id: UUID) -> ResponseReturnValue:
    """A kept letter, byte for byte as it was sent."""
    actor = current_actor()
    with disclosure() as session:
        letter = queries.get_letter(session, letter_id, viewer=actor)
        actions.record_viewed(session, letter, by=actor, now=now())
    return pdf_answer(letter.pdf, f"letter-{letter.id}.pdf")


@letters.get("/candidates/<uuid:candidate_id>/letters")
def of_candidate(candidate_id: UUID) -> ResponseReturnValue:
    """What this organisation has sent to one candidate, and the calls it made."""
    actor = current_actor()
    with disclosure() as session:
        candidate = queries.get_addressee(session, candidate_id, viewer=actor)
        sent = queries.letters_of(session, candidate_id, viewer=actor)
        calls = queries.calls_to(session, candidate_id, viewer=actor)
        record_letters_viewed(session, candidate_id, count=len(sent), by=actor, now=now())
    return render_template(
        "post_room/candidate.html", candidate=candidate, letters=sent, calls=calls, kinds=KINDS
    )
