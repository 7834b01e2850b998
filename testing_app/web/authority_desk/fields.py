"""Fields of this desk: an identity code, a select and radios that say what to choose."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import ValidationError

from testing_app import clock
from testing_app.people.candidates.identity_code import IdentityCode, read_identity_code

IDENTITY_PROBLEMS = {
    "shape": _l("Write the code as on the card, for example 010190-900P. The mark in the middle matters."),
    "date": _l("The first six digits are not a real date."),
    "future": _l("This date of birth is in the future."),
    "number": _l("The number after the mark does not exist."),
    "check_character": _l("The last character does not agree with the digits. Check every character."),
}


class IdentityCodeField(StringField):
    """An identity code, or blank; `code` holds what was understood."""

    code: IdentityCode | None = None

    def pre_validate(self, form: Any) -> None:
        """Judge the code, when one was typed."""
        if not (self.data or "").strip():
            return
        judged = read_identity_code(self.data or "", today=clock.today())
        if not isinstance(judged, IdentityCode):
            raise ValidationError(str(IDENTITY_PROBLEMS[judged.code]))
        self.code = judged


def offered(field: SelectFieldBase) -> set[str]:
    """The values a page offered for a field."""
    return {str(choice[0]) for choice in field.iter_choices()}


class ChosenField(SelectField):
    """One of a list; what is not on it is refused in the words of the field."""

    def __init__(self, label: Any, *, message: LazyString, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self.message = message

    def pre_validate(self, form: Any) -> None:
        """Refuse a blank and what a page did not offer."""
        if not self.data or self.data not in offered(self):
            raise ValidationError(str(self.message))


class ChosenRadio(RadioField):
    """The same as radio buttons, nothing chosen beforehand."""

    def __init__(self, label: Any, *, message: LazyString, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self.message = message

    def pre_validate(self, form: Any) -> None:
        """Refuse a missing choice and what a page did not offer."""
        if not self.data or self.data not in offered(self):
            raise ValidationError(str(self.message))
