"""A rule set document written as TOML is read back as the same document, in a layout people can read."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement_rules.toml_places import places_of
from placement_rules.writing import WIDTH, rule_set_text

RULE_SETS = Path(__file__).parents[2] / "placement_rules" / "rulesets"

WORDS = st.one_of(
    st.sampled_from(
        ["track", "levels-unclear", "any of the four skills", "kieli.ä", "", "fi", "a b", "true"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
TEXTS = st.one_of(
    WORDS,
    st.sampled_from(
        ['says "B1.1"', "two\nlines", "tab\t", "C:\\new", "\x00\x7f\u2028", "'''", '"""', "😀 # x"]
    ),
)
SCALARS = st.one_of(
    TEXTS, st.integers(), st.floats(allow_nan=False), st.booleans(), st.dates(), st.datetimes(), st.times()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=8,
)
WHEN = st.dictionaries(WORDS, SCALARS, max_size=3)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"rule": TEXTS, "gives": TEXTS},
        optional={
            "when": st.one_of(WHEN, st.lists(WHEN, max_size=3)),
            "because": st.one_of(TEXTS, st.lists(TEXTS, max_size=3)),
            "source": TEXTS,
            "an odd key": VALUES,
        },
    ),
    max_size=4,
)
TABLES = st.one_of(st.fixed_dictionaries({"hit": TEXTS, "rows": ROWS}, optional={"source": TEXTS}), VALUES)
SECTIONS = st.one_of(st.dictionaries(WORDS, VALUES, max_size=4), VALUES)
DOCUMENTS = st.fixed_dictionaries(
    {"id": TEXTS, "version": st.integers()},
    optional={
        "valid_from": st.dates(),
        "include": VALUES,
        "languages": st.lists(TEXTS, max_size=3),
        "inputs": SECTIONS,
        "tables": st.one_of(st.dictionaries(WORDS, TABLES, max_size=3), VALUES),
        "reasons": st.dictionaries(WORDS, st.dictionaries(WORDS, TEXTS, max_size=3), max_size=3),
        "requirements": st.lists(st.dictionaries(WORDS, TEXTS, max_size=4), max_size=3),
        "rises": SECTIONS,
        "an odd section": SECTIONS,
    },
)


def rows_of(document: dict[str, Any]) -> dict[str, Any]:
    """A document whose only table has these rows."""
    return {"id": "a", "tables": {"track": {"hit": "first", "rows": [document]}}}


@given(DOCUMENTS)
def test_a_written_document_is_read_back_the_same(document: dict[str, Any]) -> None:
    assert tomllib.loads(rule_set_text(document)) == document


@given(DOCUMENTS)
def test_writing_what_was_read_gives_the_same_text(document: dict[str, Any]) -> None:
    text = rule_set_text(document)

    assert rule_set_text(tomllib.loads(text)) == text


@given(DOCUMENTS)
def test_every_value_of_a_written_document_has_a_place(document: dict[str, Any]) -> None:
    places = places_of(rule_set_text(document))

    assert {path[0] for path in places if path} == set(document)


@pytest.mark.parametrize("path", sorted(RULE_SETS.glob("*.toml")), ids=lambda path: path.name)
def test_a_shipped_set_is_written_back_whole_and_in_its_order(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))

    again = tomllib.loads(rule_set_text(document))

    assert again == document
    for section in ("inputs", "tables", "reasons", "labels"):
        assert list(again.get(section, {})) == list(document.get(section, {}))


def test_sections_come_in_the_order_of_our_files() -> None:
    text = rule_set_text(
        {
            "labels": {"M1": {"en": "module 1"}},
            "tables": {"track": {"rows": [{"gives": "x", "rule": "all"}], "hit": "first"}},
            "languages": ["fi"],
            "id": "a-set",
            "name": {"fi": "Sarja"},
            "valid_from": date(2026, 8, 1),
        }
    )

    lines = [line for line in text.splitlines() if line and not line.startswith("# ")]
    assert lines == [
        'id = "a-set"',
        'languages = ["fi"] # the language tested',
        "valid_from = 2026-08-01",
        "[name]",
        'fi = "Sarja"',
        "[tables.track]",
        'hit = "first"',
        "[[tables.track.rows]] # everybody else",
        'rule = "all"',
        'gives = "x"',
        "[labels]",
        'M1 = { en = "module 1" }',
    ]


def test_several_lines_of_when_stand_under_each_other() -> None:
    when = [{"any of the four skills": "missing", "because": "no-level"}, {"literacy": "none"}]

    text = rule_set_text(rows_of({"rule": "unclear", "when": when}))

    assert text.endswith(
        "when = [\n"
        '    { "any of the four skills" = "missing", because = "no-level" },\n'
        '    { literacy = "none" },\n'
        "]\n"
    )


def test_one_line_of_when_stands_on_one_line() -> None:
    text = rule_set_text(rows_of({"rule": "weak", "when": {"literacy": "weak", "schooling_years": 6}}))

    assert 'when = { literacy = "weak", schooling_years = 6 }\n' in text


def test_a_long_list_is_broken_into_lines() -> None:
    values = [f"value_number_{number}" for number in range(20)]

    text = rule_set_text(
        {"inputs": {"literacy": {"kind": "category", "values": values, "rises": [values[:3]]}}}
    )

    assert max(map(len, text.splitlines())) <= WIDTH
    assert tomllib.loads(text)["inputs"]["literacy"]["values"] == values


def test_a_value_that_toml_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="TOML has no place for None"):
        rule_set_text({"id": None})
