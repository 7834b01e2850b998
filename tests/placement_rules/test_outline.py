"""A test laid out for reading says exactly what the file says."""

from datetime import date

from placement_rules import Demand, Outline, outline_of, parse_rule_set, rule_set_on, shipped_text

ROWS = {row.rule: row for row in rule_set_on(date(2026, 3, 12)).rules}


def outlines(rule: str) -> list[list[Outline]]:
    return [[outline_of(test) for test in line.tests] for line in ROWS[rule].lines]


def test_a_single_test_names_its_input_and_value() -> None:
    assert outlines("reads-no-script") == [[Outline(Demand.IS, "literacy", ("none",))]]


def test_a_test_of_all_skills_names_the_level() -> None:
    assert outlines("beyond-integration") == [
        [Outline(Demand.AT_LEAST, "each of the four skills", ("B1.1",))]
    ]


def test_lines_keep_their_order_and_their_reasons() -> None:
    first, second = outlines("latin-unsure")

    assert [each.values for each in first] == [("other_script",), ("6",)]
    assert [each.values for each in second] == [("other_script",), ("needs_development",)]
    assert ROWS["latin-unsure"].reasons == (
        "reads-other-script", "little-schooling", "readiness-needs-development"
    )  # fmt: skip


def test_missing_and_spread_are_told_apart() -> None:
    (missing,), (spread,) = outlines("levels-unclear")

    assert missing == Outline(Demand.MISSING, "any of the four skills")
    assert spread == Outline(Demand.AT_LEAST, "spread of the four skills", ("3",))


def test_what_lies_above_the_highest_value_is_told_as_no_value() -> None:
    text = (shipped_text("fi-koto-2022", 1) or "").replace(
        'when = { overall = "A2.2 or above" }', 'when = { overall = "above C2.2" }'
    )

    row = parse_rule_set(text, "draft.toml").tables["module"].rows[3]

    assert outline_of(row.lines[0].tests[0]) == Outline(Demand.IS, "overall")
