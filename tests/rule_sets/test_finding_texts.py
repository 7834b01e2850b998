"""Findings as sentences, with codes as in the file or with the names people read."""

from testing_app.rule_sets.finding_texts import (
    as_people_read_it,
    finding_sentences,
    finding_text,
    witness_texts,
)
from testing_app.rule_sets.rules import check, faults_of, parse_rule_set, shipped_text

DEFAULT = shipped_text("fi-koto-2022", 1) or ""
FALLING = parse_rule_set(
    DEFAULT.replace('gives = "integration-fast"\nbecause', 'gives = "integration-slow"\nbecause'), "x.toml"
)
LACKING = parse_rule_set(DEFAULT.replace('sv = "Läser inte något skriftsystem."\n', ""), "x.toml")
GAP = parse_rule_set(DEFAULT.replace('"A1.1 to A1.3"', '"A1.1 to A1.2"'), "x.toml")


def as_it_is(text: str) -> str:
    return text


def test_a_fall_says_what_was_raised_and_what_each_gives() -> None:
    (fall,) = (found for found in faults_of(FALLING) if found.message.facts.get("inputs") == ("literacy",))

    before, after = witness_texts(fall, as_it_is)

    assert before.endswith("gives integration-basic + M1 (basic-path)")
    assert "literacy=latin_technical" in before
    assert after == "raised to literacy=latin_fluent gives integration-slow + M1 (fast-path)"


def test_people_read_names_in_place_of_codes() -> None:
    name = as_people_read_it(FALLING, language="en")
    (fall,) = (found for found in faults_of(FALLING) if found.message.facts.get("inputs") == ("literacy",))

    text = finding_text(fall, as_it_is, name=name)

    assert "the easier track “integration training, slow path”" in text
    assert "Latin script, fluent" in witness_texts(fall, as_it_is, name=name)[1]


def test_a_gap_gives_nothing() -> None:
    (gap,) = faults_of(GAP)

    sentences = finding_sentences(gap, as_it_is)

    assert sentences[0] == "In the table “module” there are cases for which no rule holds."
    assert sentences[1].endswith(" gives nothing")


def test_languages_are_named() -> None:
    (lack,) = faults_of(LACKING)

    assert finding_text(lack, as_it_is) == "The text “reads-no-script” is missing in: Swedish"


def test_no_place_in_a_sentence_is_left_open() -> None:
    sentences = [each for found in check(FALLING).findings for each in finding_sentences(found, as_it_is)]

    assert sentences
    assert all("%(" not in sentence for sentence in sentences)
