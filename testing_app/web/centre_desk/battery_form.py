"""Between the battery's form and the stored sitting: fills it, reads it, refreshes it after a clash."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form

from testing_app.items.queries import FormVersion
from testing_app.sittings.entries import (
    BackgroundEntry,
    BackgroundValues,
    BatteryEntry,
    PartEntry,
    PartValues,
    fingerprint,
    values_of_background,
    values_of_part,
)
from testing_app.sittings.queries import Background, Sitting, SittingPart
from testing_app.vocabulary import FormKind, Literacy, Part, PartState, StudyReadiness
from testing_app.web.centre_desk.battery_fields import BACKGROUND, RATING, THEIRS, battery_form

PROBLEMS = {
    "points_missing": lambda: _("Write the points, or choose another state."),
    "points_without_taken": lambda: _("There are points: choose the state Taken, or remove the points."),
    "points_below_zero": lambda: _("Points cannot be below zero."),
    "ratings_without_taken": lambda: _("There are ratings: choose the state Taken, or remove the ratings."),
    "rating_missing": lambda: _("Rate this criterion, or choose another state."),
    "level_unknown": lambda: _("Choose a level from the list."),
    "no_form_in_force": lambda: _("No scoring form is in force for this part on the test day."),
}
"""What each problem of an entry means; points above the maximum say the maximum."""


class BatteryPage:
    """One sitting's battery as a form, for one reader who rates or does not."""

    def __init__(self, sitting: Sitting, forms: Mapping[Part, FormVersion], *, rater: bool) -> None:
        self.sitting = sitting
        self.forms = forms
        self.rater = rater
        self.rows: dict[Part, SittingPart] = {row.part: row for row in sitting.parts}

    def rates(self, part: Part) -> bool:
        """Whether this reader gives ratings for the part."""
        version = self.forms.get(part)
        return self.rater and version is not None and version.form.kind is FormKind.CRITERIA

    def posted_form(self) -> Any:
        """The form as it was sent, validated field by field."""
        return battery_form(self.forms, rater=self.rater)

    def touched(self, form: Any) -> BatteryEntry:
        """What the sender changed: groups that differ from what the page showed, without those given up."""
        parts = tuple(
            entry for part in Part if (entry := self._part_entry(part, form[part.value].form)) is not None
        )
        return BatteryEntry(parts, _background_entry(form[BACKGROUND].form))

    def refreshed_form(self, posted: MultiDict[str, str], form: Any, clashes: Iterable[str]) -> Any:
        """What was sent, kept where the sender changed it; the rest as stored, clashing groups marked."""
        fields = MultiDict(posted)
        touched = self.touched(form)
        mine = {entry.part.value for entry in touched.parts} | ({BACKGROUND} if touched.background else set())
        for group in [*Part, BACKGROUND]:
            stored = self.stored_background() if group == BACKGROUND else self.stored_part(Part(group))
            if group not in mine:
                _replace(fields, group, stored)
            elif group in clashes:
                for name in ("version", "seen"):
                    fields[f"{group}-{name}"] = stored[f"{group}-{name}"]
                fields[f"{group}-clash"] = "1"
                fields.poplist(f"{group}-keep")
        return battery_form(self.forms, rater=self.rater, formdata=fields)

    def add_problems(self, form: Any, problems: Mapping[str, list[str]]) -> None:
        """Put the problems of the entry at their fields, beside those the fields found themselves."""
        for name, codes in problems.items():
            group, field_name = name.split("-", 1)
            field = form[group].form[field_name]
            if not field.errors:
                field.errors = [self._message(code, Part(group)) for code in codes]

    def _message(self, code: str, part: Part) -> str:
        if code == "points_above_maximum":
            return str(_("The form gives at most %(maximum)s points.", maximum=self.forms[part].maximum))
        return str(PROBLEMS[code]())

    def _part_entry(self, part: Part, form: Form) -> PartEntry | None:
        if form["state"].errors or form["keep"].data == THEIRS:
            return None
        values = self._part_values(part, form)
        if fingerprint(values) == form["seen"].data:
            return None
        return PartEntry(part, _version(form), values)

    def _part_values(self, part: Part, form: Form) -> PartValues:
        ratings = {
            name.removeprefix(RATING): str(field.data)
            for name, field in form._fields.items()
            if name.startswith(RATING) and field.data
        }
        return PartValues(
            state=PartState(form["state"].data),
            points=form["points"].data if "points" in form else None,
            ratings=ratings if self.rates(part) else None,
            comment=_text(form["comment"].data),
        )

    def stored_part(self, part: Part) -> dict[str, str]:
        """What the fields of a part say as it is stored, by name."""
        row = self.rows[part]
        values = values_of_part(row, rater=self.rates(part))
        fields = {
            "version": str(row.version),
            "seen": fingerprint(values),
            "state": row.state.value,
            "points": "" if row.points is None else str(row.points),
            "comment": row.comment,
            **{RATING + code: level for code, level in row.ratings.items()},
        }
        return {f"{part.value}-{name}": value for name, value in fields.items()}

    def stored_background(self) -> dict[str, str]:
        """What the fields of the background say as it is stored, by name."""
        row: Background = self.sitting.background
        values = values_of_background(row)
        fields = {
            name: "" if value is None else str(value)
            for name, value in asdict(values).items()
            if value is not False
        }
        fields.update(version=str(row.version), seen=fingerprint(values))
        return {f"{BACKGROUND}-{name}": value for name, value in fields.items()}


def _background_entry(form: Form) -> BackgroundEntry | None:
    if form["keep"].data == THEIRS:
        return None
    if any(form[name].errors for name in ("literacy", "study_readiness", "interview_level")):
        return None
    values = BackgroundValues(
        literacy=Literacy(form["literacy"].data) if form["literacy"].data else None,
        study_readiness=StudyReadiness(form["study_readiness"].data)
        if form["study_readiness"].data
        else None,
        languages_studied=form["languages_studied"].data,
        schooling_years=form["schooling_years"].data,
        hard_life_situation=bool(form["hard_life_situation"].data),
        needs_basic_education=bool(form["needs_basic_education"].data),
        interview_level=form["interview_level"].data or None,
        interview_notes=_text(form["interview_notes"].data),
    )
    if fingerprint(values) == form["seen"].data:
        return None
    return BackgroundEntry(_version(form), values)


def _replace(fields: MultiDict[str, str], group: str, stored: Mapping[str, str]) -> None:
    for name in [name for name in fields if name.startswith(f"{group}-")]:
        fields.poplist(name)
    fields.update(stored)


def _version(form: Form) -> int:
    text = str(form["version"].data or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _text(written: str | None) -> str:
    return (written or "").replace("\r\n", "\n").strip()
