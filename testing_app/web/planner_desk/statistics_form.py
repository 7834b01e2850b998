"""What a page of statistics is asked for: subject, language tested, year, and one slice of the year."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import get_month_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.actor import Actor
from testing_app.statistics.asking import Cut, Question
from testing_app.statistics.subjects import SUBJECTS_OF, Subject
from testing_app.vocabulary import TestedLanguage
from testing_app.web.words import language_word, word

YEARS_BACK = 5
EVERYBODY = "whole"


class StatisticsForm(FlaskForm):  # type: ignore[misc]
    """Slices that never overlap in a way that would tell of one person (`statistics.slices` says how)."""

    class Meta:
        """Sent with GET and changes nothing: no token needed."""

        csrf = False

    language = SelectField(_l("Language tested"))
    year = SelectField(_l("Year"))
    only = SelectField(_l("Which part of it"))

    def __init__(self, given: MultiDict[str, str], *, viewer: Actor, on: date) -> None:
        chosen = {"language": TestedLanguage.FINNISH.value, "year": str(on.year), "only": EVERYBODY}
        super().__init__(MultiDict({**chosen, **{name: given[name] for name in chosen if name in given}}))
        self._viewer, self._on = viewer, on
        self._names: dict[str, str] = {}
        subjects = SUBJECTS_OF.get(viewer.organisation_kind, (Subject.TESTS,))
        asked = [subject for subject in subjects if subject == given.get("subject")]
        self.subject = asked[0] if asked else subjects[0]
        self.language.choices = [SelectChoice(each.value, word(each)) for each in TestedLanguage]
        years = range(on.year, on.year - YEARS_BACK - 1, -1)
        self.year.choices = [SelectChoice(str(year), str(year)) for year in years]
        self.only.choices = [SelectChoice(self.only.data, self.only.data)]

    def question(self) -> Question:
        """What is asked; only when language and year are among the choices."""
        cut, _colon, value = (self.only.data or EVERYBODY).partition(":")
        by = next((each for each in Cut if each == cut), Cut.WHOLE)
        return Question(
            viewer=self._viewer,
            language_tested=TestedLanguage(self.language.data),
            year=int(self.year.data),
            by=by,
            value=value,
        )

    def offer(self, slices: Mapping[Cut, Sequence[tuple[str, str]]]) -> None:
        """Let these slices be chosen, beside the quarters and months that have begun."""
        year = int(self.year.data)
        begun = self._on.month if year == self._on.year else 12
        choices = [SelectChoice(EVERYBODY, _("Everybody, the whole year"))]
        groups = [
            (
                Cut.QUARTER,
                _("A quarter"),
                [(str(n), quarter_words(n)) for n in range(1, (begun + 2) // 3 + 1)],
            )
        ]
        groups += [(Cut.MONTH, _("A month"), [(str(n), month_words(n)) for n in range(1, begun + 1)])]
        groups += [(cut, name, _named(cut, slices.get(cut, ()))) for cut, name in _headings().items()]
        for cut, heading, values in groups:
            choices += [SelectChoice(f"{cut}:{value}", name, optgroup=heading) for value, name in values]
        self.only.choices = choices
        self._names = {choice.value: choice.label for choice in choices}

    def chosen_words(self) -> str:
        """The slice that is asked about, in words."""
        return self._names.get(self.only.data or "", "")

    def kept(self, **more: str) -> dict[str, str]:
        """What a link to the same numbers is asked with."""
        asked = {"subject": self.subject.value, "language": self.language.data, "year": self.year.data}
        return {**asked, "only": self.only.data, **more}


def _headings() -> dict[Cut, str]:
    return {
        Cut.AREA: _("A municipality"),
        Cut.CENTRE: _("A test centre"),
        Cut.PROVIDER: _("A training provider"),
        Cut.POINT: _("An advice point"),
        Cut.LANGUAGE: _("A language group"),
    }


def _named(cut: Cut, values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    if cut is not Cut.LANGUAGE:
        return list(values)
    return sorted(((value, language_word(value)) for value, _name in values), key=lambda each: each[1])


def month_words(number: int) -> str:
    """A month as the reader's language calls it."""
    name: str = get_month_names("wide", context="stand-alone", locale=get_locale() or "fi")[number]
    return name[:1].upper() + name[1:]


def quarter_words(number: int) -> str:
    """A quarter of the year."""
    return str(_("Quarter %(number)s", number=number))
