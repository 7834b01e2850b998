"""Nobody who looks at every slice of a table, of every kind, can work out a number from 1 to 4."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from testing_app.statistics.asking import seen_by_month
from testing_app.statistics.slices import Shown, shown_slices, shown_whole, slices_alone
from testing_app.statistics.small_cells import SMALLEST_SHOWN, is_small

Person = tuple[str, str, str]
"""Row of the table, area, month."""

Number = tuple[Callable[[Person], bool], int | None, int]
"""Who is counted, the number as shown, the true number."""


def counts_of(people: Counter[Person], *places: int) -> dict[Any, int]:
    found: Counter[Any] = Counter()
    for person, number in people.items():
        key = tuple(person[place] for place in places)
        found[key if len(key) > 1 else key[0]] += number
    return dict(found)


def published(people: Counter[Person]) -> list[Number]:
    """Every number of the table, of its slices by area, by quarter and by month, shown or not."""
    whole = shown_whole(counts_of(people, 0))
    found: list[Number] = numbers_of(whole, counts_of(people, 0), lambda _person: True)
    by_month = counts_of(people, 0, 2)
    by_quarter: Counter[tuple[str, str]] = Counter()
    for (row, month), number in by_month.items():
        by_quarter[row, quarter_of(month)] += number
    slices: list[tuple[Mapping[tuple[str, str], int], Mapping[str, Shown[str]], Callable[[Person], str]]] = [
        (counts_of(people, 0, 1), shown_slices(counts_of(people, 0, 1), whole), lambda person: person[1]),
        (by_quarter, shown_slices(by_quarter, whole), lambda person: quarter_of(person[2])),
        (by_month, seen_by_month(by_month), lambda person: person[2]),
    ]
    for cells, seen, value_of in slices:
        for value, shown in seen.items():
            own = {row: number for (row, of), number in cells.items() if of == value}
            found += numbers_of(
                shown, own, lambda person, value=value, value_of=value_of: value_of(person) == value
            )
    return found


def quarter_of(month: str) -> str:
    return str((int(month) + 2) // 3)


def numbers_of(
    shown: Shown[str], counts: Mapping[str, int], inside: Callable[[Person], bool]
) -> list[Number]:
    found: list[Number] = [(inside, shown.total, sum(counts.values()))]
    for row, number in shown.numbers.items():
        found.append(
            (lambda person, row=row: person[0] == row and inside(person), number, counts.get(row, 0))
        )
    return found


def highest(
    asked: Callable[[Person], bool], people: Counter[Person], numbers: list[Number], empty: set[Person]
) -> float:
    """As many as somebody can believe it to be who knows all numbers shown and who does not exist."""
    kinds = sorted(people)
    rows = [[float(inside(kind)) for kind in kinds] for inside, shown, _true in numbers if shown is not None]
    totals = [float(shown) for _inside, shown, _true in numbers if shown is not None]
    solved = linprog(
        [-float(asked(kind)) for kind in kinds],
        A_eq=np.array(rows) if rows else None,
        b_eq=np.array(totals) if rows else None,
        bounds=[(0, 0 if kind in empty else 1e5) for kind in kinds],
    )
    return -float(solved.fun)


def assert_kept(people: Counter[Person]) -> None:
    numbers = published(people)
    zero = [inside for inside, shown, _true in numbers if shown == 0]
    empty = {kind for kind in people if any(inside(kind) for inside in zero)}
    for inside, shown, true in numbers:
        assert shown in (None, true)
        if is_small(true):
            assert shown is None
            assert highest(inside, people, numbers, empty) >= SMALLEST_SHOWN - 1e-6


def a_country(seed: int, size: int) -> Counter[Person]:
    """People spread unevenly, so that small and large cells stand side by side."""
    chance = random.Random(seed)
    people: Counter[Person] = Counter(
        {(row, area, month): 0 for row in "abcd" for area in "xyz" for month in "1245"}
    )
    for _ in range(size):
        people[
            chance.choices("abcd", (60, 25, 12, 3))[0],
            chance.choices("xyz", (70, 25, 5))[0],
            chance.choices("1245", (35, 30, 25, 10))[0],
        ] += 1
    return people


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("size", [6, 25, 60, 200, 700])
def test_no_subtraction_between_a_table_and_its_slices_gives_a_small_number(seed: int, size: int) -> None:
    assert_kept(a_country(seed, size))


people_drawn = st.lists(st.integers(0, 9) | st.integers(0, 60), min_size=18, max_size=18).map(
    lambda numbers: Counter(
        dict(zip([(r, a, q) for r in "abc" for a in "xyz" for q in "14"], numbers, strict=True))
    )
)


@settings(deadline=None, max_examples=60)
@given(people_drawn)
def test_nor_in_any_table_that_chance_makes(people: Counter[Person]) -> None:
    assert_kept(people)


def test_a_slice_that_lacks_fewer_than_five_of_all_is_not_shown_beside_all() -> None:
    cells = {("taken", "Espoo"): 97, ("taken", "Vantaa"): 3}
    whole = shown_whole({"taken": 100})

    shown = shown_slices(cells, whole)

    assert shown["Espoo"].total is None
    assert shown["Vantaa"].total is None


def test_large_slices_of_large_tables_are_shown_whole() -> None:
    cells = {(row, column): 20 for row in "ab" for column in "xy"}
    whole = shown_whole({"a": 40, "b": 40})

    assert all(not shown.hides_something for shown in shown_slices(cells, whole).values())


def test_most_of_a_real_matrix_stays_to_be_seen() -> None:
    chance = np.random.default_rng(3)
    drawn = chance.poisson(
        4200 * np.outer([20, 30, 15, 10, 9, 8, 4, 2, 1, 1], [30, 25, 15, 10, 8, 6, 3, 2, 1]) / 1e4
    )
    cells = {(row, column): int(drawn[row, column]) for row in range(10) for column in range(9)}
    whole = shown_whole({row: int(drawn[row].sum()) for row in range(10)})

    shown = shown_slices(cells, whole)

    people = sum(number or 0 for each in shown.values() for number in each.numbers.values())
    assert people > 0.9 * drawn.sum()


def test_numbers_without_a_total_are_cut_row_by_row() -> None:
    cells = {("housing", "1"): 3, ("housing", "2"): 9, ("housing", "3"): 30, ("kela", "1"): 8}

    shown = slices_alone(cells, {"housing": 42, "kela": 8})

    assert shown["1"] == {"housing": None, "kela": 8}
    assert shown["2"] == {"housing": None}
    assert shown["3"] == {"housing": 30}
