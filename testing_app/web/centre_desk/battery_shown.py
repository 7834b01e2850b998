"""What the battery page says about every part: the stored level, who saved it, what another person saved."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_time, ngettext
from flask_babel import gettext as _

from testing_app.items.measurement import bands_of, spread_of_ratings
from testing_app.items.queries import FormVersion
from testing_app.sittings.queries import Background, SittingPart
from testing_app.sittings.scoring import comes_from_sheet
from testing_app.vocabulary import SKILL_PARTS, FormKind, Part
from testing_app.web.centre_desk.battery_fields import BACKGROUND, RATING
from testing_app.web.centre_desk.battery_form import BatteryPage
from testing_app.web.languages import choose
from testing_app.web.words import level_word, word

WIDE_SPREAD = 3
"""Ratings this many steps apart are worth a second look."""


@dataclass(frozen=True)
class RatingShown:
    """A rating that this reader sees but does not give."""

    label: str
    level: str


@dataclass(frozen=True)
class GroupShown:
    """One part of the battery as the page shows it beside its fields."""

    code: str
    label: str
    form: Any
    is_skill: bool
    level: str
    note: str
    maximum: int | None
    form_name: str
    cuts: str
    rating_fields: tuple[Any, ...]
    ratings: tuple[RatingShown, ...]
    saved: str
    theirs: str


@dataclass(frozen=True)
class RowRead:
    """One part of the battery as a line of the page that is only read."""

    label: str
    row: SittingPart
    state: str
    level: str
    note: str
    maximum: int | None


@dataclass(frozen=True)
class BackgroundShown:
    """The background as the page shows it."""

    form: Any
    saved: str
    theirs: str


def groups_shown(page: BatteryPage, form: Any) -> list[GroupShown]:
    """Every part in the order of the paper."""
    return [_shown(page, part, form[part.value].form) for part in Part]


def background_shown(page: BatteryPage, form: Any) -> BackgroundShown:
    """The background's fields with who saved it."""
    fields, saved = form[BACKGROUND].form, _saved_by(page.sitting.background)
    theirs = _their_background(page.sitting.background) if fields["clash"].data else ""
    return BackgroundShown(fields, saved, theirs)


def group_in_words(
    part: Part,
    version: FormVersion | None,
    *,
    form: Any,
    texts: Mapping[str, str],
    ratings: tuple[RatingShown, ...],
) -> GroupShown:
    """A part of the page: its fields, what its form version says, and the texts about what is stored."""
    is_points = version is not None and version.form.kind is FormKind.POINTS
    return GroupShown(
        code=part.value,
        label=word(part),
        form=form,
        is_skill=part in SKILL_PARTS,
        level=texts["level"],
        note=texts["note"],
        maximum=version.maximum if version is not None and is_points else None,
        form_name=f"{version.form.name} ({version.number})" if version is not None else "",
        cuts=_cuts(version) if version is not None and is_points else "",
        rating_fields=tuple(field for name, field in form._fields.items() if name.startswith(RATING)),
        ratings=ratings,
        saved=texts["saved"],
        theirs=texts["theirs"],
    )


def group_texts(page: BatteryPage, part: Part) -> dict[str, str]:
    """What the page says about a stored part beside its fields, by `<part>-<name>`.

    Ratings that this reader does not give are `<part>=<criterion>`.
    """
    row = page.rows[part]
    texts = {f"{part.value}-level": _level(row), f"{part.value}-note": _note(row)}
    texts[f"{part.value}-saved"] = _saved_by(row)
    if not page.rates(part):
        texts.update((f"{part.value}={code}", level_word(level)) for code, level in row.ratings.items())
    return texts


def background_texts(page: BatteryPage) -> dict[str, str]:
    """Who saved the background, by the name that the page gives it."""
    return {f"{BACKGROUND}-saved": _saved_by(page.sitting.background)}


def rating_levels(part: Part, version: FormVersion | None) -> list[tuple[str, str]]:
    """The criteria of a part: the name of its text (see `group_texts`) and its label."""
    if version is None or version.form.kind is FormKind.POINTS:
        return []
    language = choose()
    return [
        (f"{part.value}={criterion['code']}", criterion.get(language) or criterion["fi"])
        for criterion in version.criteria
    ]


def rows_read(page: BatteryPage) -> list[RowRead]:
    """Every part as a line of the page that is only read."""
    return [_row_read(page, part) for part in Part]


def _row_read(page: BatteryPage, part: Part) -> RowRead:
    row, version = page.rows[part], page.forms.get(part)
    return RowRead(
        label=word(part),
        row=row,
        state=word(row.state),
        level=_level(row),
        note=_note(row),
        maximum=version.maximum if version is not None and version.form.kind is FormKind.POINTS else None,
    )


def _shown(page: BatteryPage, part: Part, form: Any) -> GroupShown:
    row, version = page.rows[part], page.forms.get(part)
    texts = group_texts(page, part)
    theirs = _theirs(row) if form["clash"].data else ""
    return group_in_words(
        part,
        version,
        form=form,
        texts={"theirs": theirs} | {name.partition("-")[2]: text for name, text in texts.items()},
        ratings=()
        if page.rates(part)
        else tuple(RatingShown(label, texts.get(name, "")) for name, label in rating_levels(part, version)),
    )


def _level(row: SittingPart) -> str:
    if comes_from_sheet(row):
        return str(_("%(level)s (from sheet)", level=level_word(row.level)))
    return level_word(row.level)


def _note(row: SittingPart) -> str:
    if row.level and row.borderline:
        return str(
            _(
                "Near the cut score: %(level)s / %(other)s",
                level=level_word(row.level),
                other=level_word(row.borderline),
            )
        )
    if row.ratings and spread_of_ratings(row.ratings) >= WIDE_SPREAD:
        return str(_("The ratings are far from each other."))
    return ""


def _cuts(version: FormVersion) -> str:
    return json.dumps([[band.lowest, level_word(band.level)] for band in bands_of(version)])


def _saved_by(row: SittingPart | Background) -> str:
    if row.changed_by is None or row.changed_at is None:
        return ""
    at = format_time(row.changed_at, "H.mm")
    return str(_("%(name)s saved this at %(time)s", name=row.changed_by.name, time=at))


def _theirs(row: SittingPart) -> str:
    values = [word(row.state)]
    if row.points is not None:
        values.append(ngettext("%(num)s point", "%(num)s points", row.points))
    if row.level:
        values.append(_level(row))
    if row.comment:
        values.append(row.comment)
    return f"{_saved_by(row)}: {', '.join(values)}"


def _their_background(row: Background) -> str:
    """Every field as it is stored, also the blank ones: choosing one's own replaces them all."""
    unknown = str(_("not known"))
    values = (
        (_("Literacy"), word(row.literacy) if row.literacy else unknown),
        (_("Study readiness"), word(row.study_readiness) if row.study_readiness else unknown),
        (_("Foreign languages studied"), _count(row.languages_studied, unknown)),
        (_("Completed years of schooling"), _count(row.schooling_years, unknown)),
        (_("Hard life situation"), _("yes") if row.hard_life_situation else _("no")),
        (_("Needs basic education and a certificate"), _("yes") if row.needs_basic_education else _("no")),
        (_("Oral level heard in the interview"), level_word(row.interview_level) or unknown),
        (_("Interview notes"), row.interview_notes or "–"),
    )
    return f"{_saved_by(row)}. " + "; ".join(f"{label}: {value}" for label, value in values)


def _count(number: int | None, unknown: str) -> str:
    return unknown if number is None else str(number)
