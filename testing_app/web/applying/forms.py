"""The public form with which somebody applies for a language test, and what an officer does with it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from testing_app import clock
from testing_app.applications.actions import ApplicationFacts
from testing_app.people.candidates.duplicates import DifferentPerson
from testing_app.people.contact_languages import CONTACT_LANGUAGES, MOTHER_TONGUES, OTHER_LANGUAGE
from testing_app.vocabulary import ApplicationClosing, EarlierStudies, ScriptsRead, TestedLanguage
from testing_app.web.applying.words import application_word
from testing_app.web.authority_desk.candidate_forms import (
    EARLIEST_BIRTH,
    email_line,
    telephone_line,
    text,
)
from testing_app.web.authority_desk.fields import ChosenField, ChosenRadio, offered
from testing_app.web.authority_desk.words import desk_word, language_choices
from testing_app.web.fields import DayField
from testing_app.web.words import word

PLAIN_NUMBER = re.compile(r"[0-9]{1,2}")
MOST_YEARS = 30


class YearsField(IntegerField):
    """Completed years of school; blank means that they are not known, never none."""

    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read whole years, or say what to type."""
        typed = "".join(str(part) for part in valuelist).strip()
        self.data = None
        if not typed:
            return
        if not PLAIN_NUMBER.fullmatch(typed) or int(typed) > MOST_YEARS:
            raise ValueError(_("Write the years as a whole number from 0 to 30, for example 9."))
        self.data = int(typed)

    def pre_validate(self, form: Any) -> None:
        """Say one thing about what cannot be read, not two."""
        if self.process_errors:
            raise StopValidation


class ApplyForm(FlaskForm):  # type: ignore[misc]
    """Who applies, how to reach them, and what helps to choose the assessment; no identity code."""

    authority_id = ChosenField(_l("Employment authority"), message=_l("Choose your employment authority."))
    language_tested = ChosenRadio(
        _l("Which language do you want to be tested in?"), message=_l("Choose Finnish or Swedish.")
    )
    family_name = text(_l("Family name"), 100, InputRequired(_l("Write your family name.")))
    given_names = text(_l("Given names"), 150)
    birth_date = DayField(_l("Date of birth"))
    phone = telephone_line()
    email = email_line()
    street = text(_l("Street address"), 200)
    post_code = text(_l("Post code"), 20)
    city = text(_l("Post office"), 100)
    mother_tongue = ChosenField(_l("Mother tongue"), message=_l("Choose your mother tongue."))
    contact_language = ChosenField(
        _l("In which language may we write to you?"), message=_l("Choose the language of letters.")
    )
    languages_spoken = SelectMultipleField(
        _l("Which other languages do you speak?"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    needs_interpreter = BooleanField(_l("I need an interpreter"))
    scripts_read = ChosenRadio(_l("Can you read?"), message=_l("Choose how you read."))
    schooling_years = YearsField(_l("How many years have you gone to school?"))
    earlier_studies = ChosenRadio(
        _l("How long have you studied this language before?"),
        message=_l("Choose how long you have studied the language."),
    )
    timetable_limits = TextAreaField(
        _l("Days and times that do not suit you"),
        [Length(max=300, message=_l("Shorten this to %(max)d characters."))],
    )

    def __init__(self, authorities: Sequence[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.authority_id.choices = [SelectChoice("", _("Choose"))] + [
            SelectChoice(code, name) for code, name in authorities
        ]
        self.language_tested.choices = [SelectChoice(each.value, word(each)) for each in TestedLanguage]
        self.mother_tongue.choices = language_choices(MOTHER_TONGUES, blank=_("Choose"))
        self.contact_language.choices = language_choices(CONTACT_LANGUAGES, blank=_("Choose"))
        self.languages_spoken.choices = language_choices((*CONTACT_LANGUAGES, OTHER_LANGUAGE), blank="")[1:]
        self.scripts_read.choices = _worded(ScriptsRead)
        self.earlier_studies.choices = _worded(EarlierStudies)

    def validate_family_name(self, field: Any) -> None:
        """Blanks alone are no name."""
        if not field.data:
            raise ValidationError(_("Write your family name."))

    def validate_birth_date(self, field: DayField) -> None:
        """A day that has been, if one is written."""
        if field.data is not None and not EARLIEST_BIRTH <= field.data <= clock.today():
            raise ValidationError(_("Write a date of birth between 1900 and today."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything field by field, and that somebody can reach the applicant."""
        found = bool(super().validate(extra_validators))
        if any((self.phone.data, self.email.data, self.street.data)):
            return found
        problem = _("Write a telephone number, an email address or a street address.")
        self.phone.errors = [*self.phone.errors, problem]
        return False

    def validate_languages_spoken(self, field: SelectMultipleField) -> None:
        """Only languages from the list."""
        if not set(field.data or ()) <= offered(field):
            raise ValidationError(_("Choose languages from the list."))

    def facts(self) -> ApplicationFacts:
        """What was written, after the form was found valid."""
        born: date | None = self.birth_date.data
        return ApplicationFacts(
            authority_id=UUID(self.authority_id.data),
            family_name=self.family_name.data or "",
            given_names=self.given_names.data or "",
            birth_date=born,
            mother_tongue=self.mother_tongue.data,
            contact_language=self.contact_language.data,
            phone=self.phone.data or "",
            email=self.email.data or "",
            street=self.street.data or "",
            post_code=self.post_code.data or "",
            city=self.city.data or "",
            language_tested=TestedLanguage(self.language_tested.data),
            languages_spoken=tuple(self.languages_spoken.data or ()),
            scripts_read=ScriptsRead(self.scripts_read.data),
            schooling_years=self.schooling_years.data,
            earlier_studies=EarlierStudies(self.earlier_studies.data),
            needs_interpreter=bool(self.needs_interpreter.data),
            timetable_limits=(self.timetable_limits.data or "").strip(),
        )


class DifferentForm(FlaskForm):  # type: ignore[misc]
    """Why the applicant is none of the people shown."""

    different_because = RadioField(_l("Why is this a different person?"), validate_choice=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.different_because.choices = [
            SelectChoice(reason.value, desk_word(reason)) for reason in DifferentPerson
        ]

    def reason(self) -> DifferentPerson | None:
        """The reason, if an officer gave one."""
        given = self.different_because.data
        return DifferentPerson(given) if given in set(DifferentPerson) else None


class CloseForm(FlaskForm):  # type: ignore[misc]
    """Why an application leads to no referral."""

    because = ChosenField(_l("Why is it closed?"), message=_l("Choose the reason."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.because.choices = [SelectChoice("", _("Choose")), *_worded(ApplicationClosing)]


def _worded(kind: Any) -> list[SelectChoice]:
    return [SelectChoice(member.value, application_word(member)) for member in kind]
