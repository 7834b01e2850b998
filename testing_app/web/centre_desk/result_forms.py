"""The forms of a signed result: correct it, record an objection to it, answer one."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, ValidationError

from testing_app.clock import today
from testing_app.vocabulary import ObjectionOutcome
from testing_app.web.fields import DayField

OUTCOMES = {
    ObjectionOutcome.UPHELD: _l("The result holds"),
    ObjectionOutcome.CORRECTED: _l("The result was corrected"),
}


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """Why a signed result is taken up again."""

    correction = TextAreaField(
        _l("Reason for the correction"),
        [
            DataRequired(_l("Write what is wrong in the result.")),
            Length(max=2000, message=_l("Shorten the reason to 2000 characters.")),
        ],
    )


class ObjectionForm(FlaskForm):  # type: ignore[misc]
    """What the candidate objects to, and when it arrived."""

    received_on = DayField(_l("Received on"), [DataRequired(_l("Write the day the objection arrived."))])
    text = TextAreaField(
        _l("What the candidate objects to"),
        [
            DataRequired(_l("Write what the candidate objects to.")),
            Length(max=4000, message=_l("Shorten the text to 4000 characters.")),
        ],
    )

    def validate_received_on(self, field: DayField) -> None:
        """A day that has been."""
        if isinstance(field.data, date) and field.data > today():
            raise ValidationError(str(_l("This day is still to come.")))


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What came of an objection."""

    version = HiddenField()
    outcome = RadioField(_l("Outcome"), validate_choice=False)
    answer = TextAreaField(
        _l("Answer to the candidate"),
        [
            DataRequired(_l("Write the answer.")),
            Length(max=4000, message=_l("Shorten the answer to 4000 characters.")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.outcome.choices = [SelectChoice(code.value, str(text)) for code, text in OUTCOMES.items()]

    def validate_outcome(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in tuple(ObjectionOutcome):
            raise ValidationError(str(_l("Choose the outcome.")))
