"""What an installation keeps is for its owner alone, from the moment it is made."""

from pathlib import Path

from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.settings import settings_from


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_home_and_its_database_are_for_the_owner_alone(tmp_path: Path) -> None:
    settings = settings_from({"LAHTOTASO_HOME": str(tmp_path / "new")})
    database = Database(settings.database_url)
    migrate.upgrade(database)
    with database.reading():
        modes = {file.name: mode_of(file) for file in settings.home.iterdir()}
    database.close()

    assert mode_of(settings.home) == 0o700
    assert modes["lahtotaso.db"] == 0o600
    assert set(modes.values()) == {0o600}


def test_a_home_that_was_there_before_keeps_its_mode(tmp_path: Path) -> None:
    home = tmp_path / "shared"
    home.mkdir(mode=0o750)
    home.chmod(0o750)

    settings_from({"LAHTOTASO_HOME": str(home)})

    assert mode_of(home) == 0o750


def test_a_database_that_was_there_before_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file.touch()
    file.chmod(0o640)

    Database(f"sqlite:///{file}").close()

    assert mode_of(file) == 0o640
