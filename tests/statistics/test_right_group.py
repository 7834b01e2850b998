"""Teachers' answers by rule: counted as they were given, and never so few that somebody shows."""

import pytest

from testing_app.statistics import right_group
from testing_app.statistics.right_group import FitTable

FIRST, SECOND, THIRD = (("fi-koto-2022", 1, rule) for rule in ("slow-path", "fast-path", "basic-path"))


def shown(splits: dict[tuple[str, int, str], tuple[int, int]]) -> FitTable:
    return right_group._shown(splits)


def test_large_numbers_are_shown_rule_by_rule_with_their_totals() -> None:
    table = shown({FIRST: (30, 6), SECOND: (12, 9)})

    assert [(row.rule, row.right, row.not_right) for row in table.rows] == [
        ("slow-path", 30, 6),
        ("fast-path", 12, 9),
    ]
    assert (table.right, table.not_right, table.hides_something) == (42, 15, False)


def test_a_small_number_takes_another_rule_with_it_so_that_it_cannot_be_subtracted() -> None:
    table = shown({FIRST: (30, 6), SECOND: (12, 2), THIRD: (40, 20)})

    hidden = {row.rule for row in table.rows if row.right is None}
    assert "fast-path" in hidden
    assert len(hidden) >= 2
    assert (table.right, table.not_right) == (82, 28)
    left_over = table.not_right - sum(row.not_right for row in table.rows if row.not_right is not None)
    assert left_over >= 5


@pytest.mark.parametrize("splits", [{FIRST: (3, 0)}, {FIRST: (20, 1), SECOND: (30, 2)}])
def test_totals_that_are_small_hide_everything(splits: dict[tuple[str, int, str], tuple[int, int]]) -> None:
    table = shown(splits)

    assert {row.right for row in table.rows} == {None}
    assert (table.right, table.not_right) == (None, None)


def test_nobody_asked_is_an_empty_table() -> None:
    assert shown({}) == FitTable(rows=[], right=0, not_right=0)
