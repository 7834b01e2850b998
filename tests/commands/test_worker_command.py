"""`lahtotaso worker --once` delivers what is due and stops."""

import pytest
import sqlalchemy as sa

from testing_app.cli import main
from testing_app.clock import now
from testing_app.delivery.actions import queue_delivery
from testing_app.inbox.models import InboxMessage
from testing_app.persistence.database import Database
from testing_app.results.keys import create_ring
from testing_app.settings import Settings
from tests.letterbox import Letterbox
from tests.world import NOW, World


def test_once_delivers_what_is_due_and_says_how_much(
    settings: Settings,
    database: Database,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    letterbox = Letterbox(world, create_ring(settings.home / "ring", bytes(range(32)), now=NOW))
    with database.transaction() as session:
        queue_delivery(session, letterbox.add_result(session), now=now())
    monkeypatch.setenv("LAHTOTASO_HOME", str(settings.home))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("LAHTOTASO_SECRET", settings.secret.value.hex())

    status = main(["worker", "--once"])

    assert status == 0
    assert "1" in capsys.readouterr().out
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(InboxMessage)) == 1
