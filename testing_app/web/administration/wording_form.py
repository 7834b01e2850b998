"""The form of the texts of a letter: one field for each message, named by a digest of its source."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from testing_app.letters.directions import direction_of
from testing_app.letters.texts import catalog
from testing_app.web.messages import MESSAGES
from testing_app.wording.checking import LONGEST


class StepForm(FlaskForm):  # type: ignore[misc]
    """Only a button: which step, and the version of the row it was pressed on."""

    version = IntegerField(widget=HiddenInput())
    step = HiddenField()


class ApprovalForm(FlaskForm):  # type: ignore[misc]
    """Who read the texts in their own language."""

    version = IntegerField(widget=HiddenInput())
    reviewed_by = StringField(
        _l("Read by (a native reader)"),
        [Length(max=200, message=_l("Shorten this to %(max)d characters."))],
        filters=[lambda typed: typed.strip() if isinstance(typed, str) else typed],
    )


class TextsForm(FlaskForm):  # type: ignore[misc]
    """The texts of one version; fields are added for the messages of its kind."""

    version = IntegerField(widget=HiddenInput())

    def texts(self, messages: Iterable[str]) -> dict[str, str]:
        """Source to what was typed, line breaks made spaces."""
        typed = {message: self[name_of_field(message)].data or "" for message in messages}
        return {message: " ".join(text.split()) for message, text in typed.items()}

    def fields_of(self, messages: Iterable[str]) -> list[Field]:
        """The fields of these messages, in their order."""
        return [self[name_of_field(message)] for message in messages]

    def show_problems(self, problems: Mapping[str, list[str]]) -> None:
        """Every problem at the field of its message."""
        for message, codes in problems.items():
            field = self[name_of_field(message)]
            field.errors = [*field.errors, *(str(MESSAGES.get(code, code)) for code in codes)]


def name_of_field(message: str) -> str:
    """A name that stays the same whatever other messages there are."""
    return f"text_{hashlib.sha256(message.encode()).hexdigest()[:12]}"


def texts_form(messages: Iterable[str], language: str, **filled: Any) -> TextsForm:
    """The form with a field for each message: English is its label, Finnish its hint."""
    finnish = catalog("fi")
    attributes = {"lang": language, "dir": direction_of(language), "maxlength": str(LONGEST)}
    fields = {
        name_of_field(message): TextAreaField(
            message, description=finnish.get(message, ""), render_kw=attributes
        )
        for message in messages
    }
    form: TextsForm = type("TextsOfKindForm", (TextsForm,), fields)(**filled)
    return form
