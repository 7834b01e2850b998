"""The invitation: the right facts, in both languages, readable in either direction."""

import io
import unicodedata
from dataclasses import fields, replace

import pytest
from pypdf import PdfReader

from testing_app.letters.facts import InvitationFacts
from testing_app.letters.languages import name_in_english
from testing_app.letters.letter import draw_letter, letter_html
from testing_app.letters.sample_facts import INVITATION
from testing_app.people.contact_languages import APPROVED_AS_SHIPPED, CONTACT_LANGUAGES
from testing_app.vocabulary import AssessmentLength, LetterKind, OccasionKind
from testing_app.wording.letter_words import shipped_words

FACTS = INVITATION
WORDS = shipped_words(LetterKind.INVITATION)


def invitation_pdf(facts):
    return draw_letter(facts, WORDS)


def invitation_html(facts):
    return letter_html(facts, WORDS)


def text_of(pdf):
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFKC", " ".join(pages)).split())


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("fi", "torstai 12.3.2026 klo 9.00–11.30"),
        ("sv", "torsdag 12.3.2026 kl. 9.00–11.30"),
        ("en", "Thursday 12.3.2026 at 9.00–11.30"),
        ("ru", "четверг 12.3.2026 в 9.00–11.30"),
        ("so", "Khamiis 12.3.2026 saacadda 9.00–11.30"),
    ],
)
def test_the_invitation_says_when_and_where_in_both_languages(language, when):
    letter = invitation_pdf(replace(FACTS, contact_language=language))

    text = text_of(letter.pdf)

    assert "torstai 12.3.2026 klo 9.00–11.30" in text
    assert when in text
    assert text.count("Hämeentie 15, 00500 Helsinki") == len(letter.languages)
    assert text.count("+358 50 123 4567") == len(letter.languages)
    assert text.count("B 204") == len(letter.languages)


def test_an_arabic_invitation_keeps_times_and_phone_numbers_in_order():
    text = text_of(invitation_pdf(replace(FACTS, contact_language="ar")).pdf)

    assert text.count("9.00–11.30") == 2
    assert text.count("+358 50 123 4567") == 2
    assert "الخميس" in text


def test_everybody_learns_that_it_is_not_an_entrance_exam():
    text = text_of(invitation_pdf(replace(FACTS, contact_language="en")).pdf)

    assert "This is not an entrance exam." in text
    assert "Tämä ei ole pääsykoe." in text
    assert "The test takes from 30 minutes to 4 hours." in text
    assert "An identity document with a photo" in text


def test_a_candidate_without_an_interpreter_is_told_to_ask():
    html = invitation_html(replace(FACTS, contact_language="en", interpreter=False))

    assert "No interpreter has been booked. Tell us if you need one." in html
    assert "An interpreter will be there." not in html


def test_an_open_ended_occasion_names_only_its_start():
    text = text_of(invitation_pdf(replace(FACTS, seat=replace(FACTS.seat, ends=None))).pdf)

    assert "klo 9.00 " in text
    assert "11.30" not in text


def test_a_missing_language_is_flagged_to_the_officer_and_to_the_reader():
    letter = invitation_pdf(replace(FACTS, contact_language="uk"))

    assert letter.untranslated == "uk"
    assert letter.languages == ("fi", "en")
    assert "Ukrainian: We do not have this letter in your language yet" in " ".join(
        text_of(letter.pdf).split()
    )


@pytest.mark.parametrize("code", sorted({*CONTACT_LANGUAGES} - {*APPROVED_AS_SHIPPED}))
def test_every_language_without_a_letter_has_a_name(code: str):
    assert name_in_english(code) != code


def test_a_name_in_a_script_without_a_font_is_flagged():
    readable = invitation_pdf(replace(FACTS, candidate_name="Олена أحمد 王小明 ሰላም สมชาย"))
    unreadable = invitation_pdf(replace(FACTS, candidate_name="Ali ᚠᚢ"))

    assert readable.missing_glyphs == ""
    assert unreadable.missing_glyphs == "ᚠᚢ"


def test_an_invitation_has_no_place_for_an_identity_code():
    assert not {"identity_code", "henkilotunnus", "birth_date"} & {
        field.name for field in fields(InvitationFacts)
    }


def test_an_information_session_is_called_so_and_the_test_is_told_too():
    seat = replace(FACTS.seat, occasion_kind=OccasionKind.INFORMATION_SESSION)

    text = text_of(invitation_pdf(replace(FACTS, contact_language="en", seat=seat)).pdf)

    assert "Invitation to an information session" in text
    assert "What happens in the test" in text


def test_a_long_assessment_promises_several_visits_and_no_four_hours():
    text = text_of(invitation_pdf(replace(FACTS, contact_language="en", length=AssessmentLength.LONG)).pdf)

    assert "Your test has several visits on different days." in text
    assert "4 hours" not in text


def test_the_map_is_given_as_an_address_to_type():
    letter = invitation_pdf(FACTS)

    assert "openstreetmap.org/search?query=Hämeentie+15,+00500+Helsinki" in text_of(letter.pdf).replace(
        " ", ""
    )


def test_the_same_invitation_gives_the_same_bytes():
    assert invitation_pdf(FACTS).pdf == invitation_pdf(FACTS).pdf


@pytest.mark.parametrize("language", ["sv", "en", "ru", "ar", "so", "uk"])
def test_each_language_has_one_page(language):
    letter = invitation_pdf(replace(FACTS, contact_language=language))

    assert len(PdfReader(io.BytesIO(letter.pdf)).pages) == 2
