"""The forms with which a test centre makes or changes an occasion, or a series of them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, cast

from babel import Locale
from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextArea, TextInput

from testing_app.bookings.actions import Recurrence
from testing_app.bookings.occasion_facts import OccasionFeatures, OccasionHours
from testing_app.people.candidates.names import sort_name
from testing_app.people.contact_languages import CONTACT_LANGUAGES, MOTHER_TONGUES, OTHER_LANGUAGE
from testing_app.vocabulary import AccessFeature, OccasionKind, Part, TestedLanguage
from testing_app.web.centre_desk.battery_fields import CountField
from testing_app.web.centre_desk.choices import ClosedChoice, choices_of
from testing_app.web.fields import DayField
from testing_app.web.occasion_words import occasion_word
from testing_app.web.typed import text_of
from testing_app.web.words import language_word, word

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
            self.raw_data = []
            return
        found = HOURS.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("Write a time, for example 9.00."))
        self.data = time(hour, minute)


class Ticks(SelectMultipleField):
    """Any number of a closed set as boxes; what a page did not offer is refused."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list."""
        listed: Any = self.choices
        if not {str(value) for value in self.data or ()} <= {str(value) for value, *_rest in listed}:
            raise ValidationError(_("Choose from the list."))


def kind_choices() -> list[SelectChoice]:
    """What people come for."""
    return [SelectChoice(kind.value, occasion_word(kind)) for kind in OccasionKind]


def interpreter_choices() -> list[SelectChoice]:
    """The languages of letters in the reader's alphabet, then all others."""
    common = [code for code in CONTACT_LANGUAGES if code != "fi"]
    rare = [code for code in MOTHER_TONGUES if code not in (*CONTACT_LANGUAGES, OTHER_LANGUAGE)]
    return [*_by_name(common), *_by_name(rare)]


def _by_name(codes: Iterable[str]) -> list[SelectChoice]:
    named = {code: language_word(code) for code in codes}
    return [
        SelectChoice(code, named[code]) for code in sorted(named, key=lambda code: sort_name(named[code], ""))
    ]


COMMON_LANGUAGES = len(CONTACT_LANGUAGES) - 1
"""How many of the languages of interpreters are shown at once."""


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """Hours, place, seats and what is offered: what one occasion and a whole series have in common."""

    language_tested = ClosedChoice(
        _l("Language tested"),
        choices=lambda: choices_of(TestedLanguage),
        message=_l("Choose the language tested."),
    )
    kind = ClosedChoice(
        _l("What is it?"),
        choices=kind_choices,
        default=OccasionKind.TEST.value,
        message=_l("Choose what people come for."),
    )
    starts_at = WallTimeField(_l("Begins"), [InputRequired(_l("Write when the test begins."))])
    ends_at = WallTimeField(_l("Ends"), [InputRequired(_l("Write when the test ends."))])
    room = StringField(_l("Room"), [Length(max=100, message=_l("Shorten the room to 100 characters."))])
    place = StringField(
        _l("Place, if not the centre's own address"),
        [Length(max=200, message=_l("Shorten the place to 200 characters."))],
    )
    seats = CountField(_l("Seats"), [InputRequired(_l("Write how many seats there are."))])
    interpreters = Ticks(_l("Interpreters"), choices=interpreter_choices)
    accessibility = Ticks(
        _l("Accessibility"),
        choices=lambda: [SelectChoice(feature.value, occasion_word(feature)) for feature in AccessFeature],
    )
    parts = Ticks(
        _l("Parts offered"), choices=lambda: [SelectChoice(part.value, word(part)) for part in Part]
    )

    PROBLEMS: Mapping[str, LazyString] = {
        "ends_before_it_starts": _l("The test must end after it begins."),
        "seats_out_of_range": _l("Write a number of seats from 1 to 500."),
        "fewer_seats_than_taken": _l("More seats than this are already reserved."),
        "day_is_past": _l("Write a day that is not past."),
        "kind_with_seats_taken": _l("Seats are reserved, so this cannot change."),
    }

    def add_problems(self, problems: Mapping[str, list[str]]) -> None:
        """Put problems found by the stage at their fields."""
        for name, codes in problems.items():
            self[name].errors = [*self[name].errors, *(str(self.PROBLEMS[code]) for code in codes)]

    def hours(self) -> OccasionHours:
        """Hours, room and seats, after the form was found valid."""
        return OccasionHours(
            starts_at=cast(time, self.starts_at.data),
            ends_at=cast(time, self.ends_at.data),
            room=text_of(self.room),
            seats=cast(int, self.seats.data),
        )

    def features(self) -> OccasionFeatures:
        """What is offered, after the form was found valid."""
        return OccasionFeatures(
            kind=OccasionKind(self.kind.data),
            place=text_of(self.place),
            interpreters=tuple(self.interpreters.data or ()),
            accessibility=tuple(AccessFeature(code) for code in self.accessibility.data or ()),
            parts=tuple(Part(code) for code in self.parts.data or ()),
        )


ONLY_THIS, LATER_TOO = "only_this", "later_too"


class OccasionForm(PlaceForm):
    """One occasion; `reach` says whether a change holds for the later ones of its series too."""

    held_on = DayField(_l("Day"), [InputRequired(_l("Write the day."))])
    reach = RadioField(
        _l("This occasion belongs to a series. What changes?"),
        choices=lambda: [
            SelectChoice(ONLY_THIS, _("Only this occasion")),
            SelectChoice(LATER_TOO, _("This occasion and all later ones of the series")),
        ],
        default=ONLY_THIS,
        validate_choice=False,
    )
    version = HiddenField()


class DaysField(Field):
    """Several days in one field, with commas, blanks or lines between them; what was typed is kept."""

    widget: Any = TextArea()
    data: tuple[date, ...]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(f"{day.day}.{day.month}.{day.year}" for day in self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the days, or say which cannot be read."""
        typed = re.split(r"[\s,;]+", " ".join(str(part) for part in valuelist).strip())
        read = {text: _day(text) for text in typed if text}
        self.data = tuple(day for day in read.values() if day)
        wrong = [text for text, day in read.items() if day is None]
        if wrong:
            raise ValueError(
                _("These are not days: %(days)s. Write for example 6.12.2026.", days=", ".join(wrong))
            )


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None


def weekday_choices() -> list[SelectChoice]:
    """The days of the week as they stand alone in the reader's language, Monday first."""
    locale = get_locale() or Locale("fi")
    names = locale.days["stand-alone"]["wide"]
    return [SelectChoice(str(number), names[number][:1].upper() + names[number][1:]) for number in range(7)]


class SeriesForm(PlaceForm):
    """A series: on which days of the week, every how many weeks, from when to when."""

    weekdays = Ticks(_l("Days of the week"), choices=weekday_choices)
    every_weeks = CountField(
        _l("Every how many weeks"),
        [InputRequired(_l("Write 1 for every week, 2 for every second."))],
        default=1,
    )
    first_on = DayField(_l("First day"), [InputRequired(_l("Write the first day."))])
    last_on = DayField(_l("Last day"), [InputRequired(_l("Write the last day."))])
    except_on = DaysField(_l("Days left out"))

    PROBLEMS = {
        **PlaceForm.PROBLEMS,
        "weekdays_missing": _l("Choose at least one day of the week."),
        "weeks_out_of_range": _l("Write a number of weeks from 1 to 12."),
        "series_without_days": _l("No day of the series falls between the first and the last day."),
        "series_too_long": _l("A series has at most 120 occasions. Choose an earlier last day."),
        "last_before_first": _l("The last day is before the first day."),
    }

    def add_problems(self, problems: Mapping[str, list[str]]) -> None:
        """The same; at the last day, the words are of days."""
        at_end = [
            "last_before_first" if code == "ends_before_it_starts" else code
            for code in problems.get("last_on", [])
        ]
        super().add_problems({**problems, "last_on": at_end})

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """A missing day of the week is said beside what else cannot be read; alone, the stage says it."""
        is_valid: bool = super().validate(*arguments, **options)
        if not is_valid and not self.weekdays.data:
            super().add_problems({"weekdays": ["weekdays_missing"]})
        return is_valid

    def recurrence(self) -> Recurrence:
        """The days of the series, after the form was found valid."""
        return Recurrence(
            weekdays=[int(number) for number in self.weekdays.data or ()],
            first_on=cast(date, self.first_on.data),
            last_on=cast(date, self.last_on.data),
            every_weeks=cast(int, self.every_weeks.data),
            except_on=self.except_on.data or (),
        )
