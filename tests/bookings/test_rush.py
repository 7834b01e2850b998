"""Many people at once: exactly the seats there are, nobody refused, nobody before their turn."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from testing_app.bookings.actions import (
    accept_offer,
    ask_for_seat,
    cancel_seat,
    decline_offer,
    lapse_offers,
    wait_for_seat,
)
from testing_app.bookings.actions.waiting import SeatWish
from testing_app.bookings.models import Booking, Occasion, SeatOffer, SeatWait
from testing_app.bookings.waiting import place_in_line
from testing_app.bookings.waiting_order import waiting_line
from testing_app.errors import ProductError
from testing_app.vocabulary import AbsenceReason, BookingState, OfferState, Role, SeatWaitState
from tests.bookings.seating import LATER, Seating
from tests.world import NOW, World

AT_ONCE = 8


def all_at_once(world: World, steps: Sequence[Callable[..., object]]) -> Counter[str]:
    """Do every step in a transaction of its own, from several threads; counts what came of them."""

    def do(step: Callable[..., object]) -> str:
        try:
            with world.database.transaction() as session:
                return type(step(session)).__name__
        except ProductError as refusal:
            return refusal.code

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(do, steps))


def asking(world: World, referral: UUID, occasion: UUID, *, second: int = 0) -> Callable[..., object]:
    by, now = world.act(Role.AUTHORITY_OFFICER), NOW + timedelta(seconds=second)
    return lambda session: ask_for_seat(session, referral, occasion_id=occasion, by=by, now=now)


def test_forty_people_ask_for_five_seats_three_times_and_five_get_one(world: World):
    for number in range(3):
        with world.database.transaction() as session:
            house = Seating(world, session)
            occasion = house.occasion(seats=5, held_on=LATER + timedelta(days=number)).id
            people = [house.refer().id for _ in range(40)]

        done = all_at_once(
            world, [asking(world, one, occasion, second=second) for second, one in enumerate(people)]
        )

        assert done == {"Booking": 5, "SeatWait": 35}
        with world.database.reading() as session:
            line = waiting_line(session, occasion, viewer=world.act(Role.AUTHORITY_OFFICER))
            booked = set(
                session.scalars(sa.select(Booking.referral_id).where(Booking.occasion_id == occasion))
            )
            assert session.get_one(Occasion, occasion).taken == 5
            waits = [session.get_one(SeatWait, row.wait_id) for row in line]
            numbers = [place_in_line(session, wait, occasion_id=occasion) for wait in waits]
        assert numbers == list(range(1, 36))
        assert [row.referral_id for row in line] == [one for one in people if one not in booked]
        assert [row.reasons[0] for row in line] == ["next"] + ["later_date"] * 34


def test_seats_given_back_while_others_ask_go_to_those_who_wait(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        house = Seating(world, session)
        occasions = [house.occasion(seats=4, held_on=LATER + timedelta(days=day)) for day in range(3)]
        seats = [house.seat(occasion).id for occasion in occasions for _ in range(4)]
        waiting = [house.wait().referral_id for _ in range(10)]
        asked = [(house.refer().id, occasions[number % 3].id) for number in range(12)]

    def giving_back(booking: UUID) -> Callable[..., object]:
        return lambda session: cancel_seat(
            session, booking, reason=AbsenceReason.OTHER, by=officer, now=NOW + timedelta(hours=1)
        )

    steps = [giving_back(seat) for seat in seats]
    steps += [asking(world, *one, second=3600 + number) for number, one in enumerate(asked)]
    done = all_at_once(world, steps[::2] + steps[1::2])

    assert set(done) == {"Booking", "SeatWait"}
    assert_counts_are_right(world)
    with world.database.reading() as session:
        offered = session.scalars(sa.select(SeatWait.referral_id).join(SeatOffer)).all()
        assert set(waiting) <= set(offered)


def test_an_offer_is_answered_once_however_many_answer_at_once(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        house = Seating(world, session)
        occasion = house.occasion(seats=3)
        seats = [house.seat(occasion) for _ in range(3)]
        for _ in range(6):
            house.ask(occasion)
        for seat in seats:
            house.cancel(seat)
        offers = session.scalars(sa.select(SeatOffer.id)).all()
        deadline = max(session.scalars(sa.select(SeatOffer.answer_by)))

    accepting = [
        lambda session, one=one: accept_offer(session, one, by=officer, now=NOW + timedelta(hours=1))
        for one in offers
    ]
    declining = [
        lambda session, one=one: decline_offer(session, one, by=officer, now=NOW + timedelta(hours=1))
        for one in offers
    ]
    lapsing = [lambda session: lapse_offers(session, deadline + timedelta(seconds=1))] * 2
    done = all_at_once(world, [*accepting, *lapsing, *declining])

    assert set(done) <= {"Booking", "list", "offer_already_answered"}
    assert_counts_are_right(world)


def test_people_who_begin_to_wait_at_once_are_offered_what_lies_free_once(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        house = Seating(world, session)
        for day in range(2):
            house.occasion(seats=3, held_on=LATER + timedelta(days=day))
        people = [house.refer().id for _ in range(12)]

    steps = [
        lambda session, one=one: wait_for_seat(session, one, wish=SeatWish(), by=officer, now=NOW)
        for one in [*people, *people]
    ]
    done = all_at_once(world, steps)

    assert done == {"SeatWait": 24}
    assert_counts_are_right(world)
    with world.database.reading() as session:
        assert session.query(SeatOffer).count() == 6
        assert session.query(SeatWait).count() == 12


def assert_counts_are_right(world: World) -> None:
    """Every seat counted as taken is booked or on offer; an offered wait has one open offer."""
    with world.database.reading() as session:
        occasions = session.scalars(sa.select(Occasion)).all()
        held = Counter(
            session.scalars(sa.select(Booking.occasion_id).where(Booking.state != BookingState.CANCELLED))
        )
        held += Counter(
            session.scalars(sa.select(SeatOffer.occasion_id).where(SeatOffer.state == OfferState.OPEN))
        )
        offered = set(session.scalars(sa.select(SeatWait.id).where(SeatWait.state == SeatWaitState.OFFERED)))
        open_for = set(
            session.scalars(sa.select(SeatOffer.wait_id).where(SeatOffer.state == OfferState.OPEN))
        )
    assert {one.id: one.taken for one in occasions} == {one.id: held[one.id] for one in occasions}
    assert all(one.taken <= one.seats for one in occasions)
    assert offered == open_for
