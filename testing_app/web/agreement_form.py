"""What an agreement page is asked for: language tested, period, rule set, and which of its three views."""

from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.statistics.agreement import TestDays
from testing_app.statistics.agreement_tables import AgreementTable, Instead, RuleOfSet, RuleSetVersion
from testing_app.vocabulary import TestedLanguage
from testing_app.web.words import word

YEARS_BACK = 2
WHOLE_YEAR = "0"
EVERYTHING = ""
LONGEST_VERSION = 6


class AgreementView(StrEnum):
    """The three views of an agreement page."""

    RULES = "rules"
    ASSESSORS = "assessors"
    REASONS = "reasons"


class AgreementForm(FlaskForm):  # type: ignore[misc]
    """Whole years only: a part subtracted from its whole could tell of one person."""

    class Meta:
        """Sent with GET and changes nothing: no token needed."""

        csrf = False

    language = SelectField(_l("Language tested"))
    year = SelectField(_l("Tested in"))
    rule_set = SelectField(_l("Rule set"), validate_choice=False)
    rule = SelectField(_l("Rule"), validate_choice=False)

    def __init__(self, given: MultiDict[str, str], *, on: date) -> None:
        chosen = {"language": TestedLanguage.FINNISH.value, "year": str(on.year), "quarter": WHOLE_YEAR}
        chosen |= {"rule_set": EVERYTHING, "rule": EVERYTHING, "view": AgreementView.RULES.value}
        chosen |= {name: given[name] for name in chosen if name in given}
        super().__init__(MultiDict(chosen))
        views = [view for view in AgreementView if view == chosen["view"]]
        self.view = views[0] if views else AgreementView.RULES
        self.rule_set.choices, self.rule.choices = [], []
        self.language.choices = [SelectChoice(each.value, word(each)) for each in TestedLanguage]
        self.year.choices = [
            SelectChoice(str(year), str(year)) for year in range(on.year, on.year - YEARS_BACK - 1, -1)
        ]

    def days(self) -> TestDays:
        """The test days that are asked about."""
        since, until = self.period()
        return TestDays(language_tested=TestedLanguage(self.language.data), since=since, until=until)

    def period(self) -> tuple[date, date]:
        """The first and the last day."""
        return date(int(self.year.data), 1, 1), date(int(self.year.data), 12, 31)

    def version(self) -> RuleSetVersion | None:
        """The version of a rule set that is asked about; None for what names none."""
        id_, _slash, version = (self.rule_set.data or "").rpartition("/")
        is_number = version.isascii() and version.isdecimal() and len(version) <= LONGEST_VERSION
        return RuleSetVersion(id_, int(version)) if id_ and is_number else None

    def offer(self, table: AgreementTable) -> None:
        """Let these versions be chosen, and for reasons the rules that somebody deviated from."""
        self.rule_set.choices = self.versions(table)
        self.rule_set.data = code_of(table.rule_set) if table.rule_set else EVERYTHING
        rules = dict.fromkeys(instead.departure.rule for instead in table.departures_shown())
        offered = [SelectChoice(EVERYTHING, _("All rules"))]
        offered += [SelectChoice(rule_code(rule), rule.rule) for rule in rules]
        self.rule.choices = offered
        if self.rule.data not in {choice.value for choice in offered}:
            self.rule.data = EVERYTHING

    def versions(self, table: AgreementTable) -> list[SelectChoice]:
        """The versions that made suggestions on these days."""
        return [SelectChoice(code_of(each), version_words(each)) for each in table.rule_sets]

    def departures(self, table: AgreementTable) -> list[Instead]:
        """Those whose reasons are asked for: of one rule, or of all that are shown."""
        return [
            instead
            for instead in table.departures_shown()
            if self.rule.data in (EVERYTHING, rule_code(instead.departure.rule))
        ]

    def kept(self) -> dict[str, str]:
        """What the other views of the page are asked with."""
        names = ("language", "year", "quarter", "rule_set")
        return {name: self[name].data for name in names if name in self and self[name].data != EVERYTHING}


class CentreAgreementForm(AgreementForm):
    """A centre sees its own numbers whole: quarters too, and all versions of the rules together."""

    quarter = SelectField(_l("Part of the year"))

    def __init__(self, given: MultiDict[str, str], *, on: date) -> None:
        super().__init__(given, on=on)
        self.quarter.choices = [SelectChoice(WHOLE_YEAR, _("Whole year"))] + [
            SelectChoice(str(number), _("Quarter %(number)s", number=number)) for number in range(1, 5)
        ]

    def period(self) -> tuple[date, date]:
        """The year, or a quarter of it."""
        year, quarter = int(self.year.data), int(self.quarter.data)
        if not quarter:
            return super().period()
        after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
        return date(year, quarter * 3 - 2, 1), after - timedelta(days=1)

    def versions(self, table: AgreementTable) -> list[SelectChoice]:
        """All of them together can be chosen too."""
        return [SelectChoice(EVERYTHING, _("All rule sets")), *super().versions(table)]


def code_of(version: RuleSetVersion) -> str:
    """A version of a rule set as an address names it."""
    return f"{version.id}/{version.version}"


def rule_code(rule: RuleOfSet) -> str:
    """A rule as an address names it."""
    return f"{code_of(rule.rule_set)}/{rule.rule}"


def version_words(version: RuleSetVersion) -> str:
    """A version of a rule set as people read it."""
    return str(_("%(rule_set)s, version %(version)s", rule_set=version.id, version=version.version))
