"""The result document: what it says, what it never says, and that it reads back."""

from dataclasses import replace

import pytest

from testing_app.results.canonical import canonical_bytes
from testing_app.results.document import CriterionRating, PartResult
from testing_app.results.reading import NotAResult, read_document, read_object
from testing_app.vocabulary import PartState
from tests.results.samples import EARLIER_ID, a_correction, a_document


@pytest.mark.parametrize("document", [a_document(), a_correction()], ids=["first", "correction"])
def test_a_document_reads_back_the_same(document):
    assert read_document(document.to_bytes()) == document


def test_a_document_has_no_overall_level_and_no_identity_code():
    text = a_document().to_bytes().decode()

    assert "overall" not in text
    assert "identity" not in text
    assert "henkil" not in text


def test_a_correction_names_what_it_replaces_and_why():
    value = a_correction().to_json_object()

    assert value["supersedes"] == EARLIER_ID
    assert value["correction_reason"] == "Pisteet olivat väärässä osassa."


def test_what_is_not_known_is_absent_and_not_empty():
    background = a_document().to_json_object()["background"]

    assert "hard_life_situation" not in background
    assert None not in background.values()


@pytest.mark.parametrize("state", [state for state in PartState if state is not PartState.TAKEN])
def test_a_part_that_was_not_taken_has_no_level(state):
    with pytest.raises(ValueError, match="has no level"):
        PartResult(part="reading", state=state, level="A1.1")


def test_only_levels_that_are_given_can_be_signed():
    with pytest.raises(ValueError, match="not a level"):
        PartResult(part="reading", state=PartState.TAKEN, level="yli_C1.1")
    with pytest.raises(ValueError, match="criterion"):
        PartResult(
            part="writing", state=PartState.TAKEN, criteria=(CriterionRating(criterion="range", level="B1"),)
        )


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        replace(a_document(), issued_at=a_document().issued_at.replace(tzinfo=None))


def test_all_problems_of_a_foreign_document_are_told_at_once():
    value = dict(a_document().to_json_object())
    value["tested_on"] = "12.3.2026"
    value["candidate"] = {"number": 7}
    value["overall"] = "A2.1"

    with pytest.raises(NotAResult) as refusal:
        read_object(value)

    assert set(refusal.value.problems) == {
        "tested_on is not a value that is allowed here",
        "candidate.number must be text",
        "candidate.family_name is missing",
        "candidate.given_names is missing",
        "overall is not known in this schema",
    }


def test_another_schema_is_not_a_result():
    with pytest.raises(NotAResult, match="schema"):
        read_document(canonical_bytes({"schema": "lahtotaso/result/2"}))


def test_every_missing_member_is_noticed():
    whole = a_document().to_json_object()

    for name in set(whole) - {"schema"}:
        with pytest.raises(NotAResult, match=name):
            read_object({member: value for member, value in whole.items() if member != name})
