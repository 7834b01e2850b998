"""A sheet read row by row gives what the sheet read whole gives, and holds none of it."""

import os
import threading
import tracemalloc
from pathlib import Path

import pytest

from testing_app.sheets.problems import Fault, Refusal, Remark, SheetRefused
from testing_app.sheets.reading import read_sheet
from testing_app.sheets.streaming import (
    MOTHER_TONGUE_GROUP,
    MUNICIPALITY,
    SheetStream,
    stream_sheet_file,
)
from tests.sheets.making import HEADINGS, csv_text, excel, row

HEADING_ROW = ["Asiakas", "Puhuminen", "Kunta", "Äidinkieliryhmä", "Huomautus"]


def streamed(path: Path, content: bytes) -> SheetStream:
    path.write_bytes(content)
    return stream_sheet_file(path)


def lines(*rows: list[str]) -> bytes:
    return "\n".join(";".join(cells) for cells in (HEADING_ROW, *rows)).encode()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_row_by_row_a_sheet_says_the_same_as_read_whole(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = [row("K1"), row("K2", reading="A9"), row("", reading="A2.1"), row("K3", literacy="")]
    content = csv_text(*rows, separator=separator).encode(encoding)
    whole = read_sheet(content)

    found = list(streamed(tmp_path / "sheet.csv", content).rows)

    assert tuple(problem for each in found for problem in each.problems) == whole.problems
    assert [(each.number, each.evidence) for each in found if each.candidate] == [
        (each.number, each.evidence) for each in whole.rows
    ]


def test_an_excel_sheet_can_be_read_row_by_row(tmp_path: Path) -> None:
    content = excel([list(HEADINGS), row("K1"), row("K2")])

    sheet = streamed(tmp_path / "sheet.xlsx", content)

    assert sheet.lines is None
    assert [each.evidence for each in sheet.rows] == [each.evidence for each in read_sheet(content).rows]


def test_other_columns_come_along_under_any_of_their_headings(tmp_path: Path) -> None:
    content = lines(["K1", "A1.1", " Oulu ", "ar", "x"], ["K2", "A1.2", "Pori"], ["K3", "A1.3"])

    sheet = streamed(tmp_path / "sheet.csv", content)

    assert sheet.found == (MOTHER_TONGUE_GROUP, MUNICIPALITY)
    assert [each.also for each in sheet.rows] == [("ar", "Oulu"), ("", "Pori"), ("", "")]


def test_a_cell_beyond_the_last_heading_is_never_taken_for_a_missing_column(tmp_path: Path) -> None:
    sheet = streamed(tmp_path / "sheet.csv", b"Candidate;Reading\nK1;A1.1;Oulu\n")

    (found,) = sheet.rows

    assert found.also == ("", "")
    assert [problem.fault for problem in found.problems] == [Fault.CELL_WITHOUT_HEADING]


def test_only_columns_that_nobody_asked_for_are_noted_as_ignored(tmp_path: Path) -> None:
    sheet = streamed(tmp_path / "sheet.csv", lines(["K1", "A1.1", "Oulu", "ar", ""]))

    ignored = [note.heading for note in sheet.notes if note.remark is Remark.COLUMN_IGNORED]

    assert ignored == ["Huomautus"]


@pytest.mark.parametrize("twice", ["Puhuminen", "Kotikunta"])
def test_a_column_that_is_there_twice_leaves_no_rows(tmp_path: Path, twice: str) -> None:
    content = lines(["K1", "A1.1", "Oulu", "ar", "x"]).replace(b"Huomautus", twice.encode())

    sheet = streamed(tmp_path / "sheet.csv", content)

    assert [(problem.fault, problem.value) for problem in sheet.problems] == [(Fault.COLUMN_TWICE, twice)]
    assert list(sheet.rows) == []


def test_a_candidate_on_several_rows_has_several_results(tmp_path: Path) -> None:
    sheet = streamed(tmp_path / "sheet.csv", lines(["K1", "A1.1", "", "", ""], ["K1", "A2.1", "", "", ""]))

    assert [each.evidence is not None for each in sheet.rows] == [True, True]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b" \n\n", Refusal.EMPTY),
        (b"nothing;here", Refusal.NO_HEADER),
        (b"Candidate;Reading\nK1;\0", Refusal.NOT_A_SHEET),
        (b"PK\x03\x04broken", Refusal.BROKEN_EXCEL),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(tmp_path: Path, content: bytes, refusal: Refusal) -> None:
    with pytest.raises(SheetRefused) as refused:
        streamed(tmp_path / "sheet", content)

    assert refused.value.refusal is refusal


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetRefused) as refused:
        stream_sheet_file(tmp_path / "nowhere.csv")

    assert refused.value.refusal is Refusal.NOT_FOUND


def test_quotation_marks_that_never_end_are_refused_with_their_row(tmp_path: Path) -> None:
    sheet = streamed(tmp_path / "sheet.csv", lines(["K1", "A1.1", "Oulu", "ar", ""], ["K2", '"A1.1']))

    with pytest.raises(SheetRefused) as refused:
        list(sheet.rows)

    assert (refused.value.refusal, refused.value.facts) == (Refusal.QUOTES, {"row": 3})


def test_a_pipe_is_read_although_it_can_be_read_only_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    content = lines(["K1", "A1.1", "Oulu", "ar", ""])
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()

    sheet = stream_sheet_file(pipe)
    writer.join()

    assert [each.also for each in sheet.rows] == [("ar", "Oulu")]


def test_a_long_sheet_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(
        lines(*(["K" * 40 + str(number), "A1.1", "Oulu", "ar", ""] for number in range(100_000)))
    )
    rows = stream_sheet_file(path).rows
    tracemalloc.start()

    read = sum(1 for _ in rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read == 100_000
    assert peak < path.stat().st_size / 10
