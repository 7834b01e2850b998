"""Waiting for a seat: the next suitable person is offered a freed one, in order, and everybody sees why."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from testing_app.audit.models import AuditEntry
from testing_app.bookings.actions import (
    accept_offer,
    close_referral,
    decline_offer,
    lapse_offers,
    move_seat,
    record_absence,
    stop_waiting,
    undo_check_in,
)
from testing_app.bookings.models import Booking, SeatWait
from testing_app.bookings.queries import find_seat_of
from testing_app.bookings.waiting import open_offers, waits_of
from testing_app.bookings.waiting_order import waiting_line
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.vocabulary import (
    AbsenceReason,
    BookingState,
    OfferState,
    Part,
    Role,
    SeatWaitState,
    TestedLanguage,
)
from tests.bookings.seating import LATER, Seating
from tests.world import NOW, World


@pytest.fixture
def house(world: World) -> Iterator[Seating]:
    with world.database.transaction() as session:
        yield Seating(world, session)


def test_whoever_asks_while_a_seat_is_free_gets_it_and_the_late_one_waits(house: Seating):
    occasion = house.occasion(seats=1)

    first, second = house.ask(occasion), house.ask(occasion)

    assert isinstance(first, Booking)
    assert isinstance(second, SeatWait)
    assert (second.state, second.occasion_id, second.queued_at) == (
        SeatWaitState.WAITING,
        occasion.id,
        house.now,
    )
    assert occasion.taken == 1


def test_a_freed_seat_is_offered_to_whoever_has_waited_longest_and_stays_taken(house: Seating):
    occasion = house.occasion(seats=1)
    booking = house.seat(occasion)
    first, second = house.refer(), house.refer()
    house.ask(occasion, first)
    house.ask(occasion, second)

    house.cancel(booking)

    offer = house.offer_to(first)
    assert offer is not None
    assert (offer.state, offer.answer_by) == (OfferState.OPEN, house.now + timedelta(days=2))
    assert house.offer_to(second) is None
    assert occasion.taken == 1
    assert isinstance(house.ask(occasion), SeatWait)


def test_the_answer_is_due_on_the_evening_before_at_the_latest(house: Seating):
    occasion = house.occasion(held_on=NOW.date() + timedelta(days=2))
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)

    house.cancel(booking)

    offer = house.offer_to(waiting)
    assert offer is not None
    assert offer.answer_by == datetime(2026, 3, 13, 18, 0, tzinfo=UTC)


def test_after_the_evening_before_nothing_is_offered_and_the_seat_is_for_whoever_asks(house: Seating):
    occasion = house.occasion(held_on=NOW.date() + timedelta(days=1))
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)
    house.tick(hours=11)

    house.cancel(booking)

    assert house.offer_to(waiting) is None
    assert occasion.taken == 0
    assert isinstance(house.ask(occasion), Booking)


def test_an_accepted_offer_is_a_booking_and_the_waiting_ends(house: Seating):
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)
    house.cancel(booking)
    offer = house.offer_to(waiting)
    assert offer is not None

    seat = accept_offer(house.session, offer.id, by=house.world.act(Role.AUTHORITY_OFFICER), now=house.tick())

    assert (seat.occasion_id, seat.referral_id, seat.state) == (
        occasion.id,
        waiting.id,
        BookingState.BOOKED,
    )
    assert (offer.state, offer.wait.state, occasion.taken) == (
        OfferState.ACCEPTED,
        SeatWaitState.BOOKED,
        1,
    )
    with pytest.raises(Conflict, match="offer_already_answered"):
        accept_offer(house.session, offer.id, by=house.world.act(Role.AUTHORITY_OFFICER), now=house.tick())


def test_whoever_asks_for_the_seat_that_is_on_offer_to_them_accepts_it(house: Seating):
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)
    house.cancel(booking)

    seat = house.seat(occasion, waiting)

    assert (seat.referral_id, occasion.taken) == (waiting.id, 1)
    assert house.offer_to(waiting) is None


def test_a_declined_seat_passes_to_the_next_and_is_never_offered_to_the_same_person_again(house: Seating):
    officer = house.world.act(Role.AUTHORITY_OFFICER)
    occasion = house.occasion()
    booking, first, second = house.seat(occasion), house.refer(), house.refer()
    wait = house.ask(occasion, first)
    assert isinstance(wait, SeatWait)
    since = wait.queued_at
    house.ask(occasion, second)
    house.cancel(booking)
    offer = house.offer_to(first)
    assert offer is not None

    passed_on = decline_offer(house.session, offer.id, by=officer, now=house.tick())
    house.cancel(house.seat(occasion, second))

    assert [made.wait.referral_id for made in passed_on] == [second.id]
    assert house.offer_to(first) is None
    assert (wait.state, wait.queued_at, occasion.taken) == (SeatWaitState.WAITING, since, 0)
    assert [row.reasons for row in waiting_line(house.session, occasion.id, viewer=officer)] == [
        ("declined_before",)
    ]


def test_a_seat_nobody_answered_for_passes_on_and_counts_as_declined(house: Seating):
    occasion = house.occasion()
    booking, first, second = house.seat(occasion), house.refer(), house.refer()
    house.ask(occasion, first)
    house.ask(occasion, second)
    house.cancel(booking)
    offer = house.offer_to(first)
    assert offer is not None

    assert lapse_offers(house.session, offer.answer_by) == []
    lapsed = lapse_offers(house.session, offer.answer_by + timedelta(seconds=1))

    assert (lapsed, offer.state) == ([offer], OfferState.LAPSED)
    assert house.offer_to(second) is not None
    assert occasion.taken == 1
    assert house.offer_to(first) is None


def test_an_answer_after_the_deadline_is_too_late_even_before_the_seat_has_passed_on(house: Seating):
    officer = house.world.act(Role.AUTHORITY_OFFICER)
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)
    house.cancel(booking)
    offer = house.offer_to(waiting)
    assert offer is not None

    with pytest.raises(Conflict, match="offer_lapsed"):
        accept_offer(house.session, offer.id, by=officer, now=offer.answer_by + timedelta(seconds=1))


def test_whoever_cancelled_is_not_offered_the_same_occasion_again(house: Seating):
    occasion, other = house.occasion(), house.occasion(held_on=LATER + timedelta(days=3))
    referral = house.refer()
    booking = house.seat(occasion, referral)
    taken = [house.seat(other), booking]
    house.cancel(booking)
    house.wait(referral)
    blocking = house.ask(occasion)
    assert isinstance(blocking, Booking)

    house.cancel(blocking)
    assert house.offer_to(referral) is None
    house.cancel(taken[0])

    offer = house.offer_to(referral)
    assert offer is not None
    assert offer.occasion_id == other.id


def test_those_whom_a_seat_does_not_suit_are_passed_over_with_every_reason(house: Seating):
    officer = house.world.act(Role.AUTHORITY_OFFICER)
    occasion = house.occasion(interpreters=["so"], parts=[Part.READING.value, Part.SPEAKING.value])
    booking = house.seat(occasion)
    needy = house.refer(interpreter_language="ar", wanted_parts=[Part.LOGIC.value])
    elsewhere, plain, limited = house.refer(), house.refer(), house.refer(timetable_limits="Not before 10")
    for referral, wish in (
        (needy, {}),
        (elsewhere, {"centre_id": house.world.other_centre}),
        (plain, {"earliest_on": LATER, "latest_on": LATER}),
        (limited, {}),
    ):
        house.wait(referral, **wish)

    before = waiting_line(house.session, occasion.id, viewer=officer)
    house.cancel(booking)
    after = waiting_line(house.session, occasion.id, viewer=officer)

    assert [(row.referral_id, row.reasons) for row in before] == [
        (needy.id, ("no_interpreter", "parts_not_offered")),
        (plain.id, ("next",)),
        (limited.id, ("later_date", "timetable_limits_to_check")),
    ]
    assert [row.reasons[0] for row in after] == ["no_interpreter", "offered", "next"]
    assert house.offer_to(plain) is not None


def test_whoever_waits_for_this_very_occasion_was_sent_there_and_needs_no_interpreter_listed(house: Seating):
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer(interpreter_language="ar")
    house.ask(occasion, waiting)

    house.cancel(booking)

    assert house.offer_to(waiting) is not None


def test_swedish_seats_are_not_offered_to_those_who_wait_for_finnish(house: Seating):
    waiting = house.refer()
    house.wait(waiting)

    house.occasion(language_tested=TestedLanguage.SWEDISH)
    lapse_offers(house.session, house.tick())

    assert house.offer_to(waiting) is None


def test_waiting_for_anything_is_answered_at_once_when_a_suitable_seat_lies_free(house: Seating):
    later = house.occasion(held_on=LATER + timedelta(days=5))
    sooner = house.occasion()
    house.occasion(seats=1, held_on=LATER - timedelta(days=1), cancelled_at=NOW)

    wait = house.wait()

    offer = house.offer_to(wait.referral_id)
    assert offer is not None
    assert (offer.occasion_id, sooner.taken, later.taken) == (sooner.id, 1, 0)


def test_the_queue_date_stays_when_the_wish_changes(house: Seating):
    occasion = house.occasion(seats=1)
    house.seat(occasion)
    referral = house.refer()
    since = house.wait(referral, centre_id=house.world.other_centre).queued_at

    changed = house.wait(referral, latest_on=LATER)
    asked = house.ask(occasion, referral)

    assert changed is asked
    assert (changed.queued_at, changed.centre_id, changed.latest_on) == (since, None, LATER)


def test_a_wish_that_ends_before_it_begins_is_refused(house: Seating):
    with pytest.raises(Invalid) as refusal:
        house.wait(earliest_on=LATER, latest_on=LATER - timedelta(days=1))

    assert refusal.value.problems == {"latest_on": ["ends_before_it_starts"]}


def test_a_seat_found_elsewhere_ends_the_waiting_and_frees_the_offer(house: Seating):
    full, free = house.occasion(), house.occasion(seats=5, held_on=LATER + timedelta(days=2))
    booking, lucky, next_one = house.seat(full), house.refer(), house.refer()
    house.ask(full, lucky)
    house.ask(full, next_one)
    house.cancel(booking)

    house.seat(free, lucky)

    assert house.offer_to(next_one) is not None
    assert waits_of(house.session, lucky.candidate_id, viewer=house.world.act(Role.AUTHORITY_OFFICER)) == []
    assert full.taken == 1


def test_whoever_stops_waiting_gives_the_seat_on_offer_to_the_next(house: Seating):
    officer = house.world.act(Role.AUTHORITY_OFFICER)
    occasion = house.occasion()
    booking, first, second = house.seat(occasion), house.refer(), house.refer()
    wait = house.ask(occasion, first)
    house.ask(occasion, second)
    house.cancel(booking)

    stop_waiting(house.session, wait.id, by=officer, now=house.tick())

    assert isinstance(wait, SeatWait)
    assert wait.state is SeatWaitState.LEFT
    assert house.offer_to(second) is not None
    with pytest.raises(Conflict, match="no_longer_waiting"):
        stop_waiting(house.session, wait.id, by=officer, now=house.tick())


def test_a_seat_moved_away_from_is_offered_and_a_full_occasion_takes_no_move(house: Seating):
    officer = house.world.act(Role.AUTHORITY_OFFICER)
    occasion, other = house.occasion(), house.occasion(held_on=LATER + timedelta(days=1))
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)

    move_seat(house.session, booking.id, occasion_id=other.id, by=officer, now=house.tick())

    assert house.offer_to(waiting) is not None
    with pytest.raises(Conflict, match="occasion_full"):
        move_seat(house.session, booking.id, occasion_id=occasion.id, by=officer, now=house.tick())


def test_a_cancellation_told_to_the_centre_passes_the_seat_on_and_cannot_be_undone_then(house: Seating):
    assessor = house.world.act(Role.ASSESSOR)
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)

    record_absence(
        house.session,
        booking.id,
        state=BookingState.CANCELLED,
        reason=AbsenceReason.ILLNESS,
        by=assessor,
        now=house.tick(),
    )

    assert house.offer_to(waiting) is not None
    with pytest.raises(Conflict, match="occasion_full"):
        undo_check_in(house.session, booking.id, by=assessor, now=house.tick())


def test_a_closed_referral_leaves_the_list_and_its_offer_passes_on(house: Seating):
    occasion = house.occasion()
    booking, closed, next_one = house.seat(occasion), house.refer(), house.refer()
    wait = house.ask(occasion, closed)
    house.ask(occasion, next_one)
    house.cancel(booking)
    close_referral(house.session, closed.id, now=house.tick())

    lapse_offers(house.session, house.tick())

    assert isinstance(wait, SeatWait)
    assert wait.state is SeatWaitState.LEFT
    assert house.offer_to(next_one) is not None
    assert find_seat_of(house.session, closed.id) is None


def test_a_closed_referral_is_offered_nothing_while_it_is_still_on_the_list(house: Seating):
    occasion = house.occasion()
    booking, closed, next_one = house.seat(occasion), house.refer(), house.refer()
    house.ask(occasion, closed)
    house.ask(occasion, next_one)
    close_referral(house.session, closed.id, now=house.tick())

    house.cancel(booking)

    assert house.offer_to(closed) is None
    assert house.offer_to(next_one) is not None


def test_a_cancellation_that_is_undone_ends_the_waiting_for_another_seat(house: Seating):
    assessor = house.world.act(Role.ASSESSOR)
    occasion, full = house.occasion(), house.occasion(held_on=LATER + timedelta(days=1))
    referral = house.refer()
    booking = house.seat(occasion, referral)
    house.seat(full)
    absence = {"state": BookingState.CANCELLED, "reason": AbsenceReason.OTHER}
    record_absence(house.session, booking.id, by=assessor, now=house.tick(), **absence)  # type: ignore[arg-type]
    wait = house.ask(full, referral)

    undo_check_in(house.session, booking.id, by=assessor, now=house.tick())

    assert isinstance(wait, SeatWait)
    assert (wait.state, booking.state, occasion.taken) == (SeatWaitState.BOOKED, BookingState.BOOKED, 1)


def test_whoever_waited_for_a_day_that_has_passed_waits_on_at_the_same_centre(house: Seating):
    occasion = house.occasion()
    house.seat(occasion)
    wait = house.ask(occasion)
    assert isinstance(wait, SeatWait)
    since = wait.queued_at

    lapse_offers(house.session, house.tick(days=12))

    assert (wait.occasion_id, wait.centre_id, wait.queued_at) == (None, house.world.centre, since)


def test_people_of_another_authority_are_seen_to_wait_but_not_who_they_are(house: Seating):
    occasion = house.occasion()
    house.seat(occasion)
    ours, theirs = house.ask(occasion), house.ask(occasion, house.refer(timetable_limits="Works nights"))

    rows = waiting_line(house.session, occasion.id, viewer=house.world.act("other_officer"))

    assert [row.wait_id for row in rows] == [ours.id, theirs.id]
    assert [(row.candidate, row.timetable_limits) for row in rows] == [(None, ""), (None, "")]


def test_only_their_own_authority_answers_for_people_who_wait(house: Seating):
    stranger = house.world.act("other_officer")
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer()
    wait = house.ask(occasion, waiting)
    house.cancel(booking)
    offer = house.offer_to(waiting)
    assert offer is not None

    with pytest.raises(NotFound):
        accept_offer(house.session, offer.id, by=stranger, now=house.tick())
    with pytest.raises(NotFound):
        decline_offer(house.session, offer.id, by=stranger, now=house.tick())
    with pytest.raises(NotFound):
        stop_waiting(house.session, wait.id, by=stranger, now=house.tick())
    assert open_offers(house.session, viewer=stranger) == []
    assert waiting_line(house.session, None, viewer=stranger) == []
    assert open_offers(house.session, viewer=house.world.act(Role.AUTHORITY_OFFICER)) == [offer]


def test_the_service_that_wrote_a_referral_asks_and_answers_for_it(house: Seating):
    adviser = house.world.act(Role.ADVISER)
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer(service_id=house.world.service)
    house.ask(occasion, waiting)
    house.cancel(booking)

    (row,) = waiting_line(house.session, None, viewer=adviser)
    assert row.offer is not None
    seat = accept_offer(house.session, row.offer.id, by=adviser, now=house.tick())

    assert seat.referral_id == waiting.id


def test_everything_that_happens_to_a_waiting_place_is_in_the_audit_trail(house: Seating):
    occasion = house.occasion()
    booking, waiting = house.seat(occasion), house.refer()
    house.ask(occasion, waiting)
    house.cancel(booking)
    house.seat(occasion, waiting)

    entries = house.session.query(AuditEntry).filter(AuditEntry.candidate_id == waiting.candidate_id)

    assert sorted(entry.action for entry in entries) == [
        "seat_offer_answered",
        "seat_offered",
        "seat_reserved",
        "seat_wait_begun",
    ]
