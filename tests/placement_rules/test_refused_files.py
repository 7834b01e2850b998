"""Files that could be read but would mislead, or break something later, are refused at their place."""

from pathlib import Path

import pytest

from placement_rules import (
    FindingCode,
    Literacy,
    RuleSetError,
    Skill,
    check,
    parse_rule_set,
    read_rule_set,
    suggest,
)
from placement_rules.rule_files import RULE_SETS
from tests.placement_rules.making import evidence

DEFAULT = (RULE_SETS / "fi-koto-2022.v1.toml").read_text(encoding="utf-8")
LONG_NUMBER = "0x" + "f" * 5000
INCLUDE = "valid_from = 2022-08-01"


def changed(old: str, new: str) -> str:
    assert old in DEFAULT
    return DEFAULT.replace(old, new, 1)


def problems_of(text: str) -> str:
    with pytest.raises(RuleSetError) as refused:
        parse_rule_set(text, "mine.toml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("reading = 1\n", f"reading = {LONG_NUMBER}\n", r"overall.reading: a whole number of at most nine"),
        ("reading = 1\n", "reading = 4000000000000000000\n", r"overall.reading: a whole number of at most"),
        (
            "version = 1",
            f"version = {LONG_NUMBER}",
            "mine.toml:6:11: version: a whole number of at most nine",
        ),
        ("to = 40", "to = 99999999999999999999", "inputs.schooling_years.to: a whole number of at most nine"),
        (
            "needs_basic_education = true",
            f"schooling_years = {LONG_NUMBER}",
            r"rows\[3\].when.schooling_years",
        ),
        ("version = 1", "version = 0", "mine.toml:6:11: version: a version is 1 or more"),
        (INCLUDE, f"{INCLUDE}\nvalid_to = 2022-07-31", "valid_to: the last day is before the first"),
        (
            "from = 0, to = 40",
            "from = 41, to = 40",
            "schooling_years.to: the highest number is below the lowest",
        ),
        ('"none", "weak",', '"none", "none", "weak",', "this is not how “literacy” is recorded"),
        (
            '"needs_development", "basic", "good"]',
            '"good", "basic", "needs_development"]',
            "“study_readiness”",
        ),
        ('rule = "module-1"', 'rule = " "', r"rows\[1\].rule: a text is expected"),
        ('gives = "M1"', 'gives = ""', r"rows\[1\].gives: a text is expected"),
        ('id = "fi-koto-2022"', 'id = ""', "id: a text is expected"),
        ("{ undecided = true }", "{ undecided = true, modules = true }", "has no modules"),
        ("Years of schooling: {schooling_years}", "Years: {schooling_years:d}", "only a name can stand in"),
        ("Years of schooling: {schooling_years}", "Years: {schooling_years:{x}}", "only a name can stand in"),
        ("Years of schooling: {schooling_years}", "Years: {schooling_years!z}", "only a name can stand in"),
    ],
)
def test_what_would_mislead_is_refused_at_its_place(old: str, new: str, told: str) -> None:
    with pytest.raises(RuleSetError, match=told):
        parse_rule_set(changed(old, new), "mine.toml")


@pytest.mark.parametrize("name", ["a" * 300, "broken", "folder"])
def test_an_included_set_that_cannot_be_opened_is_told_at_the_include(name: str, tmp_path: Path) -> None:
    (tmp_path / "broken.v1.toml").write_bytes(b"\xff")
    (tmp_path / "folder.v1.toml").mkdir()
    including = tmp_path / "mine.toml"
    text = changed(INCLUDE, f'{INCLUDE}\ninclude = {{ id = "{name}", version = 1 }}')
    including.write_text(text, encoding="utf-8")

    with pytest.raises(RuleSetError, match=r"mine.toml:10:11: include: the rule set .* is not there"):
        read_rule_set(including)


def test_a_file_far_too_long_is_refused_before_it_is_read() -> None:
    assert "longer than a rule set can be" in problems_of(DEFAULT + "#" * 1_000_000)


def test_names_with_dots_without_end_are_refused_at_once() -> None:
    assert "goes too deep" in problems_of(f"{'a.' * 50_000}a = 1\n")


def test_the_end_of_a_text_is_counted_in_lines_of_toml() -> None:
    assert problems_of("# one\u2028still one\na = [").startswith("mine.toml:2:6: this is not TOML")


def test_a_text_of_blanks_is_a_missing_text() -> None:
    rule_set = parse_rule_set(changed('fi = "Lukee latinalaista kirjoitusta hitaasti."', 'fi = "  "'), "x")

    assert [finding.code for finding in check(rule_set).faults] == [FindingCode.TEXT_MISSING]


def test_chains_of_one_order_nothing() -> None:
    alone = '[["M4"], ["M3"], ["M2"], ["M1"]]'

    report = check(parse_rule_set(changed('[["M1", "M2", "M3", "M4"]]', alone), "mine.toml"))

    assert [finding.code for finding in report.faults] == [FindingCode.NOT_IN_ORDER] * 4


def test_more_rows_than_can_be_proven_are_a_fault_and_not_a_wait() -> None:
    row = '[[tables.module.rows]]\nrule = "more-{}"\nwhen = {{ overall = "C2.2" }}\ngives = "M4"\n\n'
    more = "".join(row.format(number) for number in range(1000))
    begin = '[[tables.module.rows]]\nrule = "module-1"'

    report = check(parse_rule_set(changed(begin, more + begin), "mine.toml"))

    assert [finding.code for finding in report.faults] == [FindingCode.TOO_LARGE]


@pytest.mark.parametrize("subject", ["overall", "spread of the four skills"])
def test_what_rests_on_all_four_skills_is_known_only_with_all_of_them(subject: str) -> None:
    text = changed('when = { overall = "A2.2 or above" }', f'when = {{ "{subject}" = "known" }}')
    rule_set = parse_rule_set(text, "mine.toml")
    (row,) = [row for row in rule_set.tables["module"].rows if row.rule == "module-4"]

    (test,) = row.lines[0].tests

    some: dict[str, int | None] = {skill.value: 3 for skill in Skill}
    assert test.truth(some) is True
    assert test.truth({**some, "speaking": None}) is False


def test_a_change_stays_among_the_numbers_the_input_can_have() -> None:
    old, new = 'schooling_years = "below 6"', 'schooling_years = "40 or below"'
    rule_set = parse_rule_set(DEFAULT.replace(old, new), "mine.toml")
    reader = evidence(literacy=Literacy.OTHER_SCRIPT, schooling_years=40)

    changes = suggest(reader, rule_set).changes

    assert "schooling_years" not in {change.input for change in changes}
