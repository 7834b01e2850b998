"""Rule set files: found by day and name, and refused with every problem when malformed."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from placement_rules import Judge, RuleSetError, UnknownRuleSet, parse_rule_set, rule_set_on, suggest
from placement_rules.rule_files import RULE_SETS
from tests.placement_rules.making import TODAY, evidence

DEFAULT = (RULE_SETS / "fi-koto-2022.v1.toml").read_text(encoding="utf-8")


def problems_of(text: str) -> str:
    with pytest.raises(RuleSetError) as refused:
        parse_rule_set(text, "mine.toml")
    return str(refused.value)


def test_the_rule_set_in_force_is_found_by_day() -> None:
    assert (rule_set_on(TODAY).id, rule_set_on(TODAY).version) == ("fi-koto-2022", 1)
    assert rule_set_on(TODAY, language="sv").id == "fi-koto-2022"


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
        ('id = "fi-koto-2022"', "id = ", "mine.toml: not valid TOML"),
        ('of = "literacy", is = "none"', 'of = "literaci", is = "none"', "rules[1] reads-no-script.when.of"),
        ('is = "none"', 'is = "nothing"', '"nothing" is not a value that "literacy"'),
        ('at_least = "B1.1"', 'at_least = "B3.1"', '"B3.1" is not a value'),
        ("below = 6", "under = 6", "this is not known here"),
        ('track = "integration-fast"', 'track = "integration-quick"', '"integration-quick" is not one of'),
        ('because = "weak-literacy"', 'because = "weak"', 'the reason "weak" has no texts'),
        ("Kouluvuosia on {value}", "Kouluvuosia on {years}", "{years} is not known here"),
        ('lowest = "alle_A1.1"', 'lowest = "A1.1"', "bands must begin"),
        ('kind = "scale"', 'kind = "ladder"', '"ladder" is not one of'),
        ("reading = 1", "reading = 0.5", "each of the four skills needs a whole number"),
        ("undecided = true", "undecided = false", "exactly one track"),
        (
            'because = "basic-path"',
            'when = { of = "literacy", is = "weak" }',
            "the last rule must hold always",
        ),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(old: str, new: str, told: str) -> None:
    assert old in DEFAULT

    assert told in problems_of(DEFAULT.replace(old, new, 1))


def test_all_problems_are_told_at_once() -> None:
    text = DEFAULT.replace("below = 6", 'below = "six"').replace("version = 1", 'version = "one"')

    told = problems_of(text).splitlines()

    assert len(told) == 2
    assert all(line.startswith("mine.toml: ") for line in told)


def test_another_rule_set_is_judged_by_its_own_data() -> None:
    text = DEFAULT.replace('at_least = "B1.1"', 'at_least = "A1.2"').replace("speaking = 1", "speaking = 2")
    rules = parse_rule_set(text, "mine.toml")
    given = evidence()

    assert suggest(given, rules).track == "beyond-integration"
    assert Judge(rules).suggest(given) == suggest(given, rules)
