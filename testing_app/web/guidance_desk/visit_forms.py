"""The forms of the advice register: one visit in one go, and the name of a new advice point."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from testing_app.advice.actions import VisitFacts
from testing_app.advice.topics import topics
from testing_app.people.candidates.names import sort_name
from testing_app.people.contact_languages import MOTHER_TONGUES, OTHER_LANGUAGE
from testing_app.vocabulary import AgeBand, DirectedTo, Stay, VisitReason
from testing_app.web.authority_desk.fields import ChosenField, ChosenRadio, offered
from testing_app.web.fields import DayField
from testing_app.web.guidance_desk.visit_words import AGE_BANDS, DIRECTIONS, REASONS, STAYS, topic_word
from testing_app.web.words import language_word

MOST_USED = 8


class SomeOf(SelectMultipleField):
    """Boxes to tick, at least one."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, *, message: LazyString, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self.message = message

    def pre_validate(self, form: Any) -> None:
        """Refuse an empty choice and what the page did not offer."""
        if not self.data or not set(self.data) <= offered(self):
            raise ValidationError(str(self.message))


class VisitForm(FlaskForm):  # type: ignore[misc]
    """One visit: every question on one page, answered by one press each."""

    visited_on = DayField(_l("Day"), [InputRequired(_l("Write the day."))])
    point = ChosenRadio(_l("Advice point"), message=_l("Choose the advice point."))
    language = ChosenField(_l("Language spoken"), message=_l("Choose the language."))
    age_band = ChosenRadio(_l("Age"), message=_l("Choose the age."))
    stay = ChosenRadio(_l("Has lived in Finland"), message=_l("Choose how long."))
    reason = ChosenRadio(_l("Came about"), message=_l("Choose why the visitor came."))
    topics = SomeOf(_l("Topics"), message=_l("Tick at least one topic."))
    directed_to = SomeOf(_l("Directed to"), message=_l("Tick where the visitor was directed."))

    def __init__(
        self, points: Sequence[Any], *arguments: Any, most_used: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.point.choices = [SelectChoice(str(point.id), point.name) for point in points]
        self.language.choices = _languages(most_used)
        self.age_band.choices = _choices(AGE_BANDS)
        self.stay.choices = _choices(STAYS)
        self.reason.choices = _choices(REASONS)
        self.topics.choices = [SelectChoice(code, topic_word(code)) for code in topics()]
        self.directed_to.choices = _choices(DIRECTIONS)

    def facts(self) -> VisitFacts:
        """What was chosen, after the form was found valid."""
        assert isinstance(self.visited_on.data, date)
        return VisitFacts(
            point_id=UUID(self.point.data),
            visited_on=self.visited_on.data,
            language=self.language.data,
            age_band=AgeBand(self.age_band.data),
            stay=Stay(self.stay.data),
            reason=VisitReason(self.reason.data),
            topics=tuple(self.topics.data or ()),
            directed_to=tuple(DirectedTo(code) for code in self.directed_to.data or ()),
        )


class PointForm(FlaskForm):  # type: ignore[misc]
    """The name of a new advice point."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Write the name of the advice point.")),
            Length(max=120, message=_l("Shorten this to %(max)d characters.")),
        ],
    )


def _choices(words: Mapping[StrEnum, LazyString]) -> list[SelectChoice]:
    return [SelectChoice(member.value, str(said)) for member, said in words.items()]


def _languages(most_used: Sequence[str]) -> list[SelectChoice]:
    """The languages this service hears most come first, then all in the reader's alphabetical order."""
    first = [code for code in most_used[:MOST_USED] if code in MOTHER_TONGUES]
    rest = [code for code in MOTHER_TONGUES if code not in first and code != OTHER_LANGUAGE]
    rest.sort(key=lambda code: sort_name(language_word(code), ""))
    last = [] if OTHER_LANGUAGE in first else [OTHER_LANGUAGE]
    return [SelectChoice("", _("Choose"))] + [
        SelectChoice(code, language_word(code)) for code in (*first, *rest, *last)
    ]
