"""The forms of planners' rule sets: a new draft, its text, its basics, a proposal, a decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from testing_app.actor import Actor
from testing_app.errors import Invalid
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import sealed_texts_of
from testing_app.vocabulary import TestedLanguage
from testing_app.web.fields import DayField, PointsField
from testing_app.web.rule_words import rule_set_name
from testing_app.web.units import Session
from testing_app.web.words import word

NOTHING = ""
LARGEST_FILE = 200_000
LONGEST_NUMBER = 9
IDENTITY = Regexp(
    r"[a-z0-9][a-z0-9-]{0,59}$", message=_l("Use small letters a-z, digits and hyphens, at most 60 of them.")
)


def number_in(typed: str) -> int:
    """The whole number of a hidden field or an address; 0 for what is none."""
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0


def named(rule_set: rules.RuleSet) -> str:
    """A rule set as people tell it from others."""
    return str(_("%(name)s, version %(number)s", name=rule_set_name(rule_set), number=rule_set.version))


def sets_to_choose(session: Session, actor: Actor) -> list[SelectChoice]:
    """Shipped sets, then the authority's own sealed ones; the value is `id@version`."""
    shipped = [
        SelectChoice(f"{each.id}@{each.version}", named(each)) for each in rules.shipped_rule_sets().values()
    ]
    own = [
        SelectChoice(f"{text.rule_set_id}@{text.number}", f"{text.rule_set_id}, {text.number}")
        for text in sealed_texts_of(session, viewer=actor)
    ]
    return shipped + own


def sets_to_follow(session: Session, actor: Actor) -> list[SelectChoice]:
    """The same sets to take into use; a national one once, by its newest version, for it is followed."""
    shipped = rules.shipped_rule_sets()
    older = {
        f"{each.id}@{each.version}"
        for each in shipped.values()
        if each.area is None and each.version < max(number for id, number in shipped if id == each.id)
    }
    return [choice for choice in sets_to_choose(session, actor) if choice.value not in older]


def identity_problems(refusal: Invalid, *, named_in: str = "rule_set_id") -> Invalid:
    """A name that is taken, told at the field in which it is typed."""
    codes = [code for each in refusal.problems.values() for code in each]
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(named_in if code.startswith("rule_set_") else "file", []).append(code)
    return Invalid(found)


class NewDraftForm(FlaskForm):  # type: ignore[misc]
    """Where a new version begins, and what it is called."""

    base = SelectField(_l("Begin from"), validators=[Optional()])
    rule_set_id = StringField(_l("Name of the rule set"), [Optional(), IDENTITY])
    number = PointsField(
        _l("Version"), [Optional(), NumberRange(1, 9999, message=_l("Write a number from 1 to 9999."))]
    )
    file = FileField(_l("Or a file you have"))

    def offer(self, sets: Sequence[SelectChoice]) -> None:
        """Fill the list of sets to begin from."""
        self.base.choices = [SelectChoice(NOTHING, _("Choose")), *sets]
        shipped = {rule_set_id for rule_set_id, _number in rules.shipped_rule_sets()}
        self._own = {choice.value.partition("@")[0] for choice in sets} - shipped

    def is_own(self, rule_set_id: str) -> bool:
        """Whether the name is the authority's already."""
        return rule_set_id in self._own

    def has_upload(self) -> bool:
        """Whether a file came with the form."""
        return bool(self.file.data and getattr(self.file.data, "filename", ""))

    def uploaded(self) -> str | None:
        """The text of the file, or None with a problem noted."""
        return _read(self.file)

    def validate(self, extra_validators: Any = None) -> bool:
        """A file says its own name; a base needs one."""
        valid = bool(super().validate(extra_validators))
        if self.has_upload():
            return valid
        for field, sentence in (
            (self.base, _("Choose a rule set to begin from, or a file.")),
            (self.rule_set_id, _("Write a name, for example fi-koto-2022-kuusilahti.")),
            (self.number, _("Write the number of the version, for example 1.")),
        ):
            if not field.data and not field.errors:
                field.errors = [*field.errors, sentence]
                valid = False
        return valid


class TextForm(FlaskForm):  # type: ignore[misc]
    """The whole file, typed or uploaded."""

    text = TextAreaField(_l("The file"))
    file = FileField(_l("Or put a file in its place"))
    version = IntegerField(widget=HiddenInput())

    def chosen_text(self) -> str:
        """The uploaded file if there is one, else what is typed."""
        uploaded = _read(self.file) if self.file.data and getattr(self.file.data, "filename", "") else None
        return uploaded if uploaded is not None else self.text.data or ""


class ProposalForm(FlaskForm):  # type: ignore[misc]
    """From which day a rule set shall judge the tests of which language."""

    language = SelectField(_l("Language tested"))
    starts_on = DayField(_l("From the test day"), [InputRequired(_l("Write the first day."))])
    note = TextAreaField(
        _l("Why"),
        [InputRequired(_l("Say why.")), Length(max=2000, message=_l("Shorten the note to 2000 characters."))],
    )
    version = IntegerField(widget=HiddenInput())
    rule_set = HiddenField()

    def offer(self, rule_set: rules.RuleSet | None) -> None:
        """The languages the rule set is for."""
        languages = rule_set.languages if rule_set else tuple(TestedLanguage)
        self.language.choices = [SelectChoice(each, word(TestedLanguage(each))) for each in languages]

    def first_day(self) -> date:
        """The day it begins; only after the form was found valid."""
        if self.starts_on.data is None:
            raise ValueError("asked before the form was found valid")
        return self.starts_on.data


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """A second person's answer to a proposal."""

    note = TextAreaField(_l("Note"), [Length(max=2000, message=_l("Shorten the note to 2000 characters."))])
    version = IntegerField(widget=HiddenInput())


class BasicsForm(FlaskForm):  # type: ignore[misc]
    """Name, dates, area and the threshold of a version."""

    rule_set_id = StringField(_l("Name of the rule set"), [InputRequired(_l("Write the name.")), IDENTITY])
    number = PointsField(
        _l("Version"),
        [
            InputRequired(_l("Write the number.")),
            NumberRange(1, 9999, message=_l("Write a number from 1 to 9999.")),
        ],
    )
    name_fi = StringField(_l("Title in Finnish"), [Length(max=200)])
    name_sv = StringField(_l("Title in Swedish"), [Length(max=200)])
    name_en = StringField(_l("Title in English"), [Length(max=200)])
    area = StringField(_l("Area"), [Length(max=100)])
    valid_from = DayField(_l("Can be used from"), [InputRequired(_l("Write the first day."))])
    valid_to = DayField(_l("Can be used until"), [Optional()])
    version = IntegerField(widget=HiddenInput())


def _read(field: Any) -> str | None:
    content: bytes = field.data.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        field.errors = [*field.errors, _("The file is too large: at most 200 kB.")]
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        field.errors = [*field.errors, _("This is not a text file in UTF-8.")]
        return None
