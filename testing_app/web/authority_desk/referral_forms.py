"""The forms of referrals and seats."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from testing_app.bookings.actions import ReferralFacts
from testing_app.people.contact_languages import MOTHER_TONGUES, OTHER_LANGUAGE
from testing_app.vocabulary import AbsenceReason, ReferralPurpose, TestedLanguage
from testing_app.web.authority_desk.fields import ChosenField, ChosenRadio
from testing_app.web.authority_desk.words import desk_word, language_choices
from testing_app.web.words import word


class ReferralForm(FlaskForm):  # type: ignore[misc]
    """Which language is tested, why, and what the test centre must know."""

    language_tested = ChosenRadio(_l("Language tested"), message=_l("Choose the language that is tested."))
    purpose = ChosenRadio(_l("Purpose"), message=_l("Choose the purpose of the test."))
    interpreter_language = SelectField(_l("Interpreter"), [Optional()])
    timetable_limits = TextAreaField(
        _l("Days and times that do not suit"),
        [Length(max=300, message=_l("Shorten this to %(max)d characters."))],
    )
    version = IntegerField(_l("Version"), [Optional()], widget=HiddenInput())

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.language_tested.choices = [
            SelectChoice(language.value, word(language)) for language in TestedLanguage
        ]
        self.purpose.choices = [
            SelectChoice(purpose.value, desk_word(purpose)) for purpose in ReferralPurpose
        ]
        spoken = [code for code in MOTHER_TONGUES if code not in ("fi", OTHER_LANGUAGE)]
        self.interpreter_language.choices = language_choices(spoken, blank=_("No interpreter"))

    def facts(self) -> ReferralFacts:
        """What was chosen, after the form was found valid."""
        return ReferralFacts(
            language_tested=TestedLanguage(self.language_tested.data),
            purpose=ReferralPurpose(self.purpose.data),
            interpreter_language=self.interpreter_language.data or "",
            timetable_limits=self.timetable_limits.data or "",
        )

    @classmethod
    def of(cls, facts: ReferralFacts, *, version: int) -> "ReferralForm":
        """The form filled with what is stored."""
        return cls(formdata=None, version=version, **asdict(facts))


class SeatForm(FlaskForm):  # type: ignore[misc]
    """The occasion that was chosen."""

    occasion = SelectField(_l("Occasion"), validate_choice=False)

    def validate_occasion(self, field: SelectField) -> None:
        """The identifier of an occasion; whether it suits is for the action to say."""
        try:
            UUID(str(field.data))
        except ValueError:
            raise ValidationError(_("Choose an occasion.")) from None

    def chosen(self) -> UUID:
        """The occasion, after the form was found valid."""
        return UUID(str(self.occasion.data))


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Why a seat is given back."""

    reason = ChosenField(_l("Reason"), message=_l("Choose the reason."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.reason.choices = [SelectChoice("", _("Choose"))] + [
            SelectChoice(reason.value, word(reason))
            for reason in AbsenceReason
            if reason is not AbsenceReason.CENTRE_CANCELLED
        ]
