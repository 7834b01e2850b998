"""When two names may be one person's, and when not."""

from datetime import date

import pytest

from testing_app.people.candidates.duplicates import dates_are_near, distance, names_are_alike


@pytest.mark.parametrize(
    "one,other",
    [
        ("Virtanen Aino", "Aino Virtanen"),
        ("Muhammad Ali", "Mohammed Ali"),
        ("Yusuf Hassan", "Youssef Hasan"),
        ("محمد", "Muhammad"),
        ("Шевченко Олена", "Shevchenko Olena"),
        ("Al-Hassan Fatima", "Al Hassan Fatima"),
        ("Sørensen Jon", "Sorensen Jon"),
        ("Testinen Aino Maria", "Testinen Aino"),
        ("Khadija Omar", "Hadija Omar"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str):
    assert names_are_alike(one, other)
    assert names_are_alike(other, one)


@pytest.mark.parametrize(
    "one,other",
    [
        ("Virtanen Aino", "Virtanen Liisa"),
        ("Muhammad Ali", "Hassan Omar"),
        ("Шевченко Олена", "Kovalenko Olena"),
        ("Nguyen Thi Lan", "Nguyen Thi Hoa"),
        ("", "Virtanen Aino"),
    ],
)
def test_different_names_are_not_alike(one: str, other: str):
    assert not names_are_alike(one, other)
    assert not names_are_alike(other, one)


def test_dates_are_near_when_a_slip_of_the_pen_tells_them_apart():
    assert dates_are_near(date(1990, 1, 2), date(1990, 2, 1))
    assert dates_are_near(date(1990, 1, 2), date(1980, 1, 2))
    assert not dates_are_near(date(1990, 1, 2), date(1981, 1, 3))


def test_distance_counts_letters():
    assert [distance("abc", "abc"), distance("abc", "abd"), distance("", "abc"), distance("abc", "ca")] == [
        0, 1, 3, 3,
    ]  # fmt: skip
