"""What a program, an attacker or an accident may send: a page in the reader's language, never a trace."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.logs import JsonLines
from testing_app.vocabulary import Role
from testing_app.web import access
from testing_app.web.access import Permission
from tests.world import World

TOO_LARGE = b"x" * 11_000_000
LANGUAGES = ("fi", "sv", "en")
HEADINGS = re.compile(r"<h1[^>]*>([^<]+)</h1>")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the product logs during the test."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def browser_of(app: Flask, world: World, who: Role) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


@pytest.mark.parametrize(
    ("who", "path", "field"),
    [
        (None, "/sign-in", "email"),
        (None, "/feedback", "text"),
        (Role.AUTHORITY_OFFICER, "/authority/candidates/search", "wanted"),
        (Role.ADMINISTRATOR, "/administration/accounts/search", "words"),
        (Role.ADMINISTRATOR, "/administration/audit/choose", "candidate"),
    ],
)
def test_a_text_that_no_keyboard_types_is_refused(
    app: Flask, world: World, who: Role | None, path: str, field: str
) -> None:
    browser = browser_of(app, world, who or Role.ASSESSOR)

    answer = browser.post(path, data={field: "a\0b", "password": "x"})

    assert answer.status_code == 400
    assert HEADINGS.search(answer.text)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "x"])
def test_a_day_that_no_audit_entry_can_have_is_no_day(app: Flask, world: World, day: str) -> None:
    answer = browser_of(app, world, Role.ADMINISTRATOR).get(f"/administration/audit?day={day}")

    assert answer.status_code == 200


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_refusals_speak_the_readers_language(app: Flask, world: World) -> None:
    said: dict[int, set[str]] = {}
    for language in LANGUAGES:
        browser = browser_of(app, world, Role.ASSESSOR)
        browser.post("/language", data={"language": language})
        large = browser.post("/verify", data=TOO_LARGE, content_type="multipart/form-data; boundary=x")
        for answer in (browser.get("/nowhere"), browser.put("/centre/"), large):
            assert f'<html lang="{language}"' in answer.text
            said.setdefault(answer.status_code, set()).add(HEADINGS.findall(answer.text)[0])

    assert {status: len(headings) for status, headings in said.items()} == {404: 3, 405: 3, 413: 3}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_gives_a_number_that_the_log_has_and_nothing_else(
    app: Flask, world: World, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def broken() -> Any:
        raise RuntimeError("no row for Aino Testinen 010190-900P")

    app.add_url_rule("/broken", "broken", broken)
    monkeypatch.setattr(access, "ROUTES", {**access.ROUTES, "broken": Permission.EVERYBODY})
    browser = browser_of(app, world, Role.ASSESSOR)
    browser.post("/language", data={"language": language})

    answer = browser.get("/broken")

    [line] = [json.loads(text) for text in lines.getvalue().splitlines() if '"fault"' in text]
    assert answer.status_code == 500
    assert f'<html lang="{language}"' in answer.text
    assert line["incident"] in answer.text
    assert line["exception"] == "RuntimeError"
    for word in ("Aino", "010190", "Traceback", "RuntimeError", ".py"):
        assert word not in answer.text
    for word in ("Aino", "010190"):
        assert word not in lines.getvalue()
