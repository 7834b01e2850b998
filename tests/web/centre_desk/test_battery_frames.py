"""Guards what the battery page keeps between requests: never a value, a language or an old form version."""

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from testing_app.items.models import FormVersion, ScoringForm
from testing_app.sittings.actions import open_sitting, record_scores
from testing_app.sittings.entries import (
    BackgroundEntry,
    BackgroundValues,
    BatteryEntry,
    PartEntry,
    PartValues,
)
from testing_app.sittings.queries import get_sitting
from testing_app.vocabulary import BookingState, Part, PartState, Role
from testing_app.web.centre_desk.battery_drawn import BEGIN, END
from tests.world import NOW, World

MARKUP = "<b>&\"' {{ 7 * 7 }} \ue000reading-points\ue001"


@pytest.fixture
def sittings(world: World) -> list[UUID]:
    with world.database.transaction() as session:
        return [new_sitting(session, world), new_sitting(session, world)]


def new_sitting(session: Any, world: World) -> UUID:
    booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
    booking.state = BookingState.ARRIVED
    session.flush()
    return open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW).id


def browser(app: Any, world: World, *, language: str = "") -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(Role.ASSESSOR))
    if language:
        client.post("/language", data={"language": language, "next": "/"})
    return client


def page(client: FlaskClient, sitting_id: UUID) -> str:
    return client.get(f"/centre/sittings/{sitting_id}").text


def test_a_new_form_version_shows_at_once(app: Any, world: World, sittings: list[UUID]) -> None:
    client = browser(app, world)
    before = page(client, sittings[0])
    with world.database.transaction() as session:
        version = session.scalars(
            sa.select(FormVersion).join(FormVersion.form).where(ScoringForm.part == Part.READING)
        ).first()
        assert version is not None
        version.maximum = 97

    after = page(client, sittings[0])

    assert "97" not in re.findall(r'data-max="(\d+)"', before)
    assert "97" in re.findall(r'data-max="(\d+)"', after)


def test_readers_of_different_languages_take_turns(app: Any, world: World, sittings: list[UUID]) -> None:
    finnish, swedish, english = (browser(app, world, language=code) for code in ("fi", "sv", "en"))

    shown = [page(client, sittings[0]) for client in (finnish, swedish, english, finnish, swedish)]

    languages = [re.findall(r'<html lang="(..)"', html)[0] for html in shown]
    assert languages == ["fi", "sv", "en", "fi", "sv"]
    legends = [re.findall(r"<legend>([^<]+)</legend>", html) for html in shown]
    assert legends[0] == legends[3] != legends[1] == legends[4] != legends[2]
    assert legends[0] != legends[2]


def test_a_switch_of_the_language_shows_the_other_one(app: Any, world: World, sittings: list[UUID]) -> None:
    client = browser(app, world, language="en")
    before = page(client, sittings[0])

    client.post("/language", data={"language": "sv", "next": "/"})

    assert "Reading comprehension" in before
    assert "Reading comprehension" not in page(client, sittings[0])


def test_what_was_written_of_one_candidate_is_on_no_other_page(
    app: Any, world: World, sittings: list[UUID]
) -> None:
    client = browser(app, world, language="en")
    viewer = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        sitting = get_sitting(session, sittings[0], viewer=viewer)
        row = next(row for row in sitting.parts if row.part is Part.READING)
        part = PartEntry(Part.READING, row.version, PartValues(PartState.TAKEN, 23, None, MARKUP))
        notes = BackgroundEntry(sitting.background.version, BackgroundValues(interview_notes="baker"))
        record_scores(session, sittings[0], entry=BatteryEntry((part,), notes), by=viewer, now=NOW)

    mine, other, again = page(client, sittings[0]), page(client, sittings[1]), page(client, sittings[0])

    assert "&lt;b&gt;&amp;&#34;&#39; {{ 7 * 7 }} \ue000reading-points\ue001</textarea>" in mine
    assert 'name="reading-points" type="text" value="23"' in mine
    assert "baker</textarea>" in mine
    assert 'name="reading-points" type="text" value=""' in other
    assert "{{ 7 * 7 }}" not in other
    assert "baker" not in other
    assert BEGIN not in other
    assert END not in other
    assert again.count("23") == mine.count("23")


def test_a_refused_page_has_the_fields_of_the_stored_one(
    app: Any, world: World, sittings: list[UUID]
) -> None:
    client = browser(app, world)
    stored = page(client, sittings[0])

    refused = client.post(f"/centre/sittings/{sittings[0]}", data={}).text

    names = re.compile(r'<(?:input|select|textarea) [^>]*?name="([^"]+)"')
    assert names.findall(refused) == names.findall(stored)
