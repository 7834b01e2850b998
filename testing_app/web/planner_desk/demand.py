"""The course planner's first page: how many people were recommended which course group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.actor import Actor
from testing_app.clock import today
from testing_app.rule_sets.rules import RuleSet
from testing_app.statistics.asking import NOTHING, Cut, Question
from testing_app.statistics.recommendations import DemandTable, recommended
from testing_app.statistics.small_cells import SMALLEST_SHOWN
from testing_app.vocabulary import TestedLanguage
from testing_app.web.current import current_actor
from testing_app.web.placement_words import place_in_words, rule_set_of_authority
from testing_app.web.units import reading
from testing_app.web.words import word

demand = Blueprint("demand", __name__, url_prefix="/planner", template_folder="templates")

YEARS_BACK = 2
WHOLE_YEAR = "0"
WIDEST_BAR = 100


class PeriodForm(FlaskForm):  # type: ignore[misc]
    """Whole quarters and years only: periods of one's own choice could be compared until one person shows."""

    class Meta:
        """Sent with GET and changes nothing: no token needed."""

        csrf = False

    language = SelectField(_l("Language tested"))
    year = SelectField(_l("Tested in"))
    quarter = SelectField(_l("Part of the year"))

    def __init__(self, given: MultiDict[str, str], *, on: date) -> None:
        chosen = {"year": str(on.year), "quarter": WHOLE_YEAR, "language": TestedLanguage.FINNISH.value}
        super().__init__(MultiDict({**chosen, **{name: given[name] for name in chosen if name in given}}))
        self.language.choices = [SelectChoice(each.value, word(each)) for each in TestedLanguage]
        self.year.choices = [
            SelectChoice(str(year), str(year)) for year in range(on.year, on.year - YEARS_BACK - 1, -1)
        ]
        self.quarter.choices = [SelectChoice(WHOLE_YEAR, _("Whole year"))] + [
            SelectChoice(str(number), _("Quarter %(number)s", number=number)) for number in range(1, 5)
        ]

    def question(self, *, viewer: Actor) -> Question:
        """What is asked of the statistics."""
        quarter = self.quarter.data
        return Question(
            viewer=viewer,
            language_tested=TestedLanguage(self.language.data),
            year=int(self.year.data),
            by=Cut.WHOLE if quarter == WHOLE_YEAR else Cut.QUARTER,
            value=NOTHING if quarter == WHOLE_YEAR else quarter,
        )

    def days(self) -> tuple[date, date]:
        """The first and the last day of the period."""
        year, quarter = int(self.year.data), int(self.quarter.data)
        if not quarter:
            return date(year, 1, 1), date(year, 12, 31)
        after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
        return date(year, quarter * 3 - 2, 1), after - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row of the table and of the drawing."""

    place: str
    results: str
    width: float


@demand.get("")
def show() -> ResponseReturnValue:
    """Numbers of the planner's own authority; small ones are hidden."""
    form = PeriodForm(request.args, on=today())
    if not form.validate():
        return render_template("planner_desk/demand.html", form=form, bars=[], table=None), 422
    since, until = form.days()
    language = TestedLanguage(form.language.data)
    with reading() as session:
        table = recommended(session, form.question(viewer=current_actor()))
        rule_set = rule_set_of_authority(
            session, current_actor().organisation_id, language_tested=language, on=min(until, today())
        )
    return render_template(
        "planner_desk/demand.html",
        form=form,
        table=table,
        bars=_bars(table, rule_set),
        since=since,
        until=until,
        smallest=SMALLEST_SHOWN,
    )


def _bars(table: DemandTable, rule_set: RuleSet | None) -> Sequence[Bar]:
    most = max((row.results or 0 for row in table.rows), default=0) or 1
    return [
        Bar(
            place=place_in_words(row.track, row.module, rule_set),
            results=str(row.results) if row.results is not None else _("hidden"),
            width=round(WIDEST_BAR * (row.results or 0) / most, 1),
        )
        for row in table.rows
    ]
