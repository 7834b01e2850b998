"""The forms of referrals and seats."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from testing_app.bookings.actions import ReferralFacts
from testing_app.people.contact_languages import MOTHER_TONGUES, OTHER_LANGUAGE
from testing_app.vocabulary import AbsenceReason, AssessmentLength, Part, ReferralPurpose, TestedLanguage
from testing_app.web.authority_desk.fields import ChosenField, ChosenRadio, offered
from testing_app.web.authority_desk.words import desk_word, language_choices
from testing_app.web.words import word


@dataclass(frozen=True, kw_only=True)
class ReferralChoices:
    """What a form offers: vocational fields, and for a guidance service the authorities."""

    fields: Sequence[tuple[str, str]] = ()
    authorities: Sequence[tuple[str, str]] | None = None


class ReferralForm(FlaskForm):  # type: ignore[misc]
    """Which language is tested, why and how, and what the test centre must know."""

    authority_id = ChosenField(
        _l("Employment authority"), message=_l("Choose the authority that receives the result.")
    )
    language_tested = ChosenRadio(_l("Language tested"), message=_l("Choose the language that is tested."))
    purpose = ChosenRadio(_l("Purpose"), message=_l("Choose the purpose of the test."))
    vocational_field = SelectField(_l("Vocational field"), validate_choice=False)
    length = RadioField(_l("Length of the assessment"), validate_choice=False)
    wanted_parts = SelectMultipleField(
        _l("Wanted parts"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    interpreter_language = SelectField(_l("Interpreter"), [Optional()])
    timetable_limits = TextAreaField(
        _l("Days and times that do not suit"),
        [Length(max=300, message=_l("Shorten this to %(max)d characters."))],
    )
    version = IntegerField(_l("Version"), [Optional()], widget=HiddenInput())
    application = HiddenField(_l("Application"))

    def __init__(self, choices: ReferralChoices, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.language_tested.choices = _choices(TestedLanguage, word)
        self.purpose.choices = _choices(ReferralPurpose, desk_word)
        self.length.choices = _choices(AssessmentLength, desk_word)
        self.wanted_parts.choices = _choices(Part, word)
        self.vocational_field.choices = [SelectChoice("", _("Not decided yet"))] + [
            SelectChoice(code, name) for code, name in choices.fields
        ]
        spoken = [code for code in MOTHER_TONGUES if code not in ("fi", OTHER_LANGUAGE)]
        self.interpreter_language.choices = language_choices(spoken, blank=_("No interpreter"))
        if not choices.fields:
            del self.vocational_field
        if choices.authorities is None:
            del self.authority_id
        else:
            self.authority_id.choices = [SelectChoice("", _("Choose"))] + [
                SelectChoice(code, name) for code, name in choices.authorities
            ]

    def validate_vocational_field(self, field: SelectField) -> None:
        """Blank while it is not decided; otherwise one of those whose requirements are known."""
        if field.data and field.data not in offered(field):
            raise ValidationError(_("Choose the vocational field from the list."))

    def validate_length(self, field: RadioField) -> None:
        """An application suggests a length, and an officer chooses; otherwise the short one is usual."""
        if not field.data and self.application.data:
            raise ValidationError(_("Choose the short or the long assessment."))
        if field.data and field.data not in offered(field):
            raise ValidationError(_("Choose the short or the long assessment."))

    def validate_wanted_parts(self, field: SelectMultipleField) -> None:
        """Only parts of the battery."""
        if not set(field.data or ()) <= offered(field):
            raise ValidationError(_("Choose parts from the list."))

    def facts(self) -> ReferralFacts:
        """What was chosen, after the form was found valid."""
        authority = getattr(self, "authority_id", None)
        field = getattr(self, "vocational_field", None)
        return ReferralFacts(
            language_tested=TestedLanguage(self.language_tested.data),
            purpose=ReferralPurpose(self.purpose.data),
            interpreter_language=self.interpreter_language.data or "",
            timetable_limits=self.timetable_limits.data or "",
            length=AssessmentLength(self.length.data or AssessmentLength.SHORT),
            wanted_parts=tuple(Part(code) for code in self.wanted_parts.data or ()),
            vocational_field=(field.data or "") if field else "",
            authority_id=UUID(authority.data) if authority else None,
        )

    def application_id(self) -> UUID | None:
        """The application the referral comes from, if it does."""
        try:
            return UUID(self.application.data) if self.application.data else None
        except ValueError:
            return None

    @classmethod
    def of(cls, facts: ReferralFacts, choices: ReferralChoices, *, version: int) -> "ReferralForm":
        """The form filled with what is stored."""
        stored = asdict(facts)
        stored["wanted_parts"] = [part.value for part in facts.wanted_parts]
        return cls(choices, formdata=None, version=version, **stored)


def _choices(kind: type[StrEnum], words: Callable[[Any], str]) -> list[SelectChoice]:
    return [SelectChoice(member.value, words(member)) for member in kind]


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
