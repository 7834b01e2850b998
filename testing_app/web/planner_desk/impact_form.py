"""What a comparison of two rule sets is asked for: the two sets, and signed results or a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.actor import Actor
from testing_app.errors import Conflict, NotFound
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import drafts_of, get_draft, read_draft
from testing_app.vocabulary import TestedLanguage
from testing_app.web.planner_desk.known_sets import known_sets, placement_in_force
from testing_app.web.rule_words import rule_set_name
from testing_app.web.units import Session
from testing_app.web.words import word

YEARS_BACK = 2
NOTHING = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One rule set that can be compared; `rule_set` is None while a draft cannot be read."""

    code: str
    rule_set: rules.RuleSet | None
    draft_id: UUID | None = None

    @property
    def label(self) -> str:
        """What it is called, as people tell it from others."""
        if self.rule_set is None:
            return str(_("a draft with errors"))
        named = _(
            "%(name)s, version %(number)s", name=rule_set_name(self.rule_set), number=self.rule_set.version
        )
        return str(_("%(name)s (draft)", name=named)) if self.draft_id else str(named)


class ImpactForm(FlaskForm):  # type: ignore[misc]
    """Whole years only: periods of one's own choice could be compared until one person shows."""

    class Meta:
        """Sent with GET and changes nothing: no token needed."""

        csrf = False

    old = SelectField(_l("Old rule set"))
    new = SelectField(_l("New rule set"))
    language = SelectField(_l("Language tested"))
    year = SelectField(_l("Tested in"))

    def __init__(
        self, given: Mapping[str, str], choices: Mapping[str, Choice], *, in_force: str, on: date
    ) -> None:
        chosen = {
            "old": in_force,
            "new": NOTHING,
            "year": str(on.year),
            "language": TestedLanguage.FINNISH.value,
        }
        super().__init__(MultiDict({**chosen, **{name: given[name] for name in chosen if name in given}}))
        self.known = choices
        offered = [SelectChoice(choice.code, choice.label) for choice in choices.values()]
        self.old.choices = offered
        self.new.choices = [SelectChoice(NOTHING, _("Choose")), *offered]
        self.language.choices = [SelectChoice(each.value, word(each)) for each in TestedLanguage]
        self.year.choices = [
            SelectChoice(str(year), str(year)) for year in range(on.year, on.year - YEARS_BACK - 1, -1)
        ]

    @property
    def is_asked(self) -> bool:
        """Whether there are two sets to compare."""
        return bool(self.new.data)

    def days(self) -> tuple[date, date]:
        """The first and the last test day."""
        return date(int(self.year.data), 1, 1), date(int(self.year.data), 12, 31)

    def pair(self) -> tuple[rules.RuleSet, rules.RuleSet] | None:
        """The two rule sets, or None with what is wrong at the fields."""
        found = [self._readable(self.old), self._readable(self.new)]
        old, new = found
        return (old, new) if old is not None and new is not None else None

    def judge_language(self) -> bool:
        """Whether both judge tests of this language; else that is said at the field."""
        fit = True
        for field in (self.old, self.new):
            rule_set = self.known[field.data].rule_set
            if rule_set is not None and self.language.data not in rule_set.languages:
                field.errors = [*field.errors, _("This rule set does not judge tests of this language.")]
                fit = False
        return fit

    def _readable(self, field: Any) -> rules.RuleSet | None:
        choice = self.known.get(field.data)
        if choice is None:
            field.errors = [*field.errors, _("Choose a rule set.")]
        elif choice.rule_set is None:
            field.errors = [*field.errors, _("This draft has errors. Mend it first.")]
        return choice.rule_set if choice else None


class SheetForm(FlaskForm):  # type: ignore[misc]
    """A sheet of results instead of the signed ones; nothing of it is kept."""

    sheet = FileField(_l("The sheet, as .xlsx or .csv"))
    leave_out_bad = BooleanField(_l("Compare the good rows and leave the others out"))


def choices_for(session: Session, asked: Mapping[str, str], *, viewer: Actor) -> dict[str, Choice]:
    """Every rule set for placement the viewer may compare: known ones, and own drafts."""
    found = [
        Choice(code=code_of(each), rule_set=each)
        for each in known_sets(session, viewer=viewer)
        if each.answers is rules.Answers.PLACEMENT
    ]
    drafts = {draft.id: draft for draft in drafts_of(session, viewer=viewer)}
    for name in ("old", "new"):
        draft_id = _uuid(asked.get(name, ""))
        if draft_id is not None and draft_id not in drafts:
            drafts[draft_id] = get_draft(session, draft_id, viewer=viewer)
    for draft in drafts.values():
        choice = Choice(code=str(draft.id), rule_set=_placement(session, draft), draft_id=draft.id)
        if draft.answers == rules.Answers.PLACEMENT.value:
            found.append(choice)
    return {choice.code: choice for choice in found}


def code_in_force(session: Session, *, viewer: Actor, on: date) -> str:
    """The set that judges tests in Finnish today, as the form names it."""
    found = placement_in_force(session, viewer=viewer, on=on)
    return code_of(found) if found else NOTHING


def code_of(rule_set: rules.RuleSet) -> str:
    """A known set as an address names it."""
    return f"{rule_set.id}@{rule_set.version}"


def _placement(session: Session, draft: Any) -> rules.RuleSet | None:
    try:
        found = read_draft(session, draft)
    except (rules.RuleSetError, Conflict):
        return None
    return found if found.answers is rules.Answers.PLACEMENT else None


def _uuid(text: str) -> UUID | None:
    """The identifier of a draft; `id@version` is none."""
    if "@" in text or not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("no_such_rule_set") from None
