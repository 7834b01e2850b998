"""Fields that read numbers take what people type, and nothing that only a programmer would."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired

from testing_app.app import create_app
from testing_app.settings import Settings
from testing_app.web.centre_desk.battery_fields import CountField
from testing_app.web.centre_desk.occasion_form import WallTimeField
from testing_app.web.fields import DayField, PointsField


class Numbers(Form):
    """One field of each kind."""

    points = PointsField()
    count = CountField()


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The application alone, for its translations."""
    return create_app(settings)


def read(app: Flask, typed: str) -> Numbers:
    with app.test_request_context():
        form = Numbers(MultiDict({"points": typed, "count": typed}))
        form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "number"), [("14", 14), (" 7 ", 7), ("0", 0), ("007", 7), ("-3", -3), ("", None)]
)
def test_plain_digits_are_a_number_and_a_blank_is_none(app: Flask, typed: str, number: int | None) -> None:
    form = read(app, typed)

    assert (form.points.data, form.count.data) == (number, number)
    assert form.errors == {}


@pytest.mark.parametrize("typed", ["1_0", "١٤", "１４", "१४", "1e1", "1.0", "1,5", "0x1f", "9" * 30, "²"])
def test_other_spellings_of_numbers_are_a_problem_and_stay_as_typed(app: Flask, typed: str) -> None:
    form = read(app, typed)

    assert set(form.errors) == {"points", "count"}
    assert form.points.data is None
    assert typed in str(form.points())


class Required(Form):
    """One field of each kind that must be filled in."""

    day = DayField(validators=[InputRequired("Say when.")])
    hour = WallTimeField(validators=[InputRequired("Say when.")])
    count = CountField(validators=[InputRequired("Say how many.")])


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0"])
def test_blanks_fill_no_field_that_must_be_filled_in(app: Flask, blank: str) -> None:
    with app.test_request_context():
        form = Required(MultiDict({"day": blank, "hour": blank, "count": blank}))
        valid = form.validate()

    assert not valid
    assert set(form.errors) == {"day", "hour", "count"}


@pytest.mark.parametrize("typed", ["1.1.0001", "31.12.9999", "0001-01-01", "31.12.1899", "1.1.2200"])
def test_a_day_of_another_age_is_a_slip_of_the_hand(app: Flask, typed: str) -> None:
    with app.test_request_context():
        form = Required(MultiDict({"day": typed, "hour": "9", "count": "1"}))
        valid = form.validate()

    assert not valid
    assert (form.day.data, set(form.errors)) == (None, {"day"})
    assert typed in str(form.day())
