"""One letter from a page: read, drawn with the database closed, kept."""

from uuid import UUID

from flask import Response

from testing_app.actor import Actor
from testing_app.clock import now
from testing_app.post import actions
from testing_app.post.queries import SentLetter
from testing_app.vocabulary import LetterKind
from testing_app.web.units import disclosure, reading


def letter_at_once(kind: LetterKind, subject_id: UUID, *, by: Actor) -> SentLetter:
    """The letter as it was kept; the same one when an equal letter was kept before."""
    with reading() as session:
        order = actions.prepare_letter(session, kind, subject_id, by=by, now=now())
    drawn = actions.draw(order)
    with disclosure() as session:
        letter = actions.keep_letter(session, drawn, by=by, now=now())
        session.refresh(letter, ["pdf"])
    return letter


def pdf_answer(content: bytes, name: str) -> Response:
    """A PDF to look at in the browser."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
