"""Random operations on seats end as in a plain model; `benchmarks/seats.py operations` does many more."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bookings.seat_machine import SeatMachine, prepare
from tests.world import World


def test_seats_offers_and_waiting_lists_are_always_as_in_a_plain_model(world: World):
    SeatMachine.world, SeatMachine.needs = world, prepare(world)

    run_state_machine_as_test(
        SeatMachine, settings=settings(max_examples=15, stateful_step_count=40, deadline=None)
    )
