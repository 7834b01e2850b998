"""Anybody may check a file, learns whether it holds, and learns nothing about the person."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from testing_app.people.models import Organisation
from testing_app.persistence.database import Database
from testing_app.results.keys import KeyRing, create_ring
from testing_app.results.models import SignedResult
from testing_app.results.queries import envelope_of
from tests.letterbox import Letterbox, later
from tests.world import NOW, World


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    known: KeyRing = app.extensions["key_ring"]
    with_a_key = create_ring(known.directory, app.extensions["settings"].secret.key("signing keys"), now=NOW)
    app.extensions["key_ring"] = with_a_key
    return with_a_key


@pytest.fixture
def letterbox(world: World, ring: KeyRing) -> Letterbox:
    return Letterbox(world, ring)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def check(browser: FlaskClient, content: bytes, name: str = "result.json") -> TestResponse:
    answer = browser.post("/verify", data={"file": (io.BytesIO(content), name)})
    answer.request.environ["wsgi.input"].close()  # the test client spools large uploads and forgets them
    return answer


def signed_file(database: Database, letterbox: Letterbox, **values: Any) -> bytes:
    with database.transaction() as session:
        return envelope_of(letterbox.add_result(session, **values))


def test_a_result_of_ours_is_authentic_and_nothing_personal_is_shown(
    database: Database, letterbox: Letterbox, stranger: FlaskClient
) -> None:
    answer = check(stranger, signed_file(database, letterbox, family_name="Harvinainen"))

    assert answer.status_code == 200
    assert "Authentic and in force" in answer.text
    assert "12 Mar 2026" in answer.text
    assert "Finnish" in answer.text
    assert "Harvinainen" not in answer.text
    assert "K00101" not in answer.text


def test_a_replaced_result_says_when(database: Database, letterbox: Letterbox, stranger: FlaskClient) -> None:
    with database.transaction() as session:
        old = letterbox.add_result(session)
        file = envelope_of(old)
        letterbox.add_result(session, replaces=session.get_one(SignedResult, old.id), signed_at=later(60))

    answer = check(stranger, file)

    assert "Authentic, but replaced by a newer result" in answer.text
    assert "12 Mar 2026, 11:00" in answer.text


def test_one_changed_letter_is_found(database: Database, letterbox: Letterbox, stranger: FlaskClient) -> None:
    file = signed_file(database, letterbox).replace(b"A2.1", b"B2.1", 1)

    answer = check(stranger, file)

    assert "The file was changed" in answer.text
    assert "Test centre" not in answer.text


def test_a_file_signed_by_somebody_else_is_not_ours(
    database: Database, world: World, ring: KeyRing, stranger: FlaskClient, tmp_path: Any
) -> None:
    forger = Letterbox(world, create_ring(tmp_path / "forger", b"f" * 32, now=NOW))

    answer = check(stranger, signed_file(database, forger))

    assert "Not a result of ours" in answer.text


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"hello", "letter.txt"), (b"%PDF-1.7 broken", "result.pdf"), (b"{}", "result.json")],
)
def test_a_file_that_is_no_result_is_told_so_with_advice(
    ring: KeyRing, stranger: FlaskClient, content: bytes, name: str
) -> None:
    answer = check(stranger, content, name)

    assert answer.status_code == 200
    assert "The file cannot be checked" in answer.text


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "", "Choose a PDF or JSON file."),
        (b"", "empty.json", "The file is empty."),
        (b"x" * (5 * 1024 * 1024 + 1), "large.pdf", "larger than 5 MB"),
    ],
)
def test_no_file_an_empty_file_and_a_large_file_are_problems_at_the_field(
    ring: KeyRing, stranger: FlaskClient, content: bytes, name: str, problem: str
) -> None:
    answer = check(stranger, content, name)

    assert answer.status_code == 422
    assert answer.text.count(problem) == 2


def test_the_public_keys_are_for_everybody_and_private_halves_for_nobody(
    ring: KeyRing, stranger: FlaskClient
) -> None:
    known = json.loads(stranger.get("/verify/keys.json").data)

    assert [key["key_id"] for key in known["keys"]] == [record.key_id for record in ring.records()]
    assert set(known["keys"][0]) == {"key_id", "public_key", "created_at", "retired_at"}


def test_results_of_a_centre_whose_access_has_ended_stay_verifiable(
    database: Database, world: World, letterbox: Letterbox, stranger: FlaskClient
) -> None:
    content = signed_file(database, letterbox)
    with database.transaction() as session:
        session.get_one(Organisation, world.centre).valid_to = NOW.date()

    answer = check(stranger, content)

    assert answer.status_code == 200
    assert "Authentic and in force" in answer.text
