"""The forms of the item desk: a new scoring form, and the next version of one."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from testing_app.items.actions import Criterion, VersionDraft
from testing_app.vocabulary import LEVELS_GIVEN, FormKind, Part, TestedLanguage
from testing_app.web.centre_desk.choices import ClosedChoice, choices_of
from testing_app.web.fields import DayField, PointsField
from testing_app.web.words import level_word

MOST_CRITERIA = 6
CUT = "cut_"
NAME = [Length(max=60, message=_l("Shorten the name to 60 characters."))]

PROBLEMS: Mapping[str, Any] = {
    "starts_after_today": _l(
        "A new version begins tomorrow or later, so that levels already given do not change."
    ),
    "starts_after_the_last": _l("A new version begins after the one before it."),
    "source_missing": _l("Say where the numbers come from."),
    "maximum_too_small": _l("Write the most points the form can give, at least 2."),
    "no_levels": _l("Write the fewest points of at least one level."),
    "first_not_zero": _l("The lowest level begins at 0 points."),
    "points_not_above_previous": _l("Each level needs more points than the level below it."),
    "points_below_zero": _l("Points cannot be below zero."),
    "points_above_maximum": _l("This is more than the form can give."),
    "no_criteria": _l("Name at least one criterion."),
    "criterion_name_missing": _l("Name every criterion in Finnish, Swedish and English."),
    "criterion_twice": _l("Two criteria have the same English name."),
}


class ScoringFormForm(FlaskForm):  # type: ignore[misc]
    """A new scoring form."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Write the name.")),
            Length(max=200, message=_l("Shorten the name to 200 characters.")),
        ],
    )
    code = StringField(
        _l("Code"),
        [
            InputRequired(_l("Write the code.")),
            Regexp(
                r"^[a-z0-9][a-z0-9_.-]{1,39}$",
                message=_l("Use 2 to 40 small letters a-z, digits, hyphens and dots."),
            ),
        ],
    )
    part = ClosedChoice(
        _l("Part"), choices=lambda: choices_of(Part), message=_l("Choose a part from the list.")
    )
    language_tested = ClosedChoice(
        _l("Language tested"),
        choices=lambda: choices_of(TestedLanguage),
        message=_l("Choose the language tested."),
    )
    kind = ClosedChoice(
        _l("Scored with"),
        choices=lambda: choices_of(FormKind),
        message=_l("Choose how the form is scored."),
    )


class VersionForm(FlaskForm):  # type: ignore[misc]
    """What every version says: from when, and where its numbers come from."""

    valid_from = DayField(_l("Valid from"), [InputRequired(_l("Write the day."))])
    source = TextAreaField(
        _l("Source of the numbers"),
        [Length(max=500, message=_l("Shorten the source to 500 characters."))],
    )

    def day(self) -> date:
        """The first day of the version; only for a form in which a real day was written."""
        if self.valid_from.data is None:
            raise ValueError("no day was written")
        return self.valid_from.data


class CriterionForm(Form):
    """One criterion in the three languages of the pages."""

    fi = StringField(_l("In Finnish"), NAME)
    sv = StringField(_l("In Swedish"), NAME)
    en = StringField(_l("In English"), NAME)


class CriteriaVersionForm(VersionForm):
    """The criteria of a form whose levels are rated."""

    criteria = FieldList(
        FormField(CriterionForm), label=_l("Criteria"), min_entries=MOST_CRITERIA, max_entries=MOST_CRITERIA
    )

    def draft(self) -> VersionDraft:
        """The draft of what was written; wholly blank criteria are left out."""
        rows = [{name: text.strip() for name, text in row.items() if text} for row in self.criteria.data]
        criteria = tuple(
            Criterion(
                code_of_name(row.get("en", "")), row.get("fi", ""), row.get("sv", ""), row.get("en", "")
            )
            for row in rows
            if any(row.values())
        )
        return VersionDraft(self.day(), (self.source.data or "").strip(), criteria=criteria)

    def add_problems(self, problems: Mapping[str, list[str]]) -> None:
        """Put the problems of the draft at their fields."""
        for name, codes in problems.items():
            _add(self.criteria.entries[0].form["en"] if name == "criteria" else self[name], codes)


class _PointsVersionForm(VersionForm):
    """The maximum of a form with points; `points_version_form` adds a field for every level."""

    maximum = PointsField(_l("Most points"), [InputRequired(_l("Write the most points."))])

    def cut_fields(self) -> list[Any]:
        """The field of every level, lowest first."""
        return [self[CUT + str(step)] for step in range(len(LEVELS_GIVEN))]

    def draft(self) -> VersionDraft:
        """The draft of what was written; a level without points is not given by the form."""
        return VersionDraft(
            self.day(),
            (self.source.data or "").strip(),
            maximum=self.maximum.data,
            cut_scores=tuple((LEVELS_GIVEN[step], points) for step, points in self._given()),
        )

    def add_problems(self, problems: Mapping[str, list[str]]) -> None:
        """Put the problems of the draft at their fields."""
        given = [step for step, _points in self._given()]
        for name, codes in problems.items():
            field, _dash, place = name.partition("-")
            if field == "cut_scores":
                _add(self[CUT + str(given[int(place)] if place else 0)], codes)
            else:
                _add(self[field], codes)

    def _given(self) -> list[tuple[int, int]]:
        return [(step, field.data) for step, field in enumerate(self.cut_fields()) if field.data is not None]


def points_version_form(**options: Any) -> Any:
    """The form of a version with points: one field for the fewest points of every level."""
    cuts = {
        CUT + str(step): PointsField(level_word(code), [Optional()]) for step, code in enumerate(LEVELS_GIVEN)
    }
    return type("PointsVersionForm", (_PointsVersionForm,), cuts)(**options)


def version_form(kind: FormKind, **options: Any) -> Any:
    """The form of a version of that kind of scoring form."""
    return points_version_form(**options) if kind is FormKind.POINTS else CriteriaVersionForm(**options)


def values_of_version(version: Any) -> dict[str, Any]:
    """What the form of the next version begins with: the numbers of the last one."""
    if version is None:
        return {}
    cuts = {CUT + str(LEVELS_GIVEN.index(level)): lowest for level, lowest in version.cut_scores}
    return {"maximum": version.maximum, "criteria": version.criteria, **cuts}


def code_of_name(name: str) -> str:
    """A criterion's code from its English name: `Task completion` becomes `task_completion`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def _add(field: Any, codes: list[str]) -> None:
    if not field.errors:
        field.errors = [str(PROBLEMS.get(code, _("This cannot be used."))) for code in codes]
