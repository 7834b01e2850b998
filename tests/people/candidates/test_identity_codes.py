"""Identity codes: what is valid, what is not and why, and that they are kept sealed."""

from datetime import date
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from testing_app.people.candidates.identity_code import (
    IdentityCode,
    IdentityProblem,
    fingerprint,
    masked_of,
    read_identity_code,
    seal,
    unseal,
)

TODAY = date(2026, 3, 12)
KEY = b"k" * 32


def read(typed: str) -> IdentityCode:
    code = read_identity_code(typed, today=TODAY)
    assert isinstance(code, IdentityCode)
    return code


@pytest.mark.parametrize(
    "typed,born",
    [
        ("010190-900P", date(1990, 1, 1)),
        ("010190Y900P", date(1990, 1, 1)),
        ("290200A901C", date(2000, 2, 29)),
        ("150685X902J", date(1985, 6, 15)),
        ("311205B9033", date(2005, 12, 31)),
        ("050503F9068", date(2003, 5, 5)),
    ],
)
def test_a_valid_code_tells_its_birth_date(typed: str, born: date):
    assert read(typed).birth_date == born


@pytest.mark.parametrize(
    "typed,problem",
    [
        ("300290-9001", "date"),
        ("010190-999K", "check_character"),
        ("010190-900Q", "shape"),
        ("010190900P", "shape"),
        ("010190–900P", "shape"),
        ("010190 -900P", "shape"),
        ("010190G900P", "shape"),
        ("٠١٠١٩٠-900P", "shape"),
        ("290201A901C", "date"),
        ("010130A900P", "future"),
        ("010190-0011", "number"),
        ("", "shape"),
    ],
)
def test_a_code_that_cannot_be_says_why(typed: str, problem: str):
    assert read_identity_code(typed, today=TODAY) == IdentityProblem(problem)


def test_the_day_of_birth_may_be_today_but_not_tomorrow():
    assert isinstance(read_identity_code("290200A901C", today=date(2000, 2, 29)), IdentityCode)
    assert read_identity_code("290200A901C", today=date(2000, 2, 28)) == IdentityProblem("future")


def test_white_space_around_and_small_letters_are_forgiven():
    assert read("  010190y900p\n").text == "010190Y900P"


def test_separators_tell_people_apart():
    assert fingerprint(read("010190-900P"), KEY) != fingerprint(read("010190Y900P"), KEY)


def test_a_fingerprint_depends_on_the_key():
    assert fingerprint(read("010190-900P"), KEY) != fingerprint(read("010190-900P"), b"x" * 32)


def test_a_sealed_code_opens_only_for_its_owner_and_key():
    owner = uuid4()
    sealed = seal(read("010190-900P"), KEY, owner=owner)

    assert unseal(sealed, KEY, owner=owner) == "010190-900P"
    with pytest.raises(InvalidTag):
        unseal(sealed, KEY, owner=uuid4())
    with pytest.raises(InvalidTag):
        unseal(sealed, b"x" * 32, owner=owner)


def test_two_seals_of_one_code_differ_and_hide_it():
    owner = uuid4()
    seals = {seal(read("010190-900P"), KEY, owner=owner) for _ in range(2)}

    assert len(seals) == 2
    assert not any("900P" in sealed for sealed in seals)


def test_only_the_birth_part_is_shown():
    owner = uuid4()
    sealed = seal(read("010190-900P"), KEY, owner=owner)

    assert masked_of(sealed, KEY, owner=owner) == "010190•••••"
    assert masked_of(None, KEY, owner=owner) == ""
    assert "900" not in repr(read("010190-900P"))
