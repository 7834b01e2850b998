"""The forms of the administration desk."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from testing_app.people.accounts import AccountDetails
from testing_app.people.organisations import ROLES_OF_KIND, OrganisationDetails
from testing_app.vocabulary import OrganisationKind, Role
from testing_app.web.administration.words import EVENT_WORDS, KIND_WORDS, ROLE_WORDS
from testing_app.web.fields import DayField
from testing_app.web.languages import NAMES, PAGE_LANGUAGES
from testing_app.web.typed import Choice, text_of

EMAIL_SHAPE = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
EMAIL_PROBLEM = _l("Write an email address such as name@example.fi.")


def _trimmed(typed: Any) -> Any:
    return typed.strip() if isinstance(typed, str) else typed


def _text(label: Any, longest: int, *more: Any) -> StringField:
    shorten = _l("Shorten this to %(max)d characters.")
    return StringField(label, [*more, Length(max=longest, message=shorten)], filters=[_trimmed])


class AccountForm(FlaskForm):  # type: ignore[misc]
    """One account; the roles offered are those of its organisation's kind."""

    name = _text(_l("Name"), 200, DataRequired(_l("Write the person's name.")))
    email = _text(
        _l("Email"),
        254,
        DataRequired(_l("Write the email address.")),
        Regexp(EMAIL_SHAPE, message=EMAIL_PROBLEM),
    )
    title = _text(_l("Title"), 200)
    language = RadioField(
        _l("Language of the pages"),
        choices=[Choice(value=code, label=NAMES[code]) for code in PAGE_LANGUAGES],
        default="fi",
        validators=[DataRequired(_l("Choose a language."))],
    )
    roles = SelectMultipleField(
        _l("Roles"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(_l("Choose at least one role."))],
    )
    active = BooleanField(_l("The account is in use"), default=True)
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer_roles_of(self, kind: OrganisationKind) -> "AccountForm":
        """Offer the roles that belong to this kind of organisation."""
        self.roles.choices = [
            Choice(value=str(role), label=str(ROLE_WORDS[role])) for role in ROLES_OF_KIND[kind]
        ]
        return self

    def details(self) -> AccountDetails:
        """What was typed, for the stage of people."""
        return AccountDetails(
            name=text_of(self.name),
            email=text_of(self.email),
            title=text_of(self.title),
            language=self.language.data,
            roles=frozenset(Role(code) for code in self.roles.data or []),
            active=self.active.data,
        )


class SearchForm(FlaskForm):  # type: ignore[misc]
    """Find accounts by organisation and by words of name or e-mail address."""

    words = _text(_l("Name or email"), 200)
    organisation = SelectField(_l("Organisation"), validate_choice=False)


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    """One organisation and the days between which it exists."""

    kind = RadioField(
        _l("Kind"),
        choices=[Choice(value=str(kind), label=words) for kind, words in KIND_WORDS.items()],
        validators=[InputRequired(_l("Choose the kind of the organisation."))],
    )
    name = _text(_l("Name"), 200, DataRequired(_l("Write the name of the organisation.")))
    street = _text(_l("Street address"), 200)
    post_code = _text(_l("Post code"), 20)
    city = _text(_l("Town"), 100)
    phone = _text(_l("Telephone"), 40)
    email = _text(_l("Email"), 254, Optional(), Regexp(EMAIL_SHAPE, message=EMAIL_PROBLEM))
    valid_from = DayField(_l("First day"), [InputRequired(_l("Write the first day."))])
    valid_to = DayField(_l("Last day"), [Optional()])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def details(self) -> OrganisationDetails:
        """What was typed, for the stage of people."""
        assert self.valid_from.data is not None
        return OrganisationDetails(
            name=text_of(self.name),
            street=text_of(self.street),
            post_code=text_of(self.post_code),
            city=text_of(self.city),
            phone=text_of(self.phone),
            email=text_of(self.email),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class AuditFilterForm(FlaskForm):  # type: ignore[misc]
    """Which entries of which chain to show."""

    organisation = SelectField(_l("Organisation"), validate_choice=False)
    event = SelectField(_l("Event"), validate_choice=False)
    account = SelectField(_l("Account"), validate_choice=False)
    day = DayField(_l("Day"), [Optional()])
    candidate = _text(_l("Candidate number"), 20)

    def offer_events(self) -> None:
        """Every event, in the reader's words and alphabet."""
        words = sorted((str(words), str(event)) for event, words in EVENT_WORDS.items())
        self.event.choices = [
            Choice(value="", label=str(_l("All events"))),
            *(Choice(value=code, label=label) for label, code in words),
        ]


class ChainForm(FlaskForm):  # type: ignore[misc]
    """Names the chain to verify."""

    organisation = HiddenField()
