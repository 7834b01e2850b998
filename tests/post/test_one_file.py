"""One file of many letters shows what each shows, keeps its tags, and begins each letter on a new sheet."""

import io
from dataclasses import replace
from datetime import date, time
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from testing_app.letters.facts import InvitationFacts, SeatFacts
from testing_app.letters.letter import draw_letter
from testing_app.post.combining import combine
from testing_app.post.drawn_pdf import UnreadablePdf, read_drawn
from testing_app.vocabulary import LetterKind, TestedLanguage
from testing_app.wording.letter_words import shipped_words
from tests.world import NOW

FACTS = InvitationFacts(
    candidate_name="Amina (12 0 R) \\ Testi",
    postal_address=("Kotikatu 1", "33100 Tampere"),
    contact_language="fi",
    authority_name="Työllisyysalue (pohjoinen)",
    contact_name="Outi",
    contact_phone="040 123 4567",
    printed_on=NOW,
    language_tested=TestedLanguage.FINNISH,
    seat=SeatFacts(
        on=date(2026, 3, 19),
        starts=time(9),
        ends=None,
        centre_name="Testipiste",
        address="Koulukatu 2, 33100 Tampere",
    ),
)
LANGUAGES = ("ar", "fi", "so", "fi", "ru")


@cache
def letter(language: str) -> bytes:
    return draw_letter(replace(FACTS, contact_language=language), shipped_words(LetterKind.INVITATION)).pdf


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in read(pdf).pages if "/Contents" in page]


def together(*, each_on_new_sheet: bool = True) -> bytes:
    return combine([letter(each) for each in LANGUAGES], each_on_new_sheet=each_on_new_sheet)


def tag_of(reader: PdfReader, page: int) -> list[Any]:
    """The tags of a page's marked content, by the tree of parents."""
    numbers = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    keys = dict(zip(numbers[::2], numbers[1::2], strict=True))
    return [tag.get_object()["/S"] for tag in keys[reader.pages[page]["/StructParents"]]]


def test_it_says_what_the_letters_say_in_their_order() -> None:
    assert texts(together()) == [text for each in LANGUAGES for text in texts(letter(each))]


def test_each_letter_begins_on_a_new_sheet_and_none_when_not_asked() -> None:
    counts = [len(read(letter(each)).pages) for each in LANGUAGES]

    assert len(read(together()).pages) == sum(count + count % 2 for count in counts)
    assert len(read(together(each_on_new_sheet=False)).pages) == sum(counts)


def test_every_page_keeps_its_tags() -> None:
    whole, alone = read(together(each_on_new_sheet=False)), [read(letter(each)) for each in LANGUAGES]

    expected = [tag_of(reader, page) for reader in alone for page in range(len(reader.pages))]

    assert [tag_of(whole, page) for page in range(len(whole.pages))] == expected
    assert len(whole.trailer["/Root"]["/StructTreeRoot"]["/K"]) == len(LANGUAGES)


def test_it_says_that_it_is_tagged_and_accessible() -> None:
    root = read(together()).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fi"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_font_is_embedded() -> None:
    fonts = [
        font.get_object()
        for page in read(together()).pages
        if "/Contents" in page
        for font in page["/Resources"]["/Font"].values()
    ]

    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


@pytest.mark.parametrize("damaged", [b"", b"%PDF-1.7\n", letter("fi")[:-100]])
def test_what_is_no_letter_of_ours_is_refused(damaged: bytes) -> None:
    with pytest.raises(UnreadablePdf):
        read_drawn(damaged)
