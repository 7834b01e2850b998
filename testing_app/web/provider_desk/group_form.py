"""The form with which a training provider writes a course group."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from testing_app.courses.groups import GroupFacts
from testing_app.rule_sets import rules
from testing_app.vocabulary import CourseKind, TestedLanguage
from testing_app.web.centre_desk.battery_fields import CountField
from testing_app.web.centre_desk.occasion_form import WallTimeField
from testing_app.web.course_words import choices_of, line_code, lines_offered, read_line, weekday_choices
from testing_app.web.fields import DayField
from testing_app.web.placement_words import rule_set_in_force
from testing_app.web.typed import text_of
from testing_app.web.words import word

EUROS = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?\s*€?")
OPEN_TO_ALL = ""
LINE_FIELDS = {"track": "line", "module": "line", "price_cents": "price", "authority_id": "authority"}
"""Where a problem of the stage stands on the form, when the field has another name."""


class EurosField(Field):
    """A price typed as 50 or 50,00; `data` is in cents, blank is nothing."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not self.data:
            return ""
        return f"{self.data // 100}" if self.data % 100 == 0 else f"{self.data / 100:.2f}".replace(".", ",")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the euros, or say what to type."""
        typed = "".join(str(part) for part in valuelist).strip()
        self.data = 0
        if not typed:
            return
        found = EUROS.fullmatch(typed)
        if found is None:
            raise ValueError(
                _("Write the price in euros, for example 50 or 50,00. Leave it blank when free.")
            )
        self.data = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


class Boxes(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Listed(SelectField):
    """One of a list; what is not on it, and a blank, is refused in the words of the field."""

    def __init__(self, label: Any, *, message: Any, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self.message = message

    def pre_validate(self, form: Any) -> None:
        """Refuse what a page did not offer."""
        if str(self.data or "") not in {str(choice[0]) for choice in self.iter_choices() if choice[0]}:
            raise ValidationError(str(self.message))


def _short(most: int) -> Length:
    return Length(max=most, message=_l("Shorten this to %(max)d characters."))


class GroupForm(FlaskForm):  # type: ignore[misc]
    """What the group is, when, where, for how many, and whom to ask."""

    code = StringField(
        _l("Code of the group"), [InputRequired(_l("Write a code, for example K2-14.")), _short(40)]
    )
    name = StringField(_l("Name"), [InputRequired(_l("Write the name of the group.")), _short(200)])
    language_tested = Listed(_l("Language taught"), message=_l("Choose the language."))
    kind = Listed(_l("Kind of training"), message=_l("Choose the kind of training."))
    line = Listed(_l("Course group"), message=_l("Choose the course group."))
    also_admits = Boxes(_l("Also takes learners of"), validate_choice=False)
    authority = SelectField(_l("Bought by"), validate_choice=False)
    entry_from = DayField(_l("Places can be taken from"), [InputRequired(_l("Write the first day."))])
    entry_until = DayField(_l("Places can be taken until"), [InputRequired(_l("Write the last day."))])
    starts_on = DayField(_l("First day of the course"), [InputRequired(_l("Write the first day."))])
    ends_on = DayField(_l("Last day of the course"), [InputRequired(_l("Write the last day."))])
    weekdays = Boxes(_l("Days of the week"), validate_choice=False)
    begins_at = WallTimeField(_l("Begins"))
    finishes_at = WallTimeField(_l("Ends"))
    online = BooleanField(_l("Online"))
    street = StringField(_l("Street address"), [_short(200)])
    post_code = StringField(_l("Post code"), [_short(20)])
    city = StringField(_l("Town"), [_short(100)])
    capacity = CountField(_l("Places"), [InputRequired(_l("Write how many places there are."))])
    minimum = CountField(_l("Fewest learners"), [InputRequired(_l("Write how many are needed to begin."))])
    price = EurosField(_l("Price for the learner, euros"))
    contact_name = StringField(_l("Contact person"), [_short(200)])
    contact_phone = StringField(_l("Telephone"), [_short(40)])
    contact_email = StringField(_l("Email"), [_short(254)])
    version = HiddenField()

    def facts(self) -> GroupFacts:
        """What was written, after the form was found valid."""
        track, module = read_line(self.line.data)
        return GroupFacts(
            code=text_of(self.code).strip(),
            name=text_of(self.name).strip(),
            language_tested=TestedLanguage(self.language_tested.data),
            kind=CourseKind(self.kind.data),
            track=track,
            module=module,
            also_admits=tuple(read_line(code) for code in self.also_admits.data or ()),
            authority_id=UUID(self.authority.data) if self.authority.data else None,
            entry_from=_day(self.entry_from),
            entry_until=_day(self.entry_until),
            starts_on=_day(self.starts_on),
            ends_on=_day(self.ends_on),
            weekdays=tuple(sorted(int(number) for number in self.weekdays.data or ())),
            begins_at=self.begins_at.data,
            finishes_at=self.finishes_at.data,
            online=bool(self.online.data),
            capacity=self.capacity.data or 0,
            minimum=self.minimum.data or 0,
            price_cents=self.price.data or 0,
            **{name: text_of(self[name]).strip() for name in TEXTS},
        )

    def validate_weekdays(self, field: Boxes) -> None:
        """Days of the week."""
        if not set(field.data or ()) <= {str(choice[0]) for choice in field.iter_choices()}:
            raise ValidationError(_("Choose days of the week from the list."))

    def validate_authority(self, field: SelectField) -> None:
        """One of those offered."""
        if str(field.data or "") not in {str(choice[0]) for choice in field.iter_choices()}:
            raise ValidationError(_("Choose who buys the group."))

    def shown_version(self) -> int:
        """The version the page showed; none fits when the field was tampered with."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1


TEXTS = ("street", "post_code", "city", "contact_name", "contact_phone", "contact_email")


def _day(field: DayField) -> date:
    assert field.data is not None  # the form was found valid
    return field.data


def group_form(
    authorities: Iterable[tuple[UUID, str]], *, on: date, stored: Any | None = None, posted: bool = False
) -> GroupForm:
    """The form, empty or filled with what is stored, with the choices of the day."""
    form = GroupForm() if posted else GroupForm(formdata=None, data=_values_of(stored) if stored else None)
    form.language_tested.choices = [SelectChoice("", _("Choose"))] + [
        SelectChoice(each.value, word(each)) for each in TestedLanguage
    ]
    form.kind.choices = choices_of(CourseKind, blank=_("Choose"))
    lines = _lines(on)
    form.line.choices = [SelectChoice("", _("Choose")), *_with_stored(lines, stored)]
    form.also_admits.choices = lines
    form.authority.choices = [SelectChoice(OPEN_TO_ALL, _("Nobody: open to every authority"))] + [
        SelectChoice(str(id), name) for id, name in authorities
    ]
    form.weekdays.choices = weekday_choices()
    return form


def _lines(on: date) -> list[SelectChoice]:
    """The course groups of the national rules of both languages, each once."""
    found: dict[str, SelectChoice] = {}
    for language in TestedLanguage:
        rule_set: rules.RuleSet | None = rule_set_in_force(on, language.value)
        for choice in lines_offered(rule_set):
            found.setdefault(str(choice.value), choice)
    return list(found.values())


def _with_stored(lines: Sequence[SelectChoice], stored: Any | None) -> list[SelectChoice]:
    """A group written under older rules keeps its own course group among the choices."""
    code = line_code(stored.track, stored.module) if stored else ""
    known = {str(choice.value) for choice in lines}
    return [*([SelectChoice(code, code)] if code and code not in known else []), *lines]


def _values_of(group: Any) -> Mapping[str, Any]:
    same = (
        "code", "name", "entry_from", "entry_until", "starts_on", "ends_on", "begins_at", "finishes_at",
        "online", "capacity", "minimum", "version", *TEXTS,
    )  # fmt: skip
    return {
        **{name: getattr(group, name) for name in same},
        "language_tested": group.language_tested.value,
        "kind": group.kind.value,
        "line": line_code(group.track, group.module),
        "also_admits": [line_code(track, module) for track, module in group.also_admits],
        "authority": str(group.authority_id or OPEN_TO_ALL),
        "weekdays": [str(number) for number in group.weekdays],
        "price": group.price_cents,
    }
