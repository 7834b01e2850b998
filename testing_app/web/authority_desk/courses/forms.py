"""The forms of queues and course places: decided, wished, held, released, left."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from testing_app.queue.lines import CourseLine
from testing_app.rule_sets import rules
from testing_app.vocabulary import QueueLeaving, TestedLanguage
from testing_app.web.authority_desk.fields import ChosenField, ChosenRadio
from testing_app.web.centre_desk.battery_fields import CountField
from testing_app.web.course_words import choices_of, lines_offered, read_line
from testing_app.web.fields import DayField

LEAVES, STAYS = "leaves", "stays"
ANYWHERE, ON_SITE, ONLINE = "", "on_site", "online"
ANY_HOUR, DAYTIME, EVENING = "", "daytime", "evening"
FARTHEST = 2000


def _area() -> StringField:
    return StringField(
        _l("Area"),
        [
            InputRequired(_l("Write the area.")),
            Length(max=100, message=_l("Shorten this to %(max)d characters.")),
        ],
    )


class QueueForm(FlaskForm):  # type: ignore[misc]
    """Which course group the authority decides on, and where; the recommendation is never filled in."""

    line = ChosenField(_l("Queue"), message=_l("Choose the course group."))
    area = _area()

    def place(self, language_tested: TestedLanguage) -> CourseLine:
        """The line of the queue, after the form was found valid."""
        track, module = read_line(self.line.data)
        return CourseLine(language_tested, track, module)


def queue_form(rule_set: rules.RuleSet | None, **options: Any) -> QueueForm:
    """The form with every course group of the authority's rules."""
    form = QueueForm(**options)
    form.line.choices = [SelectChoice("", _("Choose")), *lines_offered(rule_set)]
    return form


class WishForm(FlaskForm):  # type: ignore[misc]
    """What narrows the groups shown; sent with GET, kept in the address, names nobody."""

    class Meta:
        """Changes nothing: no token needed."""

        csrf = False

    starts_by = DayField(_l("Begins at the latest"), [Optional()])
    kilometres = CountField(
        _l("Kilometres at most"),
        [Optional(), NumberRange(0, FARTHEST, message=_l("Write a number from 0 to 2000."))],
    )
    hours = SelectField(_l("Time of day"), validate_choice=False)
    place = SelectField(_l("Place"), validate_choice=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hours.choices = [
            SelectChoice(ANY_HOUR, _("Any time")),
            SelectChoice(DAYTIME, _("Over by 17")),
            SelectChoice(EVENING, _("From 15 on")),
        ]
        self.place.choices = [
            SelectChoice(ANYWHERE, _("On site or online")),
            SelectChoice(ON_SITE, _("On site")),
            SelectChoice(ONLINE, _("Online")),
        ]


class GroupChoice(FlaskForm):  # type: ignore[misc]
    """The group that was pressed; whether it still has a place is for the action to say."""

    group = SelectField(_l("Group"), validate_choice=False)

    def validate_group(self, field: SelectField) -> None:
        """The identifier of a group."""
        try:
            UUID(str(field.data))
        except ValueError:
            raise ValidationError(_("Choose a group.")) from None

    def chosen(self) -> UUID:
        """The group, after the form was found valid."""
        return UUID(str(self.group.data))


class LeaveForm(FlaskForm):  # type: ignore[misc]
    """Why somebody waits no more."""

    leaving = ChosenField(_l("Reason"), message=_l("Choose the reason."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.leaving.choices = choices_of(QueueLeaving, blank=_("Choose"))


class ReleaseForm(FlaskForm):  # type: ignore[misc]
    """What becomes of the person whose place is released."""

    then = ChosenRadio(_l("What then?"), message=_l("Choose whether the person stays in the queue."))
    leaving = SelectField(_l("Reason"), validate_choice=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.then.choices = [
            SelectChoice(STAYS, _("The person stays in the queue, with the same queue date")),
            SelectChoice(LEAVES, _("The person leaves the queue")),
        ]
        self.leaving.choices = choices_of(QueueLeaving, blank=_("Choose"))

    def validate_leaving(self, field: SelectField) -> None:
        """A reason is needed by those who leave."""
        if self.then.data == LEAVES and field.data not in {member.value for member in QueueLeaving}:
            raise ValidationError(_("Choose the reason."))

    def reason(self) -> QueueLeaving | None:
        """Why the person leaves, or nothing when they stay."""
        return QueueLeaving(self.leaving.data) if self.then.data == LEAVES else None


class AreaForm(FlaskForm):  # type: ignore[misc]
    """Where the person looks for a course."""

    area = _area()


class BlockForm(FlaskForm):  # type: ignore[misc]
    """What keeps the person from a course now."""

    blocked_by = TextAreaField(
        _l("What blocks"), [Length(max=300, message=_l("Shorten this to %(max)d characters."))]
    )


class AuthorityForm(FlaskForm):  # type: ignore[misc]
    """Which authority serves the person from now on."""

    authority = ChosenField(_l("Employment authority"), message=_l("Choose the authority."))


def authority_form(authorities: Iterable[tuple[UUID, str]], *, own: UUID, **options: Any) -> AuthorityForm:
    """The other authorities by name."""
    form = AuthorityForm(**options)
    form.authority.choices = [SelectChoice("", _("Choose"))] + [
        SelectChoice(str(id), name) for id, name in authorities if id != own
    ]
    return form


NAMES: Mapping[str, str] = {"authority_id": "authority", "track": "line", "module": "line"}
"""Where a problem of the stage stands on these forms."""
