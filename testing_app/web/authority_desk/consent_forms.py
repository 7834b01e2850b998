"""The forms of consents: a paper that was signed, and the form signed on the screen."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from testing_app import clock
from testing_app.errors import Invalid
from testing_app.people.consent_scans import ReadScan, read_scan
from testing_app.people.contact_languages import CONTACT_LANGUAGES
from testing_app.vocabulary import ConsentScope
from testing_app.web.authority_desk.candidate_forms import text
from testing_app.web.authority_desk.fields import ChosenField, offered
from testing_app.web.authority_desk.words import desk_word, language_choices
from testing_app.web.fields import DayField
from testing_app.web.messages import MESSAGES


class ScopesForm(FlaskForm):  # type: ignore[misc]
    """Which scopes were allowed; only those that are not in force yet are offered."""

    scopes = SelectMultipleField(
        _l("What was allowed"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def __init__(self, in_force: frozenset[ConsentScope], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.scopes.choices = [
            SelectChoice(scope.value, desk_word(scope)) for scope in ConsentScope if scope not in in_force
        ]

    def validate_scopes(self, field: SelectMultipleField) -> None:
        """At least one, and only those offered."""
        if not field.data or not set(field.data) <= offered(field):
            raise ValidationError(_("Tick what was signed."))

    def chosen(self) -> frozenset[ConsentScope]:
        """The scopes ticked."""
        return frozenset(ConsentScope(scope) for scope in self.scopes.data or ())


class ConsentForm(ScopesForm):
    """A paper: which scopes were signed, in which language and when, and its scan."""

    language = ChosenField(_l("Language of the form"), message=_l("Choose the language of the signed form."))
    signed_on = DayField(_l("Date of the signature"))
    scan = FileField(_l("Scan of the signed paper"))
    read: ReadScan | None = None

    def __init__(self, in_force: frozenset[ConsentScope], *arguments: Any, **options: Any) -> None:
        super().__init__(in_force, *arguments, **options)
        self.language.choices = language_choices(CONTACT_LANGUAGES, blank=_("Choose"))

    def validate_signed_on(self, field: DayField) -> None:
        """A day that has come."""
        if field.data is None and not field.process_errors:
            raise ValidationError(_("Write the date of the signature."))
        if field.data is not None and field.data > clock.today():
            raise ValidationError(_("The date of the signature is in the future."))

    def validate_scan(self, field: FileField) -> None:
        """A PDF or a picture by its content; none is needed."""
        if not field.data:
            return
        try:
            self.read = read_scan(field.data.read())
        except Invalid as refusal:
            raise ValidationError(str(MESSAGES[refusal.problems["scan"][0]])) from None


class ScreenForm(ScopesForm):
    """The form read and signed on the screen: what is allowed, and the name typed as a signature."""

    signed_name = text(
        _l("Name, typed as a signature"), 250, InputRequired(_l("The candidate types their name here."))
    )
    language = HiddenField(_l("Language of the form"))
    form_digest = HiddenField(_l("Digest"))

    def validate_signed_name(self, field: Any) -> None:
        """Blanks alone are no signature."""
        if not field.data:
            raise ValidationError(_("The candidate types their name here."))
