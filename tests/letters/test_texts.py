"""The texts of letters: every language complete, every placeholder in its place, nothing out of use."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from testing_app import letters
from testing_app.letters.engine import missing_glyphs
from testing_app.letters.facts import CoursePlaceFacts, InvitationFacts, SeatCancelledFacts, SeatChangedFacts
from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.letter import TITLES, letter_html
from testing_app.letters.messages import CALLING, QUESTIONS, REMINDERS, all_messages, messages_of
from testing_app.letters.sample_facts import SAMPLES
from testing_app.letters.texts import MissingText, Texts, catalog, isolate, texts
from testing_app.letters.weekdays import WEEKDAYS
from testing_app.letters.words import ALL_WORDS, TRACKS
from testing_app.results import letter
from testing_app.vocabulary import AssessmentLength, OccasionKind, TestedLanguage
from testing_app.wording.letter_words import LetterWords

FOLDER = Path(letters.__file__).parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def messages_asked_for():
    """Every message that the code and the templates of letters ask for by its text."""
    found = {message for words in ALL_WORDS for message in words.values()} | set(REMINDERS.values())
    for path in (*FOLDER.glob("*.py"), Path(letter.__file__)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= set(literals_of(node))
    for path in FOLDER.glob("templates/*.html"):
        found |= set(re.findall(r"\bt\.html\(\"([^\"]+)\"", path.read_text(encoding="utf-8")))
    return found


def literals_of(node):
    """Text literals given first to `t.plain` or `t.html`, and titles named elsewhere."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    if node.func.attr not in ("plain", "html") or not node.args:
        return
    for inner in ast.walk(node.args[0]):
        if isinstance(node.args[0], ast.Constant | ast.IfExp) and isinstance(inner, ast.Constant):
            yield inner.value


def variants(facts):
    """A letter in every way it can turn out."""
    yield facts
    if isinstance(facts, InvitationFacts):
        session = replace(facts.seat, occasion_kind=OccasionKind.INFORMATION_SESSION)
        yield replace(facts, language_tested=TestedLanguage.SWEDISH, interpreter=False)
        yield replace(facts, seat=session, length=AssessmentLength.LONG)
    if isinstance(facts, SeatChangedFacts):
        yield replace(facts, interpreter=True)
    if isinstance(facts, SeatCancelledFacts):
        yield replace(facts, waits=False)
    if isinstance(facts, CoursePlaceFacts):
        yield replace(facts, answer_by=None, course=replace(facts.course, price_cents=12050))
        yield from (replace(facts, course=replace(facts.course, track=track)) for track in TRACKS)


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_every_language_has_every_text_and_no_other(language):
    assert set(catalog(language)) == set(all_messages())


def test_every_text_of_the_list_is_used_and_every_text_in_use_is_on_the_list():
    named = {"at %(time)s", CALLING, QUESTIONS, "Invitation to an information session", *TITLES.values()}

    assert messages_asked_for() | named == set(all_messages())


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_letter_is_made_of_the_texts_of_its_kind_and_of_no_other(kind):
    """An approved version has exactly these texts: each is told apart here by a mark of its own."""
    marked = {message: f"[{message}]" for message in messages_of(kind)}
    words = LetterWords(kind=kind, approved={"fi": marked, "en": marked})
    missing = LetterWords(kind=kind)

    for facts in variants(SAMPLES[kind]):
        html = letter_html(facts, words)
        shipped = letter_html(facts, missing)
        assert html.count("[") >= 5
        for sentence in catalog("fi").values():
            if len(sentence) > 25 and "%" not in sentence:
                assert sentence not in html, f"{sentence!r} is not among the texts of {kind}"
        assert "[" not in shipped


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
    same.discard("Module %(number)s")  # one word, the same in French

    assert same == set()


@pytest.mark.parametrize(
    ("languages", "letters_of"),
    [
        (("ru", "uk"), r"[\u0400-\u04ff]"),
        (("ar", "fa", "fa-AF", "ckb", "ps"), r"[\u0600-\u06ff]"),
        (("th",), r"[\u0e00-\u0e7f]"),
        (("zh-Hans",), r"[\u4e00-\u9fff]"),
        (("ti", "am"), r"[\u1200-\u137f]"),
    ],
)
def test_every_text_is_written_in_the_script_of_its_language(languages, letters_of):
    for language in languages:
        for message, text in catalog(language).items():
            assert re.search(letters_of, text), message


def test_related_languages_have_texts_of_their_own():
    for one, other in (("uk", "ru"), ("fa-AF", "fa"), ("ti", "am"), ("ckb", "kmr")):
        same = [message for message, text in catalog(one).items() if catalog(other)[message] == text]
        assert len(same) < len(catalog(one)) * 0.45, (one, other)


@pytest.mark.parametrize("language", LETTER_LANGUAGES)
def test_a_week_has_seven_days_in_every_language(language):
    assert len(set(WEEKDAYS[language])) == 7
    assert missing_glyphs("".join(WEEKDAYS[language])) == ""


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
