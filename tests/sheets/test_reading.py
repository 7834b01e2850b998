"""Sheets as centres keep them: encodings, separators, titles, and everything that can be wrong."""

import contextlib
import datetime
import io
import random

import pytest
from openpyxl import load_workbook

from testing_app.rule_sets.rules import Level, Literacy, PartState
from testing_app.sheets.columns import Column
from testing_app.sheets.problems import (
    Fault,
    Refusal,
    Remark,
    SheetRefused,
    expectation_text,
    problem_text,
    refusal_text,
)
from testing_app.sheets.reading import Sheet, read_sheet
from testing_app.sheets.words import UNREADABLE, reader_of
from tests.sheets.making import GOOD, HEADINGS, csv_text, excel, in_worksheet, read, row


def faults(sheet: Sheet) -> list[tuple[int, str, str, Fault]]:
    return [(each.row, each.column, each.value, each.fault) for each in sheet.problems]


def refusal_of(content: bytes) -> Refusal:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content)
    assert refusal_text(refused.value, str)
    return refused.value.refusal


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_each_separator_and_encoding(separator: str, encoding: str) -> None:
    content = csv_text(GOOD, separator=separator).encode(encoding)

    sheet = read_sheet(content)

    assert sheet.problems == ()
    assert [given.literacy for _, given in sheet.good_rows] == [Literacy.LATIN_TECHNICAL]


def test_quoted_cells_may_hold_the_separator() -> None:
    text = csv_text(row("K1", reading='"A2,1"'), separator=",")

    assert [given.reading for _, given in read_sheet(text.encode()).good_rows] == [Level.A2_1]


def test_an_unquoted_decimal_comma_never_moves_a_row_along() -> None:
    text = csv_text(row("K1", needs_basic_education="no,no"), separator=",")

    sheet = read_sheet(text.encode())

    assert faults(sheet) == [(2, "", "no", Fault.CELL_WITHOUT_HEADING)]
    assert list(sheet.good_rows) == []


def test_titles_may_stand_above_the_header() -> None:
    sheet = read_sheet(("Testipäivä 12.3.2026\n\n" + csv_text(GOOD, row("K2", reading="A9"))).encode())

    assert sheet.header_row == 3
    assert faults(sheet) == [(5, "Luetun ymmärtäminen", "A9", Fault.UNKNOWN_WORD)]


def test_columns_may_come_in_any_order_and_unknown_ones_are_noted() -> None:
    sheet = read_sheet(b"Speaking,Remark,Candidate\nA1.1,late,K1\n")

    _, evidence = next(sheet.good_rows)
    assert (evidence.speaking, evidence.reading) == (Level.A1_1, PartState.NOT_TAKEN)
    assert (Remark.COLUMN_IGNORED, "Remark") in [(note.remark, note.heading) for note in sheet.notes]
    assert (Remark.COLUMN_MISSING, Column.READING) in [(note.remark, note.column) for note in sheet.notes]


def test_all_problems_of_a_row_are_told_in_the_order_of_the_sheet() -> None:
    sheet = read(row("K1", writing="A4.1", schooling_years="kahdeksan", literacy="osaa vähän?"))

    assert [each.column for each in sheet.problems] == [
        "Kirjoittaminen",
        "Luku- ja kirjoitustaito",
        "Kouluvuodet",
    ]
    assert sheet.rows[0].evidence is None


def test_a_problem_says_where_what_and_what_was_expected() -> None:
    sheet = read(row("K1", writing="A4.1"))

    text = problem_text(sheet.problems[0], str)

    assert text.startswith('Row 2, column Kirjoittaminen: "A4.1" is not known. Expected a level')


@pytest.mark.parametrize("column", [Column.LITERACY, Column.STUDY_READINESS])
def test_every_word_said_to_be_expected_is_understood(column: Column) -> None:
    text = expectation_text(column, str)

    words = text.removeprefix("Expected ").removesuffix(" or blank.").split(", ")
    assert len({reader_of(column)(word) for word in words} - {UNREADABLE}) == len(words) >= 3


def test_a_candidate_twice_names_both_rows_and_places_neither() -> None:
    sheet = read(GOOD, row("K2"), row(" k1 "))

    assert [(each.row, each.other_row) for each in sheet.problems] == [(2, 4), (4, 2)]
    assert [placed.candidate for placed, _ in sheet.good_rows] == ["K2"]


def test_a_row_without_a_candidate_is_a_problem_and_an_empty_row_is_not() -> None:
    sheet = read(GOOD, [""] * 11, row(" "), ["", "", "", "", "", "", "", "", "", "", "kyllä"])

    assert [(each.row, each.fault) for each in sheet.problems] == [
        (4, Fault.NO_CANDIDATE),
        (5, Fault.NO_CANDIDATE),
    ]


def test_a_candidate_written_with_other_spaces_is_the_same() -> None:
    assert [each.other_row for each in read(row("K 12"), row("k12\u200b")).problems] == [3, 2]


def test_an_invisible_sign_is_no_part_of_a_candidate() -> None:
    assert [each.candidate for each in read(row("\u200eK12\u00a0")).rows] == ["K12"]


def test_a_dash_is_no_candidate() -> None:
    assert [each.fault for each in read(row("-")).problems] == [Fault.NO_CANDIDATE]


def test_a_row_numbered_beforehand_is_empty() -> None:
    sheet = read_sheet(b"No;Candidate;Speaking\n1;K1;A1.1\n2;;\n3;;-\n")

    assert (sheet.problems, [each.candidate for each in sheet.rows]) == ((), ["K1"])


def test_the_same_column_twice_places_nobody() -> None:
    sheet = read_sheet(b"Candidate;Speaking;Puhuminen\nK1;A1.1;A2.1\n")

    assert faults(sheet) == [(1, "Puhuminen", "Puhuminen", Fault.COLUMN_TWICE)]
    assert sheet.rows == ()


def test_a_quoted_line_break_is_one_row() -> None:
    text = 'Candidate;Remark;Speaking\nK1;"two\nlines";A1.1\nK2;;A9\n'

    assert faults(read_sheet(text.encode())) == [(3, "Speaking", "A9", Fault.UNKNOWN_WORD)]


def test_the_raw_texts_are_kept_when_asked_for() -> None:
    sheet = read_sheet(csv_text(row("K1", writing="A4.1 ")).encode(), keep_texts=True)

    assert dict(sheet.rows[0].texts)[Column.WRITING] == "A4.1 "


def test_an_excel_sheet_is_read_with_its_kinds_of_cells() -> None:
    cells = ["K1", 0, "A1,1", None, " A1.1 ", "sujuva", "hyvä", "2", 13.0, True, 0]

    sheet = read_sheet(excel([["Testipäivä"], [], HEADINGS, cells]))

    _, evidence = next(sheet.good_rows)
    assert sheet.header_row == 3
    assert (evidence.reading, evidence.listening) == (Level.BELOW_A1_1, PartState.NOT_TAKEN)
    assert (evidence.languages_studied, evidence.schooling_years) == (2, 13)
    assert (evidence.hard_life_situation, evidence.needs_basic_education) == (True, False)


def test_a_date_or_an_error_in_an_excel_cell_is_a_problem() -> None:
    cells = ["K1", datetime.date(2026, 2, 1), "#REF!", 1.2, *GOOD[4:]]

    sheet = read_sheet(excel([HEADINGS, cells, ["#N/A", *GOOD[1:]]]))

    assert [each.value for each in sheet.problems] == ["2026-02-01", "#REF!", "1.2", "#N/A"]


def test_the_first_worksheet_with_a_header_is_read() -> None:
    sheet = read_sheet(excel([["Ohjeet"]], [HEADINGS, GOOD], [["Muuta"]]))

    assert [each.candidate for each in sheet.rows] == ["K1"]
    assert sheet.notes == ()


def test_a_second_worksheet_with_a_header_is_noted() -> None:
    sheet = read_sheet(excel([HEADINGS, GOOD], [HEADINGS, row("K2")]))

    assert [each.candidate for each in sheet.rows] == ["K1"]
    assert [(note.remark, note.heading) for note in sheet.notes] == [(Remark.SHEET_IGNORED, "Sheet1")]


def test_a_hidden_worksheet_is_not_read() -> None:
    book = load_workbook(io.BytesIO(excel([HEADINGS, GOOD], [HEADINGS, row("K2")])))
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    kept = io.BytesIO()
    book.save(kept)

    assert [each.candidate for each in read_sheet(kept.getvalue()).rows] == ["K2"]


def test_a_formula_without_a_computed_value_is_a_problem_and_not_blank() -> None:
    cells = ["K1", "=B9", *GOOD[2:8], "=4+5", *GOOD[9:]]

    sheet = read_sheet(excel([HEADINGS, cells, ["=A1", *GOOD[1:]]]))

    assert [(each.row, each.value) for each in sheet.problems] == [(2, "=B9"), (2, "=4+5"), (3, "=A1")]


def test_a_formula_that_was_computed_is_its_value() -> None:
    source = excel([HEADINGS, ["K1", "=B9", *GOOD[2:9], "=C9"]])
    for old, new in (
        (b'<c r="B2"><f>B9</f><v /></c>', b'<c r="B2" t="str"><f>B9</f><v>A1.3</v></c>'),
        (b'<c r="J2"><f>C9</f><v /></c>', b'<c r="J2" t="str"><f>C9</f><v></v></c>'),
    ):
        source = in_worksheet(source, old, new)

    sheet = read_sheet(source)

    assert sheet.problems == ()
    assert [given.reading for _, given in sheet.good_rows] == [Level.A1_3]


def test_a_table_may_start_anywhere_on_an_excel_sheet() -> None:
    blank: list[object] = [None] * 3

    sheet = read_sheet(
        excel([[], ["", "Testipäivä"], [], [*blank, *HEADINGS], [], [*blank, *row("K1", reading="?")]])
    )

    assert (sheet.header_row, [each.row for each in sheet.problems]) == (4, [6])


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b" \n", Refusal.EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", Refusal.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Refusal.PASSWORD),
        (b"PK\x03\x04 not really", Refusal.BROKEN_EXCEL),
        (b"%PDF-1.7\n\x00\x81", Refusal.NOT_A_SHEET),
        (b"name;level\nK1;A1.1\n", Refusal.NO_HEADER),
        (b'Candidate;Speaking\nK1;"A1.1\n', Refusal.QUOTES),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_reason(content: bytes, refusal: Refusal) -> None:
    assert refusal_of(content) is refusal


def test_an_excel_file_without_a_header_or_cut_short_is_refused() -> None:
    whole = excel([["Ohjeet"]])

    assert refusal_of(whole) is Refusal.NO_HEADER
    assert refusal_of(whole[: len(whole) // 2]) is Refusal.BROKEN_EXCEL


def test_a_header_without_rows_is_noted() -> None:
    assert Remark.NO_ROWS in [note.remark for note in read().notes]


def test_a_damaged_file_is_refused_or_read_but_never_breaks() -> None:
    chance = random.Random(3)
    whole = [csv_text(GOOD, row("K2")).encode(), excel([HEADINGS, GOOD])]

    for number in range(400):
        content = bytearray(whole[number % 2])
        for _ in range(chance.randrange(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        with contextlib.suppress(SheetRefused):
            assert read_sheet(bytes(content)).header_row >= 1
