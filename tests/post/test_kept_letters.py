"""A letter is kept as it was sent, once as long as it says the same."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking
from testing_app.errors import Conflict
from testing_app.post.actions import draw, keep_letter, prepare_letter, send_letter
from testing_app.post.models import CallTask, SentLetter
from testing_app.vocabulary import BookingState, LetterKind, Role
from tests.post.conftest import Post
from tests.world import NOW


def test_the_same_letter_is_kept_once_however_long_its_drawing_took(post: Post) -> None:
    (seat,) = post.seats({})
    officer, kept = post.world.act(Role.AUTHORITY_OFFICER), []
    for day in range(2):
        moment = NOW + timedelta(days=day)
        with post.database.reading() as session:
            order = prepare_letter(session, LetterKind.INVITATION, seat, by=officer, now=moment)
        drawn = draw(order)
        with post.database.transaction() as session:
            later = moment + timedelta(seconds=90)
            kept.append(keep_letter(session, drawn, by=officer, now=later).id)

    assert kept[0] == kept[1]
    with post.database.reading() as session:
        actions = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert actions == ["letter_sent", "letter_viewed"]


def test_a_letter_that_says_something_else_is_another_letter(post: Post) -> None:
    (seat,) = post.seats({})
    officer = post.world.act(Role.AUTHORITY_OFFICER)
    with post.database.transaction() as session:
        send_letter(session, LetterKind.INVITATION, seat, by=officer, now=NOW)
        session.get_one(Booking, seat).occasion.room = "305"
        session.flush()
        send_letter(session, LetterKind.INVITATION, seat, by=officer, now=NOW)

    with post.database.reading() as session:
        assert len(session.scalars(sa.select(SentLetter.pdf_digest).distinct()).all()) == 2


def test_who_reads_no_script_gets_a_call_beside_the_letter_and_one_only(post: Post) -> None:
    (seat,) = post.seats({"reads_letters": False})
    officer = post.world.act(Role.AUTHORITY_OFFICER)
    with post.database.transaction() as session:
        send_letter(session, LetterKind.INVITATION, seat, by=officer, now=NOW)
        send_letter(session, LetterKind.INVITATION, seat, by=officer, now=NOW)

    with post.database.reading() as session:
        (task,) = session.scalars(sa.select(CallTask))
        assert task.due_on is not None
        assert NOW.date() <= task.due_on < session.get_one(Booking, seat).occasion.held_on


def test_a_letter_that_would_not_be_true_is_not_made(post: Post) -> None:
    (seat,) = post.seats({})
    officer = post.world.act(Role.AUTHORITY_OFFICER)
    with post.database.transaction() as session:
        session.get_one(Booking, seat).state = BookingState.NO_SHOW

    with pytest.raises(Conflict, match="letter_no_longer_so"), post.database.transaction() as session:
        send_letter(session, LetterKind.INVITATION, seat, by=officer, now=NOW)
