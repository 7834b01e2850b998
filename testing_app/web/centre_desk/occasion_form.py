"""The form with which a test centre makes or changes an occasion."""

import re
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import TextInput

from testing_app.vocabulary import TestedLanguage
from testing_app.web.centre_desk.battery_fields import CountField
from testing_app.web.centre_desk.choices import ClosedChoice, choices_of
from testing_app.web.fields import DayField

HOURS = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")


class WallTimeField(Field):
    """A time typed as 9.00, 9:00 or 9; what was typed is kept."""

    widget = TextInput()
    data: time | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.hour}.{self.data.minute:02d}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the time, or say what to type."""
        typed = "".join(str(part) for part in valuelist).strip()
        self.data = None
        if not typed:
            return
        found = HOURS.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("Write a time, for example 9.00."))
        self.data = time(hour, minute)


class OccasionForm(FlaskForm):  # type: ignore[misc]
    """Date, hours, room and seats of an occasion."""

    language_tested = ClosedChoice(
        _l("Language tested"),
        choices=lambda: choices_of(TestedLanguage),
        message=_l("Choose the language tested."),
    )
    held_on = DayField(_l("Day"), [InputRequired(_l("Write the day."))])
    starts_at = WallTimeField(_l("Begins"), [InputRequired(_l("Write when the test begins."))])
    ends_at = WallTimeField(_l("Ends"), [InputRequired(_l("Write when the test ends."))])
    room = StringField(_l("Room"), [Length(max=100, message=_l("Shorten the room to 100 characters."))])
    seats = CountField(_l("Seats"), [InputRequired(_l("Write how many seats there are."))])
    version = HiddenField()

    PROBLEMS = {
        "ends_before_it_starts": _l("The test must end after it begins."),
        "seats_out_of_range": _l("Write a number of seats from 1 to 500."),
        "fewer_seats_than_taken": _l("More seats than this are already reserved."),
        "day_is_past": _l("Write a day that is not past."),
    }

    def add_problems(self, problems: dict[str, list[str]]) -> None:
        """Put problems found by the stage at their fields."""
        for name, codes in problems.items():
            self[name].errors = [*self[name].errors, *(str(self.PROBLEMS[code]) for code in codes)]
