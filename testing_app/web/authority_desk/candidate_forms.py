"""The forms of candidates: searching, registering, linking, changing."""

import re
from dataclasses import asdict
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from testing_app import clock
from testing_app.people.candidates.duplicates import DifferentPerson
from testing_app.people.candidates.facts import TEXTS, CandidateFacts
from testing_app.people.contact_languages import CONTACT_LANGUAGES, MOTHER_TONGUES
from testing_app.web.authority_desk.fields import ChosenField, IdentityCodeField
from testing_app.web.authority_desk.words import desk_word, language_choices
from testing_app.web.fields import DayField
from testing_app.web.layout import day

EARLIEST_BIRTH = date(1900, 1, 1)


UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What nobody types or sees: it would turn the text after it around, or break a file the name stands in."""


def stripped(value: str | None) -> str | None:
    """Text without the blanks around it; a page that sends nothing sends an empty text."""
    return " ".join(UNSEEN.sub("", value).split()) if value is not None else None


def at_most(length: int) -> Length:
    """No more than the register keeps, said with the number."""
    return Length(max=length, message=_l("Shorten this to %(max)d characters."))


def text(label: Any, length: int, *validators: Any) -> StringField:
    """A line of text without blanks around it."""
    return StringField(label, [*validators, at_most(length)], filters=[stripped])


def telephone_line() -> StringField:
    """A telephone number, or blank."""
    allowed = _l("Write a telephone number: digits, spaces, + and - are allowed.")
    return text(_l("Telephone"), 40, Optional(), Regexp(r"\+?[0-9 ()/-]+$", message=allowed))


def email_line() -> StringField:
    """An email address, or blank."""
    example = _l("Write an email address, for example nimi@example.org.")
    return text(_l("Email"), 254, Optional(), Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=example))


class SearchForm(FlaskForm):  # type: ignore[misc]
    """One field that understands a name, a birth date, an identity code or a candidate number."""

    wanted = StringField(_l("Name, birth date, identity code or number"), [at_most(200)])
    page = IntegerField(_l("Page"), [Optional()], widget=HiddenInput())


class CandidateForm(FlaskForm):  # type: ignore[misc]
    """What is written down about a candidate."""

    identity_code = IdentityCodeField(_l("Identity code"))
    family_name = text(_l("Family name"), 100, InputRequired(_l("Write the family name.")))
    given_names = text(_l("Given names"), 150)
    birth_date = DayField(_l("Date of birth"))
    mother_tongue = ChosenField(_l("Mother tongue"), message=_l("Choose the mother tongue."))
    contact_language = ChosenField(
        _l("Contact language"), message=_l("Choose the language in which we write to this person.")
    )
    phone = telephone_line()
    email = email_line()
    street = text(_l("Street address"), 200)
    post_code = text(
        _l("Post code"),
        20,
        Optional(),
        Regexp(
            r"[0-9]{5}$|.*[^0-9]",  # a foreign post code is written with its letters, spaces or dashes
            message=_l("A Finnish post code has five digits, for example 00100."),
        ),
    )
    city = text(_l("Post office"), 100)
    municipality = text(_l("Municipality of residence"), 100)
    is_called = BooleanField(_l("Reads no script: call instead of writing only"))
    version = IntegerField(_l("Version"), [Optional()], widget=HiddenInput())
    different_because = RadioField(_l("Why is this a different person?"), validate_choice=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.mother_tongue.choices = language_choices(MOTHER_TONGUES, blank=_("Choose"))
        self.contact_language.choices = language_choices(CONTACT_LANGUAGES, blank=_("Choose"))
        self.different_because.choices = [
            SelectChoice(reason.value, desk_word(reason)) for reason in DifferentPerson
        ]

    def validate_family_name(self, field: StringField) -> None:
        """Blanks alone are no name."""
        if not field.data:
            raise ValidationError(_("Write the family name."))

    def validate_birth_date(self, field: DayField) -> None:
        """A real day in the past, the same as the identity code's; the code alone is enough."""
        code = self.identity_code.code
        if field.data is None:
            # A code that was typed wrongly has its own sentence at its own field.
            if not (self.identity_code.data or "").strip() and not field.process_errors:
                raise ValidationError(_("Write the date of birth, or the identity code."))
            return
        if not EARLIEST_BIRTH <= field.data <= clock.today():
            raise ValidationError(_("Write a date of birth between 1900 and today."))
        if code is not None and code.birth_date != field.data:
            raise ValidationError(
                _("The identity code says %(date)s. Check both.", date=day(code.birth_date))
            )

    def facts(self) -> CandidateFacts:
        """What was typed, after the form was found valid."""
        code = self.identity_code.code
        born = self.birth_date.data or (code.birth_date if code else None)
        texts = {name: getattr(self, name).data or "" for name in TEXTS}
        return CandidateFacts(birth_date=born, reads_letters=not self.is_called.data, **texts)

    def reason(self) -> DifferentPerson | None:
        """Why this is not one of the people shown, if an officer said so."""
        given = self.different_because.data
        return DifferentPerson(given) if given in set(DifferentPerson) else None

    @classmethod
    def of(cls, facts: CandidateFacts, *, version: int) -> "CandidateForm":
        """The form filled with what is stored; the identity code is never sent back to a browser."""
        stored = asdict(facts)
        is_called = not stored.pop("reads_letters")
        return cls(formdata=None, version=version, is_called=is_called, **stored)


class LinkForm(FlaskForm):  # type: ignore[misc]
    """The step in which an officer confirms that a record of another authority is this person's."""

    identity_code = IdentityCodeField(_l("Identity code"), [InputRequired()], widget=HiddenInput())
    family_name = HiddenField(_l("Family name"), filters=[stripped])
