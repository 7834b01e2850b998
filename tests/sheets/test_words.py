"""The spellings of cells that are understood, and those that are not guessed at."""

import pytest

from testing_app.rule_sets.rules import Level, Literacy, PartState, StudyReadiness
from testing_app.sheets.columns import Column, column_of
from testing_app.sheets.words import UNREADABLE, level_of, literacy_of, reader_of, readiness_of, tick_of


@pytest.mark.parametrize(
    "text",
    [
        "A2.1",
        "a2.1",
        "A2,1",
        "A21",
        " A2.1 ",
        "\u00a0A2.1\u00a0",
        "a 2.1",
        "Ａ２．１",
        "A2.1.",
        "\u200eA2.1\u200b",
    ],
)
def test_a_level_is_read_in_its_obvious_spellings(text: str) -> None:
    assert level_of(text) is Level.A2_1


@pytest.mark.parametrize(
    "text",
    [
        "alle_A1.1",
        "alle A1.1",
        "Alle a1.1",
        "ALLE A1,1",
        "<A1.1",
        "< A1.1",
        "under A1.1",
        "below a11",
        "0",
        " 0 ",
        "0.0",
        "0,0",
        "alleA1.1",
        "alle\nA1.1",
        "Alle A1",
        "under A1",
    ],
)
def test_below_the_scale_is_read_in_its_obvious_spellings(text: str) -> None:
    assert level_of(text) is Level.BELOW_A1_1


@pytest.mark.parametrize("text", ["yli_C1.1", "yli C1.1", "över C1.1", "above C1.1", ">C1.1"])
def test_above_c1_1_is_read(text: str) -> None:
    assert level_of(text) is Level.ABOVE_C1_1


@pytest.mark.parametrize(
    "text",
    [
        "A4.1",
        "A2",
        "A1.4",
        "A2.3",
        "B1.3",
        "D1.1",
        "1.2",
        "2",
        "A1.1?",
        "A1.1-A1.2",
        "A2-1",
        "А2.1",
        "≤A1.1",
        "alle A2.1",
        "taken",
        "x",
        "ei",
    ],
)
def test_an_unknown_level_is_never_guessed(text: str) -> None:
    assert level_of(text) is UNREADABLE


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", PartState.NOT_TAKEN),
        ("  ", PartState.NOT_TAKEN),
        ("-", PartState.NOT_TAKEN),
        ("–", PartState.NOT_TAKEN),
        ("ei tehty", PartState.NOT_TAKEN),
        ("ej  genomförd", PartState.NOT_TAKEN),
        ("--", PartState.NOT_TAKEN),
        ("- -", PartState.NOT_TAKEN),
        ("ej erbjudet", PartState.NOT_OFFERED),
        ("erbjuds inte", PartState.NOT_OFFERED),
        ("Hoppad över", PartState.SKIPPED),
        ("avbrutits", PartState.INTERRUPTED),
        ("ei arvioitavissa (EVA)", PartState.NOT_ASSESSABLE),
        ("ei voida arvioida", PartState.NOT_ASSESSABLE),
        ("inte bedömbart", PartState.NOT_ASSESSABLE),
        ("can not be assessed", PartState.NOT_ASSESSABLE),
        ("Inte gjord", PartState.NOT_TAKEN),
        ("not_taken", PartState.NOT_TAKEN),
        ("Ei  tarjottu", PartState.NOT_OFFERED),
        ("inte erbjuden", PartState.NOT_OFFERED),
        ("ohitettu", PartState.SKIPPED),
        ("överhoppad", PartState.SKIPPED),
        ("KESKEYTYI", PartState.INTERRUPTED),
        ("avbruten", PartState.INTERRUPTED),
        ("EVA", PartState.NOT_ASSESSABLE),
        ("ei arvioitavissa", PartState.NOT_ASSESSABLE),
        ("kan inte bedömas", PartState.NOT_ASSESSABLE),
        ("not assessable", PartState.NOT_ASSESSABLE),
    ],
)
def test_a_part_without_a_level_has_a_state(text: str, state: PartState) -> None:
    assert level_of(text) is state


@pytest.mark.parametrize(
    ("text", "literacy"),
    [
        ("", None),
        ("primäärilukutaidoton", Literacy.NONE),
        ("Primär analfabet", Literacy.NONE),
        ("semilukutaitoinen", Literacy.WEAK),
        ("annat skriftsystem", Literacy.OTHER_SCRIPT),
        ("tyydyttävä", Literacy.LATIN_SATISFACTORY),
        ("Tyydyttävä tekninen lukutaito", Literacy.LATIN_SATISFACTORY),
        ("tekninen", Literacy.LATIN_TECHNICAL),
        ("latin_fluent", Literacy.LATIN_FLUENT),
        ("sujuva lukutaito", Literacy.LATIN_FLUENT),
        ("primäranalfabet", Literacy.NONE),
        ("Semi-läskunnig", Literacy.WEAK),
        ("reads another writing system fluently", Literacy.OTHER_SCRIPT),
        ("Latin script slow", Literacy.LATIN_SATISFACTORY),
        ("Latin-script fluent", Literacy.LATIN_FLUENT),
        ("analfabet", UNREADABLE),
        ("tekninen?", UNREADABLE),
        ("LK1", UNREADABLE),
        ("osaa vähän?", UNREADABLE),
    ],
)
def test_literacy_terms_are_read(text: str, literacy: object) -> None:
    assert literacy_of(text) is literacy


@pytest.mark.parametrize(
    ("text", "readiness"),
    [
        ("kehitettävä", StudyReadiness.NEEDS_DEVELOPMENT),
        ("behöver utvecklas", StudyReadiness.NEEDS_DEVELOPMENT),
        ("Perus", StudyReadiness.BASIC),
        ("grundläggande", StudyReadiness.BASIC),
        ("hyvä", StudyReadiness.GOOD),
        ("goda", StudyReadiness.GOOD),
        ("needs-development", StudyReadiness.NEEDS_DEVELOPMENT),
        ("", None),
        ("ok", UNREADABLE),
    ],
)
def test_study_readiness_terms_are_read(text: str, readiness: object) -> None:
    assert readiness_of(text) is readiness


@pytest.mark.parametrize("text", ["x", "X", "yes", "kyllä", "Kyllä ", "ja", "K", "true", "1", "1.0", "✓"])
def test_a_tick_is_yes(text: str) -> None:
    assert tick_of(text) is True


@pytest.mark.parametrize("text", ["", " ", "no", "ei", "nej", "N", "e", "false", "0", "-"])
def test_a_tick_is_no(text: str) -> None:
    assert tick_of(text) is False


@pytest.mark.parametrize("text", ["ehkä", "2", "xx", "?"])
def test_an_unknown_tick_is_never_guessed(text: str) -> None:
    assert tick_of(text) is UNREADABLE


@pytest.mark.parametrize(("text", "number"), [("13", 13), (" 13 ", 13), ("13.0", 13), ("0", 0), ("", None)])
def test_a_count_is_a_whole_number(text: str, number: int | None) -> None:
    assert reader_of(Column.SCHOOLING_YEARS)(text) == number


@pytest.mark.parametrize("text", ["13 v", "-1", "41", "8,5", "kahdeksan", "1e1", "²", "1²"])
def test_a_doubtful_count_is_never_guessed(text: str) -> None:
    assert reader_of(Column.SCHOOLING_YEARS)(text) is UNREADABLE


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("ASIAKASNUMERO", Column.CANDIDATE),
        (" Kund ", Column.CANDIDATE),
        ("Asiakas:", Column.CANDIDATE),
        ("Asiakas nro", Column.CANDIDATE),
        ("Kundnr.", Column.CANDIDATE),
        ("luetun  ymmärtäminen", Column.READING),
        ("Luetun\nymmärtäminen", Column.READING),
        ("Hörförståelse", Column.LISTENING),
        ("Tal", Column.SPEAKING),
        ("Luku-ja kirjoitustaito", Column.LITERACY),
        ("hard_life_situation", Column.HARD_LIFE_SITUATION),
        ("Study readiness", Column.STUDY_READINESS),
        ("Huom.", None),
        ("", None),
    ],
)
def test_headings_are_known_in_each_language(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column
