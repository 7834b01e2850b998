"""Guessing gets slower with every failure, for known and unknown names alike, across processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from testing_app.people import throttle
from testing_app.persistence.database import Database
from tests.world import NOW

SECRET = bytes(32)
MINUTE = timedelta(minutes=1)


def keys(email: str = "aino@example.org", address: str = "10.0.0.1") -> throttle.ThrottleKeys:
    return throttle.keys_of(email=email, address=address, secret=SECRET)


def fail(database: Database, times: int, of: throttle.ThrottleKeys, *, now=NOW):
    answer = None
    for _time in range(times):
        with database.transaction() as session:
            answer = throttle.take_turn(session, of, now=now)
    return answer


@pytest.mark.parametrize(
    "failures, minutes", [(4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (10, 32), (11, 60), (400, 60)]
)
def test_the_wait_doubles_from_the_fifth_failure_up_to_an_hour(failures: int, minutes: int):
    wait = throttle.wait_after(failures, free_tries=throttle.FREE_TRIES_OF_ACCOUNT)

    assert wait == minutes * MINUTE


def test_the_sixth_try_has_to_wait_a_minute(database: Database):
    assert fail(database, 5, keys()) is None
    assert fail(database, 1, keys()) == NOW + MINUTE
    assert fail(database, 1, keys(), now=NOW + MINUTE) is None
    assert fail(database, 1, keys(), now=NOW + MINUTE) == NOW + 3 * MINUTE


def test_trying_while_one_has_to_wait_makes_it_no_longer(database: Database):
    fail(database, 5, keys())

    assert fail(database, 30, keys()) == NOW + MINUTE


def test_another_account_at_the_same_address_need_not_wait_yet(database: Database):
    fail(database, 5, keys())

    assert fail(database, 1, keys(email="other@example.org")) is None


def test_one_address_that_tries_many_names_has_to_wait(database: Database):
    for number in range(25):
        fail(database, 1, keys(email=f"name{number}@example.org"))

    assert fail(database, 1, keys(email="one.more@example.org")) == NOW + MINUTE
    assert fail(database, 1, keys(email="one.more@example.org", address="10.0.0.2")) is None


def test_a_right_password_forgets_the_failures_of_the_account_but_not_of_the_address(database: Database):
    for number in range(20):
        fail(database, 1, keys(email=f"name{number}@example.org"))
    fail(database, 4, keys())
    with database.transaction() as session:
        throttle.forgive(session, keys(), now=NOW)

    assert fail(database, 1, keys()) is None
    assert fail(database, 1, keys(email="new@example.org")) is None
    assert fail(database, 1, keys(email="newer@example.org")) is not None


def test_failures_are_forgotten_after_a_day(database: Database):
    fail(database, 5, keys())
    later = NOW + timedelta(hours=25)

    assert fail(database, 4, keys(), now=later) is None
    with database.transaction() as session:
        assert throttle.forget_old(session, now=later + timedelta(hours=25)) == 2


def test_the_same_name_in_capitals_is_the_same_account():
    assert keys(email=" Aino@Example.org ").account == keys().account


def test_neither_the_name_nor_the_address_is_stored():
    assert "aino" not in keys().account
    assert keys(address="10.0.0.2").address != keys().address


def test_many_tries_at_once_do_not_slip_through(database: Database):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _number: fail(database, 1, keys()), range(20)))

    assert answers.count(None) == 5
