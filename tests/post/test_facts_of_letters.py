"""What letters say comes from the rows they are about, and only the organisation concerned may write."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from testing_app.bookings.actions import cancel_seat, move_seat
from testing_app.bookings.models import Booking, SeatWait
from testing_app.courses.models import CourseGroup
from testing_app.errors import Conflict, NotFound
from testing_app.letters import facts as letters
from testing_app.people.models import Organisation
from testing_app.post.facts import facts_of, seat_facts, seat_from_json, seat_to_json
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.vocabulary import (
    AbsenceReason,
    CourseKind,
    LetterKind,
    PlaceState,
    QueueState,
    Role,
    TestedLanguage,
)
from tests.post.conftest import DAY, Post
from tests.world import NOW


def facts(post: Post, kind: LetterKind, subject_id: UUID, who: Role | str = Role.AUTHORITY_OFFICER) -> object:
    with post.database.reading() as session:
        return facts_of(session, kind, subject_id, by=post.world.act(who), now=NOW)


def a_place(
    post: Post, session: Session, *, state: PlaceState, track: str = "integration-basic"
) -> CoursePlace:
    world = post.world
    candidate = world.add_candidate(session)
    group = CourseGroup(
        provider_id=world.provider,
        code=f"G-{track}-{state}",
        name="Aamuryhmä",
        language_tested=TestedLanguage.FINNISH,
        kind=CourseKind.LABOUR_MARKET,
        track=track,
        module="M2",
        entry_from=DAY,
        entry_until=DAY,
        starts_on=DAY,
        ends_on=DAY + timedelta(days=90),
        weekdays=[0, 2],
        begins_at=time(9),
        finishes_at=time(14),
        capacity=20,
        minimum=12,
        made_by_id=world.act(Role.TRAINING_PROVIDER).account_id,
        made_at=NOW,
    )
    entry = QueueEntry(
        candidate_id=candidate.id,
        authority_id=world.authority,
        language_tested=TestedLanguage.FINNISH,
        track=track,
        module="M2",
        area="Pirkanmaa",
        queued_on=date(2026, 1, 20),
        state=QueueState.HELD,
        opened_at=NOW,
    )
    session.add_all([group, entry])
    session.flush()
    place = CoursePlace(
        group_id=group.id,
        entry_id=entry.id,
        candidate_id=candidate.id,
        authority_id=world.authority,
        state=state,
        held_at=NOW,
        held_until=datetime(2026, 3, 15, 12, tzinfo=UTC),
    )
    session.add(place)
    session.flush()
    return place


def test_the_letter_goes_in_the_name_of_whoever_asks_for_it(post: Post) -> None:
    (seat,) = post.seats({})
    with post.database.transaction() as session:
        for house, phone in ((post.world.authority, "029 1"), (post.world.centre, "029 2")):
            session.get_one(Organisation, house).phone = phone

    from_authority = facts(post, LetterKind.INVITATION, seat)
    from_centre = facts(post, LetterKind.INVITATION, seat, Role.CENTRE_LEAD)

    assert isinstance(from_authority, letters.InvitationFacts)
    assert isinstance(from_centre, letters.InvitationFacts)
    assert (from_authority.authority_name, from_authority.contact_phone) == ("authority", "029 1")
    assert (from_centre.authority_name, from_centre.contact_phone) == ("centre", "029 2")
    assert from_authority.postal_address == ("Kotikatu 1", "33100 Tampere")


@pytest.mark.parametrize("who", ["other_officer", "other_assessor", "other_adviser"])
def test_nobody_else_writes_about_it(post: Post, who: str) -> None:
    (seat,) = post.seats({})

    with pytest.raises(NotFound):
        facts(post, LetterKind.INVITATION, seat, who)


def test_a_result_is_no_letter_of_the_post_room(post: Post) -> None:
    (seat,) = post.seats({})

    with pytest.raises(NotFound):
        facts(post, LetterKind.RESULT, seat)


def test_a_changed_seat_tells_the_occasion_it_was_moved_from(post: Post) -> None:
    (seat,) = post.seats({})
    with pytest.raises(Conflict, match="earlier_seat_unknown"):
        facts(post, LetterKind.SEAT_CHANGED, seat)
    with post.database.transaction() as session:
        new = post.world.add_occasion(session, held_on=DAY + timedelta(days=3))
        officer = post.world.act(Role.AUTHORITY_OFFICER)
        move_seat(session, seat, occasion_id=new.id, by=officer, now=NOW)

    told = facts(post, LetterKind.SEAT_CHANGED, seat)

    assert isinstance(told, letters.SeatChangedFacts)
    assert (told.earlier.on, told.seat.on) == (DAY, DAY + timedelta(days=3))


@pytest.mark.parametrize("waits", [True, False])
def test_a_cancelled_seat_tells_whether_one_still_waits(post: Post, waits: bool) -> None:
    (seat,) = post.seats({})
    officer = post.world.act(Role.AUTHORITY_OFFICER)
    with post.database.transaction() as session:
        cancel_seat(session, seat, reason=AbsenceReason.ILLNESS, by=officer, now=NOW)
        if waits:
            booking = session.get_one(Booking, seat)
            session.add(
                SeatWait(
                    referral_id=booking.referral_id,
                    candidate_id=booking.candidate_id,
                    queued_at=NOW,
                    queued_by_id=officer.account_id,
                )
            )

    told = facts(post, LetterKind.SEAT_CANCELLED, seat)

    assert isinstance(told, letters.SeatCancelledFacts)
    assert told.waits is waits


@pytest.mark.parametrize(
    ("state", "answer_by"), [(PlaceState.HELD, date(2026, 3, 15)), (PlaceState.CONFIRMED, None)]
)
def test_a_held_place_is_to_be_answered_and_a_confirmed_one_is_not(
    post: Post, state: PlaceState, answer_by: date | None
) -> None:
    with post.database.transaction() as session:
        place = a_place(post, session, state=state).id

    told = facts(post, LetterKind.COURSE_PLACE, place)

    assert isinstance(told, letters.CoursePlaceFacts)
    assert told.answer_by == answer_by
    assert (told.course.name, told.course.organiser, told.course.weekdays) == (
        "Aamuryhmä",
        "provider",
        (0, 2),
    )
    assert told.course.names.course_groups == {}


def test_a_track_that_letters_have_no_word_for_stands_by_a_name(post: Post) -> None:
    with post.database.transaction() as session:
        entry = a_place(post, session, state=PlaceState.HELD, track="harbour-course").entry_id

    told = facts(post, LetterKind.QUEUE_NOTICE, entry)

    assert isinstance(told, letters.QueueNoticeFacts)
    assert told.queued_on == date(2026, 1, 20)
    assert told.names.course_groups["harbour-course"]["fi"] == "harbour-course"


def test_a_seat_survives_being_kept_with_a_job(post: Post) -> None:
    (seat,) = post.seats({})
    with post.database.reading() as session:
        told = seat_facts(session.get_one(Booking, seat).occasion)

    assert seat_from_json(seat_to_json(told)) == told
