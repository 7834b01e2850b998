"""Rule set files: found by day and name, and refused with every problem when malformed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from placement_rules import Judge, RuleSetError, UnknownRuleSet, parse_rule_set, rule_set_on, suggest
from placement_rules.rule_files import RULE_SETS
from tests.placement_rules.making import RULES, TODAY, evidence

DEFAULT = (RULE_SETS / "fi-koto-2022.v1.toml").read_text(encoding="utf-8")


def problems_of(text: str) -> str:
    with pytest.raises(RuleSetError) as refused:
        parse_rule_set(text, "mine.toml")
    return str(refused.value)


def test_the_rule_set_in_force_is_found_by_day() -> None:
    assert (rule_set_on(TODAY).id, rule_set_on(TODAY).version) == ("fi-koto-2022", 1)
    assert rule_set_on(TODAY, language="sv").id == "sv-koto-2022"


def test_an_unknown_name_lists_those_known() -> None:
    with pytest.raises(UnknownRuleSet, match=r'no rule set "x".*fi-koto-2022 version 1'):
        rule_set_on(TODAY, id="x")


def test_no_rule_set_is_in_force_before_its_first_day() -> None:
    with pytest.raises(UnknownRuleSet, match="2022-07-31"):
        rule_set_on(date(2022, 7, 31))
    assert rule_set_on(date(2022, 8, 1)).version == 1


def test_the_newest_version_in_force_wins(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(DEFAULT, encoding="utf-8")
    newer = DEFAULT.replace("version = 1", "version = 2").replace("2022-08-01", "2026-03-12")
    (tmp_path / "two.toml").write_text(newer, encoding="utf-8")

    assert rule_set_on(TODAY, folder=tmp_path).version == 2
    assert rule_set_on(TODAY - timedelta(days=1), folder=tmp_path).version == 1


def test_the_last_day_of_validity_counts(tmp_path: Path) -> None:
    ended = DEFAULT.replace("version = 1", "version = 1\nvalid_to = 2026-03-12")
    (tmp_path / "one.toml").write_text(ended, encoding="utf-8")

    assert rule_set_on(TODAY, folder=tmp_path).version == 1
    with pytest.raises(UnknownRuleSet):
        rule_set_on(TODAY + timedelta(days=1), folder=tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "fi-koto-2022"', "id = ", "mine.toml:5:6: this is not TOML"),
        ('when = { literacy = "none" }', 'when = { literaci = "none" }', "“literaci” cannot be asked about"),
        ('literacy = "none"', 'literacy = "nothing"', "“nothing” is not something that literacy can be"),
        ('"B1.1 or above"', '"B3.1 or above"', "“B3.1 or above” is not something that a skill can be"),
        ('"A1.1 to A1.3"', '"A1.3 to A1.1"', "“A1.3 to A1.1” runs backwards"),
        ('"below 6"', '"under 6"', "“under 6” is not something that schooling_years can be"),
        ('"below 6"', '"below 60"', "“below 60” is not something that schooling_years can be"),
        ("needs_basic_education = true", 'needs_basic_education = "perhaps"', "write for example"),
        ('gives = "integration-fast"', 'gives = "integration-quick"', "“integration-quick” is not known"),
        ("Kouluvuosia on {schooling_years}", "Kouluvuosia on {years}", "{years} cannot stand in this text"),
        ("Kouluvuosia on {schooling_years}", "Kouluvuosia on {", "the braces do not match"),
        ('kind = "scale"', 'kind = "ladder"', "“ladder” is not known here"),
        ("reading = 1", "reading = 0.5", "a whole number is expected"),
        ("undecided = true", "undecided = false", "exactly one track"),
        ('hit = "unique"', 'hit = "collect"', "“collect” is not known here; known: first, unique"),
        ('rule = "fast-path"', 'rule = "slow-path"', "the name “slow-path” is already taken"),
        ("below = 0.75", "below = 1.75", "a probability between 0.0 and 1.0"),
        ('modules = [["M1"', 'modules = [["M0"', "“M0” is not known here"),
        ('when = { literacy = "none" }', "when = []", "a list without lines can never be true"),
        ('answers = "placement"', 'answers = "everything"', "“everything” is not known here"),
    ],
)
def test_a_malformed_file_is_refused_with_line_column_and_what_was_expected(
    old: str, new: str, told: str
) -> None:
    assert old in DEFAULT
    text = DEFAULT.replace(old, new, 1)
    changed = 1 + DEFAULT[: DEFAULT.index(old)].count("\n")

    found = problems_of(text)

    assert told in found
    assert any(line.startswith(f"mine.toml:{changed}:") for line in found.splitlines()) or "tracks" in found


def test_the_column_is_where_the_cell_begins() -> None:
    text = DEFAULT.replace('schooling_years = "below 6"', 'schooling_years = "six"', 1)
    line = next(line for line in text.splitlines() if '"six"' in line)

    (problem,) = _refused(text).problems

    assert problem.column == line.index('"six"') + 1
    assert problem.place == "tables.track.rows[6].when[1].schooling_years"


def test_all_problems_are_told_at_once() -> None:
    text = DEFAULT.replace('"below 6"', '"six"').replace("version = 1", 'version = "one"')

    told = problems_of(text).splitlines()

    assert len(told) == 2
    assert all(line.startswith("mine.toml:") for line in told)


def test_a_file_that_ends_too_early_is_refused_at_its_end() -> None:
    (problem,) = _refused('id = "mine"\nname = """').problems

    assert (problem.line, problem.column) == (2, 11)


def test_a_variant_replaces_named_tables_and_keeps_the_rest() -> None:
    variant = parse_rule_set(VARIANT, "variant.toml")

    assert suggest(evidence(), variant).module == "K1"
    assert suggest(evidence(), variant).track == suggest(evidence(), RULES).track
    assert variant.included == ("fi-koto-2022", 1)
    assert (variant.id, variant.version, variant.area) == ("kuusilahti", 1, "Kuusilahti")


def test_a_variant_of_a_set_that_is_not_there_is_refused() -> None:
    assert "is not there to include" in problems_of(VARIANT.replace('"fi-koto-2022"', '"fi-koto-1999"'))


def _refused(text: str) -> RuleSetError:
    with pytest.raises(RuleSetError) as refused:
        parse_rule_set(text, "mine.toml")
    return refused.value


VARIANT = """
id = "kuusilahti"
version = 1
languages = ["fi"]
area = "Kuusilahti"
valid_from = 2026-01-01
include = { id = "fi-koto-2022", version = 1 }
name = { fi = "Kuusilahden säännöt", sv = "Reglerna i Kuusilahti", en = "The rules of Kuusilahti" }

[rises]
modules = [["K1", "K2"]]

[tables.module]
hit = "first"
source = "own-default"
rows = [
    { rule = "first-half", when = { overall = "below A2.1" }, gives = "K1" },
    { rule = "second-half", gives = "K2" },
]
"""


def test_another_rule_set_is_judged_by_its_own_data() -> None:
    text = DEFAULT.replace('"B1.1 or above"', '"A1.2 or above"').replace("speaking = 1", "speaking = 2")
    rules = parse_rule_set(text, "mine.toml")
    given = evidence()

    assert suggest(given, rules).track == "beyond-integration"
    assert Judge(rules).suggest(given) == suggest(given, rules)
