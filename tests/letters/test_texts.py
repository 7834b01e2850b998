"""The texts of letters: every language complete, every placeholder in its place, nothing out of use."""

import ast
import re
from pathlib import Path

import pytest

from testing_app import letters
from testing_app.letters.engine import missing_glyphs
from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.texts import MissingText, Texts, catalog, isolate, texts
from testing_app.letters.words import ALL_WORDS
from testing_app.results import letter

FOLDER = Path(letters.__file__).parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def messages_in_use():
    """Every message that the code and the templates of letters ask for."""
    found = {message for words in ALL_WORDS for message in words.values()} | {"at %(time)s"}
    for path in (*FOLDER.glob("*.py"), Path(letter.__file__)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= set(literals_of(node))
    for path in FOLDER.glob("templates/*.html"):
        found |= set(re.findall(r"\bt\.html\(\"([^\"]+)\"", path.read_text(encoding="utf-8")))
    return found


def literals_of(node):
    """Text literals given first to `t.plain` or `t.html`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    if node.func.attr not in ("plain", "html") or not node.args:
        return
    for inner in ast.walk(node.args[0]):
        if isinstance(node.args[0], ast.Constant | ast.IfExp) and isinstance(inner, ast.Constant):
            yield inner.value


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_language_has_every_text_and_no_other(language):
    assert set(catalog(language)) == messages_in_use()


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_placeholders_agree_with_the_english_text(language):
    for message, translation in catalog(language).items():
        assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(message)), message
        assert "%" not in PLACEHOLDER.sub("", translation)


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_text_can_be_drawn_with_our_fonts(language):
    assert missing_glyphs("".join(catalog(language).values())) == ""


@pytest.mark.parametrize("language", [code for code in LETTER_LANGUAGES if code != "en"])
def test_a_translation_is_not_the_english_text_left_standing(language):
    same = {message for message, text in catalog(language).items() if message == text and " " in message}

    assert same == set()


def test_russian_is_written_in_cyrillic_and_arabic_in_arabic():
    for language, letters_of in (("ru", r"[а-яА-Я]"), ("ar", r"[\u0600-\u06ff]")):
        for message, text in catalog(language).items():
            assert re.search(letters_of, text), message


def test_a_missing_text_is_an_error_and_never_silent_english():
    with pytest.raises(MissingText, match="fi: no text for 'Hello'"):
        Texts("fi", {}).plain("Hello")


def test_facts_are_escaped_and_isolated():
    html = texts("ar").html("Hello %(name)s", name="<b>Ali</b>")

    assert '<bdi dir="ltr">&lt;b&gt;Ali&lt;/b&gt;</bdi>' in html


def test_a_fact_runs_in_the_direction_of_its_first_letter():
    assert 'dir="rtl"' in isolate("12 علي")
    assert 'dir="ltr"' in isolate("12 Ali علي")
    assert 'dir="ltr"' in isolate("12.3.")
