"""Skills beside a vocational field: chosen by the reader, skill by skill, on three pages."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.worker import inbox_worker
from testing_app.results.keys import create_ring
from testing_app.sittings.models import SittingPart
from testing_app.vocabulary import Part, PartState, Role, ScoreSource
from tests.letterbox import Letterbox
from tests.world import NOW, World

LEVELS = {"reading": "B1.1", "writing": "A2.2", "listening": "A1.3"}
"""For nursing enough, one step short, clearly short; speaking has none."""


@pytest.fixture
def pages(world: World, tmp_path: Path) -> dict[str, str]:
    """The three pages of one result, by who reads them."""
    letterbox = Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))
    with world.database.transaction() as session:
        result = letterbox.add_result(session, levels=LEVELS)
        for part in Part:
            level = LEVELS.get(part)
            state = PartState.TAKEN if level else PartState.NOT_TAKEN
            session.add(
                SittingPart(
                    sitting_id=result.sitting_id,
                    part=part,
                    state=state,
                    level=level,
                    source=ScoreSource.SHEET,
                    ratings={},
                )
            )
        message = queue_delivery(session, result, now=NOW).id
        found = {
            "placement": f"/centre/sittings/{result.sitting_id}/placement",
            "result": f"/centre/results/{result.id}",
            "message": f"/authority/inbox/{message}",
        }
    inbox_worker(world.database, now=lambda: NOW + timedelta(minutes=1)).deliver_due()
    return found


def browser(app: Flask, world: World, who: Role | str, language: str = "en") -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(who))
    web.post("/language", data={"language": language, "next": "/"})
    return web


def section(text: str) -> str:
    return text.split('id="vocational"')[1].split("</section>")[0]


READERS = [("placement", "assessor"), ("result", "assessor"), ("message", "authority_officer")]


@pytest.mark.parametrize(("name", "who"), READERS)
def test_nothing_is_chosen_beforehand(
    app: Flask, world: World, pages: dict[str, str], name: str, who: str
) -> None:
    shown = section(browser(app, world, who).get(pages[name]).text)

    assert "<select" in shown
    assert " selected" not in shown
    assert "<table" not in shown


@pytest.mark.parametrize(("name", "who"), READERS)
def test_a_field_shows_every_skill_in_words(
    app: Flask, world: World, pages: dict[str, str], name: str, who: str
) -> None:
    shown = section(browser(app, world, who).get(f"{pages[name]}?field=nursing").text)

    assert shown.count('scope="row"') == 4
    for words in ("enough</span>", "one step short</span>", "clearly short</span>", "no level</span>"):
        assert shown.count(words) == 1
    assert "This skill is clearly short of what this field asks." in shown
    assert "Not part of the signed result." in shown


@pytest.mark.parametrize(("name", "who"), READERS)
def test_a_field_that_nobody_knows_chooses_nothing(
    app: Flask, world: World, pages: dict[str, str], name: str, who: str
) -> None:
    answer = browser(app, world, who).get(f"{pages[name]}?field=<script>alert(1)</script>")

    assert answer.status_code == 200
    assert "<table" not in section(answer.text)
    assert "alert(1)" not in section(answer.text)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "selvästi vajaa"), ("sv", "klart under"), ("en", "clearly short")],
)
def test_the_words_are_the_reader_s(
    app: Flask, world: World, pages: dict[str, str], language: str, words: str
) -> None:
    web = browser(app, world, Role.AUTHORITY_OFFICER, language)

    assert words in section(web.get(f"{pages['message']}?field=nursing").text)


def test_what_was_signed_says_nothing_about_fields(app: Flask, world: World, pages: dict[str, str]) -> None:
    web = browser(app, world, Role.AUTHORITY_OFFICER)
    web.get(f"{pages['message']}?field=nursing")

    assert b"nursing" not in web.get(f"{pages['message']}/result.json").data


@pytest.mark.parametrize(("name", "who"), [("placement", "other_assessor"), ("message", "other_officer")])
def test_others_do_not_see_it(app: Flask, world: World, pages: dict[str, str], name: str, who: str) -> None:
    assert browser(app, world, who).get(f"{pages[name]}?field=nursing").status_code == 404
