"""What every page stands on: dates, masked codes, problems of a form, the way back, fields."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from testing_app.web import layout
from testing_app.web.addresses import local_path
from testing_app.web.fields import DayField, PointsField

LANGUAGES = [SelectChoice("fi", "Finnish"), SelectChoice("sv", "Swedish")]


class PartForm(Form):
    points = PointsField("Points", [Optional(), NumberRange(0, 40, "Write 0-40.")])


class ScoreForm(Form):
    name = StringField("Name", [InputRequired("Write the name.")])
    tested = RadioField("Language tested", [InputRequired("Choose one.")], choices=LANGUAGES)
    tested_on = DayField("Test day", [Optional()])
    reading = FormField(PartForm, "Reading")
    visits = FieldList(FormField(PartForm), "Visit", min_entries=2)


@pytest.fixture
def app():
    application = Flask(__name__)
    Babel(application, default_locale="en", default_timezone="Europe/Helsinki")
    with application.test_request_context("/"):
        yield application


@pytest.mark.parametrize(
    "language, expected",
    [("fi", "12.3.2026 klo 9.00"), ("sv", "12.3.2026 kl. 9.00"), ("en", "12 Mar 2026, 9:00")],
)
def test_a_moment_is_shown_in_finnish_time_as_the_language_writes_it(app, language, expected):
    with force_locale(language):
        shown = layout.moment(datetime(2026, 3, 12, 7, 0, tzinfo=UTC))

    assert shown == expected


def test_a_masked_identity_code_shows_only_the_birth_part():
    assert layout.masked("010190-900P") == "010190•••••"


def test_all_problems_are_listed_in_page_order_with_the_part_they_belong_to(app):
    typed = MultiDict({"tested_on": "31.2.2026", "reading-points": "55", "visits-0-points": "3"})
    typed["visits-1-points"] = "many"
    form = ScoreForm(typed)

    form.validate()

    assert [(problem.target, problem.label) for problem in layout.problems_of(form)] == [
        ("name", "Name"),
        ("tested-0", "Language tested"),
        ("tested_on", "Test day"),
        ("reading-points", "Reading, Points"),
        ("visits-1-points", "Visit 2, Points"),
    ]


def test_a_form_without_problems_has_an_empty_list(app):
    form = ScoreForm(MultiDict({"name": "Amina", "tested": "fi", "tested_on": "12.3.2026"}))

    assert form.validate()
    assert layout.problems_of(form) == []


def test_what_was_typed_stays_in_a_field_that_could_not_read_it(app):
    form = ScoreForm(MultiDict({"tested_on": "31.2.2026", "reading-points": "many"}))

    form.validate()

    assert 'value="31.2.2026"' in form.tested_on()
    assert 'value="many"' in form.reading.form.points()


@pytest.mark.parametrize("typed", ["12.3.2026", "12. 3. 2026", " 12.03.2026 ", "2026-03-12"])
def test_a_day_is_read_the_way_people_type_it(app, typed):
    form = ScoreForm(MultiDict({"tested_on": typed}))

    assert form.tested_on.data == date(2026, 3, 12)


def test_blank_points_are_not_a_zero(app):
    form = ScoreForm(MultiDict({"reading-points": "  "}))

    assert form.reading.form.points.data is None


@pytest.mark.parametrize("address", ["/inbox", "/candidates?page=2", "/"])
def test_the_way_back_leads_to_a_page_of_this_site(address):
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "///elsewhere.example",
        "////elsewhere.example",
        "/\\elsewhere.example",
        "/\\/elsewhere.example",
        "/\t/elsewhere.example",
        "//[",
        "inbox",
        "",
        "/in\nbox",
    ],
)
def test_the_way_back_never_leads_to_another_site(address):
    assert local_path(address) == "/"
