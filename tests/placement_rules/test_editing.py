"""A rule set taken apart for editing is put together as it was, but for what was changed."""

from pathlib import Path

import pytest

from placement_rules.cells import Comparison
from placement_rules.editing import (
    WrittenLine,
    WrittenRow,
    WrittenTest,
    moved,
    table_names,
    with_line,
    with_rows,
    with_texts,
    with_values,
    written_rows,
)
from placement_rules.rule_files import RULE_SETS, document_of, parse_rule_set
from placement_rules.writing import rule_set_text

DEFAULT = document_of((RULE_SETS / "fi-koto-2022.v1.toml").read_text(encoding="utf-8"), "default")


@pytest.mark.parametrize("path", sorted(RULE_SETS.glob("*.toml")), ids=lambda path: path.stem)
def test_rows_taken_apart_and_put_together_are_the_same(path: Path) -> None:
    document = document_of(path.read_text(encoding="utf-8"), path.name)

    for table in table_names(document):
        again = with_rows(document, table, written_rows(document, table))

        assert again["tables"][table] == document["tables"][table]


def test_a_row_says_its_cells_in_words() -> None:
    row = written_rows(DEFAULT, "track")[5]

    assert row.rule == "latin-unsure"
    assert row.lines[0].tests[1] == WrittenTest("schooling_years", Comparison.BELOW, ("6",))
    assert row.lines[0].because == ("reads-other-script", "little-schooling")


def test_a_changed_cell_is_a_changed_rule() -> None:
    rows = list(written_rows(DEFAULT, "track"))
    target = WrittenTest("each of the four skills", Comparison.AT_LEAST, ("A2.2",))
    rows[4] = WrittenRow("beyond-integration", (WrittenLine((target,)),), "beyond-integration")

    text = rule_set_text(with_rows(DEFAULT, "track", rows))

    assert '"each of the four skills" = "A2.2 or above"' in text
    assert (
        parse_rule_set(text, "mine.toml").rules[4].lines
        != parse_rule_set(rule_set_text(DEFAULT), "mine.toml").rules[4].lines
    )


def test_numbers_and_ticks_stay_numbers_and_ticks() -> None:
    tests = (
        WrittenTest("schooling_years", Comparison.IS, ("6",)),
        WrittenTest("hard_life_situation", Comparison.IS, ("true",)),
    )

    changed = with_rows(DEFAULT, "track", [WrittenRow("one", (WrittenLine(tests),), "literacy-1")])

    assert changed["tables"]["track"]["rows"] == [
        {"rule": "one", "when": {"schooling_years": 6, "hard_life_situation": True}, "gives": "literacy-1"}
    ]


def test_rows_move_until_the_edge() -> None:
    rows = tuple(WrittenRow(name) for name in "abc")

    assert [row.rule for row in moved(rows, 2, -1)] == ["a", "c", "b"]
    assert moved(rows, 0, -1) == rows
    assert moved(rows, 2, 1) == rows
    assert moved(rows, 7, -1) == rows


def test_a_new_line_waits_to_be_filled_in() -> None:
    assert with_line(WrittenRow("a")).lines == (WrittenLine((WrittenTest(),)),)


def test_texts_change_one_by_one_and_a_blank_language_is_left_out() -> None:
    changed = with_texts(
        DEFAULT, "reasons", {"basic-path": {"fi": " Peruspolku. ", "sv": " ", "en": "Basic."}}
    )

    assert changed["reasons"]["basic-path"] == {"fi": "Peruspolku.", "en": "Basic."}
    assert changed["reasons"]["readiness-good"] == DEFAULT["reasons"]["readiness-good"]


def test_a_value_that_is_none_goes_away() -> None:
    changed = with_values(DEFAULT, {"area": "Kuusilahti", "borderline": None})

    assert changed["area"] == "Kuusilahti"
    assert "borderline" not in changed
