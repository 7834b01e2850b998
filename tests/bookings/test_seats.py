"""Seats: never sold twice, moved whole or not at all, given back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from testing_app.bookings.actions import (
    ReferralFacts,
    cancel_occasion,
    cancel_seat,
    change_referral,
    close_referral,
    move_seat,
    reserve_seat,
    write_referral,
)
from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.bookings.queries import bookings_of, coming_occasions, find_seat_of, referrals_of
from testing_app.errors import Conflict, NotAllowed, NotFound
from testing_app.vocabulary import AbsenceReason, BookingState, ReferralPurpose, Role, TestedLanguage
from tests.world import NOW, TODAY, World

MORNING = NOW - timedelta(hours=2)
"""Eight o'clock in Finland, an hour before the occasions of today begin."""

FACTS = ReferralFacts(TestedLanguage.FINNISH, ReferralPurpose.FIRST_ASSESSMENT)


def refer(session: Session, world: World, *, facts: ReferralFacts = FACTS) -> Referral:
    candidate = world.add_candidate(session)
    return write_referral(
        session, candidate.id, facts=facts, by=world.act(Role.AUTHORITY_OFFICER), now=MORNING
    )


def reserve(session: Session, world: World, referral: Referral | UUID, occasion: Occasion | UUID) -> Booking:
    return reserve_seat(
        session,
        referral if isinstance(referral, UUID) else referral.id,
        occasion_id=occasion if isinstance(occasion, UUID) else occasion.id,
        by=world.act(Role.AUTHORITY_OFFICER),
        now=MORNING,
    )


def test_forty_people_ask_for_seven_seats_and_seven_get_one(world: World):
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, seats=7).id
        referrals = [refer(session, world).id for _ in range(40)]

    def ask(referral: UUID) -> str:
        try:
            with world.database.transaction() as session:
                reserve(session, world, referral, occasion)
        except Conflict as conflict:
            return conflict.code
        return "booked"

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(ask, referrals))

    assert answers.count("booked") == 7
    assert answers.count("occasion_full") == 33
    with world.database.reading() as session:
        assert session.get_one(Occasion, occasion).taken == 7
        assert session.query(Booking).count() == 7


def test_one_referral_asking_many_times_at_once_gets_one_seat(world: World):
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, seats=7).id
        referral = refer(session, world).id

    def ask(_turn: int) -> str:
        try:
            with world.database.transaction() as session:
                reserve(session, world, referral, occasion)
        except Conflict as conflict:
            return conflict.code
        return "booked"

    with ThreadPoolExecutor(6) as threads:
        answers = sorted(threads.map(ask, range(6)))

    assert answers == ["booked"] + ["seat_already_reserved"] * 5
    with world.database.reading() as session:
        assert session.get_one(Occasion, occasion).taken == 1


def test_people_moving_in_both_directions_keep_every_count_right(world: World):
    with world.database.transaction() as session:
        places = [world.add_occasion(session, seats=9).id for _ in range(2)]
        moves = []
        for turn in range(8):
            booking = reserve(session, world, refer(session, world), places[turn % 2])
            moves.append((booking.id, places[1 - turn % 2]))

    def move(step: tuple[UUID, UUID]) -> None:
        with world.database.transaction() as session:
            move_seat(
                session, step[0], occasion_id=step[1], by=world.act(Role.AUTHORITY_OFFICER), now=MORNING
            )

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(move, moves))

    with world.database.reading() as session:
        assert [session.get_one(Occasion, place).taken for place in places] == [4, 4]


def test_seats_given_back_while_the_occasion_is_cancelled_are_counted_once(world: World):
    lead, officer = world.act(Role.CENTRE_LEAD), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        occasion = world.add_occasion(session)
        bookings = [reserve(session, world, refer(session, world), occasion).id for _ in range(8)]

    def cancel(booking: UUID | None) -> str:
        try:
            with world.database.transaction() as session:
                if booking is None:
                    cancel_occasion(session, occasion.id, version=1, by=lead, now=MORNING)
                else:
                    cancel_seat(session, booking, reason=AbsenceReason.OTHER, by=officer, now=MORNING)
        except Conflict as conflict:
            return conflict.code
        return "cancelled"

    with ThreadPoolExecutor(9) as threads:
        answers = set(threads.map(cancel, [*bookings[:4], None, *bookings[4:]]))

    assert answers <= {"cancelled", "attendance_already_recorded"}
    with world.database.reading() as session:
        assert session.get_one(Occasion, occasion.id).taken == 0
        assert {row.state for row in session.query(Booking)} == {BookingState.CANCELLED}


def test_a_move_to_a_full_occasion_leaves_the_old_seat(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        here, full = world.add_occasion(session), world.add_occasion(session, seats=1)
        reserve(session, world, refer(session, world), full)
        booking = reserve(session, world, refer(session, world), here)

    with pytest.raises(Conflict, match="occasion_full"), world.database.transaction() as session:
        move_seat(session, booking.id, occasion_id=full.id, by=officer, now=MORNING)

    with world.database.reading() as session:
        assert session.get_one(Booking, booking.id).occasion_id == here.id
        assert session.get_one(Occasion, here.id).taken == 1
        assert session.get_one(Occasion, full.id).taken == 1


def test_a_cancelled_seat_is_free_again_and_the_referral_open(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, seats=1)
        referral = refer(session, world)
        booking = reserve(session, world, referral, occasion)

        cancel_seat(session, booking.id, reason=AbsenceReason.CHILDCARE, by=officer, now=MORNING)

        assert (booking.state, occasion.taken) == (BookingState.CANCELLED, 0)
        assert find_seat_of(session, referral.id) is None
        assert reserve(session, world, referral, occasion).state is BookingState.BOOKED
        assert len(bookings_of(session, referral.candidate_id, viewer=officer)) == 2


@pytest.mark.parametrize(
    "values,code",
    [
        ({"held_on": TODAY - timedelta(days=1)}, "occasion_already_held"),
        ({"cancelled_at": MORNING}, "occasion_cancelled"),
        ({"language_tested": TestedLanguage.SWEDISH}, "occasion_tests_another_language"),
        ({"seats": 0}, "occasion_full"),
    ],
)
def test_an_occasion_that_does_not_suit_says_why(world: World, values: dict[str, object], code: str):
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, **values)
        referral = refer(session, world)

        with pytest.raises(Conflict, match=code):
            reserve(session, world, referral, occasion)


def test_a_candidate_has_one_open_referral_for_each_language(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    swedish = ReferralFacts(TestedLanguage.SWEDISH, ReferralPurpose.FIRST_ASSESSMENT)
    with world.database.transaction() as session:
        referral = refer(session, world)
        candidate = referral.candidate_id

        with pytest.raises(Conflict, match="referral_already_open"):
            write_referral(session, candidate, facts=FACTS, by=officer, now=MORNING)
        write_referral(session, candidate, facts=swedish, by=officer, now=MORNING)
        close_referral(session, referral.id, now=MORNING)
        write_referral(session, candidate, facts=FACTS, by=officer, now=MORNING)

        assert len(referrals_of(session, candidate, viewer=officer)) == 3


def test_two_officers_who_refer_at_once_make_one_referral(world: World):
    with world.database.transaction() as session:
        candidate = world.add_candidate(session).id

    def write(_turn: int) -> str:
        try:
            with world.database.transaction() as session:
                write_referral(
                    session, candidate, facts=FACTS, by=world.act(Role.AUTHORITY_OFFICER), now=MORNING
                )
        except Conflict as conflict:
            return conflict.code
        return "written"

    with ThreadPoolExecutor(5) as threads:
        answers = sorted(threads.map(write, range(5)))

    assert answers == ["referral_already_open"] * 4 + ["written"]


def test_a_referral_with_a_seat_keeps_its_language(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        referral = refer(session, world)
        reserve(session, world, referral, world.add_occasion(session))
        swedish = ReferralFacts(TestedLanguage.SWEDISH, ReferralPurpose.RETEST)

        with pytest.raises(Conflict, match="referral_has_a_seat"):
            change_referral(session, referral.id, version=1, facts=swedish, by=officer, now=MORNING)
        with pytest.raises(Conflict, match="changed_meanwhile"):
            change_referral(session, referral.id, version=7, facts=FACTS, by=officer, now=MORNING)


def test_a_closed_referral_takes_no_seat(world: World):
    with world.database.transaction() as session:
        referral, occasion = refer(session, world), world.add_occasion(session)
        close_referral(session, referral.id, now=MORNING)

        with pytest.raises(Conflict, match="referral_closed"):
            reserve(session, world, referral, occasion)


def test_another_authority_and_the_centre_touch_no_seat_of_ours(world: World):
    stranger, assessor = world.act("other_officer"), world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        referral, occasion = refer(session, world), world.add_occasion(session)
        booking = reserve(session, world, referral, occasion)

        with pytest.raises(NotFound):
            reserve_seat(session, referral.id, occasion_id=occasion.id, by=stranger, now=MORNING)
        with pytest.raises(NotFound):
            cancel_seat(session, booking.id, reason=AbsenceReason.OTHER, by=stranger, now=MORNING)
        with pytest.raises(NotAllowed):
            cancel_seat(session, booking.id, reason=AbsenceReason.OTHER, by=assessor, now=MORNING)
        assert referrals_of(session, referral.candidate_id, viewer=stranger) == []
        assert bookings_of(session, referral.candidate_id, viewer=stranger) == []


def test_coming_occasions_are_of_the_language_and_not_cancelled(world: World):
    with world.database.transaction() as session:
        tomorrow = TODAY + timedelta(days=1)
        later = world.add_occasion(session, held_on=tomorrow)
        wanted = world.add_occasion(session, centre_id=world.other_centre)
        world.add_occasion(session, held_on=date(2026, 3, 11))
        world.add_occasion(session, cancelled_at=MORNING)
        world.add_occasion(session, language_tested=TestedLanguage.SWEDISH)

        assert coming_occasions(session, TestedLanguage.FINNISH, now=MORNING) == [wanted, later]


def test_an_occasion_of_today_that_has_begun_is_neither_offered_nor_reserved(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    nine = NOW - timedelta(hours=1)
    with world.database.transaction() as session:
        begun = world.add_occasion(session)
        afternoon = world.add_occasion(session, starts_at=time(13), ends_at=time(16))
        referral = refer(session, world)

        offered = coming_occasions(session, TestedLanguage.FINNISH, now=nine)
        with pytest.raises(Conflict, match="occasion_already_begun"):
            reserve_seat(session, referral.id, occasion_id=begun.id, by=officer, now=nine)
        seat = reserve_seat(session, referral.id, occasion_id=afternoon.id, by=officer, now=nine)
        with pytest.raises(Conflict, match="occasion_already_begun"):
            move_seat(session, seat.id, occasion_id=begun.id, by=officer, now=nine)

        assert offered == [afternoon]
        assert begun.taken == 0
