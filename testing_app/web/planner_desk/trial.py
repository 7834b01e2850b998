"""An imagined person: the form of their evidence and what the rules say; nobody real is meant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import NumberRange, Optional

from testing_app.rule_sets import rules
from testing_app.vocabulary import LEVELS_GIVEN
from testing_app.web.fields import PointsField
from testing_app.web.layout import current_language
from testing_app.web.placement_words import change_in_words, name_of, place_in_words, reason_in_words
from testing_app.web.words import level_word

SKILLS = ("reading", "writing", "listening", "speaking")
CATEGORIES = ("literacy", "study_readiness")
COUNTS = ("languages_studied", "schooling_years")
TICKS = ("hard_life_situation", "needs_basic_education")
NEAREST = 5
NOTHING = ""


class ImaginedForm(FlaskForm):  # type: ignore[misc]
    """Levels and background of an imagined person; anything may be left blank."""

    class Meta:
        """Sent with GET and changes nothing: no token needed, and the address can be shared."""

        csrf = False

    reading = SelectField(default=NOTHING)
    writing = SelectField(default=NOTHING)
    listening = SelectField(default=NOTHING)
    speaking = SelectField(default=NOTHING)
    literacy = SelectField(default=NOTHING)
    study_readiness = SelectField(default=NOTHING)
    languages_studied = PointsField(
        validators=[Optional(), NumberRange(0, 20, message=_l("Write a number from 0 to 20."))]
    )
    schooling_years = PointsField(
        validators=[Optional(), NumberRange(0, 40, message=_l("Write a number from 0 to 40."))]
    )
    hard_life_situation = BooleanField()
    needs_basic_education = BooleanField()

    def __init__(self, given: MultiDict[str, str], *, rule_set: rules.RuleSet) -> None:
        super().__init__(given if "try" in given else None)
        for name in (*SKILLS, *CATEGORIES, *COUNTS, *TICKS):
            self[name].label.text = name_of(name, rule_set)
        for name in SKILLS:
            self[name].choices = _choices(LEVELS_GIVEN, level_word, blank=_("No level"))
        values = {given.name: given.values for given in rule_set.inputs}
        for name in CATEGORIES:
            self[name].choices = _choices(
                values[name], lambda code: name_of(code, rule_set), blank=_("Not known")
            )

    def evidence(self, make: Callable[..., rules.Evidence]) -> rules.Evidence:
        """What the form says, as the rules read it."""
        background: Mapping[str, Any] = {
            **{name: self[name].data or None for name in CATEGORIES},
            **{name: self[name].data for name in (*COUNTS, *TICKS)},
        }
        return make({name: self[name].data or None for name in SKILLS}, **background)


@dataclass(frozen=True, kw_only=True)
class TrialInWords:
    """What the rules suggest for the imagined person."""

    place: str
    rule: str
    is_left_to_assessor: bool
    reasons: Sequence[str]
    missing: Sequence[str]
    changes: Sequence[str]


def trial_of(evidence: rules.Evidence, rule_set: rules.RuleSet) -> TrialInWords:
    """Judge the imagined person, with reasons and the nearest changes."""
    suggestion = rules.suggest(evidence, rule_set)
    language = current_language()
    return TrialInWords(
        place=place_in_words(suggestion.track, suggestion.module, rule_set, extras=suggestion.extras),
        rule=suggestion.rule,
        is_left_to_assessor=suggestion.track == rule_set.undecided_track,
        reasons=[reason_in_words(reason.code, dict(reason.facts), rule_set) for reason in suggestion.reasons],
        missing=[rule_set.label(name, language) for name in suggestion.missing],
        changes=[
            change_in_words(change, rule_set)
            for change in rules.nearest_first(suggestion.changes, rule_set)[:NEAREST]
        ],
    )


def _choices(codes: Iterable[str], words: Callable[[str], str], *, blank: str) -> list[SelectChoice]:
    return [SelectChoice(NOTHING, blank)] + [SelectChoice(code, words(code)) for code in codes]
