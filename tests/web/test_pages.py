"""Pages of no desk: feedback is kept, the language changes, nobody is led away."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask, render_template
from flask.testing import FlaskClient

from testing_app.people.models import Feedback
from testing_app.persistence.database import Database
from testing_app.web.pages import pages


@pytest.fixture
def web(app: Flask) -> Iterator[FlaskClient]:
    """A visitor without an account."""
    app.config["WTF_CSRF_ENABLED"] = False
    if "pages" not in app.blueprints:
        app.register_blueprint(pages)
    with app.test_client() as client:
        yield client


@pytest.mark.parametrize("path", ["/accessibility", "/help", "/feedback"])
def test_everybody_may_read_the_pages_of_no_desk(web: FlaskClient, path: str) -> None:
    answer = web.get(path)

    assert answer.status_code == 200
    assert "Lähtötaso" in answer.text


def test_feedback_is_kept_with_its_page_and_contact(web: FlaskClient, database: Database) -> None:
    answer = web.post(
        "/feedback", data={"text": " The list is slow. ", "contact": "a@example.org", "page": "/inbox"}
    )

    assert answer.status_code == 302
    with database.reading() as session:
        kept = session.scalars(sa.select(Feedback)).one()
        assert (kept.text, kept.contact, kept.page) == ("The list is slow.", "a@example.org", "/inbox")


def test_empty_feedback_is_not_kept_and_nothing_typed_is_lost(web: FlaskClient, database: Database) -> None:
    answer = web.post("/feedback", data={"text": " ", "contact": "a@example.org", "page": "/inbox"})

    assert answer.status_code == 422
    assert 'href="#text"' in answer.text
    assert 'value="a@example.org"' in answer.text
    with database.reading() as session:
        assert session.scalars(sa.select(Feedback)).all() == []


def test_the_language_of_the_pages_can_be_chosen(web: FlaskClient) -> None:
    answer = web.post("/language", data={"language": "sv", "next": "/help"})

    assert answer.location == "/help"
    assert '<html lang="sv"' in web.get("/help").text


def test_a_language_that_is_not_offered_changes_nothing(web: FlaskClient) -> None:
    web.post("/language", data={"language": "tlh", "next": "/help"})

    assert '<html lang="fi"' in web.get("/help").text


def test_the_choice_of_language_leads_nobody_away(web: FlaskClient) -> None:
    answer = web.post("/language", data={"language": "en", "next": "//elsewhere.example/"})

    assert answer.location == "/"


def test_a_page_that_is_not_there_says_what_to_do(web: FlaskClient) -> None:
    answer = web.get("/nothing-here", headers={"Accept-Language": "en"})

    assert answer.status_code == 404
    assert "<h1>" in answer.text
    assert 'href="/"' in answer.text


ERROR_PAGES = ("403", "404", "405", "409", "413", "429", "500", "503", "other", "csrf")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_every_error_page_has_a_heading_and_says_what_to_do(app: Flask, name: str) -> None:
    if "pages" not in app.blueprints:
        app.register_blueprint(pages)
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        html = render_template(f"errors/{name}.html", message="Taken.", incident="7f3k20q9", status=400)

    assert html.count("<h1>") == 1
    assert ("7f3k20q9" in html) == (name == "500")
    assert "<p>" in html or "<ol>" in html
