"""Draws the groups of the battery page; a group as it is stored is filled into a frame drawn once before.

A frame is what the page's own macro makes of a group whose values are marks. It holds no value of a sitting,
so it may be kept: one for every language, form version and set of lines that are shown.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from testing_app.items.queries import FormVersion
from testing_app.vocabulary import Part
from testing_app.web.centre_desk.battery_fields import BACKGROUND, BackgroundForm, form_of_part
from testing_app.web.centre_desk.battery_form import BatteryPage
from testing_app.web.centre_desk.battery_shown import (
    BackgroundShown,
    GroupShown,
    RatingShown,
    background_texts,
    group_in_words,
    group_texts,
    rating_levels,
)
from testing_app.web.languages import choose

BEGIN, END = "\ue000", "\ue001"
MARKED = re.compile(f"{BEGIN}([^{END}]*){END}")
SELECT = re.compile(r'(<select [^>]*name="([^"]+)"[^>]*>)(.*?)</select>', re.DOTALL)
TICKS = ("hard_life_situation", "needs_basic_education")


@dataclass(frozen=True)
class Shape:
    """What decides how the frame of a part looks; `version` belongs to `paper`, which says what is in it."""

    language: str
    part: Part
    paper: str
    rates: bool
    lines: frozenset[str]
    version: FormVersion | None = field(compare=False)


@dataclass(frozen=True)
class Frame:
    """A group's HTML: fixed pieces and, between them, the names of what is filled in."""

    pieces: tuple[str, ...]
    options: Mapping[str, str]

    def filled(self, values: Mapping[str, str]) -> Markup:
        """The group with these values; of a select that has none, nothing is selected."""
        written = list(self.pieces)
        for place in range(1, len(written), 2):
            name = written[place]
            if name in self.options:
                written[place] = _chosen(self.options[name], values.get(name))
            else:
                written[place] = escape(values.get(name, ""))
        return Markup("".join(written))  # noqa: S704 - a frame is HTML, every value is escaped here


def groups_as_stored(page: BatteryPage) -> list[Markup]:
    """Every part in the order of the paper, with what is stored."""
    return [_part_as_stored(page, part) for part in Part]


def background_as_stored(page: BatteryPage) -> Markup:
    """The background's fields with what is stored."""
    values = page.stored_background() | background_texts(page)
    shown = frozenset(name for name, value in values.items() if value)
    frame = _frame_of_background(choose(), shown & {f"{BACKGROUND}-{name}" for name in (*TICKS, "saved")})
    return frame.filled(values)


def groups_as_sent(groups: Sequence[GroupShown]) -> list[Markup]:
    """Every part with what was sent and what is wrong with it."""
    return [_drawn("part_line", group) for group in groups]


def background_as_sent(background: BackgroundShown) -> Markup:
    """The background's fields with what was sent and what is wrong with them."""
    return _drawn("background_group", background)


def _part_as_stored(page: BatteryPage, part: Part) -> Markup:
    values = page.stored_part(part) | group_texts(page, part)
    lines = {f"{part.value}-{name}" for name in ("comment", "level", "note", "saved")}
    shape = Shape(
        language=choose(),
        part=part,
        paper=_paper(page.forms.get(part)),
        rates=page.rates(part),
        lines=frozenset(name for name, value in values.items() if value and (name in lines or "=" in name)),
        version=page.forms.get(part),
    )
    return _frame_of_part(shape).filled(values)


def _paper(version: FormVersion | None) -> str:
    """What a form version puts on the page."""
    if version is None:
        return ""
    return repr((version.form.kind, version.maximum, version.cut_scores, version.criteria))


@lru_cache(maxsize=1024)
def _frame_of_part(shape: Shape) -> Frame:
    prefix = f"{shape.part.value}-"
    make = form_of_part(shape.version, rater=shape.rates)
    kept = [name for name in make()._fields if name not in ("clash", "keep", "comment")]
    marks = {f"{prefix}{name}": _mark(f"{prefix}{name}") for name in kept}
    marks |= {name: _mark(name) for name in shape.lines}
    group = group_in_words(
        shape.part,
        shape.version,
        form=make(formdata=MultiDict(marks), prefix=prefix),
        texts={name: marks.get(f"{prefix}{name}", "") for name in ("level", "note", "saved", "theirs")},
        ratings=()
        if shape.rates
        else tuple(
            RatingShown(label, marks.get(name, ""))
            for name, label in rating_levels(shape.part, shape.version)
        ),
    )
    return _frame(_drawn("part_line", group))


@lru_cache(maxsize=64)
def _frame_of_background(_language: str, shown: frozenset[str]) -> Frame:
    prefix = f"{BACKGROUND}-"
    kept = [f"{prefix}{name}" for name in BackgroundForm()._fields if name not in ("clash", "keep", *TICKS)]
    marks = {name: _mark(name) for name in kept}
    marks |= {f"{prefix}{name}": "y" for name in TICKS if f"{prefix}{name}" in shown}
    saved = f"{prefix}saved"
    form = BackgroundForm(formdata=MultiDict(marks), prefix=prefix)
    group = BackgroundShown(form, saved=_mark(saved) if saved in shown else "", theirs="")
    return _frame(_drawn("background_group", group))


def _frame(drawn: Markup) -> Frame:
    options: dict[str, str] = {}

    def taken_out(found: re.Match[str]) -> str:
        options[found[2]] = found[3]
        return f"{found[1]}{_mark(found[2])}</select>"

    return Frame(tuple(MARKED.split(SELECT.sub(taken_out, str(drawn)))), options)


@lru_cache(maxsize=4096)
def _chosen(options: str, value: str | None) -> str:
    if value is None:
        return options
    plain = f'<option value="{escape(value)}"'
    return options.replace(plain, plain.replace("<option", "<option selected"), 1)


def _mark(name: str) -> str:
    return f"{BEGIN}{name}{END}"


def _drawn(macro: str, group: Any) -> Markup:
    pieces: Any = current_app.jinja_env.get_template("centre_desk/battery_parts.html").module
    return Markup(getattr(pieces, macro)(group))  # noqa: S704 - the macro escapes
