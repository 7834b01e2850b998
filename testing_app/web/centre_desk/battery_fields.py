"""The fields of the battery page: one group for every part of the battery, one for the background."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional

from testing_app.items.queries import FormVersion
from testing_app.vocabulary import FormKind, Literacy, Part, PartState, StudyReadiness
from testing_app.web.centre_desk.choices import ClosedChoice, choices_of, level_choices
from testing_app.web.fields import PointsField
from testing_app.web.languages import choose
from testing_app.web.words import word

BACKGROUND = "background"
RATING = "rating_"
MINE, THEIRS = "mine", "theirs"
LONGEST_COMMENT = 2000
LONGEST_NOTES = 4000
MOST_LANGUAGES, MOST_YEARS = 20, 40


class CountField(PointsField):
    """A whole number of something; blank means that nobody asked."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a whole number, or say what to type."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write a whole number, for example 2.")) from None


class SharedForm(Form):
    """What lets two people work on one page: the version shown, its fingerprint, the choice in a clash."""

    version = HiddenField()
    seen = HiddenField()
    clash = HiddenField()
    keep = RadioField(
        _l("Which one is right?"),
        choices=lambda: [
            SelectChoice(THEIRS, _("Keep theirs")),
            SelectChoice(MINE, _("Use mine, written below")),
        ],
        validate_choice=False,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """After a clash somebody must say which values hold."""
        valid = bool(super().validate(extra_validators))
        if self.clash.data and self.keep.data not in (MINE, THEIRS):
            self.keep.errors = [*self.keep.errors, _("Choose which one is right.")]
            return False
        return valid


class PartForm(SharedForm):
    """A part without a scoring form: what happened to it, and a comment."""

    state = ClosedChoice(
        _l("State"),
        choices=lambda: choices_of(PartState),
        message=_l("Choose what happened to this part."),
    )
    comment = TextAreaField(
        _l("Comment"),
        [Length(max=LONGEST_COMMENT, message=_l("Shorten the comment to 2000 characters."))],
    )


class BackgroundForm(SharedForm):
    """What the interview and the other parts told."""

    literacy = ClosedChoice(
        _l("Literacy"),
        choices=lambda: choices_of(Literacy, blank=_("not known")),
        message=_l("Choose a literacy from the list."),
    )
    study_readiness = ClosedChoice(
        _l("Study readiness"),
        choices=lambda: choices_of(StudyReadiness, blank=_("not known")),
        message=_l("Choose a study readiness from the list."),
    )
    languages_studied = CountField(
        _l("Foreign languages studied"),
        [Optional(), NumberRange(0, MOST_LANGUAGES, _l("Write a number from 0 to 20."))],
    )
    schooling_years = CountField(
        _l("Completed years of schooling"),
        [Optional(), NumberRange(0, MOST_YEARS, _l("Write a number from 0 to 40."))],
    )
    hard_life_situation = BooleanField(_l("Hard life situation"))
    needs_basic_education = BooleanField(_l("Needs basic education and a certificate"))
    interview_level = ClosedChoice(
        _l("Oral level heard in the interview"),
        choices=lambda: level_choices(blank=_("not recorded")),
        message=_l("Choose a level from the list."),
    )
    interview_notes = TextAreaField(
        _l("Interview notes"),
        [Length(max=LONGEST_NOTES, message=_l("Shorten the notes to 4000 characters."))],
    )


def battery_form(forms: Mapping[Part, FormVersion], *, rater: bool, **options: Any) -> Any:
    """The form of the whole battery for the form versions in force; ratings only for one who rates.

    Further options are those of a FlaskForm.
    """
    groups: dict[str, Any] = {
        part.value: FormField(form_of_part(forms.get(part), rater=rater), label=word(part)) for part in Part
    }
    groups[BACKGROUND] = FormField(BackgroundForm, label=_("Background"))
    return type("BatteryForm", (FlaskForm,), groups)(**options)


def form_of_part(version: FormVersion | None, *, rater: bool) -> type[Form]:
    """The fields of one part; ratings only for one who rates."""
    if version is not None and version.form.kind is FormKind.POINTS:
        return _points_form(version)
    return _rated_form(version) if version is not None and rater else PartForm


def _points_form(version: FormVersion) -> type[Form]:
    label = _("Points, at most %(maximum)s", maximum=version.maximum)
    return type("PointsPartForm", (PartForm,), {"points": PointsField(label, [Optional()])})


def _rated_form(version: FormVersion) -> type[Form]:
    language = choose()
    ratings = {
        RATING + criterion["code"]: ClosedChoice(
            criterion.get(language) or criterion["fi"],
            choices=lambda: level_choices(blank=_("not rated")),
            message=_l("Choose a level from the list."),
        )
        for criterion in version.criteria
    }
    return type("RatedPartForm", (PartForm,), ratings)
