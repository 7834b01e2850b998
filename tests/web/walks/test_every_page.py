"""What holds for every route: audit entries, no inline code, protected forms, logs without persons."""

import io
import json
import logging
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from testing_app.audit.models import AuditEntry
from testing_app.logs import JsonLines
from testing_app.vocabulary import Role
from testing_app.web import access
from testing_app.web.access import Permission
from testing_app.web.headers import POLICY
from tests.whole_world import WholeWorld, fill, role_for
from tests.world import World

both_databases = pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)
FILES = ("application/pdf", "application/json", "application/zip")
OPEN_FILES = {"verification.keys", "health.show", "wording_previews.in_use", "wording_previews.of_version"}
"""Files that name nobody."""


class InlineCode(HTMLParser):
    """Collects everything on a page that a strict policy would stop, and addresses of other sites."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """One element."""
        given = {name: value or "" for name, value in attributes}
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or value.lower().lstrip().startswith("javascript:"):
                self.found.append(f"<{tag} {name}={value}>")
            if name in ("src", "action") and value.startswith(("//", "http:", "https:")):
                self.found.append(f"<{tag} {name}={value}>")


@pytest.fixture
def whole(app: Flask, world: World) -> WholeWorld:
    return fill(app, world)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Whatever any library logs during the test, as it would be written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def entries(world: World) -> int:
    with world.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0


def shows_somebody(answer: TestResponse, endpoint: str, whole: WholeWorld) -> bool:
    if answer.mimetype in FILES:
        return endpoint not in OPEN_FILES and answer.status_code == 200
    return any(word in answer.text for word in whole.personal())


def pages(
    app: Flask, whole: WholeWorld, query: str = ""
) -> Iterator[tuple[str, str, FlaskClient, TestResponse]]:
    """Every page that can be read, read by somebody who may; it names the people it is asked about."""
    browsers = {role: whole.browser(app, role) for role in Role}
    for endpoint, path, _names in whole.paths(app, "GET"):
        browser = browsers[role_for(endpoint)]
        yield endpoint, path, browser, browser.get(path + query)


@both_databases
def test_nobody_is_shown_without_an_audit_entry(app: Flask, whole: WholeWorld) -> None:
    known = entries(whole.world)
    silent, shown = [], 0
    for endpoint, _path, _browser, answer in pages(app, whole):
        now = entries(whole.world)
        if shows_somebody(answer, endpoint, whole):
            shown += 1
            silent += [endpoint] if now == known else []
        known = now

    assert shown >= 15
    assert silent == []


@both_databases
def test_a_form_that_is_refused_shows_nobody_without_an_audit_entry(app: Flask, whole: WholeWorld) -> None:
    silent = []
    for endpoint, path, _names in whole.paths(app, "POST"):
        browser, before = whole.browser(app, role_for(endpoint)), entries(whole.world)
        answer = browser.post(path, data={"version": "x"})
        if shows_somebody(answer, endpoint, whole) and entries(whole.world) == before:
            silent.append(endpoint)

    assert silent == []


def test_nothing_is_shown_or_changed_when_the_audit_entry_cannot_be_written(
    app: Flask, whole: WholeWorld
) -> None:
    browsers = {role: whole.browser(app, role) for role in Role}
    with whole.world.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER no_more BEFORE INSERT ON audit_entries BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    before = whole.rows()
    form = {"version": "1", "state": "no_show", "reason": "illness", "id_seen": "y", "correction": "A slip."}

    shown = [
        endpoint
        for endpoint, path, _names in whole.paths(app, "GET")
        if shows_somebody(browsers[role_for(endpoint)].get(path), endpoint, whole)
    ]
    for endpoint, path, _names in whole.paths(app, "POST"):
        if endpoint not in ("pages.feedback", "sign_in.enter", "sign_in.sign_out"):
            browsers[role_for(endpoint)].post(path, data=form)

    assert shown == []
    assert {name: rows for name, rows in whole.rows().items() if rows != before[name]} == {}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_page_carries_inline_style_or_script(app: Flask, whole: WholeWorld, language: str) -> None:
    found = {}
    for endpoint, path, browser, answer in pages(app, whole):
        assert answer.headers["Content-Security-Policy"] == POLICY, endpoint
        if answer.mimetype == "text/html":
            browser.post("/language", data={"language": language})
            found[endpoint] = InlineCode(browser.get(path).text).found

    assert len(found) > 30
    assert {endpoint: inline for endpoint, inline in found.items() if inline} == {}


def test_every_form_is_refused_without_its_token(app: Flask, whole: WholeWorld) -> None:
    browsers = {role: whole.browser(app, role) for role in Role}
    app.config["WTF_CSRF_ENABLED"] = True
    before = whole.rows()

    answers = Counter[Any]()
    for endpoint, path, _names in whole.paths(app, "POST"):
        status = browsers[role_for(endpoint)].post(path, data={"csrf_token": "guessed"}).status_code
        answers[status if status == 400 else (endpoint, status)] += 1

    assert set(answers) == {400}
    assert answers[400] > 30
    assert whole.rows() == before


@both_databases
def test_a_guarded_page_is_never_kept_by_a_cache(app: Flask, whole: WholeWorld) -> None:
    kept = [
        endpoint
        for endpoint, _path, _browser, answer in pages(app, whole)
        if access.ROUTES[endpoint] is not Permission.EVERYBODY
        and answer.headers.get("Cache-Control") != "no-store"
    ]

    assert kept == []


@both_databases
def test_neither_logs_nor_addresses_nor_file_names_name_anybody(
    app: Flask, whole: WholeWorld, lines: io.StringIO
) -> None:
    named = []
    for endpoint, path, _browser, answer in pages(app, whole, "?page=1&name=Salaisenmäki"):
        named += [path] if any(word in path for word in whole.personal()) else []
        places = answer.headers.get("Content-Disposition", "") + answer.headers.get("Location", "")
        named += [endpoint] if any(word in places for word in whole.personal()[:-3]) else []
        for word in whole.ids["numbers"]:
            named += [endpoint] if word in places else []
    officer = whole.browser(app, Role.AUTHORITY_OFFICER)
    officer.post("/authority/candidates/search", data={"wanted": whole.personal()[0]})
    app.test_client().post("/sign-in", data={"email": "salainen@example.org", "password": "secret-words"})

    text = lines.getvalue()
    assert named == []
    assert len(text.splitlines()) > 40
    assert all(json.loads(line)["message"] for line in text.splitlines())
    for word in (*whole.personal(), "secret-words", "example.org", "127.0.0.1", "?page"):
        assert word not in text, word
