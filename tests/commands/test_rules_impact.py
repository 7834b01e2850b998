"""`lahtotaso rules impact`: what it writes where, in which words, and with which status."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from testing_app.cli import main
from testing_app.persistence.database import Database
from testing_app.rule_sets import rules

Captured = pytest.CaptureFixture[str]

COLUMNS = (
    "Asiakas", "Luetun ymmärtäminen", "Kirjoittaminen", "Kuullun ymmärtäminen", "Puhuminen",
    "Luku- ja kirjoitustaito", "Opiskeluvalmiudet", "Opiskellut kielet", "Kouluvuodet",
    "Vaikea elämäntilanne", "Tarvitsee perusopetusta",
)  # fmt: skip


def person(number: int, *, schooling: int = 9, level: str = "A1.2") -> list[str]:
    return [f"K{number}", *[level] * 4, "sekundäärilukutaitoinen", "perus", "1", str(schooling), "", ""]


def write_sheet(path: Path, rows: list[list[str]], *headings: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[*COLUMNS, *headings], *rows])
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """30 results, of which 7 are of people with seven years of schooling."""
    rows = [[*person(number, schooling=7 if number < 7 else 9), "persia", "Espoo"] for number in range(30)]
    return write_sheet(tmp_path / "results.csv", rows, "Äidinkieli", "Kunta")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A version in which seven years of schooling are too few."""
    text = (rules.shipped_text("fi-koto-2022", 1) or "").replace('"below 6"', '"below 8"')
    path = tmp_path / "new.toml"
    path.write_text(text.replace("\nversion = 1", "\nversion = 2"), encoding="utf-8")
    return path


def impact(*words: object) -> int:
    return main(["rules", "impact", *map(str, words)])


def test_json_has_totals_matrix_causes_and_groups(sheet: Path, new: Path, capsys: Captured) -> None:
    assert impact("fi-koto-2022@1", new, sheet, "--format", "json") == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["results"], found["moved"], found["stayed"]) == (30, 7, 23)
    assert (found["old"], found["new"]) == (
        {"id": "fi-koto-2022", "version": 1},
        {"id": "fi-koto-2022", "version": 2},
    )
    basic = {"track": "integration-basic", "module": "M2"}
    assert found["matrix"] == [
        {"from": basic, "to": basic, "results": 23},
        {"from": basic, "to": {"track": "assessor-decides", "module": None}, "results": 7},
    ]
    assert found["causes"] == [{"old_rule": "basic-path", "new_rule": "latin-unsure", "results": 7}]
    assert found["groups"] == {
        "mother_tongue": [{"label": "persia", "results": 30, "moved": 7}],
        "municipality": [{"label": "Espoo", "results": 30, "moved": 7}],
        "literacy": [{"label": "other_script", "results": 30, "moved": 7}],
    }


def test_csv_has_every_table_below_the_other(sheet: Path, new: Path, capsys: Captured) -> None:
    assert impact("fi-koto-2022", new, sheet, "--format", "csv", "--on", "2026-03-12") == 0

    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["table", "old", "new", "results", "moved"]
    assert rows[1] == ["total", "fi-koto-2022@1", "fi-koto-2022@2", "30", "7"]
    assert ["matrix", "integration-basic M2", "assessor-decides", "7", ""] in rows
    assert ["causes", "basic-path", "latin-unsure", "", "7"] in rows
    assert ["municipality", "Espoo", "Espoo", "30", "7"] in rows


@pytest.mark.parametrize(
    ("language", "track", "literacy"),
    [
        ("fi", "kotoutumiskoulutus, peruspolku M2", "sekundäärilukutaitoinen"),
        ("sv", "integrationsutbildning, grundläggande väg M2", "annat skriftsystem"),
        ("en", "integration training, basic path M2", "other script"),
    ],
)
def test_tables_are_in_the_language_asked_for(
    sheet: Path, new: Path, capsys: Captured, language: str, track: str, literacy: str
) -> None:
    assert impact("fi-koto-2022@1", new, sheet, "--lang", language) == 0

    out = capsys.readouterr().out
    assert track in out
    assert literacy in out
    assert "basic-path" in out
    assert "latin-unsure" in out


def test_the_table_says_that_nothing_signed_changes(sheet: Path, new: Path, capsys: Captured) -> None:
    impact("fi-koto-2022@1", new, sheet, "--lang", "en")

    assert "Nothing signed changes." in capsys.readouterr().out


def test_small_numbers_are_hidden_unless_asked_for(tmp_path: Path, new: Path, capsys: Captured) -> None:
    rows = [person(number, schooling=7 if number < 3 else 9) for number in range(30)]
    sheet = write_sheet(tmp_path / "few.csv", rows)

    impact("fi-koto-2022@1", new, sheet, "--format", "json")
    hidden = json.loads(capsys.readouterr().out)
    impact("fi-koto-2022@1", new, sheet, "--format", "json", "--show-small")
    shown = json.loads(capsys.readouterr().out)

    assert (hidden["results"], hidden["moved"], hidden["stayed"]) == (30, None, None)
    assert hidden["causes"][0]["results"] is None
    assert hidden["smallest_shown"] == 5
    assert (shown["moved"], shown["causes"][0]["results"]) == (3, 3)


def test_a_bad_row_stops_the_comparison_unless_it_is_left_out(
    tmp_path: Path, new: Path, capsys: Captured
) -> None:
    sheet = write_sheet(tmp_path / "bad.csv", [person(1, level="A4.1"), *(person(at) for at in range(2, 12))])

    assert impact("fi-koto-2022@1", new, sheet, "--lang", "en") == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert "Row 2" in written.err
    assert "A4.1" in written.err
    assert "--skip-bad" in written.err

    assert impact("fi-koto-2022@1", new, sheet, "--skip-bad", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["results"] == 10


def test_when_no_row_is_good_there_is_nothing_to_skip_to(tmp_path: Path, new: Path, capsys: Captured) -> None:
    sheet = write_sheet(tmp_path / "bad.csv", [person(1, level="A4.1")])

    assert impact("fi-koto-2022@1", new, sheet, "--skip-bad") == 2
    assert capsys.readouterr().out == ""


def test_a_candidate_may_have_several_results(tmp_path: Path, new: Path, capsys: Captured) -> None:
    sheet = write_sheet(tmp_path / "again.csv", [person(1), person(1)])

    assert impact("fi-koto-2022@1", new, sheet, "--format", "json", "--show-small") == 0
    assert json.loads(capsys.readouterr().out)["results"] == 2


def test_an_excel_sheet_is_read_too(tmp_path: Path, new: Path, capsys: Captured) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [[*COLUMNS, "Modersmål"], *([*person(number), "arabiska"] for number in range(6))]:
        book.active.append(row)
    book.save(tmp_path / "results.xlsx")

    assert impact("fi-koto-2022@1", new, tmp_path / "results.xlsx", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["groups"]["mother_tongue"] == [
        {"label": "arabiska", "results": 6, "moved": 0}
    ]


def test_an_empty_sheet_has_nobody_to_compare(tmp_path: Path, new: Path, capsys: Captured) -> None:
    sheet = write_sheet(tmp_path / "empty.csv", [])

    assert impact("fi-koto-2022@1", new, sheet, "--lang", "en") == 0
    assert "There is nobody to compare." in capsys.readouterr().out


def problem_of(capsys: Captured, *words: object) -> str:
    assert impact(*words, "--lang", "en") == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert "Traceback" not in written.err
    return written.err


def test_what_cannot_be_found_is_said(sheet: Path, new: Path, tmp_path: Path, capsys: Captured) -> None:
    assert "There is no rule set “fi-koto-2099”" in problem_of(capsys, "fi-koto-2099", new, sheet)
    assert "fi-koto-2022@1" in problem_of(capsys, "fi-koto-2022@7", new, sheet)
    assert "There is no rule set" in problem_of(capsys, "fi-koto-2022@x", new, sheet)
    assert "not in force" in problem_of(capsys, "fi-koto-2022", new, sheet, "--on", "2001-01-01")
    assert "no such file" in problem_of(capsys, "fi-koto-2022@1", new, tmp_path / "none.csv").lower()
    assert "none.toml" in problem_of(capsys, tmp_path / "none.toml", new, sheet)
    assert "does not place anybody" in problem_of(capsys, "fi-validity-2026@1", new, sheet)


def test_a_malformed_rule_set_is_refused_with_line_and_column(
    sheet: Path, tmp_path: Path, capsys: Captured
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('id = "x"\nversion = \n', encoding="utf-8")

    assert "broken.toml:2:" in problem_of(capsys, "fi-koto-2022@1", broken, sheet)


def test_a_population_is_needed_and_only_one(sheet: Path, new: Path, capsys: Captured) -> None:
    assert "Give the population" in problem_of(capsys, "fi-koto-2022@1", new)
    assert "not both" in problem_of(capsys, "fi-koto-2022@1", new, sheet, "--database")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("LAHTOTASO_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("LAHTOTASO_SECRET", raising=False)
    return folder


def test_comparing_signed_results_is_audited(home: Path, new: Path, capsys: Captured) -> None:
    main(["migrate"])
    capsys.readouterr()

    assert impact("fi-koto-2022@1", new, "--database", "--format", "json") == 0

    assert json.loads(capsys.readouterr().out)["results"] == 0
    database = Database(f"sqlite:///{home / 'lahtotaso.db'}")
    with database.reading() as session:
        entries = session.execute(sa.text("SELECT action, subject_id, details FROM audit_entries")).all()
    database.close()
    assert [tuple(entry[:2]) for entry in entries] == [("impact_viewed", "fi-koto-2022@2")]
    assert json.loads(entries[0].details)["old"] == "fi-koto-2022@1"


def test_an_installation_without_tables_is_refused(home: Path, new: Path, capsys: Captured) -> None:
    assert "lahtotaso migrate" in problem_of(capsys, "fi-koto-2022@1", new, "--database")


def test_rule_sets_of_different_languages_have_no_results_together(
    home: Path, new: Path, capsys: Captured
) -> None:
    main(["migrate"])
    capsys.readouterr()

    assert "no language together" in problem_of(capsys, "sv-koto-2022@1", new, "--database")
