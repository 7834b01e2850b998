"""Runs the cases that experts wrote."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from placement_rules import Evidence, Level, Literacy, PartState, Skill, StudyReadiness, rule_set_on, suggest

Case = dict[str, Any]
FILES = sorted(Path(__file__).with_name("cases").glob("*.toml"))


def cases() -> list[Any]:
    found = []
    for file in FILES:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [pytest.param(content, case, id=case["name"]) for case in content["cases"]]
    return found


def evidence_from(given: Case) -> Evidence:
    known = {name: value for name, value in given.items() if value != "missing"}
    for skill in Skill:
        known[skill] = Level(known[skill]) if skill in known else PartState.NOT_TAKEN
    known["literacy"] = Literacy(known["literacy"]) if "literacy" in known else None
    readiness = known.get("study_readiness")
    return Evidence(**{**known, "study_readiness": StudyReadiness(readiness) if readiness else None})


@pytest.mark.parametrize(("content", "case"), cases())
def test_a_case_comes_out_as_the_experts_say(content: Case, case: Case) -> None:
    rule_set = rule_set_on(content["on"], id=content["rule_set"])
    expected = {"module": None, "extras": [], "missing": [], **case["expect"]}

    suggestion = suggest(evidence_from({**content["plain"], **case.get("given", {})}), rule_set)

    assert expected == {
        "track": suggestion.track,
        "module": suggestion.module,
        "extras": list(suggestion.extras),
        "missing": list(suggestion.missing),
        "rule": suggestion.rule,
    }
