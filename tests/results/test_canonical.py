"""Canonical JSON: one value, one sequence of bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testing_app.results.canonical import (
    LARGEST_INTEGER,
    NotCanonical,
    canonical_bytes,
    parse,
    parse_canonical,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_reads_back_the_same(value):
    data = canonical_bytes(value)

    assert parse(data) == value
    assert canonical_bytes(parse_canonical(data)) == data


@given(VALUES)
def test_the_bytes_are_json_that_any_reader_understands(value):
    assert json.loads(canonical_bytes(value)) == value


@given(st.dictionaries(TEXTS, st.integers(0, 9), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(members, chance):
    shuffled = list(members.items())
    chance.shuffle(shuffled)

    assert canonical_bytes(dict(shuffled)) == canonical_bytes(members)


def test_members_are_sorted_by_utf_16_code_units():
    data = canonical_bytes({"\ufb33": 1, "\U0001f600": 2, "€": 3, "\r": 4, "1": 5, "ö": 6})

    assert data.decode() == '{"\\r":4,"1":5,"ö":6,"€":3,"\U0001f600":2,"\ufb33":1}'


def test_control_characters_are_escaped_the_one_way_the_standard_allows():
    assert canonical_bytes('\u000f\n\b"\\/\u007f€') == b'"\\u000f\\n\\b\\"\\\\/\x7f\xe2\x82\xac"'


def test_two_spellings_of_one_name_stay_two_texts():
    assert canonical_bytes("é") != canonical_bytes("e\u0301")


@pytest.mark.parametrize(
    "value",
    [1.0, {"a": 0.5}, LARGEST_INTEGER + 1, "\ud800", {1: 2}, {"a": {1, 2}}, b"bytes"],
    ids=["whole fraction", "fraction", "huge", "half a pair", "number as name", "set", "bytes"],
)
def test_a_value_without_a_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b"1.5",
        b"1e2",
        b"NaN",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"9007199254740992",
        b'"\\ud800"',
        b"[" * 100_000,
        b"9" * 10_000,
        b"",
        b" " * 1_000_001,
    ],
    ids=lambda data: repr(data[:14]),
)
def test_unclear_json_is_refused(data):
    with pytest.raises(NotCanonical):
        parse(data)


@pytest.mark.parametrize("data", [b'{"b":1,"a":2}', b'{"a": 1}', b'"\\u0041"', b"-0", b"{}\n"])
def test_readable_json_in_another_form_is_not_canonical(data):
    parse(data)

    with pytest.raises(NotCanonical):
        parse_canonical(data)
