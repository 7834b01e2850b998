"""Guards the item desk: forms with their cut scores drawn, and the next version of one."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from testing_app.clock import today
from testing_app.items.models import FormVersion, ScoringForm
from testing_app.vocabulary import Part, Role
from tests.world import World


def browser(app: Any, world: World, who: Role | str = Role.PSYCHOMETRICIAN) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def day(ahead: int) -> str:
    on = today() + timedelta(days=ahead)
    return f"{on.day}.{on.month}.{on.year}"


def test_item_people_land_on_the_forms_and_see_which_version_is_in_force(app: Any, world: World) -> None:
    page = browser(app, world).get("/", follow_redirects=True)

    assert page.request.path == "/forms/"
    assert "Finnish reading" in page.text
    assert page.text.count("Version 1") == 4


def test_the_cut_scores_are_drawn_with_their_table_beside(app: Any, world: World) -> None:
    page = browser(app, world).get(f"/forms/{world.forms[Part.READING]}")

    assert page.text.count("<rect") == 8
    assert "A2.1: 18–23." in page.text
    assert "18–23</td>" in page.text


def test_a_new_version_begins_with_the_numbers_of_the_last_and_is_made(app: Any, world: World) -> None:
    client = browser(app, world)
    address = f"/forms/{world.forms[Part.READING]}/versions/new"
    page = client.get(address)
    written = {"valid_from": day(1), "maximum": "30", "cut_0": "0", "cut_1": "6", "source": "Seminar"}

    answer = client.post(address, data=written)

    assert 'value="40"' in page.text
    assert 'name="cut_4" type="text" value="18"' in page.text
    assert answer.status_code == 303
    with world.database.reading() as session:
        made = session.scalars(sa.select(FormVersion).where(FormVersion.number == 2)).one()
        assert made.cut_scores == [["alle_A1.1", 0], ["A1.1", 6]]
        assert made.maximum == 30


def test_everything_wrong_is_told_at_its_field_and_kept(app: Any, world: World) -> None:
    wrong = {"valid_from": day(0), "maximum": "30", "cut_0": "1", "cut_3": "9", "cut_5": "9", "cut_7": "31"}

    page = browser(app, world).post(f"/forms/{world.forms[Part.READING]}/versions/new", data=wrong)

    assert page.status_code == 422
    for field in ("valid_from", "source", "cut_0", "cut_5", "cut_7"):
        assert f'href="#{field}"' in page.text
    assert 'name="cut_7" type="text" value="31"' in page.text


def test_criteria_are_written_in_three_languages(app: Any, world: World) -> None:
    written = {
        "valid_from": day(1),
        "source": "Seminar",
        "criteria-0-fi": "Tehtävän suoritus",
        "criteria-0-sv": "Uppgiftens utförande",
        "criteria-0-en": "Task completion",
    }
    client = browser(app, world)
    address = f"/forms/{world.forms[Part.SPEAKING]}/versions/new"

    refused = client.post(address, data=written | {"criteria-1-fi": "Sujuvuus"})
    made = client.post(address, data=written)

    assert refused.status_code == 422
    assert "Name every criterion in Finnish, Swedish and English." in refused.text
    assert 'value="Sujuvuus"' in refused.text
    assert made.status_code == 303
    with world.database.reading() as session:
        version = session.scalars(sa.select(FormVersion).where(FormVersion.number == 2)).one()
        assert [criterion["code"] for criterion in version.criteria] == ["task_completion"]


def test_a_form_is_made_and_leads_to_its_first_version(app: Any, world: World) -> None:
    written = {
        "name": "Läsa",
        "code": "sv-reading",
        "part": "reading",
        "language_tested": "sv",
        "kind": "points",
    }
    client = browser(app, world, Role.ITEM_AUTHOR)

    made = client.post("/forms/new", data=written)
    again = client.post("/forms/new", data=written)

    with world.database.reading() as session:
        form_id = session.scalars(sa.select(ScoringForm.id).where(ScoringForm.code == "sv-reading")).one()
    assert made.headers["Location"] == f"/forms/{form_id}/versions/new"
    assert again.status_code == 422
    assert "Another scoring form has this code." in again.text


@pytest.mark.parametrize(
    ("who", "reads", "makes"),
    [(Role.ASSESSOR, 200, 403), (Role.ITEM_AUTHOR, 200, 200), (Role.AUTHORITY_OFFICER, 403, 403)],
)
def test_centre_staff_read_forms_and_only_item_people_change_them(
    app: Any, world: World, who: Role, reads: int, makes: int
) -> None:
    client = browser(app, world, who)

    assert client.get(f"/forms/{world.forms[Part.READING]}").status_code == reads
    assert client.get(f"/forms/{world.forms[Part.READING]}/versions/new").status_code == makes
