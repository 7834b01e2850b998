"""Choices of the centre's forms: closed sets and levels in words, and a select that says what to do."""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import LazyString, get_locale
from markupsafe import Markup, escape
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from testing_app.vocabulary import LEVELS_GIVEN
from testing_app.web.drawing import attributes_in_html
from testing_app.web.words import level_word, word

NOTHING = ""


def drawn_select(field: Any, **attributes: Any) -> Markup:
    """A select as HTML, drawn in one go: a battery page has some two hundred options."""
    listed = tuple((str(value), str(label)) for value, label, *_rest in field.choices)
    chosen = str(field.data)
    options = _drawn_options(listed, chosen if any(chosen == value for value, _label in listed) else None)
    attributes = {"id": field.id, **attributes, "name": field.name}
    # Every value and label is escaped below, every attribute by `attributes_in_html`.
    return Markup(f"<select {attributes_in_html(attributes)}>{options}</select>")  # noqa: S704


@lru_cache(maxsize=1024)
def _drawn_options(listed: tuple[tuple[str, str], ...], chosen: str | None) -> str:
    return "".join(
        f'<option{" selected" if value == chosen else ""} value="{escape(value)}">{escape(label)}</option>'
        for value, label in listed
    )


class ClosedChoice(SelectField):
    """One of a closed set; anything else is a problem, said in the words of the field."""

    widget = staticmethod(drawn_select)

    def __init__(self, label: Any, *, message: LazyString, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self.message = message

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list, also a value that a page did not send at all."""
        listed: Any = self.choices
        if str(self.data) not in {str(value) for value, *_rest in listed}:
            raise ValidationError(str(self.message))


def choices_of(members: type[StrEnum], *, blank: str | None = None) -> list[SelectChoice]:
    """Members of a closed set in words, after a blank one where nothing may be chosen."""
    return list(_choices_in(get_locale(), members, blank))


@lru_cache(maxsize=256)
def _choices_in(
    _reader: Locale | None, members: type[StrEnum], blank: str | None
) -> tuple[SelectChoice, ...]:
    first = () if blank is None else (SelectChoice(NOTHING, blank),)
    return first + tuple(SelectChoice(member.value, word(member)) for member in members)


def level_choices(*, blank: str) -> list[SelectChoice]:
    """The levels that may be given, lowest first, after a blank one."""
    return list(_levels_in(get_locale(), blank))


@lru_cache(maxsize=256)
def _levels_in(_reader: Locale | None, blank: str) -> tuple[SelectChoice, ...]:
    levels = tuple(SelectChoice(code, level_word(code)) for code in LEVELS_GIVEN)
    return (SelectChoice(NOTHING, blank), *levels)
