"""Passwords are hashed with Argon2id and refused when they are easy to guess."""

import time

import pytest
from argon2 import PasswordHasher

from testing_app.people import passwords
from testing_app.people.passwords import problems_of_password

GOOD = "kolme sinistä ratasta"


def test_a_password_matches_its_own_hash_only():
    stored = passwords.hash_password(GOOD)

    assert stored.startswith("$argon2id$")
    assert passwords.matches(GOOD, stored)
    assert not passwords.matches(GOOD + "x", stored)


def test_the_same_password_from_another_keyboard_matches():
    stored = passwords.hash_password("jäätelö\u00e4 kesällä")

    assert passwords.matches("ja\u0308a\u0308telo\u0308a\u0308 kesa\u0308lla\u0308", stored)


def test_no_password_matches_where_none_is_stored():
    assert not passwords.matches("", None)
    assert not passwords.matches(GOOD, None)
    assert not passwords.matches(GOOD, "not a hash")


def test_an_unknown_account_costs_as_much_as_a_known_one():
    stored = passwords.hash_password(GOOD)

    known, unknown = work_of("a wrong password", stored), work_of("a wrong password", None)

    assert unknown > known / 3


def work_of(password: str, stored: str | None) -> float:
    """Seconds of computing that one check takes."""
    began = time.process_time()
    passwords.matches(password, stored)
    return time.process_time() - began


def test_a_hash_made_with_other_parameters_is_renewed():
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)

    assert passwords.needs_new_hash(weaker)
    assert not passwords.needs_new_hash(passwords.hash_password(GOOD))


@pytest.mark.parametrize(
    "password", [GOOD, "Lumi-Sukka-Pilvi-9", "xk3vmq8wz2rt", "correct horse battery staple"]
)
def test_a_good_password_has_no_problems(password: str):
    assert problems_of_password(password, email="aino@example.org", name="Aino Esimerkki") == []


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "passwordpassword",
        "salasana2026!",
        "Lähtötaso2026",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "Helsinki12345",
        "asdfghjkl123",
        "210987654321",
        "Tervetuloa123",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str):
    assert "password_too_common" in problems_of_password(password, email="x@y.fi", name="")


def test_every_problem_is_told_at_once():
    found = problems_of_password("Esimerkki1", email="aino@example.org", name="Aino Esimerkki")

    assert found == ["password_too_short", "password_contains_own"]


def test_a_password_that_holds_the_email_is_refused():
    found = problems_of_password("xx-ainoliisa-yy-zz", email="ainoliisa@example.org", name="")

    assert found == ["password_contains_own"]


def test_a_very_long_password_is_refused_rather_than_hashed_for_long():
    assert "password_too_long" in problems_of_password("ab c9" * 100, email="x@y.fi", name="")
