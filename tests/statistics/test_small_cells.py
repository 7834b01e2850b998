"""No small count is shown, and none can be worked out from the total and the others."""

from hypothesis import given
from hypothesis import strategies as st

from testing_app.statistics.small_cells import SMALLEST_SHOWN, hidden_cells, hidden_splits, is_small


def test_nothing_is_hidden_when_every_count_is_large() -> None:
    assert hidden_cells({"a": 5, "b": 80, "c": 0}) == frozenset()


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    assert hidden_cells({"a": 3, "b": 6, "c": 20}) == {"a", "b"}


def test_two_small_counts_that_are_few_together_take_a_third() -> None:
    assert hidden_cells({"a": 1, "b": 1, "c": 9, "d": 30}) == {"a", "b", "c"}


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 30), max_size=12))
def test_what_is_hidden_can_never_be_worked_out_while_enough_is_there(counts: dict[int, int]) -> None:
    hidden = hidden_cells(counts)

    people = sum(counts[cell] for cell in hidden)
    shown = [counts[cell] for cell in counts if cell not in hidden]
    assert all(number == 0 or number >= SMALLEST_SHOWN for number in shown)
    if hidden and any(shown):
        assert len(hidden) > 1
        assert people >= SMALLEST_SHOWN


def test_a_row_with_a_small_part_takes_another_row_with_it() -> None:
    assert hidden_splits({"a": (40, 2), "b": (9, 6), "c": (30, 30)}) == {"a", "b"}


def test_rows_without_small_parts_are_shown() -> None:
    assert hidden_splits({"a": (40, 0), "b": (9, 6), "c": (0, 0)}) == frozenset()


def test_a_small_total_is_not_shown_and_needs_no_second_row() -> None:
    assert hidden_splits({"a": (40, 2), "b": (9, 0)}) == {"a"}


@given(st.dictionaries(st.integers(0, 20), st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=8))
def test_the_parts_of_hidden_rows_cannot_be_worked_out(splits: dict[int, tuple[int, int]]) -> None:
    hidden = hidden_splits(splits)
    sums_hidden = hidden_cells({cell: sum(parts) for cell, parts in splits.items()})

    assert sums_hidden <= hidden
    small = [cell for cell in splits if any(is_small(part) for part in splits[cell])]
    assert set(small) <= hidden
    columns = [sum(parts[column] for parts in splits.values()) for column in (0, 1)]
    if not any(is_small(column) for column in columns):
        assert all(
            len(sums_hidden) > 1
            if cell in sums_hidden
            else another_table_looks_the_same(cell, splits, hidden)
            for cell in small
        )


def another_table_looks_the_same(
    cell: int, splits: dict[int, tuple[int, int]], hidden: frozenset[int]
) -> bool:
    """Whether one person can change parts with somebody of another hidden row: no sum that is shown moves."""
    (here, there) = splits[cell]
    others = [splits[other] for other in hidden if other != cell]
    return any((here and to) or (there and from_) for from_, to in others)
