"""Form fields that read dates and points the way people here type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, IntegerField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
"""Digits as on the keyboard; what else Python takes for a number was hardly meant (`1_0`, `١٤`)."""

DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d")
YEARS = range(1900, 2200)
"""Years that a day can have: another one is a slip of the hand."""


class DayField(DateField):
    """A date typed as 12.3.2026 (or 2026-03-12); an impossible one is a problem, with what was typed kept."""

    data: date | None

    def __init__(self, label: str | None = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=list(DAY_FORMATS), **options)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(str(part) for part in self.raw_data)
        return f"{self.data.day}.{self.data.month}.{self.data.year}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the date, forgiving blanks around it and around its dots."""
        typed = "".join("".join(str(part) for part in valuelist).split())
        if not typed:
            self.data, self.raw_data = None, []
            return
        try:
            super().process_formdata([typed])
        except ValueError:
            raise ValueError(_("Write a real date, for example 12.3.2026.")) from None
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(_("Write a real date, for example 12.3.2026."))

    def pre_validate(self, form: BaseForm) -> None:
        """Say one thing about what cannot be read, not two."""
        if self.process_errors:
            raise StopValidation


class PointsField(IntegerField):
    """Whole points; blank means that nothing was given, never zero."""

    data: int | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read whole points, or say what to type."""
        typed = "".join(str(part) for part in valuelist).strip()
        if not typed:
            self.data, self.raw_data = None, []
            return
        if not PLAIN_NUMBER.fullmatch(typed):
            self.data = None
            raise ValueError(_("Write the points as a whole number, for example 14."))
        self.data = int(typed)

    def pre_validate(self, form: BaseForm) -> None:
        """Say one thing about what cannot be read, not two."""
        if self.process_errors:
            raise StopValidation
