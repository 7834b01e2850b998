"""Occasions that recur, change, move and are cancelled, and who is told or offered a seat."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from testing_app.bookings.actions import (
    OccasionChange,
    Recurrence,
    accept_offer,
    cancel_occasion,
    cancel_series,
    change_occasion,
    change_series,
    check_in,
    make_occasion,
    make_series,
    move_everybody,
)
from testing_app.bookings.actions.series import MadeSeries
from testing_app.bookings.models import Occasion, SeatWait
from testing_app.bookings.occasion_facts import PLAIN, OccasionFeatures, OccasionHours
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.vocabulary import (
    AccessFeature,
    BookingState,
    OccasionKind,
    OfferState,
    Part,
    Role,
    TestedLanguage,
)
from tests.bookings.seating import LATER, Seating
from tests.world import World

HOURS = OccasionHours(time(9), time(12), "204", 2)
TUESDAYS = Recurrence(weekdays=[1], first_on=date(2026, 3, 24), last_on=date(2026, 4, 21), every_weeks=2)


@pytest.fixture
def house(world: World) -> Iterator[Seating]:
    with world.database.transaction() as session:
        yield Seating(world, session)


def series(house: Seating, recurrence: Recurrence = TUESDAYS, hours: OccasionHours = HOURS) -> MadeSeries:
    return make_series(
        house.session,
        centre=house.world.centre,
        language_tested=TestedLanguage.FINNISH,
        recurrence=recurrence,
        hours=hours,
        features=OccasionFeatures(interpreters=["so", "ar", "so"]),
        by=house.world.act(Role.CENTRE_LEAD),
        now=house.tick(),
    )


def change(house: Seating, occasion: Occasion, **values: object) -> OccasionChange:
    given = {
        name: getattr(occasion, name)
        for name in ("version", "held_on", "starts_at", "ends_at", "room", "seats")
    }
    return change_occasion(
        house.session,
        occasion.id,
        by=house.world.act(Role.CENTRE_LEAD),
        now=house.tick(),
        **(given | values),  # type: ignore[arg-type]
    )


def test_a_series_is_held_every_second_tuesday_but_not_on_the_days_left_out():
    easter = replace(TUESDAYS, except_on=[date(2026, 4, 7)])
    twice = replace(TUESDAYS, weekdays=[1, 3], every_weeks=1, last_on=date(2026, 3, 31))

    assert TUESDAYS.days() == [date(2026, 3, 24), date(2026, 4, 7), date(2026, 4, 21)]
    assert easter.days() == [date(2026, 3, 24), date(2026, 4, 21)]
    assert twice.days() == [date(2026, 3, 24), date(2026, 3, 26), date(2026, 3, 31)]


def test_a_series_is_made_whole_with_what_it_offers(house: Seating):
    made = series(house)

    assert [row.held_on for row in made.occasions] == TUESDAYS.days()
    assert {row.series_id for row in made.occasions} == {made.series.id}
    assert all(row.interpreters == ["ar", "so"] and row.seats == 2 for row in made.occasions)


def test_every_problem_of_a_series_is_told_at_once(house: Seating):
    wrong = replace(TUESDAYS, weekdays=[], every_weeks=0, last_on=date(2026, 3, 1))

    with pytest.raises(Invalid) as refusal:
        series(house, wrong, replace(HOURS, seats=0))

    assert refusal.value.problems == {
        "seats": ["seats_out_of_range"],
        "weekdays": ["weekdays_missing"],
        "every_weeks": ["weeks_out_of_range"],
        "last_on": ["ends_before_it_starts"],
    }


@pytest.mark.parametrize(
    "days,code",
    [
        ({"last_on": date(2026, 3, 25), "weekdays": [4]}, "series_without_days"),
        ({"last_on": date(2027, 3, 25), "weekdays": [0, 1, 2, 3, 4], "every_weeks": 1}, "series_too_long"),
        ({"last_on": date(2999, 3, 25)}, "series_too_long"),
    ],
)
def test_a_series_has_a_day_and_not_too_many(house: Seating, days: dict[str, object], code: str):
    with pytest.raises(Invalid) as refusal:
        series(house, replace(TUESDAYS, **days))  # type: ignore[arg-type]

    assert refusal.value.problems == {"last_on": [code]}


def test_a_series_changes_from_one_day_on_and_tells_those_who_are_booked_then(house: Seating):
    first, second, third = series(house).occasions
    before, after = house.seat(first), house.seat(third)

    changes = change_series(
        house.session,
        second.id,
        version=second.version,
        held_on=second.held_on + timedelta(days=1),
        hours=replace(HOURS, starts_at=time(10)),
        by=house.world.act(Role.CENTRE_LEAD),
        now=house.tick(),
    )

    assert [one.occasion.held_on for one in changes] == [date(2026, 4, 8), date(2026, 4, 22)]
    assert [one.told for one in changes] == [[], [after]]
    assert (first.held_on, first.starts_at, before.state) == (
        date(2026, 3, 24),
        time(9),
        BookingState.BOOKED,
    )
    assert second.interpreters == ["ar", "so"]


def test_a_series_does_not_lose_seats_that_are_taken_on_any_of_its_days(house: Seating):
    first, _, third = series(house).occasions
    house.seat(third)
    house.seat(third)

    with pytest.raises(Invalid) as refusal:
        change_series(
            house.session,
            first.id,
            version=first.version,
            held_on=first.held_on,
            hours=replace(HOURS, seats=1),
            by=house.world.act(Role.CENTRE_LEAD),
            now=house.tick(),
        )

    assert refusal.value.problems == {"seats": ["fewer_seats_than_taken"]}
    assert first.seats == 2


def test_a_series_is_cancelled_from_one_day_on(house: Seating):
    first, second, third = series(house).occasions
    kept, lost = house.seat(first), house.seat(third)

    told = cancel_series(
        house.session,
        second.id,
        version=second.version,
        by=house.world.act(Role.CENTRE_LEAD),
        now=house.tick(),
    )

    assert told == [lost]
    assert (kept.state, lost.state) == (BookingState.BOOKED, BookingState.CANCELLED)
    assert [row.cancelled_at is None for row in (first, second, third)] == [True, False, False]


def test_an_occasion_alone_is_no_series(house: Seating):
    alone = house.occasion()

    with pytest.raises(Conflict, match="occasion_of_no_series"):
        cancel_series(
            house.session,
            alone.id,
            version=alone.version,
            by=house.world.act(Role.CENTRE_LEAD),
            now=house.tick(),
        )


def test_series_belong_to_their_centre(house: Seating):
    (first, *_) = series(house).occasions
    stranger = house.world.act("other_assessor")

    with pytest.raises(NotAllowed):
        make_series(
            house.session,
            centre=house.world.centre,
            language_tested=TestedLanguage.FINNISH,
            recurrence=TUESDAYS,
            hours=HOURS,
            by=stranger,
            now=house.tick(),
        )
    with pytest.raises(NotFound):
        cancel_series(house.session, first.id, version=first.version, by=stranger, now=house.tick())


def test_a_new_occasion_is_offered_to_those_who_wait_in_order(house: Seating):
    first, second, third = (house.refer() for _ in range(3))
    for referral in (first, second, third):
        house.wait(referral, centre_id=house.world.centre)

    occasion = make_occasion(
        house.session,
        centre=house.world.centre,
        language_tested=TestedLanguage.FINNISH,
        held_on=LATER,
        starts_at=time(9),
        ends_at=time(12),
        room="",
        seats=2,
        features=OccasionFeatures(
            place="Kirjasto, Kauppakatu 1",
            accessibility=[AccessFeature.STEP_FREE],
            parts=[Part.SPEAKING, Part.READING],
        ),
        by=house.world.act(Role.CENTRE_LEAD),
        now=house.tick(),
    )

    offered = [house.offer_to(referral) is not None for referral in (first, second, third)]
    assert (offered, occasion.taken) == ([True, True, False], 2)
    assert (occasion.place, occasion.accessibility, occasion.parts) == (
        "Kirjasto, Kauppakatu 1",
        ["step_free"],
        ["speaking", "reading"],
    )


def test_more_seats_are_offered_to_those_who_wait_and_nobody_is_told_of_them(house: Seating):
    occasion = house.occasion()
    house.seat(occasion)
    waiting = house.refer()
    house.ask(occasion, waiting)

    changed = change(house, occasion, seats=2)

    assert [offer.wait.referral_id for offer in changed.offers] == [waiting.id]
    assert (changed.told, occasion.taken) == ([], 2)


@pytest.mark.parametrize(
    "values,told",
    [
        ({"room": "305"}, True),
        ({"starts_at": time(10)}, True),
        ({"held_on": LATER + timedelta(days=1)}, True),
        ({"features": OccasionFeatures(place="Kirjasto")}, True),
        ({"features": OccasionFeatures(interpreters=["ar"])}, False),
        ({}, False),
    ],
)
def test_those_booked_are_told_of_another_day_hour_or_place(
    house: Seating, values: dict[str, object], told: bool
):
    occasion = house.occasion(room="204")
    booking = house.seat(occasion)

    changed = change(house, occasion, **values)

    assert changed.told == ([booking] if told else [])


def test_another_day_takes_offers_back_and_offers_the_new_day_without_blame(house: Seating):
    occasion = house.occasion()
    booking, picky, patient = house.seat(occasion), house.refer(), house.refer()
    house.wait(picky, latest_on=LATER)
    house.wait(patient)
    house.cancel(booking)
    offer = house.offer_to(picky)
    assert offer is not None

    change(house, occasion, held_on=LATER + timedelta(days=1))
    moved_on = house.offer_to(patient)
    change(house, occasion, held_on=LATER)

    assert offer.state is OfferState.WITHDRAWN
    assert moved_on is not None
    again = house.offer_to(picky)
    assert again is not None
    assert again.occasion_id == occasion.id


def test_the_kind_of_an_occasion_stays_while_seats_are_taken(house: Seating):
    occasion = house.occasion()
    house.seat(occasion)

    with pytest.raises(Invalid) as refusal:
        change(house, occasion, features=replace(PLAIN, kind=OccasionKind.INFORMATION_SESSION))

    assert refusal.value.problems == {"kind": ["kind_with_seats_taken"]}


def test_whoever_waited_for_a_cancelled_day_waits_on_at_the_centre_with_the_same_date(house: Seating):
    occasion, other = house.occasion(), house.occasion(held_on=LATER + timedelta(days=1))
    booking, offered, waiting = house.seat(occasion), house.refer(), house.refer()
    blocking = house.seat(other)
    waits = [house.ask(occasion, referral) for referral in (offered, waiting)]
    house.cancel(booking)
    offer = house.offer_to(offered)
    assert offer is not None

    cancel_occasion(
        house.session,
        occasion.id,
        version=occasion.version,
        by=house.world.act(Role.CENTRE_LEAD),
        now=house.tick(),
    )
    house.cancel(blocking)

    assert (offer.state, occasion.taken) == (OfferState.WITHDRAWN, 0)
    assert all(
        isinstance(wait, SeatWait) and wait.occasion_id is None and wait.centre_id == house.world.centre
        for wait in waits
    )
    again = house.offer_to(offered)
    assert again is not None
    assert again.occasion_id == other.id
    with pytest.raises(Conflict, match="offer_already_answered"):
        accept_offer(house.session, offer.id, by=house.world.act(Role.AUTHORITY_OFFICER), now=house.tick())


def test_whoever_waited_for_a_cancelled_day_is_offered_what_lies_free_at_the_centre(house: Seating):
    occasion, other = house.occasion(), house.occasion(held_on=LATER + timedelta(days=1))
    house.seat(occasion)
    waiting = house.refer()
    house.ask(occasion, waiting)
    lead = house.world.act(Role.CENTRE_LEAD)

    cancel_occasion(house.session, occasion.id, version=occasion.version, by=lead, now=house.tick())

    offer = house.offer_to(waiting)
    assert offer is not None
    assert offer.occasion_id == other.id


def test_everybody_moves_to_another_day_and_those_who_waited_wait_there(house: Seating):
    lead = house.world.act(Role.CENTRE_LEAD)
    old, new = house.occasion(seats=2), house.occasion(seats=3, held_on=LATER + timedelta(days=1))
    bookings = [house.seat(old), house.seat(old)]
    first, second = house.refer(), house.refer()
    house.ask(old, first)
    house.ask(old, second)

    moved = move_everybody(house.session, old.id, to=new.id, version=old.version, by=lead, now=house.tick())

    assert moved.told == bookings
    assert {booking.occasion_id for booking in bookings} == {new.id}
    assert (old.taken, old.cancelled_at, new.taken) == (0, house.now, 3)
    offer = house.offer_to(first)
    assert offer is not None
    assert offer.occasion_id == new.id
    assert house.offer_to(second) is None


def test_everybody_moves_or_nobody(house: Seating):
    lead = house.world.act(Role.CENTRE_LEAD)
    old, small = house.occasion(seats=2), house.occasion(held_on=LATER + timedelta(days=1))
    house.seat(old)
    booking = house.seat(old)

    with pytest.raises(Conflict) as refusal:
        move_everybody(house.session, old.id, to=small.id, version=old.version, by=lead, now=house.tick())

    assert (refusal.value.code, refusal.value.facts) == ("not_enough_seats", {"free": 1, "needed": 2})
    assert (booking.occasion_id, old.taken, small.taken) == (old.id, 2, 0)


def test_an_occasion_to_which_somebody_came_does_not_move(house: Seating):
    lead = house.world.act(Role.CENTRE_LEAD)
    old, new = house.occasion(), house.occasion(held_on=LATER + timedelta(days=1))
    booking = house.seat(old)
    check_in(house.session, booking.id, id_seen=True, by=lead, now=house.tick(days=8))

    with pytest.raises(Conflict, match="occasion_has_arrivals"):
        move_everybody(house.session, old.id, to=new.id, version=old.version, by=lead, now=house.tick())
