"""The commands that set up and look after an installation, as they are typed."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from testing_app.cli import main
from testing_app.persistence.database import Database


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of an installation that is not set up yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("LAHTOTASO_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("LAHTOTASO_SECRET", raising=False)
    return folder


@pytest.mark.parametrize(
    "command", [["serve"], ["backup", "x.zip"], ["keys", "list"], ["audit", "verify"],
                ["accounts", "make-administrator", "a@b.fi", "--name", "A"]],
)  # fmt: skip
def test_a_command_says_that_the_tables_are_missing_and_what_to_do(
    home: Path, capsys: pytest.CaptureFixture[str], command: list[str]
):
    assert main(command) == 2
    assert "lahtotaso migrate" in capsys.readouterr().err


def test_migrate_makes_tables_and_keys_once(home: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0

    out = capsys.readouterr().out
    assert out.count("Signing keys were made") == 1
    assert (home / "keys" / "keyring.json").exists()


def test_the_first_administrator_gets_a_link(home: Path, capsys: pytest.CaptureFixture[str]):
    main(["migrate"])

    assert main(["accounts", "make-administrator", "Aino@example.org", "--name", "Aino"]) == 0
    assert main(["accounts", "make-administrator", "aino@example.org", "--name", "Aino"]) == 0

    links = re.findall(r"http://127\.0\.0\.1:8000/set-password/\S+", capsys.readouterr().out)
    database = Database(f"sqlite:///{home / 'lahtotaso.db'}")
    with database.reading() as session:
        counts = session.execute(
            sa.text("SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM one_time_links)")
        ).one()
    database.close()
    assert len(set(links)) == 2
    assert tuple(counts) == (1, 1)


def test_keys_are_listed_and_rotated(home: Path, capsys: pytest.CaptureFixture[str]):
    main(["migrate"])
    assert main(["keys", "rotate"]) == 0
    capsys.readouterr()

    assert main(["keys", "list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.endswith("in use") for line in lines] == [False, True]


def test_the_audit_is_verified_and_anchored(home: Path, capsys: pytest.CaptureFixture[str]):
    main(["migrate"])
    main(["keys", "rotate"])
    assert main(["audit", "anchor"]) == 0
    assert main(["audit", "verify"]) == 0
    assert "1 entries checked, 0 findings, 1 lines of anchors" in capsys.readouterr().out
    database = Database(f"sqlite:///{home / 'lahtotaso.db'}")
    with database.transaction() as session:
        session.execute(sa.text("DROP TRIGGER audit_entries_keep_update"))
        session.execute(sa.text("UPDATE audit_entries SET action = 'nothing'"))
    database.close()

    assert main(["audit", "verify"]) == 1

    assert "entry 1 was changed" in capsys.readouterr().out


def test_a_backup_is_written_and_restored(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(["migrate"])
    main(["keys", "rotate"])
    file = str(tmp_path / "b.zip")

    assert main(["backup", file]) == 0
    assert main(["backup", file]) == 2
    assert main(["restore", file]) == 2
    assert main(["restore", file, "--replace"]) == 0
    assert main(["restore", str(tmp_path / "none.zip")]) == 2

    shown = capsys.readouterr()
    assert "THE MASTER SECRET IS NOT IN IT" in shown.out
    assert "exists already" in shown.err
    assert "--replace" in shown.err
    assert "The audit is whole" in shown.out
    assert "There is no file" in shown.err


def test_a_secret_that_is_too_short_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("LAHTOTASO_SECRET", "abc")

    assert main(["migrate"]) == 2
    assert "LAHTOTASO_SECRET must hold" in capsys.readouterr().err


def test_a_restore_without_a_secret_says_what_to_copy_and_makes_none(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    main(["migrate"])
    main(["backup", str(tmp_path / "b.zip")])
    empty = tmp_path / "empty"
    monkeypatch.setenv("LAHTOTASO_HOME", str(empty))
    monkeypatch.delenv("LAHTOTASO_SECRET", raising=False)
    capsys.readouterr()

    refused = main(["restore", str(tmp_path / "b.zip")])

    assert refused == 2
    assert f"Copy the secret.key of that installation to {empty / 'secret.key'}" in capsys.readouterr().err
    assert not empty.exists()
