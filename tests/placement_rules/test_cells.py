"""The words of a cell: each reads as what it says, and is written back as it was."""

import pytest

from placement_rules.cells import CellError, Known, join_cell, read_cell, split_cell
from placement_rules.conditions import Bounds
from placement_rules.inputs import Input, Kind

LEVEL = Input("reading", Kind.LEVEL)
YEARS = Input("schooling_years", Kind.INTEGER, lowest=0, highest=40)
READINESS = Input("study_readiness", Kind.SCALE, ("needs_development", "basic", "good"))
LITERACY = Input("literacy", Kind.CATEGORY, ("none", "weak", "other_script"))
TICK = Input("hard_life_situation", Kind.BOOLEAN)

READABLE = [
    (LEVEL, "B1.1", Bounds(one_of=frozenset({6}))),
    (LEVEL, "B1.1 or above", Bounds(at_least=6)),
    (LEVEL, "B1.1 or below", Bounds(below=7)),
    (LEVEL, "below B1.1", Bounds(below=6)),
    (LEVEL, "above A2.2", Bounds(at_least=6)),
    (LEVEL, "A1.1 to A1.3", Bounds(at_least=1, below=4)),
    (LEVEL, "alle_A1.1 or A1.1", Bounds(one_of=frozenset({0, 1}))),
    (YEARS, 6, Bounds(one_of=frozenset({6}))),
    (YEARS, "1 to 5", Bounds(at_least=1, below=6)),
    (READINESS, "basic or above", Bounds(at_least=1)),
    (LITERACY, "none or weak", Bounds(one_of=frozenset({0, 1}))),
    (LITERACY, "not other_script", Bounds(one_of=frozenset({0, 1}))),
    (TICK, True, Bounds(one_of=frozenset({1}))),
    (TICK, "missing", Known.MISSING),
    (LEVEL, "known", Known.KNOWN),
]


@pytest.mark.parametrize(("given", "cell", "meant"), READABLE)
def test_a_cell_reads_as_what_it_says(given: Input, cell: object, meant: object) -> None:
    assert read_cell(given, cell) == meant


@pytest.mark.parametrize(("given", "cell", "_meant"), READABLE)
def test_a_cell_taken_apart_is_put_together_again(given: Input, cell: object, _meant: object) -> None:
    comparison, values = split_cell(cell)

    assert join_cell(given, comparison, values) == cell


@pytest.mark.parametrize(
    ("given", "cell"),
    [
        (LEVEL, "B3.1"), (LEVEL, "A2.1 to A1.1"), (LEVEL, 6), (LEVEL, True), (LEVEL, 1.5), (LEVEL, ""),
        (LEVEL, "not A1.1"), (YEARS, 41), (YEARS, "six"), (YEARS, "-1"), (YEARS, True), (YEARS, None),
        (READINESS, "not basic"), (LITERACY, "weak or above"), (LITERACY, "below weak"), (TICK, "yes"),
        (TICK, 1), (TICK, "true"),
    ],
)  # fmt: skip
def test_what_a_cell_cannot_be_is_refused_with_examples(given: Input, cell: object) -> None:
    with pytest.raises(CellError, match=r"write for example|runs backwards"):
        read_cell(given, cell)


def test_the_examples_that_are_shown_can_be_read() -> None:
    assert read_cell(YEARS, "40 or more") == Bounds(at_least=40)
    for given in (LEVEL, YEARS, READINESS, LITERACY):
        with pytest.raises(CellError) as refused:
            read_cell(given, "nonsense")
        shown = str(refused.value).split("write for example ")[1]
        for each in shown.split(", "):
            read_cell(given, each.strip('"'))
