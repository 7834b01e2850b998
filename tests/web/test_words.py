"""Guards that every code people meet has its own words."""

from typing import Any

from testing_app.vocabulary import (
    LEVEL_CODES,
    AbsenceReason,
    BookingState,
    FormKind,
    Literacy,
    Part,
    PartState,
    StudyReadiness,
    TestedLanguage,
)
from testing_app.web.words import WORDS, level_word, word

SETS = (AbsenceReason, BookingState, FormKind, Literacy, Part, PartState, StudyReadiness, TestedLanguage)


def test_every_member_has_words_and_no_two_sets_share_a_code() -> None:
    members = [member for members in SETS for member in members]

    assert len(WORDS) == len(members)
    assert all(member in WORDS for member in members)


def test_levels_are_shown_as_the_field_writes_them(app: Any) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        shown = [level_word(code) for code in LEVEL_CODES]

        assert shown[0] == "below A1.1"
        assert shown[1:3] == ["A1.1", "A1.2"]
        assert level_word(None) == ""
        assert word(PartState.NOT_TAKEN) == "Not taken"
