"""A load balancer learns whether this process can serve, and nothing more."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from testing_app.app import create_app
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.settings import Settings
from tests.world import World


def test_a_migrated_database_that_answers_is_ok(app: Flask) -> None:
    answer = app.test_client().get("/health")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_a_database_at_other_tables_is_unavailable(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))

    assert app.test_client().get("/health").status_code == 503


def test_a_database_that_cannot_be_reached_is_unavailable_even_to_a_signed_in_browser(
    settings: Settings, world: World, tmp_path: Any
) -> None:
    nowhere = Database(f"sqlite:///{tmp_path / 'gone' / 'lahtotaso.db'}")
    web = create_app(settings, nowhere).test_client()
    web.set_cookie("lahtotaso_session", world.cookie("assessor"))

    answer = web.get("/health")

    assert (answer.status_code, answer.text) == (503, "unavailable\n")
    assert migrate.is_ready(nowhere) is False
