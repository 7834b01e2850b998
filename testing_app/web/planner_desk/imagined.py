"""The form of an imagined person: a field for each input a rule set declares; anything may be left blank."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional

from testing_app.rule_sets import rules
from testing_app.vocabulary import LEVELS_GIVEN
from testing_app.web.fields import PointsField
from testing_app.web.placement_words import name_of
from testing_app.web.words import level_word

ASKED = "try"
FIELD = "field"
ERROR = "error"
NOTHING = ""
TYPICAL = {"languages_studied": 1, "schooling_years": 9}


class CountField(PointsField):
    """A whole number; blank means that it is not known."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or say what to type."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write a whole number, for example 9.")) from None


class ImaginedForm(FlaskForm):  # type: ignore[misc]
    """Levels and background of an imagined person; nobody real is meant."""

    class Meta:
        """Sent with GET and changes nothing: no token needed, and the address can be shared."""

        csrf = False

    def rows(self, kind: str) -> list[Field]:
        """The fields of one kind: "choices", "numbers" or "ticks"."""
        kinds = {"choices": SelectField, "numbers": CountField, "ticks": BooleanField}
        fields: list[Field] = list(self)
        return [field for field in fields if isinstance(field, kinds[kind])]


def imagined_form(given: MultiDict[str, str], rule_set: rules.RuleSet) -> ImaginedForm:
    """The form for this rule set, filled when something was asked."""
    fields = {FIELD: _vocational_field(rule_set)} if rule_set.requirements else {}  # shown in order of making
    fields |= {name: _field(name, input, rule_set) for name, input in _asked_of(rule_set).items()}
    if rule_set.answers is rules.Answers.PLACEMENT:
        fields[ERROR] = _error_field()
    kind: type[ImaginedForm] = type("ImaginedForm", (ImaginedForm,), fields)
    return kind(given if ASKED in given else None)


def evidence_of(form: ImaginedForm, rule_set: rules.RuleSet) -> rules.Evidence:
    """What the form says, as the rules read it."""
    values = {name: _value(input, form[name].data) for name, input in _asked_of(rule_set).items()}
    return rules.Evidence(**values)


def chances_of(form: ImaginedForm, rule_set: rules.RuleSet) -> dict[rules.Skill, rules.LevelChances]:
    """How probable the levels are, by the error of measurement chosen in the form; none without one."""
    error = float(form[ERROR].data or 0)
    evidence = evidence_of(form, rule_set)
    levels = {skill: getattr(evidence, skill.value) for skill in rules.Skill}
    known = {skill: level for skill, level in levels.items() if isinstance(level, rules.Level)}
    return {skill: rules.level_chances(level.step, error) for skill, level in known.items()} if error else {}


def typical_evidence(evidence: rules.Evidence | None, rule_set: rules.RuleSet) -> rules.Evidence:
    """The inputs of the form but for the levels; numbers nobody gave are taken as typical ones."""
    values: dict[str, Any] = {
        name: getattr(evidence, name) if evidence else None
        for name, input in _asked_of(rule_set).items()
        if input.kind in (rules.Kind.INTEGER, rules.Kind.BOOLEAN)
    }
    known = {name: value for name, value in values.items() if value is not None}
    typical = {name: value for name, value in TYPICAL.items() if name in values}
    return rules.Evidence(**{**typical, **known})


def _asked_of(rule_set: rules.RuleSet) -> Mapping[str, rules.Input]:
    """The declared inputs; the four skills where requirements are all there is."""
    if rule_set.requirements and not rule_set.inputs:
        return {skill: rules.Input(skill, rules.Kind.LEVEL) for skill in rules.SKILLS}
    return {given.name: given for given in rule_set.inputs}


def _value(given: rules.Input, data: Any) -> Any:
    """What was chosen as the evidence holds it."""
    if given.kind is rules.Kind.LEVEL:
        return rules.mark_from(data)
    if given.kind in (rules.Kind.SCALE, rules.Kind.CATEGORY):
        kind: Callable[[str], object] = rules.Literacy if given.name == "literacy" else rules.StudyReadiness
        return kind(data) if data else None
    return data


def _field(name: str, given: rules.Input, rule_set: rules.RuleSet) -> Any:
    label = name_of(name, rule_set)
    if given.kind is rules.Kind.LEVEL:
        return SelectField(
            label, choices=_choices(LEVELS_GIVEN, level_word, blank=_("No level")), default=NOTHING
        )
    if given.kind is rules.Kind.BOOLEAN:
        return BooleanField(label)
    if given.kind is rules.Kind.INTEGER:
        lowest = max(given.lowest, 0)
        message = _("Write a number from %(first)s to %(last)s.", first=lowest, last=given.highest)
        return CountField(label, validators=[Optional(), NumberRange(lowest, given.highest, message=message)])
    choices = _choices(given.values, lambda code: name_of(code, rule_set), blank=_("Not known"))
    return SelectField(label, choices=choices, default=NOTHING)


def _error_field() -> Any:
    choices = [
        SelectChoice(NOTHING, _("None: the levels are certain")),
        SelectChoice("0.35", _("A third of a step")),
        SelectChoice("0.5", _("Half a step")),
        SelectChoice("1", _("A whole step")),
    ]
    return SelectField(_("Error of measurement of each level"), choices=choices, default=NOTHING)


def _vocational_field(rule_set: rules.RuleSet) -> Any:
    codes = [row.field for row in rule_set.requirements]
    choices = _choices(codes, lambda code: name_of(code, rule_set), blank=_("Choose a field"))
    return SelectField(
        _("Vocational field"),
        choices=choices,
        default=NOTHING,
        validators=[InputRequired(message=_("Choose a field."))],
    )


def _choices(codes: Iterable[str], words: Callable[[str], str], *, blank: str) -> list[SelectChoice]:
    return [SelectChoice(NOTHING, blank)] + [SelectChoice(code, words(code)) for code in codes]
