"""The administrator sees what could not be delivered and tries it again."""

from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.models import Delivery
from testing_app.persistence.database import Database
from testing_app.results.keys import create_ring
from testing_app.vocabulary import DeliveryState, Role
from tests.letterbox import Letterbox
from tests.world import NOW, World


@pytest.fixture
def letterbox(world: World, tmp_path: Path) -> Letterbox:
    return Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))


@pytest.fixture
def administrator(app: Flask, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.ADMINISTRATOR))
    return web


def owe(database: Database, letterbox: Letterbox, state: DeliveryState) -> UUID:
    with database.transaction() as session:
        delivery = queue_delivery(session, letterbox.add_result(session), now=NOW)
        delivery.state, delivery.last_problem = state, "receiver_unavailable"
        return delivery.id


def test_a_failed_delivery_is_shown_with_its_problem_in_words_and_no_name(
    database: Database, letterbox: Letterbox, administrator: FlaskClient
) -> None:
    owe(database, letterbox, DeliveryState.FAILED)

    page = administrator.get("/administration/deliveries").text

    assert "The receiver could not be reached." in page
    assert "Testinen" not in page


def test_when_nothing_failed_the_page_says_so(administrator: FlaskClient) -> None:
    assert "No delivery has failed" in administrator.get("/administration/deliveries").text


def test_trying_again_puts_it_back_in_the_queue(
    database: Database, letterbox: Letterbox, administrator: FlaskClient
) -> None:
    delivery_id = owe(database, letterbox, DeliveryState.FAILED)

    answer = administrator.post(f"/administration/deliveries/{delivery_id}/retry", follow_redirects=True)

    assert "The delivery is tried again now." in answer.text
    with database.reading() as session:
        assert session.scalars(sa.select(Delivery.state)).one() is DeliveryState.QUEUED


def test_what_has_arrived_is_not_sent_again(
    database: Database, letterbox: Letterbox, administrator: FlaskClient
) -> None:
    delivery_id = owe(database, letterbox, DeliveryState.DELIVERED)

    answer = administrator.post(f"/administration/deliveries/{delivery_id}/retry", follow_redirects=True)

    assert "Nothing was changed." in answer.text
