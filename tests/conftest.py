"""What every test may ask for: a clean database of each kind, the application on it, people to act."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from testing_app.app import create_app, open_database
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.settings import MasterSecret, Settings
from tests.postgres import Postgres, start_postgres
from tests.world import World

SECRET = MasterSecret(bytes(range(32)))

# A busy machine is no finding: what is slow is measured in benchmarks.
hypothesis_settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("project")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{file}")
    migrate.upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A real PostgreSQL server with one empty, migrated database to copy."""
    with start_postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An installation of its own on each kind of database."""
    with installation(request, tmp_path) as made:
        yield made


@contextmanager
def installation(request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    """An empty installation in a folder, on the kind of database that `request` asks for."""
    home = folder / "home"
    home.mkdir()
    if request.param == "sqlite":
        file = home / "lahtotaso.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield Settings(home=home, database_url=f"sqlite:///{file}", secret=SECRET)
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.copy_of_template(f"t{uuid.uuid4().hex[:12]}") as url:
        yield Settings(home=home, database_url=url, secret=SECRET)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The empty, migrated database of that installation."""
    opened = open_database(settings, pool_size=5)
    yield opened
    opened.close()


@pytest.fixture
def world(database: Database) -> World:
    """Organisations and accounts to act as; see `tests.world`."""
    return World.build(database)


@pytest.fixture
def app(settings: Settings, database: Database) -> Any:
    """The web application on that database."""
    application = create_app(settings, database)
    application.config["TESTING"] = True
    application.config["PROPAGATE_EXCEPTIONS"] = False
    return application
