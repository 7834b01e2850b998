"""The command `lahtotaso place`: what it writes where, and with which status."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from testing_app.cli import main
from testing_app.commands import place as command
from tests.sheets.making import GOOD, csv_text, row

DATA = Path(__file__).parents[3] / "shared" / "data"
MEMBERS = [
    "candidate", "track", "module", "extras", "overall", "rule", "rule_set", "missing", "reasons", "changes",
]  # fmt: skip

Captured = pytest.CaptureFixture[str]


def place(*words: str) -> int:
    return main(["place", *words])


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "sheet.csv"
    file.write_text(csv_text(GOOD, row("K2", literacy="sekundäärilukutaitoinen")), encoding="utf-8")
    return file


@pytest.fixture
def bad_sheet(tmp_path: Path) -> Path:
    file = tmp_path / "bad.csv"
    file.write_text(csv_text(GOOD, row("K2", reading="A4.1")), encoding="utf-8")
    return file


def test_json_has_the_agreed_members_for_each_candidate(sheet: Path, capsys: Captured) -> None:
    status = place(str(sheet), "--format", "json", "--on", "2026-03-12", "--lang", "en")

    first, second = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(first) == MEMBERS
    assert first["rule_set"] == {"id": "fi-koto-2022", "version": 1}
    assert first["reasons"][0] == {"code": "basic-path", "text": "No other rule holds: the basic path."}
    assert list(first["changes"][0]) == ["input", "from", "to", "track", "module"]
    assert (second["extras"], second["module"], second["missing"]) == (["latin-alphabet"], "M2", [])


def test_a_bad_row_leaves_nothing_on_standard_output(bad_sheet: Path, capsys: Captured) -> None:
    status = place(str(bad_sheet), "--format", "json", "--lang", "en")

    written = capsys.readouterr()
    assert (status, written.out) == (2, "")
    assert "3" in written.err
    assert "A4.1" in written.err
    assert written.err.endswith("Nobody was placed. To place the good rows, add --skip-bad.\n")


def test_skip_bad_places_the_good_rows_and_lists_the_bad(bad_sheet: Path, capsys: Captured) -> None:
    status = place(str(bad_sheet), "--format", "json", "--skip-bad")

    written = capsys.readouterr()
    assert status == 0
    assert [each["candidate"] for each in json.loads(written.out)] == ["K1"]
    assert "A4.1" in written.err


def test_skip_bad_without_a_good_row_fails(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(csv_text(row("K1", reading="?")), encoding="utf-8")

    assert place(str(file), "--skip-bad") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("words", [["--rules", "nothing"], ["--on", "1999-01-01"]])
def test_no_rule_set_is_an_error_that_lists_those_known(
    sheet: Path, words: list[str], capsys: Captured
) -> None:
    assert place(str(sheet), *words) == 2
    assert "fi-koto-2022" in capsys.readouterr().err


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path, capsys: Captured) -> None:
    assert place(str(tmp_path / "none.csv")) == 2
    assert place(str(tmp_path)) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_day_that_is_no_date_is_bad_usage(sheet: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        place(str(sheet), "--on", "12.3.2026")

    assert ended.value.code == 2


def test_the_table_shows_suggestion_reasons_and_nearest_changes(sheet: Path, capsys: Captured) -> None:
    place(str(sheet), "--lang", "sv")

    out = capsys.readouterr().out
    assert "integrationsutbildning, grundläggande väg" in out
    assert "Om uppgiften" in out
    assert "→" not in out
    assert "fi-koto-2022" in out


def test_the_table_says_ticks_as_ticks(sheet: Path, capsys: Captured) -> None:
    place(str(sheet), "--lang", "en")

    out = capsys.readouterr().out
    assert "If “needs basic education” were ticked: " in out
    assert " instead of " in out
    assert "were yes" not in out


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            ("--rules", "x"),
            "There is no rule set “x”. Known rule sets: fi-koto-2022 version 1 (from",
        ),
        (("--on", "2019-12-31"), "No rule set is in force on 2019-12-31. Known rule sets: fi-koto-2022"),
    ],
)
def test_a_rule_set_that_is_not_there_is_told_with_those_that_are(
    sheet: Path, capsys: Captured, asked: tuple[str, str], sentence: str
) -> None:
    status = place(str(sheet), *asked, "--lang", "en")

    assert status == 2
    assert sentence in capsys.readouterr().err


def test_a_column_that_is_not_there_is_named_in_the_language_of_the_reader(
    tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "short.csv"
    file.write_text("Candidate;Reading\nK1;A1.1\n", encoding="utf-8")

    place(str(file), "--lang", "en")

    told = capsys.readouterr().err
    assert 'there is no column "Writing"' in told
    assert "Kirjoittaminen" not in told


def test_texts_come_from_the_catalogs_of_the_product() -> None:
    assert (command.TRANSLATIONS / "fi" / "LC_MESSAGES" / "messages.po").exists()


def test_a_closed_output_is_told(sheet: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)

    assert place(str(sheet), "--lang", "en") == 2
    assert "cannot be written" in capsys.readouterr().err


def test_csv_has_one_row_for_each_candidate(sheet: Path, capsys: Captured) -> None:
    place(str(sheet), "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(each["candidate"], each["track"]) for each in rows] == [
        ("K1", "integration-basic"),
        ("K2", "integration-basic"),
    ]


def test_the_language_comes_from_the_terminal_or_is_finnish() -> None:
    assert command.language_of({"LANG": "sv_FI.UTF-8"}) == "sv"
    assert command.language_of({"LC_ALL": "en_GB", "LANG": "sv_FI"}) == "en"
    assert command.language_of({"LANG": "C.UTF-8"}) == "fi"


def test_an_empty_day_is_an_empty_list(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "empty.csv"
    file.write_text(csv_text(), encoding="utf-8")

    assert place(str(file), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def expected(name: str) -> Any:
    file = DATA / name
    if not file.exists():
        pytest.skip(f"the shared sheets are not beside the repository: {file}")
    return json.loads(file.read_text(encoding="utf-8"))


def as_expected(placed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    members = ("candidate", "track", "module", "extras", "overall", "rule")
    changed = ("input", "to", "track", "module")
    return [
        {name: each[name] for name in members}
        | {"changes": [{name: change[name] for name in changed} for change in each["changes"]]}
        for each in placed
    ]


def test_the_shared_csv_comes_out_as_expected(capsys: Captured) -> None:
    answer = expected("test-day.expected.json")

    assert place(str(DATA / "test-day.csv"), "--format", "json", "--on", "2026-03-12") == 0
    assert as_expected(json.loads(capsys.readouterr().out)) == answer


def test_the_shared_excel_sheet_comes_out_as_expected(capsys: Captured) -> None:
    answer = expected("testipaiva-2026-03-12.expected.json")

    sheet = command.read_sheet_file(DATA / "testipaiva-2026-03-12.xlsx")
    assert place(str(DATA / "testipaiva-2026-03-12.xlsx"), "--format", "json", "--skip-bad") == 0

    placed = json.loads(capsys.readouterr().out)
    problems = [{"row": each.row, "column": each.column, "value": each.value} for each in sheet.problems]
    assert (sheet.header_row, problems) == (answer["header_row"], answer["problems"])
    assert as_expected(placed) == answer["suggestions_of_good_rows"]
