"""Whatever is done to a rule set file, it is read or refused with its problems; never anything else."""

import copy
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement_rules import RULE_SETS, RuleSetError, parse_rule_set
from placement_rules.writing import rule_set_text

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(RULE_SETS.glob("*.toml"))]
DOCUMENTS = [tomllib.loads(text) for text in TEXTS]
ODD_VALUES = [
    *(0, -1, 1.5, 10**30, float("nan"), True),
    *("", "x", "missing", "B1.1 or above", "track", "{", "{reading}", "{0}", "{a.b}", "{reading!r}"),
    *([], [1], ["x"], [[]], [["x"]], [[[]]], [{}], {}, {"a": 1}, {"": {}}),
    *(date(2026, 8, 1), datetime(2026, 8, 1, tzinfo=UTC)),
]
ODD_KEYS = ["odd", "", "rule", "battery", "overall", "track", "because"]
ODD_MARKS = ["", '"', "'''", "[", "]", "{", "}", "=", ",", ".", "#", "\n", "\r", "\x00", "ä", "1"]


def containers_in(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and value:
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from containers_in(inner)


@st.composite
def changed_documents(draw: st.DrawFn) -> str:
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        container = draw(st.sampled_from(list(containers_in(document))))
        key = draw(st.sampled_from(list(container) if isinstance(container, dict) else range(len(container))))
        change = draw(st.sampled_from(["replace", "remove", "rename"]))
        if change == "replace" or (change == "rename" and isinstance(container, list)):
            container[key] = copy.deepcopy(draw(st.sampled_from(ODD_VALUES)))
        elif change == "remove":
            del container[key]
        else:
            container[draw(st.sampled_from(ODD_KEYS))] = container.pop(key)
    return rule_set_text(document)


@st.composite
def changed_texts(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TEXTS))
    begin = draw(st.integers(0, len(text)))
    return text[:begin] + draw(st.sampled_from(ODD_MARKS)) + text[begin + draw(st.integers(0, 6)) :]


def is_read_or_refused(text: str) -> bool:
    try:
        parse_rule_set(text, "mine.toml")
    except RuleSetError as error:
        lines = text.count("\n") + 1
        return bool(error.problems) and all(1 <= each.line <= lines for each in error.problems)
    return True


@given(changed_documents())
def test_a_file_with_odd_values_is_read_or_refused(text: str) -> None:
    assert is_read_or_refused(text)


@given(changed_texts())
def test_a_file_with_a_slip_of_the_hand_is_read_or_refused(text: str) -> None:
    assert is_read_or_refused(text)


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 3000}",
        f"a = {'[' * 400}{']' * 400}",
        f"a = {'{b = ' * 300}1{'}' * 300}",
        f"a = {'9' * 5000}",
    ],
    ids=["lists without end", "lists in lists", "tables in tables", "a number without end"],
)
def test_what_goes_too_deep_is_refused_in_words(text: str) -> None:
    with pytest.raises(RuleSetError, match="goes too deep, or a number is too long"):
        parse_rule_set(text, "mine.toml")


def test_a_list_where_a_name_is_expected_is_refused_at_its_place() -> None:
    text = TEXTS[-1] + '[rises]\ntracks = [["literacy-1", ["x"]]]\n'

    with pytest.raises(RuleSetError) as refused:
        parse_rule_set(text, "mine.toml")

    last = text.count("\n")
    assert [(problem.line, problem.column) for problem in refused.value.problems] == [(last, 26)]
