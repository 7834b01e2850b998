"""No hidden number of tables that share people can be worked out from what is shown."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from testing_app.statistics.linked_tables import hidden_numbers
from testing_app.statistics.small_cells import SMALLEST_SHOWN, is_small

Numbers = Mapping[Any, Sequence[int]]


def matrix(rows: Sequence[Sequence[int]]) -> tuple[list[int], dict[object, list[int]]]:
    """The parts and the numbers of a matrix with totals of rows, of columns and of all."""
    width = len(rows[0])
    numbers: dict[object, list[int]] = {"all": list(range(width * len(rows)))}
    for row, column in product(range(len(rows)), range(width)):
        at = row * width + column
        numbers[row, column] = [at]
        numbers.setdefault(("row", row), []).append(at)
        numbers.setdefault(("column", column), []).append(at)
    return [cell for row in rows for cell in row], numbers


def bounds_of(
    asked: Sequence[int], parts: Sequence[int], numbers: Numbers, hidden: frozenset[object]
) -> tuple[float, float]:
    """Between what a reader who knows all that is shown, and which parts are empty, can place a number."""
    known = [[place for place in range(len(parts)) if not parts[place]]]
    rows = [
        [1.0 if place in places else 0.0 for place in range(len(parts))]
        for name, places in numbers.items()
        if name not in hidden
    ]
    rows += [[1.0 if place == empty else 0.0 for place in range(len(parts))] for empty in known[0]]
    target = np.array([1.0 if place in asked else 0.0 for place in range(len(parts))])
    found = []
    for sign in (1, -1):
        solved = linprog(
            sign * target,
            A_eq=np.array(rows) if rows else None,
            b_eq=np.array(rows) @ np.array(parts, dtype=float) if rows else None,
            bounds=(0, 1e6),
        )
        found.append(sign * float(solved.fun))
    return found[0], found[1]


def assert_kept(parts: Sequence[int], numbers: Numbers) -> None:
    """Every small number is hidden and could as well be one that is not small."""
    hidden = hidden_numbers(parts, numbers)
    for name, places in numbers.items():
        total = sum(parts[place] for place in places)
        if is_small(total):
            assert name in hidden
            lowest, highest = bounds_of(places, parts, numbers, hidden)
            assert highest >= SMALLEST_SHOWN - 1e-4
            assert highest - lowest > 0.5
    for place, part in enumerate(parts):
        if is_small(part):
            assert bounds_of([place], parts, numbers, hidden)[1] >= SMALLEST_SHOWN - 1e-4


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert hidden_numbers(*matrix([[5, 80], [0, 6]])) == frozenset()


def test_a_small_cell_takes_three_others_of_its_matrix_with_it() -> None:
    parts, numbers = matrix([[3, 40, 50], [20, 60, 70], [30, 80, 90]])

    assert hidden_numbers(parts, numbers, shown_if_possible=["all"]) >= {(0, 0)}
    assert "all" not in hidden_numbers(parts, numbers, shown_if_possible=["all"])
    assert len(hidden_numbers(parts, numbers)) <= 4
    assert_kept(parts, numbers)


def test_a_cell_alone_in_its_row_hides_the_total_of_the_row() -> None:
    parts, numbers = matrix([[3, 0], [20, 30]])

    hidden = hidden_numbers(parts, numbers)

    assert {(0, 0), ("row", 0)} <= hidden
    assert_kept(parts, numbers)


def test_a_number_in_another_table_gives_nothing_back() -> None:
    parts = [3, 30, 40]
    numbers = {"small": [0], "other": [1], "third": [2], "both": [0, 1], "all": [0, 1, 2]}

    hidden = hidden_numbers(parts, numbers, shown_if_possible=["all"])

    assert {"small"} < hidden
    assert {"all", "both", "third"} & hidden != {"all", "both", "third"}
    assert_kept(parts, numbers)


def test_zeros_are_shown() -> None:
    assert hidden_numbers([0, 3, 9], {"none": [0], "few": [1], "more": [2], "all": [0, 1, 2]}) == {
        "few",
        "more",
    }


def test_a_total_that_is_small_is_hidden_with_everything_in_it() -> None:
    parts, numbers = matrix([[1, 2], [0, 1]])

    assert hidden_numbers(parts, numbers) == {
        name for name, at in numbers.items() if sum(parts[i] for i in at)
    }


few = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 60))


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(few, min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_no_small_cell_of_a_matrix_can_be_worked_out(rows: list[list[int]]) -> None:
    assert_kept(*matrix(rows))


@settings(deadline=None, max_examples=60)
@given(st.lists(few, min_size=1, max_size=9), st.data())
def test_no_small_number_of_linked_tables_can_be_worked_out(parts: list[int], data: st.DataObject) -> None:
    subsets = st.sets(st.integers(0, len(parts) - 1), min_size=1)
    numbers = {name: sorted(places) for name, places in enumerate(data.draw(st.lists(subsets, max_size=10)))}

    assert_kept(parts, numbers)
