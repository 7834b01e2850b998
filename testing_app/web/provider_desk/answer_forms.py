"""The forms of what a provider tells: who started, whether the group is right, one learner's report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from testing_app.vocabulary import (
    LEVELS_GIVEN,
    SKILL_PARTS,
    FurtherPlan,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    PlaceState,
)
from testing_app.web.course_words import choices_of, course_word, lines_offered, read_line
from testing_app.web.fields import DayField
from testing_app.web.placement_words import rule_set_in_force
from testing_app.web.typed import text_of
from testing_app.web.words import level_word, word

PLACE = "place-"
REPORTED: Mapping[PlaceState, tuple[NoticeKind, ...]] = {
    PlaceState.CONFIRMED: (NoticeKind.STARTED, NoticeKind.NOT_ARRIVED),
    PlaceState.STARTED: (NoticeKind.INTERRUPTED, NoticeKind.COMPLETED),
}
"""What can be reported of somebody in each state."""


class AnswersForm(FlaskForm):  # type: ignore[misc]
    """One question about several learners; a row left open is asked again another day."""

    happened_on: DayField | None = None

    def rows(self) -> list[Field]:
        """A row of choices for each learner."""
        fields: list[Field] = list(self)
        return [field for field in fields if field.name.startswith(PLACE)]

    def answers(self) -> Mapping[UUID, str]:
        """What was answered, by place."""
        return {UUID(field.name.removeprefix(PLACE)): field.data for field in self.rows() if field.data}

    def is_answered(self) -> bool:
        """Whether anything was answered; if not, it says so."""
        if self.answers():
            return True
        self.form_errors.append(_("Answer for at least one learner."))
        return False


class StartsForm(AnswersForm):
    """Who started, and who did not come."""

    happened_on = DayField(_l("Day"), [InputRequired(_l("Write the day."))])


def starts_form(asked: Sequence[Any], *, day: date, posted: bool) -> StartsForm:
    """A row for each learner of whom nobody said whether they started."""
    kinds = (NoticeKind.STARTED, NoticeKind.NOT_ARRIVED)
    choices = [SelectChoice(kind.value, course_word(kind)) for kind in kinds]
    made: type[StartsForm] = type("AskedStarts", (StartsForm,), _rows(asked, choices))
    return made() if posted else made(formdata=None, data={"happened_on": day})


def fit_form(asked: Sequence[Any], *, posted: bool) -> AnswersForm:
    """A row for each learner whose teacher has not answered yet."""
    choices = [SelectChoice(fit.value, course_word(fit)) for fit in GroupFit]
    made: type[AnswersForm] = type("AskedFit", (AnswersForm,), _rows(asked, choices))
    return made() if posted else made(formdata=None)


def _rows(asked: Sequence[Any], choices: list[SelectChoice]) -> dict[str, Any]:
    offered = {str(choice.value) for choice in choices}

    def known(_form: Any, field: RadioField) -> None:
        if field.data and field.data not in offered:
            raise ValidationError(_("Choose one of the answers."))

    return {
        f"{PLACE}{row.place_id}": RadioField(row.name, [known], choices=choices, validate_choice=False)
        for row in asked
    }


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What happened to one learner, when, and what comes next."""

    kind = RadioField(_l("What happened?"), validate_choice=False)
    happened_on = DayField(_l("Day"), [InputRequired(_l("Write the day."))])
    reason = SelectField(_l("Why was it interrupted?"), validate_choice=False)
    further_plan = SelectField(_l("Further plan"), validate_choice=False)
    further_line = SelectField(_l("Course group that comes next"), validate_choice=False)
    note = TextAreaField(
        _l("To the authority"), [Length(max=1000, message=_l("Shorten this to %(max)d characters."))]
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.reason.choices = choices_of(InterruptionReason, blank=_("Choose"))
        self.further_plan.choices = choices_of(FurtherPlan, blank=_("Choose"))

    def skills(self) -> list[Field]:
        """The four skills with their end levels."""
        return [self[f"level-{part.value}"] for part in SKILL_PARTS]

    def end_levels(self) -> dict[str, str]:
        """The levels that were given, by skill; a blank one is left out."""
        found = {part.value: self[f"level-{part.value}"].data for part in SKILL_PARTS}
        return {skill: level for skill, level in found.items() if level}

    def validate_kind(self, field: RadioField) -> None:
        """One of what can be reported now."""
        if field.data not in {str(choice[0]) for choice in field.iter_choices()}:
            raise ValidationError(_("Choose what happened."))

    def validate_reason(self, field: SelectField) -> None:
        """An interruption has a reason, be it that it is not known."""
        given = {reason.value for reason in InterruptionReason}
        if self.kind.data == NoticeKind.INTERRUPTED.value and field.data not in given:
            raise ValidationError(_("Choose why the course was interrupted."))

    def validate_further_plan(self, field: SelectField) -> None:
        """Who completed has a plan, be it that it is not known yet."""
        given = {plan.value for plan in FurtherPlan}
        if self.kind.data == NoticeKind.COMPLETED.value and field.data not in given:
            raise ValidationError(_("Choose the further plan."))

    def tells_ends(self) -> bool:
        """Whether the course may have ended for this learner."""
        return NoticeKind.COMPLETED.value in {str(choice[0]) for choice in self.kind.iter_choices()}

    def is_about(self, kind: NoticeKind) -> bool:
        """Whether this kind of report was chosen."""
        return bool(self.kind.data == kind.value)

    def further(self) -> tuple[str | None, str | None]:
        """Track and module that were chosen as next, if any."""
        return read_line(self.further_line.data) if self.further_line.data else (None, None)

    def written(self) -> str:
        """The words to the authority."""
        return text_of(self.note).replace("\r\n", "\n").strip()


def report_form(*, state: PlaceState, language_tested: str, on: date, posted: bool) -> ReportForm:
    """The form with a level for each skill and the course groups that may come next."""
    levels = [SelectChoice("", _("Not assessed"))] + [
        SelectChoice(code, level_word(code)) for code in LEVELS_GIVEN
    ]
    fields = {
        f"level-{part.value}": SelectField(
            word(part), choices=levels, validators=[_a_level], validate_choice=False
        )
        for part in SKILL_PARTS
    }
    made: type[ReportForm] = type("ReportOfOne", (ReportForm,), fields)
    form = made() if posted else made(formdata=None, data={"happened_on": on})
    form.kind.choices = [SelectChoice(kind.value, course_word(kind)) for kind in REPORTED.get(state, ())]
    lines = lines_offered(rule_set_in_force(on, language_tested))
    form.further_line.choices = [SelectChoice("", _("The one that follows")), *lines]
    return form


def _a_level(_form: Any, field: SelectField) -> None:
    if field.data and field.data not in LEVELS_GIVEN:
        raise ValidationError(_("Choose a level from the list."))
