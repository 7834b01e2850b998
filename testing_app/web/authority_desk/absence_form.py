"""The form in which an officer says what follows an absence."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from testing_app.vocabulary import AbsenceFollowUp
from testing_app.web.authority_desk.fields import ChosenRadio
from testing_app.web.occasion_words import occasion_word


class AbsenceForm(FlaskForm):  # type: ignore[misc]
    """What follows, and why; nothing is chosen beforehand."""

    follow_up = ChosenRadio(_l("What follows?"), message=_l("Choose what follows."))
    note = TextAreaField(_l("Note"), [Length(max=500, message=_l("Shorten the note to %(max)d characters."))])

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.follow_up.choices = [
            SelectChoice(choice.value, occasion_word(choice)) for choice in AbsenceFollowUp
        ]
