"""What the other kinds of letters say, and what is said and sent instead of a letter."""

import io
import re
import unicodedata
from dataclasses import fields, replace
from datetime import date, time

import pytest
from pypdf import PdfReader

from testing_app.letters.call_script import script_for
from testing_app.letters.facts import CourseFacts, SeatFacts
from testing_app.letters.flags import flags_of_facts
from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.letter import draw_letter, letter_html
from testing_app.letters.own_names import OwnNames
from testing_app.letters.reminder_texts import reminder_text
from testing_app.letters.sample_facts import SAMPLES
from testing_app.people.contact_languages import APPROVED_AS_SHIPPED
from testing_app.vocabulary import LetterKind
from testing_app.wording.letter_words import LetterWords, shipped_words
from tests.letters.samples import all_approved

KINDS = tuple(SAMPLES)
PHONE = "+358 9 310 8610"


def text_of(facts, words=None):
    pdf = draw_letter(facts, words or shipped_words(facts.kind)).pdf
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFKC", pages).split())


def in_english(kind, **changed):
    return replace(SAMPLES[kind], contact_language="en", **changed)


def test_a_changed_seat_shows_both_times_and_says_which_holds():
    text = text_of(in_english(LetterKind.SEAT_CHANGED))

    assert text.index("Thursday 12.3.2026 at 9.00") < text.index("Tuesday 10.3.2026 at 13.00")
    assert "Only the new time and place are valid." in text


@pytest.mark.parametrize(
    ("waits", "said"),
    [(True, "You keep your place in the queue."), (False, "Call us if you need a new time.")],
)
def test_a_cancelled_seat_says_what_happens_next(waits, said):
    assert said in text_of(in_english(LetterKind.SEAT_CANCELLED, waits=waits))


def test_an_absence_has_no_consequence_by_itself():
    text = text_of(in_english(LetterKind.NO_SHOW))

    assert "Nothing follows from this automatically. A person decides what happens next." in text


def test_a_course_place_names_course_days_and_the_day_to_answer_by():
    text = text_of(in_english(LetterKind.COURSE_PLACE))

    assert "Integration training, basic path · Module 2" in text
    assert "Monday, Wednesday at 9.00–14.15" in text
    assert "Call us by 20.3.2026" in text
    assert "The course is free of charge." in text


def test_a_confirmed_place_with_a_price_says_so():
    facts = SAMPLES[LetterKind.COURSE_PLACE]
    course = replace(facts.course, price_cents=12050)

    text = text_of(replace(facts, contact_language="en", course=course, answer_by=None))

    assert "120,50 €" in text
    assert "Your place is confirmed." in text


@pytest.mark.parametrize("track", ["our-own-track", "assessor-decides"])
def test_a_candidate_never_reads_a_code(track):
    facts = in_english(LetterKind.QUEUE_NOTICE, track=track, module="X9")

    html = letter_html(facts, shipped_words(facts.kind))

    assert track not in html
    assert "X9" not in html


def test_a_track_of_a_local_rule_set_is_called_by_its_own_name():
    names = OwnNames(course_groups={"ours": {"fi": "oma polku", "sv": "egen stig", "en": "own path"}})

    text = text_of(in_english(LetterKind.QUEUE_NOTICE, track="ours", module=None, names=names))

    assert "Oma polku" in text
    assert "Own path" in text


@pytest.mark.parametrize("kind", KINDS)
def test_no_facts_have_a_place_for_an_identity_code(kind):
    named = {field.name for facts in (type(SAMPLES[kind]), SeatFacts, CourseFacts) for field in fields(facts)}

    assert not named & {"identity_code", "henkilotunnus", "birth_date"}


@pytest.mark.parametrize("kind", KINDS)
def test_drafts_are_not_used_before_they_are_approved(kind):
    facts = replace(SAMPLES[kind], contact_language="uk")
    words = all_approved(kind)

    before = draw_letter(facts, shipped_words(kind))
    after = draw_letter(facts, words)

    assert (before.languages, before.untranslated) == (("fi", "en"), "uk")
    assert before.wordings == {"fi": 0, "en": 0}
    assert (after.languages, after.untranslated) == (("fi", "uk"), None)
    assert after.wordings == {"fi": 1, "uk": 1}
    assert flags_of_facts(facts, shipped_words(kind)).untranslated == "uk"
    assert flags_of_facts(facts, words).untranslated is None
    assert "Ukrainian: We do not have this letter in your language yet" in text_of(facts)


def test_an_approved_version_that_lacks_a_text_is_not_used():
    kind = LetterKind.NO_SHOW
    texts = {**all_approved(kind).approved["uk"]}
    del texts["If this is a mistake, tell us."]
    words = LetterWords(kind=kind, approved={"uk": texts})

    letter = draw_letter(replace(SAMPLES[kind], contact_language="uk"), words)

    assert letter.untranslated == "uk"


def test_an_approved_text_beats_the_shipped_one():
    kind = LetterKind.NO_SHOW
    words = LetterWords(kind=kind, approved={"fi": {"If this is a mistake, tell us.": "Erehdyimmekö?"}})

    assert "Erehdyimmekö?" in text_of(SAMPLES[kind], words)


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_caller_says_what_the_letter_says_in_both_languages(kind, language):
    facts = replace(SAMPLES[kind], contact_language=language)

    script = script_for(facts, all_approved(kind))

    assert list(script) == list(dict.fromkeys(("fi", language)))
    for sentences in script.values():
        assert 4 <= len(sentences) <= 25
        assert facts.candidate_name in sentences[0]
        assert not any(re.search(r"[<>]|%\(|openstreetmap", sentence) for sentence in sentences)
        assert any("+358 50 123 4567" in sentence for sentence in sentences)


def test_a_caller_says_finnish_and_english_where_the_language_is_missing():
    facts = replace(SAMPLES[LetterKind.NO_SHOW], contact_language="uk")

    assert list(script_for(facts, shipped_words(facts.kind))) == ["fi", "en"]


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_reminder_is_short_and_says_only_when_and_whom_to_call(kind, language):
    words = all_approved(kind)

    said = reminder_text(kind, language, phone=PHONE, on=date(2026, 3, 12), at=time(9, 0), words=words)

    assert len(said) <= 160
    assert PHONE in said
    assert not re.search(r"%\(|Helsin|testaus", said)


def test_a_reminder_in_a_language_that_is_not_approved_is_in_english():
    said = reminder_text(LetterKind.INVITATION, "uk", phone=PHONE, on=date(2026, 3, 12), at=time(9, 0))

    assert said == f"Your appointment: Thursday 12.3.2026 at 9.00. Questions: {PHONE}"


def test_what_is_approved_as_shipped_stays_so_for_every_kind():
    for kind in KINDS:
        for language in APPROVED_AS_SHIPPED:
            facts = replace(SAMPLES[kind], contact_language=language)
            assert letter_html(facts, shipped_words(kind)).count("<section") == (1 if language == "fi" else 2)
