"""Logs are lines of JSON that tell what happened, and nothing about a person."""

import io
import json
import logging

import pytest
from flask import Flask

from testing_app.logs import JsonLines
from tests.world import World


@pytest.fixture
def lines() -> io.StringIO:
    """What the product logs during the test."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("lahtotaso")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_request_is_one_line_with_its_route_and_without_what_was_asked(
    app: Flask, world: World, lines: io.StringIO
):
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie("administrator"))

    browser.get(f"/administration/accounts/{world.act('assessor').account_id}?name=Testinen")

    (line,) = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert line["route"] == "/administration/accounts/<uuid:account_id>"
    assert line["status"] == 200
    assert line["account"] == str(world.act("administrator").account_id)
    assert line["ms"] > 0
    assert "Testinen" not in lines.getvalue()
    assert "127.0.0.1" not in lines.getvalue()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_secret_of_a_link_is_not_logged(app: Flask, world: World, lines: io.StringIO):
    app.test_client().get("/set-password/the-secret")

    assert "the-secret" not in lines.getvalue()
    assert json.loads(lines.getvalue())["route"] == "/set-password/<token>"


def test_the_text_of_an_exception_is_left_out_because_it_may_quote_a_person(lines: io.StringIO):
    try:
        raise ValueError("Key (email)=(aino@example.org) already exists")
    except ValueError as problem:
        logging.getLogger("lahtotaso").error("fault", extra={"incident": "ab12"}, exc_info=problem)

    line = json.loads(lines.getvalue())
    assert (line["exception"], line["incident"]) == ("ValueError", "ab12")
    assert "aino" not in lines.getvalue()
    assert line["places"][0].split("/")[-1].startswith("test_logs.py:")


def test_what_a_library_quotes_is_left_out():
    record = logging.LogRecord("library", logging.WARNING, "", 1, "no row %r for 'Aino'", ("x@y.fi",), None)

    assert "Aino" not in JsonLines().format(record)
    assert "x@y.fi" not in JsonLines().format(record)
