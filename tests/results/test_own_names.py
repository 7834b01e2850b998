"""A candidate never reads a code: the letter calls a course group what its local rule set calls it."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from testing_app.letters.languages import languages_for
from testing_app.letters.own_names import NO_OWN_NAMES, OwnNames
from testing_app.results.document import (
    ResultDocument,
    ResultRecommendation,
    ResultSuggestion,
    RuleSetVersion,
    SuggestionReason,
)
from testing_app.results.letter import result_html
from testing_app.results.letter_flags import flags_of_result
from testing_app.results.naming import own_names
from testing_app.rule_sets import rules
from tests.results.samples import a_document

VERIFY_AT = "https://lahtotaso.example/verify"
LOCAL, NATIONAL = ("jyvaskyla-2022", 1), ("fi-koto-2022", 1)
GOOD_READINESS = SuggestionReason(code="readiness-good")


def judged(
    by: tuple[str, int] = LOCAL,
    *,
    track: str = "group-slow",
    module: str | None = "from-A1",
    extras: tuple[str, ...] = (),
    rule: str = "slow-group",
    because: str = "readiness-needs-development",
) -> ResultDocument:
    """A result in which suggestion and recommendation are the same course group."""
    reasons = (SuggestionReason(code=because),)
    return replace(
        a_document(),
        suggestion=ResultSuggestion(
            track=track,
            module=module,
            extras=extras,
            rule=rule,
            rule_set=RuleSetVersion(id=by[0], version=by[1]),
            reasons=reasons,
        ),
        recommendation=ResultRecommendation(track=track, module=module, extras=extras, reason="Sopii."),
    )


def names_of(document: ResultDocument, *, rule_set: rules.RuleSet | None = None) -> OwnNames:
    judged_by = document.suggestion.rule_set
    return own_names(document, rule_set or rules.shipped_rule_sets()[judged_by.id, judged_by.version])


def section_of(document: ResultDocument, language: str, *, rule_set: rules.RuleSet | None = None) -> str:
    """The recommendation of the letter in one language."""
    names = names_of(document, rule_set=rule_set)
    html = result_html(document, language=language, verify_at=VERIFY_AT, names=names)
    start = html.index(f'<section class="letter result" lang="{language}"')
    return re.split(r'class="signature"', html[html.index('class="recommendation"', start) :])[0]


def rewritten(old: str, new: str) -> rules.RuleSet:
    """The national set with one line changed, as an authority would write it."""
    text = rules.shipped_text(*NATIONAL)
    assert text is not None
    assert old in text
    return rules.parse_rule_set(text.replace(old, new), "ours.v1.toml")


@pytest.mark.parametrize(
    ("language", "group", "module", "reason"),
    [
        ("fi", "Tasoryhmä, hidas", "Alkaa tasolta A1", "Opiskeluvalmiudet vaativat kehittämistä"),
        ("sv", "Nivågrupp, långsam", "Börjar på nivå A1", "Studiefärdigheterna behöver utvecklas"),
        ("en", "Level group, slow", "Begins at A1", "Study readiness needs development"),
    ],
)
def test_a_local_course_group_stands_in_the_letter_by_its_name(
    language: str, group: str, module: str, reason: str
) -> None:
    section = section_of(judged(), language)

    assert all(text in section for text in (group, module, reason))
    assert not re.search(r"group-slow|from-A1|slow-group|readiness-needs", section)
    assert 'class="flag"' not in section


@pytest.mark.parametrize("language", ["ar", "ru", "so"])
def test_without_a_word_the_letter_gives_finnish_and_english_and_says_so(language: str) -> None:
    section = section_of(judged(), language)

    finnish, english = '<bdi dir="ltr" lang="fi">Tasoryhmä, hidas</bdi>', "Level group, slow</bdi>)"
    assert f'{finnish} (<bdi dir="ltr" lang="en">{english}' in section
    assert section.count('class="flag"') == 1
    assert "group-slow" not in section


def test_every_course_group_and_rule_of_every_shipped_set_has_words_in_every_letter() -> None:
    for rule_set in rules.shipped_rule_sets().values():
        codes = [*rule_set.tracks, *rule_set.modules, *rule_set.extras]
        for row in rule_set.rules if rule_set.answers is rules.Answers.PLACEMENT else ():
            document = judged(
                (rule_set.id, rule_set.version),
                track=row.gives,
                module=next(iter(rule_set.modules), None),
                extras=rule_set.extras,
                rule=row.rule,
                because=row.reasons[0],
            )
            shown = re.sub(r"<[^>]+>", " ", section_of(document, "ar"))
            for code in (*codes, row.rule):
                assert f" {code} " not in shown, (rule_set.id, code)


def test_what_the_letters_know_they_say_in_the_candidates_language() -> None:
    document = judged(
        NATIONAL, track="integration-slow", module="M2", extras=("latin-alphabet",), rule="slow-path"
    )

    assert names_of(document) == NO_OWN_NAMES
    assert 'class="flag"' not in section_of(document, "ar")
    assert "Tasoryhm" not in section_of(document, "ar")


def test_a_rule_that_asks_the_same_keeps_the_letters_sentence() -> None:
    document = judged(track="group-no-script", module=None, rule="reads-no-script", because="reads-no-script")

    assert names_of(document).rule is None
    assert "The candidate does not yet read any script." in section_of(document, "en")


def test_a_rule_that_was_rewritten_under_its_old_name_gives_its_own_reason() -> None:
    ours = rewritten('languages_studied = "1 or more"', 'languages_studied = "2 or more"')
    document = judged(NATIONAL, track="integration-fast", module="M2", rule="fast-path")
    document = replace(document, suggestion=replace(document.suggestion, reasons=(GOOD_READINESS,)))

    section = section_of(document, "en", rule_set=ours)

    assert ours.reasons[GOOD_READINESS.code]["en"] in section
    assert "a language has been studied before" not in section


def test_a_track_that_was_given_another_name_is_called_by_it() -> None:
    ours = rewritten('fi = "kotoutumiskoulutus, hidas polku"', 'fi = "Kuusilahden rauhallinen ryhmä"')
    document = judged(NATIONAL, track="integration-slow", module="M2", rule="slow-path")

    section = section_of(document, "fi", rule_set=ours)

    assert "Kuusilahden rauhallinen ryhmä" in section
    assert "Moduuli" in section


def test_a_numbered_module_is_only_a_number_when_the_rule_set_gives_no_name() -> None:
    evenings = 'M2 = { fi = "iltaryhmä", sv = "kvällsgrupp", en = "evenings" }'
    ours = rewritten("[labels]\n", f"[labels]\n{evenings}\n")
    document = judged(NATIONAL, track="integration-slow", module="M2", rule="slow-path")

    assert "Evenings" in section_of(document, "en", rule_set=ours)
    assert "Module" in section_of(document, "en")


def test_a_name_is_never_markup() -> None:
    ours = rewritten('fi = "kotoutumiskoulutus, hidas polku"', 'fi = "<b>Ryhmä</b>"')
    document = judged(NATIONAL, track="integration-slow", module="M2", rule="slow-path")

    assert "<b>Ryhmä" not in section_of(document, "fi", rule_set=ours)


@pytest.mark.parametrize(
    ("language", "flagged"), [("fi", False), ("sv", False), ("ar", True), ("so", True), ("uk", False)]
)
def test_the_officer_is_told_when_names_are_not_in_the_candidates_language(
    language: str, flagged: bool
) -> None:
    document = judged()

    flags = flags_of_result(document, language, names=names_of(document))

    assert flags.has_untranslated_names is flagged


def test_a_character_that_cannot_be_drawn_is_also_found_in_names() -> None:
    named: Mapping[str, Mapping[str, str]] = {"group-slow": {"fi": "Ryhmä \U0001f600", "sv": "G", "en": "G"}}

    flags = flags_of_result(judged(), "fi", names=OwnNames(course_groups=named))

    assert flags.missing_glyphs == "\U0001f600"


def test_nobody_is_left_without_a_letter_when_the_rule_set_is_gone() -> None:
    document = judged()

    names = own_names(document, None)

    assert names == NO_OWN_NAMES
    assert not names.are_untranslated_for(languages_for("ar"))
    assert "slow-group" not in result_html(document, language="ar", verify_at=VERIFY_AT, names=names)
