"""Occasions of a centre, and who came to them."""

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from testing_app.bookings.actions import (
    cancel_occasion,
    change_occasion,
    check_in,
    make_occasion,
    record_absence,
    reserve_seat,
    undo_check_in,
)
from testing_app.bookings.models import Booking
from testing_app.bookings.queries import (
    bookings_on,
    get_booking,
    get_occasion,
    occasions_of,
    past_occasions_of,
)
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.people.candidates.names import sort_name
from testing_app.vocabulary import AbsenceReason, BookingState, Role, TestedLanguage
from tests.world import NOW, TODAY, World

VALUES: dict[str, Any] = {
    "held_on": TODAY,
    "starts_at": time(9),
    "ends_at": time(12),
    "room": " 204 ",
    "seats": 10,
}


def booked(session: Session, world: World, **values: Any) -> Booking:
    return world.add_booking(session, world.add_occasion(session, **values), world.add_candidate(session))


def test_a_centre_makes_and_finds_its_own_occasions(world: World):
    lead = world.act(Role.CENTRE_LEAD)
    with world.database.transaction() as session:
        occasion = make_occasion(
            session,
            centre=world.centre,
            language_tested=TestedLanguage.FINNISH,
            by=lead,
            now=NOW,
            **VALUES,
        )
        world.add_occasion(session, centre_id=world.other_centre)
        old = world.add_occasion(session, held_on=TODAY - timedelta(days=1))

        assert occasion.room == "204"
        assert occasions_of(session, viewer=lead, first_day=TODAY, last_day=TODAY) == [occasion]
        assert past_occasions_of(session, viewer=lead, before=TODAY) == [old]
        with pytest.raises(NotFound):
            get_occasion(session, occasion.id, viewer=world.act("other_assessor"))


def test_every_problem_of_an_occasion_is_told_at_once(world: World):
    wrong = {**VALUES, "ends_at": time(9), "seats": 0}
    with world.database.transaction() as session, pytest.raises(Invalid) as refusal:
        make_occasion(
            session,
            centre=world.centre,
            language_tested=TestedLanguage.FINNISH,
            by=world.act(Role.CENTRE_LEAD),
            now=NOW,
            **wrong,
        )

    assert refusal.value.problems == {
        "ends_at": ["ends_before_it_starts"],
        "seats": ["seats_out_of_range"],
    }


def test_nobody_makes_occasions_for_another_centre(world: World):
    with world.database.transaction() as session, pytest.raises(NotAllowed):
        make_occasion(
            session,
            centre=world.other_centre,
            language_tested=TestedLanguage.FINNISH,
            by=world.act(Role.CENTRE_LEAD),
            now=NOW,
            **VALUES,
        )


def test_an_occasion_never_gets_fewer_seats_than_are_taken(world: World):
    lead = world.act(Role.CENTRE_LEAD)
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, seats=2)
        for _ in range(2):
            world.add_booking(session, occasion, world.add_candidate(session))
        few = {**VALUES, "seats": 1}

        with pytest.raises(Invalid) as refusal:
            change_occasion(session, occasion.id, version=occasion.version, by=lead, now=NOW, **few)
        with pytest.raises(Conflict, match="changed_meanwhile"):
            change_occasion(session, occasion.id, version=99, by=lead, now=NOW, **VALUES)
        change_occasion(session, occasion.id, version=occasion.version, by=lead, now=NOW, **VALUES)

    assert refusal.value.problems == {"seats": ["fewer_seats_than_taken"]}
    assert occasion.seats == 10


def test_a_seat_taken_meanwhile_does_not_disturb_a_change_of_room(world: World):
    lead = world.act(Role.CENTRE_LEAD)
    with world.database.transaction() as session:
        occasion = world.add_occasion(session)
        other = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        version = occasion.version
        other.state = BookingState.NO_SHOW
        session.flush()
        reserve_seat(
            session,
            other.referral_id,
            occasion_id=occasion.id,
            by=world.act(Role.AUTHORITY_OFFICER),
            now=NOW - timedelta(hours=2),
        )

    with world.database.transaction() as session:
        changed = change_occasion(session, occasion.id, version=version, by=lead, now=NOW, **VALUES)

    assert (changed.occasion.room, changed.occasion.taken) == ("204", 1)


def test_cancelling_an_occasion_cancels_its_seats_and_tells_whom_to_call(world: World):
    lead = world.act(Role.CENTRE_LEAD)
    with world.database.transaction() as session:
        booking = booked(session, world)
        occasion = booking.occasion

        told = cancel_occasion(session, occasion.id, version=occasion.version, by=lead, now=NOW)

        assert told == [booking]
        assert (booking.state, booking.reason) == (BookingState.CANCELLED, AbsenceReason.CENTRE_CANCELLED)
        assert (occasion.taken, occasion.cancelled_at) == (0, NOW)


def test_an_occasion_to_which_somebody_came_is_not_cancelled(world: World):
    with world.database.transaction() as session:
        booking = booked(session, world)
        check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW)

        with pytest.raises(Conflict, match="occasion_has_arrivals"):
            cancel_occasion(
                session,
                booking.occasion_id,
                version=booking.occasion.version,
                by=world.act(Role.CENTRE_LEAD),
                now=NOW,
            )


def test_the_list_of_the_day_is_in_finnish_order(world: World):
    with world.database.transaction() as session:
        occasion = world.add_occasion(session)
        for name in ("Öberg", "Zorn", "Äijälä", "Åberg"):
            candidate = world.add_candidate(session, family_name=name, sort_name=sort_name(name, "Aino"))
            world.add_booking(session, occasion, candidate)

        rows = bookings_on(session, occasion.id, viewer=world.act(Role.ASSESSOR))

        assert [row.candidate.family_name for row in rows] == ["Zorn", "Åberg", "Äijälä", "Öberg"]
        assert bookings_on(session, occasion.id, viewer=world.act("other_assessor")) == []


def test_check_in_says_who_saw_the_papers(world: World):
    assessor = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        booking = booked(session, world)

        check_in(session, booking.id, id_seen=True, by=assessor, now=NOW)

        assert (booking.state, booking.id_seen) == (BookingState.ARRIVED, True)
        assert (booking.decided_by_id, booking.decided_at) == (assessor.account_id, NOW)
        with pytest.raises(Conflict, match="attendance_already_recorded"):
            check_in(session, booking.id, id_seen=True, by=assessor, now=NOW)


def test_a_cancellation_frees_the_seat_and_a_no_show_does_not(world: World):
    assessor = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        occasion = world.add_occasion(session)
        first, second = (world.add_booking(session, occasion, world.add_candidate(session)) for _ in "ab")
        session.flush()

        record_absence(
            session, first.id, state=BookingState.NO_SHOW, reason=AbsenceReason.UNKNOWN, by=assessor, now=NOW
        )
        assert occasion.taken == 2
        record_absence(
            session,
            second.id,
            state=BookingState.CANCELLED,
            reason=AbsenceReason.ILLNESS,
            by=assessor,
            now=NOW,
        )

        assert occasion.taken == 1
        assert first.referral.closed_at is None
        assert second.reason is AbsenceReason.ILLNESS


def test_a_mark_on_the_wrong_row_can_be_undone(world: World):
    assessor = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        booking = booked(session, world, seats=1)
        record_absence(
            session,
            booking.id,
            state=BookingState.CANCELLED,
            reason=AbsenceReason.ILLNESS,
            by=assessor,
            now=NOW,
        )

        undo_check_in(session, booking.id, by=assessor, now=NOW)

        assert (booking.state, booking.reason, booking.occasion.taken) == (BookingState.BOOKED, None, 1)
        with pytest.raises(Conflict, match="attendance_not_recorded"):
            undo_check_in(session, booking.id, by=assessor, now=NOW)


def test_a_cancellation_is_not_undone_when_the_seat_has_gone(world: World):
    assessor = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        booking = booked(session, world, seats=1)
        record_absence(
            session,
            booking.id,
            state=BookingState.CANCELLED,
            reason=AbsenceReason.ILLNESS,
            by=assessor,
            now=NOW,
        )
        world.add_booking(session, booking.occasion, world.add_candidate(session))

    with pytest.raises(Conflict, match="occasion_full"), world.database.transaction() as session:
        undo_check_in(session, booking.id, by=assessor, now=NOW)


def test_nobody_arrives_before_the_day(world: World):
    with world.database.transaction() as session:
        booking = booked(session, world, held_on=TODAY + timedelta(days=1))

        with pytest.raises(Conflict, match="occasion_not_yet_held"):
            check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW)


def test_only_the_centre_records_who_came(world: World):
    with world.database.transaction() as session:
        booking = booked(session, world)
        officer = world.act(Role.AUTHORITY_OFFICER)

        assert get_booking(session, booking.id, viewer=officer) is booking
        with pytest.raises(NotAllowed):
            check_in(session, booking.id, id_seen=True, by=officer, now=NOW)
        for stranger in ("other_officer", "other_assessor"):
            with pytest.raises(NotFound):
                get_booking(session, booking.id, viewer=world.act(stranger))
