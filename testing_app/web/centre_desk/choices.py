"""Choices of the centre's forms: closed sets and levels in words, and a select that says what to do."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from markupsafe import Markup, escape
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import html_params

from testing_app.vocabulary import LEVELS_GIVEN
from testing_app.web.words import level_word, word

NOTHING = ""


def drawn_select(field: Any, **attributes: Any) -> Markup:
    """A select as HTML, drawn in one go: a battery page has some two hundred options."""
    options = "".join(
        f'<option{" selected" if str(value) == str(field.data) else ""} value="{escape(value)}">'
        f"{escape(label)}</option>"
        for value, label, *_rest in field.iter_choices()
    )
    attributes = {"id": field.id, **attributes, "name": field.name}
    # Every value and label is escaped above, every attribute by html_params.
    return Markup(f"<select {html_params(**attributes)}>{options}</select>")  # noqa: S704


class ClosedChoice(SelectField):
    """One of a closed set; anything else is a problem, said in the words of the field."""

    widget = staticmethod(drawn_select)

    def __init__(self, label: Any, *, message: LazyString, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self.message = message

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list, also a value that a page did not send at all."""
        if str(self.data) not in {str(choice[0]) for choice in self.iter_choices()}:
            raise ValidationError(str(self.message))


def choices_of(members: Iterable[StrEnum], *, blank: str | None = None) -> list[SelectChoice]:
    """Members of a closed set in words, after a blank one where nothing may be chosen."""
    first = [] if blank is None else [SelectChoice(NOTHING, blank)]
    return first + [SelectChoice(member.value, word(member)) for member in members]


def level_choices(*, blank: str) -> list[SelectChoice]:
    """The levels that may be given, lowest first, after a blank one."""
    return [SelectChoice(NOTHING, blank)] + [SelectChoice(code, level_word(code)) for code in LEVELS_GIVEN]
