"""The macros of the templates: errors stand at their fields, charts invent nothing, lists have states."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired

from testing_app.web import layout

WEB = Path(__file__).parents[2] / "testing_app" / "web"
LEVELS = ["below A1.1", "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1", "B1.2", "B2.1"]
NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class PartShown:
    label: str
    step: int | None
    level: str | None
    state: str


@dataclass(frozen=True)
class PageOfList:
    number: int
    pages: int

    @property
    def has_prev(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


class PersonForm(Form):
    name = StringField("Name", [InputRequired("Write the name.")])
    reason = TextAreaField("Reason")
    tested = RadioField("Tested", choices=[SelectChoice("fi", "Finnish"), SelectChoice("sv", "Swedish")])


@pytest.fixture
def render():
    app = Flask(__name__, template_folder=str(WEB / "templates"), static_folder=str(WEB / "static"))
    app.secret_key = "only for this test"
    CSRFProtect(app)
    Babel(app, default_locale="en", default_timezone="Europe/Helsinki")
    layout.install(app)
    app.add_url_rule("/list", "list", lambda: "")

    def rendered(template: str, **values: object) -> str:
        with app.test_request_context("/list?search=a%26b&page=2"):
            return render_template_string(template, **values)

    return rendered


def blank_form() -> PersonForm:
    form = PersonForm(MultiDict({"reason": "<b>half a sentence"}))
    form.validate()
    return form


def test_an_error_stands_at_its_field_and_is_tied_to_it(render):
    html = render(
        '{% from "macros/forms.html" import field %}{{ field(form.name, hint="H") }}', form=blank_form()
    )

    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="error" id="name-error">Write the name.</span>' in html


def test_a_field_without_a_problem_says_nothing_about_one(render):
    html = render(
        '{% from "macros/forms.html" import textarea %}{{ textarea(form.reason) }}', form=blank_form()
    )

    assert "aria-invalid" not in html
    assert "&lt;b&gt;half a sentence" in html


def test_the_list_of_problems_leads_to_the_fields(render):
    html = render(
        '{% from "macros/forms.html" import error_summary %}{{ error_summary(form) }}', form=blank_form()
    )

    assert '<a href="#name">Name: Write the name.</a>' in html
    assert 'role="alert"' in html


def test_a_form_carries_its_protection_and_leaves_checking_to_us(render):
    html = render(
        '{% from "macros/forms.html" import form_for %}{% call form_for(form) %}inside{% endcall %}',
        form=blank_form(),
    )

    assert 'name="csrf_token"' in html
    assert "novalidate" in html


def test_a_part_without_a_level_is_drawn_without_one(render):
    profile = [
        PartShown("Reading", 4, "A2.1", "taken"),
        PartShown("Writing", None, None, "not offered"),
    ]

    html = render(
        '{% from "macros/charts.html" import profile_chart %}{{ profile_chart(profile, levels) }}',
        profile=profile,
        levels=LEVELS,
    )

    assert html.count("chart-reached") == 5
    assert html.count("chart-none") == 1
    assert '<th scope="row">Writing</th><td>not offered</td>' in html


def test_a_level_above_the_drawn_scale_fills_it_and_is_named(render):
    profile = [PartShown("Speaking", 11, "C1.1", "taken")]

    html = render(
        '{% from "macros/charts.html" import profile_chart %}{{ profile_chart(profile, levels) }}',
        profile=profile,
        levels=LEVELS,
    )

    assert html.count("chart-reached") == 9
    assert "C1.1" in html


def test_the_target_is_touched_by_the_bar_that_reaches_it_and_by_none_shorter(render):
    html = render(
        '{% from "macros/charts.html" import profile_chart %}{{ profile_chart(profile, levels, target=6) }}',
        profile=[PartShown("Reading", 6, "B1.1", "taken"), PartShown("Writing", 5, "A2.2", "taken")],
        levels=LEVELS,
    )

    target = float(re.search(r'class="chart-target" x1="([\d.]+)%"', html)[1])
    cells = [float(x) for x in re.findall(r'chart-reached" x="([\d.]+)%"', html)]
    width = 100 / 9
    reaching, shorter = cells[6] + width, cells[-1] + width
    assert target == pytest.approx(reaching, abs=0.01)
    assert target - shorter == pytest.approx(width, abs=0.01)


def test_other_pages_of_a_list_keep_the_search(render):
    html = render(
        '{% from "macros/tables.html" import pagination %}{{ pagination(page) }}', page=PageOfList(2, 3)
    )

    assert 'href="/list?search=a%26b&amp;page=1"' in html
    assert 'href="/list?search=a%26b&amp;page=3"' in html


def test_a_list_of_one_page_has_no_page_links(render):
    html = render(
        '{% from "macros/tables.html" import pagination %}{{ pagination(page) }}', page=PageOfList(1, 1)
    )

    assert html.strip() == ""


def test_steps_mark_what_is_done_and_what_is_waited_for(render):
    html = render(
        '{% from "macros/parts.html" import steps %}{{ steps(items, 1) }}',
        items=[("Signed", NOON), ("Delivered", None), ("Acknowledged", None)],
    )

    assert html.count("step-done") == 1
    assert html.count('aria-current="step"') == 1
    assert html.count("step-later") == 1
    assert "12 Mar 2026, 12:00" in html


def test_an_unknown_fact_says_so_and_a_zero_is_a_fact(render):
    html = render(
        '{% from "macros/parts.html" import facts %}{{ facts(rows) }}',
        rows=[("Literacy", None), ("Languages studied", 0)],
    )

    assert html.count("not known") == 1
    assert "<dd>0</dd>" in html


def test_a_stylesheet_is_named_by_its_content(render):
    html = render("{{ asset('css/tokens.css') }}")

    assert html.startswith("/static/css/tokens.css?v=")
