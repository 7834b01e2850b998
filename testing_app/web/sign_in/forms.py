"""The forms of signing in, of a new password and of one's own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from testing_app.web.languages import NAMES, PAGE_LANGUAGES
from testing_app.web.typed import Choice

LONGEST_EMAIL, LONGEST_NAME, LONGEST_TYPED = 254, 200, 1000


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail address and password; `next` is the page to come back to."""

    email = StringField(
        _l("Email"),
        [DataRequired(_l("Write your email address.")), Length(max=LONGEST_EMAIL)],
        filters=[lambda typed: typed.strip() if typed else typed],
    )
    password = PasswordField(
        _l("Password"), [DataRequired(_l("Write your password.")), Length(max=LONGEST_TYPED)]
    )
    next = HiddenField()


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password, twice."""

    password = PasswordField(_l("New password"), [DataRequired(_l("Write a new password."))])
    again = PasswordField(
        _l("New password again"),
        [EqualTo("password", _l("The two passwords differ. Write the same one twice."))],
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one, twice."""

    present = PasswordField(
        _l("Present password"), [DataRequired(_l("Write your present password.")), Length(max=LONGEST_TYPED)]
    )


class OwnDetailsForm(FlaskForm):  # type: ignore[misc]
    """One's own name and the language of the pages."""

    name = StringField(_l("Name"), [DataRequired(_l("Write your name.")), Length(max=LONGEST_NAME)])
    language = RadioField(
        _l("Language of the pages"),
        choices=[Choice(value=code, label=NAMES[code]) for code in PAGE_LANGUAGES],
        validators=[DataRequired(_l("Choose a language."))],
    )
