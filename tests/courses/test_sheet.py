"""A sheet of course groups: read in three languages, every problem at once, nothing half imported."""

import io
import zipfile
from datetime import date, time
from uuid import uuid4

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from testing_app.courses.actions import make_group
from testing_app.courses.columns import HEADINGS, LANGUAGES, GroupColumn, heading_in
from testing_app.courses.models import CourseGroup
from testing_app.courses.sheet import GroupSheet, import_groups, read_groups
from testing_app.errors import Invalid
from testing_app.vocabulary import CourseKind, Role, TestedLanguage
from tests.queue.making import facts
from tests.world import NOW, World

ROW = {
    GroupColumn.CODE: "K2-14",
    GroupColumn.NAME: "Suomi M2",
    GroupColumn.LANGUAGE_TESTED: "suomi",
    GroupColumn.KIND: "työvoimakoulutus",
    GroupColumn.TRACK: "integration-basic",
    GroupColumn.MODULE: "M2",
    GroupColumn.STARTS_ON: "12.1.2027",
    GroupColumn.ENDS_ON: "30.4.2027",
    GroupColumn.WEEKDAYS: "ma–to",
    GroupColumn.BEGINS_AT: "9.00",
    GroupColumn.FINISHES_AT: "14:15",
    GroupColumn.CITY: "Vantaa",
    GroupColumn.CAPACITY: "20",
    GroupColumn.MINIMUM: "12",
    GroupColumn.PRICE: "50,50",
}


def csv_of(*rows: dict[GroupColumn, str], language: str = "fi") -> bytes:
    columns = list(ROW)
    lines = [";".join(heading_in(language, column) for column in columns)]
    lines += [";".join(f'"{({**ROW, **row})[column]}"' for column in columns) for row in rows]
    return "\n".join(lines).encode()


def problems_in(sheet: GroupSheet) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in sheet.problems]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_read_under_headings_of_each_language(language: str) -> None:
    sheet = read_groups(csv_of({}, language=language))

    assert sheet.is_ready
    group = sheet.rows[0].facts
    assert group is not None
    assert (group.code, group.language_tested, group.kind) == (
        "K2-14",
        TestedLanguage.FINNISH,
        CourseKind.LABOUR_MARKET,
    )
    assert (group.starts_on, group.entry_until) == (date(2027, 1, 12), date(2027, 1, 12))
    assert (group.begins_at, group.finishes_at) == (time(9), time(14, 15))
    assert (group.weekdays, group.price_cents, group.minimum) == ((0, 1, 2, 3), 5050, 12)


def test_no_two_columns_share_a_heading() -> None:
    named: dict[str, GroupColumn] = {}
    for column, names in HEADINGS.items():
        for name in names:
            assert named.setdefault(name.casefold(), column) is column


def test_an_excel_sheet_is_read_with_its_own_days_and_times() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values = {**ROW, GroupColumn.STARTS_ON: date(2027, 1, 12), GroupColumn.BEGINS_AT: time(9)}
    sheet.append([heading_in("fi", column) for column in values])
    sheet.append(list(values.values()))
    file = io.BytesIO()
    book.save(file)

    read = read_groups(file.getvalue())

    assert read.problems == []
    group = read.rows[0].facts
    assert group is not None
    assert (group.starts_on, group.begins_at) == (date(2027, 1, 12), time(9))


def test_every_problem_of_every_row_is_told_with_its_row_and_column() -> None:
    sheet = read_groups(
        csv_of(
            {GroupColumn.STARTS_ON: "31.2.2027", GroupColumn.CAPACITY: "many"},
            {GroupColumn.CODE: "K3", GroupColumn.ENDS_ON: "1.1.2027", GroupColumn.MINIMUM: "30"},
            {GroupColumn.CODE: "K4", GroupColumn.KIND: "", GroupColumn.WEEKDAYS: "mi"},
        )
    )

    assert problems_in(sheet) == [
        (2, "Alkaa", "day_unreadable"),
        (2, "Paikkoja", "number_unreadable"),
        (3, "Päättyy", "ends_before_it_starts"),
        (3, "Vähintään", "minimum_over_capacity"),
        (4, "Koulutusmuoto", "missing"),
        (4, "Viikonpäivät", "weekday_unknown"),
    ]
    assert [row.facts for row in sheet.rows] == [None, None, None]


def test_a_code_on_two_rows_is_told_at_both() -> None:
    sheet = read_groups(csv_of({}, {}))

    assert problems_in(sheet) == [
        (2, "Ryhmän tunnus", "code_twice"),
        (3, "Ryhmän tunnus", "code_twice"),
    ]


def test_a_formula_is_never_taken_for_text() -> None:
    sheet = read_groups(csv_of({GroupColumn.NAME: "=HYPERLINK(1)"}))

    assert problems_in(sheet) == [(2, "Nimi", "formula")]


def test_columns_that_are_missing_are_told_together() -> None:
    sheet = read_groups(b"Tunnus;Nimi;Alkaa;Muuta\nK1;Suomi;12.1.2027;x\n")

    assert {code for _, _, code in problems_in(sheet)} == {"column_missing"}
    assert len(sheet.problems) == 5
    assert list(sheet.ignored) == ["Muuta"]


def test_words_for_tracks_and_buyers_are_those_that_are_given() -> None:
    buyer = uuid4()
    columns = "Tunnus;Nimi;Kieli;Laji;Polku;Moduuli;Ottaa myös;Tilaaja;Alkaa;Päättyy;Paikkoja;Verkossa"
    row = "K1;Suomi;suomi;nollakurssi;{};M2;Peruspolku M3, Hidas polku/M2;{};12.1.2027;30.4.2027;20;x"
    tracks = {"Peruspolku": "integration-basic", "Hidas polku": "integration-slow"}

    good = read_groups(
        f"{columns}\n{row.format('peruspolku', 'Vantaa')}".encode(), tracks=tracks, buyers={"Vantaa": buyer}
    )
    bad = read_groups(f"{columns}\n{row.format('Oma polku', 'Turku')}".encode(), tracks=tracks)

    group = good.rows[0].facts
    assert group is not None
    assert (group.track, group.authority_id) == ("integration-basic", buyer)
    assert group.also_admits == (("integration-basic", "M3"), ("integration-slow", "M2"))
    assert problems_in(bad) == [(2, "Polku", "track_unknown"), (2, "Tilaaja", "authority_unknown")]


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (b"", "sheet_empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "sheet_old_excel"),
        (b"PK\x03\x04 not really", "sheet_broken_excel"),
        (b"%PDF-1.7\n\x00\x81", "sheet_not_a_sheet"),
        (b"name;level\nK1;A1.1\n", "sheet_no_header"),
        (b"x" * 5_000_001, "sheet_too_big"),
        (csv_of(), "sheet_no_groups"),
    ],
)
def test_what_is_no_sheet_of_groups_is_refused_with_a_reason(upload: bytes, code: str) -> None:
    assert [problem.code for problem in read_groups(upload).problems] == [code]


def test_a_file_that_swells_when_unpacked_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)

    assert [problem.code for problem in read_groups(file.getvalue()).problems] == ["sheet_too_big"]


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reader(noise: bytes) -> None:
    for upload in (noise, csv_of({}) + b"\n" + noise, b"PK\x03\x04" + noise):
        read_groups(upload)


@given(st.dictionaries(st.sampled_from(list(ROW)), st.text(max_size=12)))
def test_a_row_is_either_whole_or_has_a_problem(cells: dict[GroupColumn, str]) -> None:
    clean = {column: text.replace('"', "").replace("\0", "") for column, text in cells.items()}

    sheet = read_groups(csv_of(clean))

    assert sheet.is_ready == (bool(sheet.rows) and all(row.facts is not None for row in sheet.rows))


def test_every_group_of_a_good_sheet_becomes_a_draft(world: World) -> None:
    sheet = read_groups(csv_of({}, {GroupColumn.CODE: "K2-15"}))

    with world.database.transaction() as session:
        made = import_groups(session, sheet, by=world.act(Role.TRAINING_PROVIDER), now=NOW)

        assert [(group.code, group.published_at) for group in made] == [("K2-14", None), ("K2-15", None)]


def test_a_sheet_with_one_code_that_is_taken_imports_nothing(world: World) -> None:
    by = world.act(Role.TRAINING_PROVIDER)
    with world.database.transaction() as session:
        make_group(session, facts("K2-15"), by=by, now=NOW)
    sheet = read_groups(csv_of({}, {GroupColumn.CODE: "K2-15"}))

    with world.database.transaction() as session, pytest.raises(Invalid) as refused:
        import_groups(session, sheet, by=by, now=NOW)

    assert refused.value.problems == {"3": ["group_code_taken"]}
    with world.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CourseGroup)) == 1
