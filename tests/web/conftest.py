"""Pages are tested on SQLite; the walks take every page of every desk through both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from testing_app.settings import Settings
from tests.conftest import installation


@pytest.fixture(params=["sqlite"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An installation of its own; what differs between databases is tested at the stages and walked here."""
    with installation(request, tmp_path) as made:
        yield made
