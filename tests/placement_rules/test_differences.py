"""Differences are told by meaning: rows, cells, places; and whether outcomes can differ."""

from placement_rules import Differences, Level, differences, parse_rule_set, shipped_text
from placement_rules.outline import Demand, Outline

TEXT = shipped_text("fi-koto-2022", 1) or ""
OLD = parse_rule_set(TEXT, "old.toml")


def after(*changes: tuple[str, str]) -> Differences:
    """What differs after these replacements in the text of the file."""
    text = TEXT
    for before, now in changes:
        assert text.count(before) >= 1
        text = text.replace(before, now, 1)
    return differences(OLD, parse_rule_set(text, "new.toml"))


def block(rule: str) -> str:
    """The text of one row of the track table."""
    start = TEXT.index("[[tables.track.rows]]\nrule = " + f'"{rule}"')
    return TEXT[start : TEXT.index("[[tables.track.rows]]", start + 1)]


def test_a_set_does_not_differ_from_itself() -> None:
    found = after()

    assert found.is_empty
    assert found.judge_alike


def test_a_cell_that_changed_is_told_before_and_after() -> None:
    found = after(('schooling_years = "below 6"', 'schooling_years = "below 8"'))

    (table,) = found.tables
    (row,) = table.rows
    (line,) = row.lines
    (cell,) = line.cells
    assert (table.name, row.after.rule if row.after else "") == ("track", "latin-unsure")
    assert cell.before == Outline(Demand.BELOW, "schooling_years", ("6",))
    assert cell.after == Outline(Demand.BELOW, "schooling_years", ("8",))
    assert not found.judge_alike


def test_a_cell_that_was_added_has_nothing_before() -> None:
    found = after(
        ('literacy = "latin_fluent", ', 'literacy = "latin_fluent", schooling_years = "9 or more", ')
    )

    (cell,) = found.tables[0].rows[0].lines[0].cells
    assert cell.before is None
    assert cell.after == Outline(Demand.AT_LEAST, "schooling_years", ("9",))


def test_the_order_of_cells_in_a_line_is_no_difference() -> None:
    found = after(
        (
            'literacy = "latin_fluent", study_readiness = "good"',
            'study_readiness = "good", literacy = "latin_fluent"',
        )
    )

    assert found.is_empty


def test_a_line_that_was_added_stands_alone() -> None:
    found = after(
        (
            '    { literacy = "latin_satisfactory", because = "slow-latin-reading" },\n',
            '    { literacy = "latin_satisfactory", because = "slow-latin-reading" },\n'
            '    { schooling_years = "below 3" },\n',
        )
    )

    (row,) = found.tables[0].rows
    assert [(line.before, line.after is not None) for line in row.lines] == [(None, True)]


def test_one_row_that_passed_others_is_the_one_that_moved() -> None:
    moved = block("beyond-integration")
    found = after((moved, ""), (block("basic-education"), moved + block("basic-education")))

    (row,) = found.tables[0].rows
    assert row.after is not None
    assert row.after.rule == "beyond-integration"
    assert row.is_moved
    assert (row.place_before, row.place_after) == (5, 3)
    assert not found.judge_alike


def test_rows_come_and_go() -> None:
    found = after(
        (block("weak-literacy"), ""),
        ('rule = "slow-path"', 'rule = "slower"'),
        ('gives = "integration-slow"', 'gives = "integration-basic"'),
    )

    rows = found.tables[0].rows
    assert [row.after.rule for row in rows if row.after and not row.before] == ["slower"]
    assert [row.before.rule for row in rows if row.before and not row.after] == ["weak-literacy", "slow-path"]
    assert not any(row.is_moved for row in rows)


def test_a_rule_with_another_name_is_the_same_rule() -> None:
    found = after(('rule = "fast-path"', 'rule = "quick-path"'))

    (row,) = found.tables[0].rows
    assert row.is_renamed
    assert found.judge_alike


def test_only_texts_differ_and_that_is_said() -> None:
    found = after(("Reads no script.", "Cannot read any script."))

    assert found.judge_alike
    assert not found.is_empty
    (text,) = found.texts
    assert (text.name, text.after) == ("reasons.reads-no-script.en", "Cannot read any script.")
    assert found.tables == ()


def test_another_outcome_another_weight_and_another_domain_can_change_outcomes() -> None:
    for change in (
        ('gives = "integration-fast"', 'gives = "integration-basic"'),
        ("speaking = 1", "speaking = 2"),
        ("from = 0, to = 40", "from = 0, to = 30"),
    ):
        assert not after(change).judge_alike


def test_dates_and_numbers_that_judge_nobody_are_facts() -> None:
    found = after(("valid_from = 2022-08-01", "valid_from = 2027-01-01"), ("below = 0.75", "below = 0.6"))

    assert found.judge_alike
    assert {fact.name: (fact.before, fact.after) for fact in found.facts} == {
        "valid_from": ("2022-08-01", "2027-01-01"),
        "borderline_below": ("0.75", "0.6"),
    }


def test_a_table_that_is_gone_is_named() -> None:
    start = TEXT.index("[tables.extras]")
    found = after((TEXT[start : TEXT.index("# --- Where rules lead")], ""))

    (table,) = found.tables
    assert (table.name, table.after) == ("extras", None)


def test_requirements_are_compared_field_by_field_and_skill_by_skill() -> None:
    head = 'id = "x"\nversion = 1\nanswers = "sufficiency"\nlanguages = ["fi"]\nvalid_from = 2022-08-01\n'
    head += 'name = { en = "X" }\nsources = {}\n[[requirements]]\nfield = "nursing"\n'
    levels = 'reading = "B1.1"\nwriting = "B1.1"\nlistening = "B1.1"\nspeaking = "B1.1"\n'
    old = parse_rule_set(head + levels, "old.toml")
    new = parse_rule_set(head + levels.replace('reading = "B1.1"', 'reading = "B1.2"'), "new.toml")

    found = differences(old, new)

    assert [(each.name, each.before, each.after) for each in found.requirements] == [
        ("nursing.reading", Level.B1_1.code, Level.B1_2.code)
    ]
    assert not found.judge_alike
