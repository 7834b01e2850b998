"""The PDF engine: own fonts only, nothing from outside, no boxes instead of letters."""

import io
import os
import unicodedata
from datetime import UTC, datetime

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from testing_app.letters.chart import bar, scale_for
from testing_app.letters.engine import FONTS, missing_glyphs, render
from testing_app.letters.languages import languages_for

MADE_AT = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
SCRIPTS = {
    "Latin": "Õunap Þór Nguyễn Gülşah Êzîdî",
    "Cyrillic": "Олена Їжак",
    "Greek": "Αθηνά",
    "Arabic": "أحمد پەروین ښځه",
    "Thai": "สมชาย",
    "Ethiopic": "ሰላማዊት",
    "Han": "王小明",
}


def page(body):
    html = f'<html lang="fi"><head><title>x</title></head><body>{body}</body></html>'
    return render(html, style="letter.css", identifier="abc", made_at=MADE_AT)


def lost_in_drawing(text):
    """The characters that a reader's software no longer finds in the PDF, because a box was drawn."""
    reader = PdfReader(io.BytesIO(page(f"<p>{text}</p>")))
    found = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in reader.pages))
    return set(unicodedata.normalize("NFKC", text)) - set(found)


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_this_script_have_letters(script):
    assert missing_glyphs(SCRIPTS[script]) == ""
    assert lost_in_drawing(SCRIPTS[script]) == set()


def test_a_letter_that_no_font_has_is_named_once():
    assert missing_glyphs("aᚠbᚢᚠ") == "ᚠᚢ"
    assert lost_in_drawing("aᚠbᚢᚠ") == {"ᚠ", "ᚢ"}


def test_only_bundled_fonts_are_ever_used():
    pdf = page('<p style="font-family: DejaVu Sans, Liberation Serif, serif">Hei سلام</p>')

    reader = PdfReader(io.BytesIO(pdf))
    names = {font["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert names
    assert all("Noto-Sans" in name or "Vazirmatn" in name for name in names)
    assert os.environ["FONTCONFIG_FILE"] == str(FONTS / "fonts.conf")


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<p style="background: url(file:///etc/hostname)">x</p>',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
    ],
)
def test_a_letter_that_asks_for_a_file_is_not_made(body):
    with pytest.raises(FatalURLFetchingError):
        page(body)


def test_every_font_comes_with_its_open_licence_and_the_folder_stays_small():
    families = {path.name.split("-")[0] for path in FONTS.glob("*.ttf")}

    assert {path.stem.removeprefix("OFL-") for path in FONTS.glob("OFL-*.txt")} == families
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 8_000_000
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            assert "Open Font License" in font["name"].getDebugName(13)


def test_a_bar_ends_at_its_level_and_a_blank_has_no_bar():
    scale = scale_for(["A2.1"], mirrored=False)

    assert 'width="450"' in bar(scale, "A2.1", "x")
    assert 'width="50"' in bar(scale, "alle_A1.1", "x")
    assert "<rect" not in bar(scale, None, "x")


def test_a_scale_grows_with_the_highest_level_and_mirrors_for_arabic():
    assert scale_for([], mirrored=False).levels[-1] == "B1.2"
    assert scale_for(["C1.1"], mirrored=False).levels[-1] == "C1.1"
    assert 'x="350"' in bar(scale_for(["A2.1"], mirrored=True), "A2.1", "x")


@pytest.mark.parametrize(
    ("contact", "codes", "untranslated"),
    [("fi", ("fi",), None), ("ar", ("fi", "ar"), None), ("uk", ("fi", "en"), "uk"), ("", ("fi", "en"), "")],
)
def test_finnish_always_comes_first(contact, codes, untranslated):
    languages = languages_for(contact)

    assert (languages.codes, languages.untranslated) == (codes, untranslated)
