"""Long assessments take several visits; a seat is found by date, place, interpreter, parts and access."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from testing_app.bookings.actions import check_in, follow_up_absence, record_absence
from testing_app.bookings.finding import SeatSearch, suitable_occasions
from testing_app.bookings.models import Booking, Referral, SeatWait
from testing_app.bookings.queries import find_seat_of, seats_of_referral
from testing_app.bookings.waiting_order import waiting_line
from testing_app.errors import Conflict, NotAllowed, NotFound
from testing_app.people.models import Organisation, PostCode
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.queries import sittings_of_bookings
from testing_app.vocabulary import (
    AbsenceFollowUp,
    AbsenceReason,
    AccessFeature,
    AssessmentLength,
    BookingState,
    OccasionKind,
    Part,
    PartState,
    Role,
)
from tests.bookings.seating import LATER, Seating
from tests.world import World


@pytest.fixture
def house(world: World) -> Iterator[Seating]:
    with world.database.transaction() as session:
        yield Seating(world, session)


def long_referral(house: Seating) -> Referral:
    return house.refer(length=AssessmentLength.LONG)


def test_a_long_assessment_begins_with_the_information_session(house: Seating):
    referral = long_referral(house)
    told = house.occasion(kind=OccasionKind.INFORMATION_SESSION)
    test = house.occasion(held_on=LATER + timedelta(days=3))

    with pytest.raises(Conflict, match="occasion_is_test"):
        house.ask(test, referral)
    with pytest.raises(Conflict, match="earlier_visit_first"):
        house.ask(test, referral, visit=2)
    first, second = house.seat(told, referral), house.seat(test, referral, visit=2)

    assert seats_of_referral(house.session, referral.id) == [first, second]
    assert find_seat_of(house.session, referral.id, visit=2) is second
    assert find_seat_of(house.session, referral.id) is first


def test_a_short_assessment_has_one_visit_and_it_is_a_test(house: Seating):
    with pytest.raises(Conflict, match="no_such_visit"):
        house.ask(house.occasion(), visit=2)
    with pytest.raises(Conflict, match="occasion_is_information_session"):
        house.ask(house.occasion(kind=OccasionKind.INFORMATION_SESSION))


def test_visits_follow_each_other_at_one_centre(house: Seating):
    referral = long_referral(house)
    house.seat(house.occasion(kind=OccasionKind.INFORMATION_SESSION), referral)
    house.seat(house.occasion(held_on=LATER + timedelta(days=3)), referral, visit=2)

    with pytest.raises(Conflict, match="visits_out_of_order"):
        house.ask(house.occasion(held_on=LATER + timedelta(days=2)), referral, visit=3)
    elsewhere = house.occasion(held_on=LATER + timedelta(days=4), centre_id=house.world.other_centre)
    with pytest.raises(Conflict, match="visits_at_another_centre"):
        house.ask(elsewhere, referral, visit=3)


def test_a_visit_is_offered_only_a_seat_that_keeps_the_order(house: Seating):
    referral = long_referral(house)
    house.seat(house.occasion(kind=OccasionKind.INFORMATION_SESSION), referral)
    house.wait(referral, visit=2)
    sooner = house.occasion(held_on=LATER - timedelta(days=1), seats=0)
    later = house.occasion(held_on=LATER + timedelta(days=1), seats=0)
    viewer = house.world.act(Role.AUTHORITY_OFFICER)

    (before,), (after,) = (waiting_line(house.session, one.id, viewer=viewer) for one in (sooner, later))

    assert (before.reasons, after.reasons) == (("visits_out_of_order",), ("next",))


def test_one_sitting_spans_the_visits_of_a_referral(house: Seating):
    assessor = house.world.act(Role.ASSESSOR)
    referral = long_referral(house)
    told = house.seat(house.occasion(kind=OccasionKind.INFORMATION_SESSION), referral)
    second = house.seat(house.occasion(held_on=LATER + timedelta(days=1)), referral, visit=2)
    third = house.seat(house.occasion(held_on=LATER + timedelta(days=2)), referral, visit=3)

    def arrive(booking: Booking) -> None:
        check_in(house.session, booking.id, id_seen=True, by=assessor, now=house.tick())

    house.tick(days=8)
    arrive(told)
    begun = open_sitting(house.session, told.id, by=assessor, now=house.tick())
    house.tick(days=1)
    arrive(second)
    tested = open_sitting(house.session, second.id, by=assessor, now=house.tick())
    part = next(row for row in tested.parts if row.part is Part.READING)
    part.state, part.changed_at = PartState.SKIPPED, house.now
    house.tick(days=1)
    arrive(third)
    ended = open_sitting(house.session, third.id, by=assessor, now=house.tick())

    assert begun.id == tested.id == ended.id
    assert (ended.booking_id, ended.tested_on) == (second.id, LATER + timedelta(days=1))
    shown = sittings_of_bookings(house.session, [second.id, third.id], viewer=assessor)
    assert {key: sitting.id for key, sitting in shown.items()} == {second.id: begun.id, third.id: begun.id}


def test_no_sitting_is_opened_at_a_visit_to_which_nobody_came(house: Seating):
    assessor = house.world.act(Role.ASSESSOR)
    referral = long_referral(house)
    told = house.seat(house.occasion(kind=OccasionKind.INFORMATION_SESSION), referral)
    second = house.seat(house.occasion(held_on=LATER + timedelta(days=1)), referral, visit=2)
    check_in(house.session, told.id, id_seen=True, by=assessor, now=house.tick(days=8))
    open_sitting(house.session, told.id, by=assessor, now=house.tick())

    with pytest.raises(Conflict, match="not_checked_in"):
        open_sitting(house.session, second.id, by=assessor, now=house.tick())


def test_seats_are_found_by_what_is_looked_for(house: Seating):
    referral = house.refer(interpreter_language="ar", wanted_parts=[Part.SPEAKING.value])
    plain = house.occasion()
    fitting = house.occasion(
        held_on=LATER + timedelta(days=1),
        interpreters=["ar"],
        parts=["speaking", "reading"],
        accessibility=["step_free"],
    )
    house.occasion(held_on=LATER + timedelta(days=2), parts=["reading"], interpreters=["ar"])
    full = house.occasion(held_on=LATER + timedelta(days=3), centre_id=house.world.other_centre, seats=0)
    house.occasion(kind=OccasionKind.INFORMATION_SESSION)

    def found(**search: object) -> list[object]:
        rows = suitable_occasions(
            house.session,
            referral,
            search=SeatSearch(**search),  # type: ignore[arg-type]
            now=house.now,
        )
        return [row.occasion for row in rows]

    everything = suitable_occasions(house.session, referral, now=house.now)
    assert [row.lacks for row in everything] == [
        ("no_interpreter",),
        (),
        ("parts_not_offered",),
        ("no_interpreter",),
    ]
    assert [row.free for row in everything] == [1, 1, 1, 0]
    assert found(only_fitting=True) == [fitting]
    assert found(accessibility=[AccessFeature.STEP_FREE]) == [fitting]
    assert found(interpreter_language="ar", latest_on=LATER + timedelta(days=1)) == [fitting]
    assert found(centre_id=house.world.other_centre) == [full]
    assert found(centre_id=house.world.other_centre, only_free=True) == []
    assert found(earliest_on=LATER, latest_on=LATER) == [plain]


def test_seats_are_found_by_how_near_they_are(house: Seating):
    for code, latitude in (("00100", 60.17), ("33100", 61.5), ("90100", 65.01)):
        house.session.add(PostCode(code=code, city="", latitude=latitude, longitude=25.0))
    for centre, code in ((house.world.centre, "90100"), (house.world.other_centre, "33100")):
        house.session.get_one(Organisation, centre).post_code = code
    referral = house.refer()
    referral.candidate.post_code = "00100"
    far = house.occasion()
    near = house.occasion(held_on=LATER + timedelta(days=1), centre_id=house.world.other_centre)

    by_date = suitable_occasions(house.session, referral, now=house.now)
    by_place = suitable_occasions(
        house.session, referral, search=SeatSearch(nearest_first=True), now=house.now
    )

    assert [row.occasion for row in by_date] == [far, near]
    assert [row.occasion for row in by_place] == [near, far]
    assert [round(row.kilometres or 0) for row in by_place] == [148, 538]


def test_an_officer_decides_what_follows_from_an_absence_and_nothing_else_does(house: Seating):
    officer = house.world.act(Role.AUTHORITY_OFFICER)
    assessor = house.world.act(Role.ASSESSOR)
    referral = house.refer()
    booking = house.seat(house.occasion(), referral)
    with pytest.raises(Conflict, match="no_absence_recorded"):
        follow_up_absence(
            house.session,
            booking.id,
            follow_up=AbsenceFollowUp.ENQUIRY,
            note="",
            by=officer,
            now=house.tick(),
        )
    record_absence(
        house.session,
        booking.id,
        state=BookingState.NO_SHOW,
        reason=AbsenceReason.UNKNOWN,
        by=assessor,
        now=house.tick(days=8),
    )
    assert (referral.closed_at, booking.follow_up) == (None, None)

    follow_up_absence(
        house.session,
        booking.id,
        follow_up=AbsenceFollowUp.ENQUIRY,
        note=" Called. ",
        by=officer,
        now=house.tick(),
    )

    assert (booking.follow_up, booking.follow_up_note) == (AbsenceFollowUp.ENQUIRY, "Called.")
    assert (booking.followed_up_by_id, booking.followed_up_at) == (officer.account_id, house.now)
    assert referral.closed_at is None
    for stranger, refusal in ((assessor, NotAllowed), (house.world.act("other_officer"), NotFound)):
        with pytest.raises(refusal):
            follow_up_absence(
                house.session,
                booking.id,
                follow_up=AbsenceFollowUp.NOTHING,
                note="",
                by=stranger,
                now=house.tick(),
            )


def test_closing_the_referral_is_a_decision_that_does_so(house: Seating):
    referral = house.refer()
    booking = house.seat(house.occasion(), referral)
    house.cancel(booking)

    follow_up_absence(
        house.session,
        booking.id,
        follow_up=AbsenceFollowUp.REFERRAL_CLOSED,
        note="",
        by=house.world.act(Role.AUTHORITY_OFFICER),
        now=house.tick(),
    )
    house.session.refresh(referral)

    assert referral.closed_at == house.now


def test_a_visit_that_waits_is_one_place_in_the_line(house: Seating):
    occasion = house.occasion()
    house.seat(occasion)
    referral = house.refer()

    first, again = house.ask(occasion, referral), house.ask(occasion, referral)

    assert isinstance(first, SeatWait)
    assert first is again
