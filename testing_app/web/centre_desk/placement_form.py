"""The form on which an assessor recommends a course group; it never starts from the suggestion."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from testing_app.placements.actions import CourseChoice
from testing_app.rule_sets import rules
from testing_app.web.placement_words import name_of

NO_MODULE = "none"


class Boxes(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RecommendationForm(FlaskForm):  # type: ignore[misc]
    """Track, module, extras and the reason; `shown` says which suggestion was on the page."""

    shown = HiddenField()
    track = RadioField(_l("Course group"), validate_choice=False)
    module = RadioField(_l("Module"), validate_choice=False)
    extras = Boxes(_l("Extras"), validate_choice=False)
    reason = TextAreaField(_l("Reason, in your own words"))

    def choice(self) -> CourseChoice:
        """What was chosen, as codes; what was left open stays open."""
        module = self.module.data or ""
        return CourseChoice(
            track=self.track.data or "",
            module=None if module in ("", NO_MODULE) else module,
            extras=tuple(self.extras.data or ()),
            reason=self.reason.data or "",
        )


def recommendation_form(rule_set: rules.RuleSet, *, shown: str, **options: Any) -> RecommendationForm:
    """The form with the choices of a rule set; the one thing never offered is to leave it undecided."""
    form = RecommendationForm(**options)
    form.track.choices = [
        SelectChoice(track, name_of(track, rule_set))
        for track in rule_set.tracks
        if track != rule_set.undecided_track
    ]
    no_module: LazyString = _l("No module (other than integration training)")
    form.module.choices = [
        *(SelectChoice(module, name_of(module, rule_set)) for module in rule_set.modules),
        SelectChoice(NO_MODULE, str(no_module)),
    ]
    form.extras.choices = [SelectChoice(extra, name_of(extra, rule_set)) for extra in rule_set.extras]
    if not form.is_submitted():
        form.shown.data = shown
    return form
