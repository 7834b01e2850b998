"""Every letter looks as it did when a person looked at it, and its text layer reads in the right order."""

import io
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from PIL import Image
from pypdf import PdfReader

from testing_app.letters.directions import RIGHT_TO_LEFT
from testing_app.letters.engine import render
from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.letter import draw_letter, letter_html
from testing_app.letters.sample_facts import INVITATION, SAMPLES
from testing_app.vocabulary import LetterKind
from testing_app.wording.letter_words import LetterWords
from tests.letters.pictures import FOLDER, cases, difference, letter_pdf, page_of, picture, reference
from tests.letters.samples import all_approved

TOLERANCE = 30.0
_VOWEL_SIGNS = re.compile("[\u064b-\u0652]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2066-\u2069\u00ad\\s]")


class Words(HTMLParser):
    """The words of one language's part of a letter."""

    def __init__(self, html: str, section: int) -> None:
        super().__init__()
        self.sections: list[str] = []
        self.feed(html)
        self.words = self.sections[section].split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A part begins; an element ends a word."""
        if tag == "section":
            self.sections.append("")
        elif self.sections and tag not in ("bdi", "strong"):
            self.sections[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        """An element ends a word."""
        if self.sections and tag not in ("bdi", "strong"):
            self.sections[-1] += " "

    def handle_data(self, data: str) -> None:
        """Text of the part."""
        if self.sections:
            self.sections[-1] += data


def plain(text: str) -> str:
    """Letters only, compatibility forms undone: what a reader's software compares."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))


def letters(word: str) -> str:
    """A word without the signs that stand at the other end of a line that runs from right to left."""
    return plain(word).strip(".,:;،؛؟!?()")


def text_layer(language: str) -> tuple[str, list[str]]:
    """What software reads from the invitation in this language, and the words it should read."""
    facts = replace(INVITATION, contact_language=language)
    words = all_approved(LetterKind.INVITATION)
    section = page_of(language) - 1
    pdf = letter_pdf(LetterKind.INVITATION, language)
    read = PdfReader(io.BytesIO(pdf)).pages[section].extract_text()
    return plain(read), Words(letter_html(facts, words), section).words


@pytest.mark.parametrize(("kind", "language"), list(cases()))
def test_a_letter_looks_as_when_a_person_looked_at_it(kind: LetterKind, language: str) -> None:
    drawn = picture(letter_pdf(kind, language), page=page_of(language))

    with Image.open(reference(kind, language)) as kept:
        assert difference(drawn, kept.convert("L")) < TOLERANCE


def test_every_reference_picture_is_of_a_letter() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {reference(*case).name for case in cases()}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


def test_another_word_or_a_box_for_a_letter_would_be_seen() -> None:
    words = all_approved(LetterKind.INVITATION)
    other = {**words.approved["ar"], "What to bring": "□□□□ □□□□"}
    changed = LetterWords(kind=words.kind, approved={"ar": other})

    pdf = draw_letter(replace(INVITATION, contact_language="ar"), changed).pdf

    with Image.open(reference(LetterKind.INVITATION, "ar")) as kept:
        assert difference(picture(pdf, page=2), kept.convert("L")) > TOLERANCE


@pytest.mark.parametrize("language", [code for code in LETTER_LANGUAGES if code not in RIGHT_TO_LEFT])
def test_the_text_layer_reads_in_the_order_of_the_letter(language: str) -> None:
    text, words = text_layer(language)

    place = 0
    for word in words:
        found = text.find(plain(word), place)
        assert found >= 0, f"{word!r} does not follow in {text[place : place + 60]!r}"
        place = found + len(plain(word))


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_the_text_layer_of_a_line_from_right_to_left_is_not_turned_around(language: str) -> None:
    """Readers order sentences of one line by rules of their own; letters, words and numbers stay in order."""
    text, words = text_layer(language)
    text = _VOWEL_SIGNS.sub("", text)
    known = [_VOWEL_SIGNS.sub("", letters(word)) for word in words if letters(word)]
    pairs = [first + second for first, second in pairwise(known)]

    assert [word for word in known if word not in text] == []
    assert sum(pair in text for pair in pairs) > 0.6 * len(pairs)
    assert all(
        fact in text for fact in ("9.00–11.30", "12.3.2026", "+358501234567", "Hämeentie15,00500Helsinki")
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [("vi", "học ở phòng lo"), ("th", "การ ทำ า"), ("kmr", "çî ê şê"), ("zh-Hans", "语言 测试")],
)
def test_a_letter_that_a_font_splits_does_not_spoil_others(language: str, text: str) -> None:
    html = f'<html lang="{language}"><head><title>x</title></head><body><p>{text}</p></body></html>'

    pdf = render(html, style="letter.css", identifier="abc", made_at=INVITATION.printed_on)

    assert plain(text) in plain(PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


@pytest.mark.parametrize("kind", SAMPLES)
def test_fonts_are_embedded_as_subsets_and_the_file_is_tagged(kind: LetterKind) -> None:
    reader = PdfReader(io.BytesIO(letter_pdf(kind, "ar")))

    fonts = [
        found.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        for found in font.get_object()["/DescendantFonts"]
    ]
    assert fonts
    assert all(
        "/FontFile2" in font["/FontDescriptor"] or "/FontFile3" in font["/FontDescriptor"] for font in fonts
    )
    assert all(re.match(r"/[A-Z]{6}\+", font["/BaseFont"]) for font in fonts)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
