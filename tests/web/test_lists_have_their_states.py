"""Every list says so when it is empty, and when it cannot be read just now."""

import re
from pathlib import Path
from typing import Any

import pytest

from testing_app.clock import today
from testing_app.persistence.database import Database
from testing_app.vocabulary import BookingState
from tests.world import World

LISTS = [
    ("centre_lead", "/centre/"),
    ("centre_lead", "/centre/occasions"),
    ("centre_lead", "/centre/occasions?past=1"),
    ("centre_lead", "/centre/results"),
    ("centre_lead", "/centre/agreement"),
    ("authority_officer", "/authority/inbox"),
    ("authority_officer", "/authority/candidates"),
    ("authority_officer", "/authority/todo"),
    ("authority_officer", "/authority/todo/results"),
    ("authority_officer", "/authority/todo/referrals"),
    ("authority_officer", "/authority/queue"),
    ("authority_officer", "/authority/queue?show=expiring"),
    ("authority_officer", "/authority/notices"),
    ("course_planner", "/planner/queues"),
    ("course_planner", "/planner/queues/line"),
    ("training_provider", "/provider/groups"),
    ("course_planner", "/planner"),
    ("course_planner", "/planner/agreement"),
    ("administrator", "/administration/deliveries"),
    ("administrator", "/administration/feedback"),
]


def web(app: Any, world: World, who: str) -> Any:
    client = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


@pytest.mark.parametrize(("who", "path"), LISTS)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_empty_list_says_so_instead_of_an_empty_table(app: Any, world: World, who: str, path: str) -> None:
    page = web(app, world, who).get(path)

    assert page.status_code == 200
    assert 'class="empty' in page.text
    assert not re.search(r"<tbody>\s*</tbody>", page.text)


@pytest.mark.parametrize(("who", "path"), LISTS)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_list_that_cannot_be_read_says_what_to_do(
    app: Any, world: World, tmp_path: Path, who: str, path: str
) -> None:
    client = web(app, world, who)
    app.extensions["database"] = Database(f"sqlite:///{tmp_path / 'gone' / 'lahtotaso.db'}")

    page = client.get(path, headers={"Accept-Language": "en"})

    assert page.status_code == 503
    assert "Try again in a few minutes." in page.text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_paper_list_of_cancelled_seats_alone_is_empty(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, held_on=today())
        world.add_booking(session, occasion, world.add_candidate(session)).state = BookingState.CANCELLED

    page = web(app, world, "assessor").get(f"/centre/occasions/{occasion.id}/paper")

    assert "Nobody is booked yet" in page.text
    assert "<tbody>" not in page.text
