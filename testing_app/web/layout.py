"""What every template may call: languages, dates in the reader's form, masked codes, a form's problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, request
from flask_babel import format_date, format_datetime, get_locale
from wtforms import Field, FieldList, FormField, RadioField, SelectMultipleField
from wtforms.form import BaseForm

from testing_app.web.addresses import Assets, page_url, page_without_parts
from testing_app.web.drawing import control, drawn
from testing_app.web.languages import PAGE_LANGUAGES

MOMENT_PATTERNS = {
    "fi": "d.M.y 'klo' H.mm",
    "sv": "d.M.y 'kl.' H.mm",
    "en": "d MMM y, H:mm",
}
DAY_PATTERNS = {"fi": "d.M.y", "sv": "d.M.y", "en": "d MMM y"}

BIRTH_PART = 6


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a form: where to go (an element's id), the field's name, what to do."""

    target: str | None
    label: str
    message: str


def current_language() -> str:
    """The language of this page: fi, sv or en."""
    locale = get_locale()
    return locale.language if locale and locale.language in PAGE_LANGUAGES else PAGE_LANGUAGES[0]


def moment(at: datetime) -> str:
    """A moment in Finnish time, as the reader's language writes it."""
    return str(format_datetime(at, MOMENT_PATTERNS[current_language()]))


def day(on: date) -> str:
    """A date as the reader's language writes it."""
    return str(format_date(on, DAY_PATTERNS[current_language()]))


def weekday(on: date) -> str:
    """The day of the week in short, as the reader's language writes it: ma, mån, Mon."""
    return str(format_date(on, "ccc"))


def masked(identity_code: str) -> str:
    """The birth part of an identity code; the rest is dots."""
    hidden = len(identity_code) - BIRTH_PART
    return identity_code[:BIRTH_PART] + "•" * max(hidden, 0)


def problems_of(form: BaseForm, *, inside: str = "") -> list[Problem]:
    """Every problem of a form and of the forms and lists inside it, in the order of the page.

    `inside` names the part of the page the form belongs to, so that two fields of one name differ.
    """
    found = [Problem(None, inside, str(message)) for message in form.form_errors]
    for field in form:
        found.extend(_problems_of_field(field, inside))
    return found


def _problems_of_field(field: Field, inside: str, place: int | None = None) -> Iterator[Problem]:
    name = str(field.label.text) if place is None else f"{inside} {place}"
    if inside and place is None:
        name = f"{inside}, {name}"
    if isinstance(field, FormField):
        yield from problems_of(field.form, inside=name)
        return
    messages: Sequence[object] = field.errors
    for message in messages:
        if isinstance(message, list | tuple | dict):
            continue  # a list repeats the problems of its entries, which follow
        yield Problem(_target_of(field), name, str(message))
    if isinstance(field, FieldList):
        for number, entry in enumerate(field.entries, start=1):
            yield from _problems_of_field(entry, name, number)


def _target_of(field: Field) -> str | None:
    """The id of the element to go to: the first choice of a group, else the field itself."""
    if field.type == "CSRFTokenField":
        return None
    if isinstance(field, RadioField) or (isinstance(field, SelectMultipleField) and not _is_listbox(field)):
        return f"{field.id}-0"
    return str(field.id)


def _is_listbox(field: SelectMultipleField) -> bool:
    return type(field.widget).__name__ == "Select"


def install(app: Flask) -> None:
    """Make the layout's words known to every template."""
    app.context_processor(_context)
    for template_filter in (moment, day, weekday, masked):
        app.add_template_filter(template_filter)
    for template_global in (page_url, page_without_parts, problems_of, control, drawn):
        app.add_template_global(template_global)
    app.add_template_global(Assets.of(app).address, "asset")
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(days=365)


def _context() -> dict[str, object]:
    return {"address": request.full_path.rstrip("?") if request.method == "GET" else request.path}
