"""The result PDF: what it shows, what it carries, and what it keeps to itself."""

import io
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pypdf import PdfReader

from testing_app.results.letter import result_html, result_pdf
from testing_app.results.pdf import make_signed_pdf
from testing_app.results.verification import IssuedResult, Verdict, verify_file
from testing_app.vocabulary import TestedLanguage
from tests.results.samples import EARLIER_ID, RESULT_ID, a_correction, a_document, ring_in, signed

VERIFY_AT = "https://lahtotaso.example/verify"


def drawn(document, language):
    return result_pdf(document, (), language=language, verify_at=VERIFY_AT)


def text_of(pdf):
    """All text of the PDF as a reader's software finds it, presentation forms folded, spaces as one."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(unicodedata.normalize("NFKC", " ".join(pages)).split())


def test_the_pdf_made_for_a_result_is_verified_as_valid(tmp_path):
    ring = ring_in(tmp_path)
    result = signed(a_document(), ring)

    made = make_signed_pdf(result, result_pdf, language="so", verify_at=VERIFY_AT, ring=ring)

    known = IssuedResult(
        content=result.content, pdf_digest=made.digest, pdf_signature=made.signature, superseded_by=None
    )
    files = PdfReader(io.BytesIO(made.content)).attachments
    assert files["result.json"] == [result.content]
    assert files["result.sig.json"] == [result.signature.to_bytes()]
    assert verify_file(made.content, ring, find_issued=lambda _: known).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("language", "title", "state"),
    [
        ("fi", "Suomen kielen testin tulos", "keskeytyi"),
        ("sv", "Resultat av test i finska", "avbröts"),
        ("en", "Result of a Finnish language test", "interrupted"),
        ("ru", "Результат теста по финскому языку", "прервано"),
        ("so", "Natiijada imtixaanka af-Finnishka", "waa la kala gooyay"),
    ],
)
def test_the_result_speaks_finnish_and_the_candidates_language(language, title, state):
    text = text_of(drawn(a_document(), language))

    assert "Suomen kielen testin tulos" in text
    assert title in text
    assert state in text
    assert "Maija Meikäläinen" in text
    assert "12.3.2026" in text
    assert "13.42" in text  # 11.42 UTC on the Finnish clock
    assert VERIFY_AT in text.replace(" ", "")


def test_arabic_keeps_its_letters_and_times_are_not_turned_around():
    text = text_of(drawn(a_document(family_name="حسن", given_names="علي"), "ar"))

    assert "علي" in text
    assert "نتيجة" in text
    assert "13.42" in text
    assert "alle A1.1" in text


def test_every_isolated_fact_says_its_direction():
    html = result_html(a_document(), language="ar", verify_at=VERIFY_AT)

    assert '<section class="letter result" lang="ar" dir="rtl">' in html
    assert "<bdi>" not in html
    assert html.count('<bdi dir="ltr"') > 20


def test_a_language_without_translation_gives_finnish_and_english_and_says_so():
    text = text_of(drawn(a_document(), "uk"))

    assert "Ukrainian: We do not have this letter in your language yet" in " ".join(text.split())
    assert "Result of a Finnish language test" in text
    assert "Результат" not in text


def test_the_result_shows_no_overall_level_and_no_level_for_a_part_that_was_interrupted():
    html = result_html(a_document(), language="en", verify_at=VERIFY_AT)
    english = html[html.index('lang="en"') :]

    assert english.count('<td class="level">') == 4
    assert "Listening: No level, interrupted" in english
    assert "verall" not in html


def test_a_skill_that_the_document_does_not_mention_is_shown_as_not_taken():
    document = replace(a_document(), parts=())

    english = result_html(document, language="en", verify_at=VERIFY_AT)

    assert english.count("No level, not taken") == 4


def test_a_swedish_test_is_called_one():
    document = replace(a_document(), language_tested=TestedLanguage.SWEDISH)

    text = text_of(drawn(document, "sv"))

    assert "Ruotsin kielen testin tulos" in text
    assert "Resultat av test i svenska" in text


def test_a_correction_says_what_it_replaces_and_why():
    text = text_of(drawn(a_correction(), "fi"))

    assert "Tämä tulos korvaa aiemman" in text
    assert EARLIER_ID in text
    assert "Pisteet olivat väärässä osassa." in text


def test_what_people_write_is_never_markup():
    document = a_document(family_name="<img src='file:///etc/passwd'>")

    html = result_html(document, language="en", verify_at=VERIFY_AT)

    assert "<img" not in html
    assert "&lt;img" in html


def test_the_pdf_is_tagged_titled_and_identified():
    reader = PdfReader(io.BytesIO(drawn(a_document(), "en")))

    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fi"
    assert reader.metadata.title == "Suomen kielen testin tulos"
    assert reader.trailer["/ID"][0].original_bytes.decode() == RESULT_ID


def test_every_font_is_embedded():
    reader = PdfReader(io.BytesIO(drawn(a_document(family_name="حسن"), "ru")))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]

    assert descriptors
    for descriptor in descriptors:
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert any(name in descriptor["/FontName"] for name in ("Noto-Sans", "Vazirmatn"))


def test_the_same_result_gives_the_same_bytes_in_any_thread():
    document = a_document()
    expected = drawn(document, "ar")

    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(lambda _: drawn(document, "ar"), range(3)))

    assert made == [expected] * 3


@pytest.mark.parametrize("language", ["fi", "sv", "en", "ru", "ar", "so"])
def test_a_result_takes_at_most_two_pages_a_language(language):
    languages = 1 if language == "fi" else 2

    assert len(PdfReader(io.BytesIO(drawn(a_correction(), language))).pages) <= 2 * languages
