"""Post codes and the distances between them."""

from pathlib import Path

import pytest

from testing_app.cli import main
from testing_app.people.distances import kilometres, kilometres_from
from testing_app.people.models import PostCode
from testing_app.people.post_codes import keep_post_codes, read_post_codes
from testing_app.persistence.database import Database

TABLE = b"code;city;latitude;longitude\n00100;Helsinki;60.1719;24.9347\n33100;Tampere;61,4978;23,7610\n"


def test_the_distance_from_helsinki_to_tampere_is_that_of_the_map(database: Database) -> None:
    with database.transaction() as session:
        keep_post_codes(session, read_post_codes(TABLE).places)

        assert kilometres(session, "00100", "33100") == pytest.approx(160, abs=2)
        assert kilometres(session, "FI-00100", "00100 ") == 0


def test_a_post_code_that_is_not_in_the_table_has_no_distance(database: Database) -> None:
    with database.transaction() as session:
        keep_post_codes(session, read_post_codes(TABLE).places)

        assert kilometres(session, "00100", "99999") is None
        assert kilometres(session, "", "00100") is None
        assert set(kilometres_from(session, "00100", ["33100", "", "99999"])) == {"33100"}


def test_every_problem_of_a_table_is_told_with_its_row() -> None:
    table = read_post_codes(
        b"code;city;latitude;longitude\n00100;Helsinki;60.1;24.9\n?;X;91;nan\n00100;Again;60;24\n"
    )

    assert [row for row, _ in table.problems] == [3, 3, 3, 4]


def test_a_new_table_moves_what_was_known_and_keeps_the_rest(database: Database) -> None:
    with database.transaction() as session:
        keep_post_codes(session, read_post_codes(TABLE).places)

        new = keep_post_codes(
            session, read_post_codes(b"code;city;latitude;longitude\n00100;H;60;25\n20100;T;60;22\n").places
        )

        assert new == 1
        assert session.get_one(PostCode, "33100").city == "Tampere"
        session.expire_all()
        assert session.get_one(PostCode, "00100").latitude == 60


def test_the_command_keeps_all_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAHTOTASO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("LAHTOTASO_SECRET", raising=False)
    (tmp_path / "good.csv").write_bytes(TABLE)
    (tmp_path / "bad.csv").write_bytes(TABLE + b"x!;Y;1;2\nz;Y;999;2\n")
    main(["migrate"])

    refused = main(["post-codes", "import", str(tmp_path / "bad.csv")])
    said = capsys.readouterr().err
    kept = main(["post-codes", "import", str(tmp_path / "good.csv")])

    assert (refused, kept) == (2, 0)
    assert "Row 4" in said
    assert "Row 5" in said
    assert "of which new: 2" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"])
def test_the_command_says_why_a_file_is_no_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(content)

    assert main(["post-codes", "import", str(file)]) == 2
    assert "is no table of post codes" in capsys.readouterr().err
