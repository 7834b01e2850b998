"""No small count is shown, and none can be worked out from the total and the others."""

from hypothesis import given
from hypothesis import strategies as st

from testing_app.statistics.small_cells import SMALLEST_SHOWN, hidden_cells


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
