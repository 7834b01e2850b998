"""The data-transfer form: the same in every language, shown with a flag where one is missing."""

import re

import pytest

from testing_app.people.consent_form import FORM_LANGUAGES, form_in, form_text
from testing_app.vocabulary import ConsentScope


@pytest.mark.parametrize("language", FORM_LANGUAGES)
def test_every_language_says_everything_about_every_scope(language: str):
    form = form_text(language)
    said = [form.title, form.statutory, form.voluntary, form.withdrawing, form.choose, form.name]
    said += [form.date, form.signature, form.witness]
    said += [words for scope in ConsentScope for words in (form.scopes[scope].title, form.scopes[scope].text)]

    assert all(text.strip() == text and text for text in said)
    assert len(set(said)) == len(said)
    if language in ("ar", "ru"):
        assert not re.search("[A-Za-z]", " ".join(said))


@pytest.mark.parametrize(
    ("language", "official", "shown"),
    [
        ("ar", "fi", ["fi", "ar"]),
        ("ru", "sv", ["sv", "ru"]),
        ("fi", "fi", ["fi"]),
        ("uk", "fi", ["fi", "en"]),
    ],
)
def test_the_form_comes_in_an_official_language_and_the_candidates(
    language: str, official: str, shown: list[str]
):
    form = form_in(language, official=official)

    assert [text.language for text in form.texts] == shown
    assert form.untranslated == ("uk" if language == "uk" else None)


def test_the_digest_tells_what_was_shown():
    assert form_in("ar").digest == form_in("ar").digest
    assert len({form_in(code).digest for code in ("ar", "ru", "fi", "uk")}) == 4
    assert form_in("ar").digest != form_in("ar", official="sv").digest
