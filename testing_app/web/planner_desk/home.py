"""The planner's first page: where the queue grows, and which course group should open next."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now, today
from testing_app.rule_sets.rules import RuleSet
from testing_app.statistics.outlook import Because, LineOutlook, Outlook, outlook
from testing_app.statistics.small_cells import SMALLEST_SHOWN
from testing_app.vocabulary import TestedLanguage
from testing_app.web.current import current_actor
from testing_app.web.layout import day as day_in_words
from testing_app.web.placement_words import place_in_words, rule_set_in_force
from testing_app.web.units import disclosure, reading

planner_home = Blueprint("planner_home", __name__, url_prefix="/planner/home", template_folder="templates")

WHOLE_WIDTH = 100.0
DRAWN = 12


@dataclass(frozen=True)
class LineInWords:
    """One line of the queue with its words."""

    line: LineOutlook
    rule_set: RuleSet | None
    most: int

    @property
    def place(self) -> str:
        """The course group people wait for."""
        return place_in_words(self.line.track, self.line.module, self.rule_set)

    @property
    def waiting(self) -> str:
        """How many wait now."""
        return _shown(self.line.waiting)

    @property
    def earlier(self) -> tuple[str, str]:
        """How many waited four and twelve weeks ago."""
        return _shown(self.line.four_weeks_ago), _shown(self.line.twelve_weeks_ago)

    @property
    def growth(self) -> str:
        """The change of four weeks, with its sign."""
        return "–" if self.line.growth is None else f"{self.line.growth:+d}".replace("-", "−")

    @property
    def trend(self) -> str:
        """The kind of badge for the change."""
        growth = self.line.growth or 0
        return "warn" if growth > 0 else "good" if growth < 0 else "neutral"

    @property
    def trend_words(self) -> str:
        """The change in a word."""
        if self.line.growth is None:
            return str(_("not known"))
        return str(
            _("grows") if self.line.growth > 0 else _("shrinks") if self.line.growth < 0 else _("stays")
        )

    @property
    def label(self) -> str:
        """What its bars are about."""
        return self.place

    @property
    def value(self) -> str:
        """The number beside the bars."""
        return f"{self.waiting} ({self.growth})"

    @property
    def width(self) -> float | None:
        """The bar of today, in per cent of the longest; None: hidden."""
        return None if self.line.waiting is None else self._share(self.line.waiting)

    @property
    def before(self) -> float:
        """The thin bar of four weeks ago."""
        return self._share(self.line.four_weeks_ago or 0)

    def _share(self, number: int) -> float:
        return round(WHOLE_WIDTH * number / self.most, 1)

    @property
    def coming(self) -> str:
        """Free places that begin soon."""
        if not self.line.free_places:
            return str(_("none"))
        if self.line.next_start is None:
            return str(self.line.free_places)
        return f"{self.line.free_places} ({day_in_words(self.line.next_start)})"

    @property
    def reason(self) -> str:
        """Why a group should open, or why not."""
        line = self.line
        if line.because is Because.ENOUGH_AND_NO_PLACE:
            said = ngettext(
                "%(num)s person waits, a group needs %(minimum)s, and no free place is coming.",
                "%(num)s people wait, a group needs %(minimum)s, and no free place is coming.",
                line.waiting or 0,
                minimum=line.minimum,
            )
            return str(said)
        if line.because is Because.ENOUGH_BEYOND_PLACES:
            return str(
                _(
                    "%(waiting)s wait, %(free)s places are free: %(beyond)s are left, a group needs"
                    " %(minimum)s.",
                    waiting=line.waiting,
                    free=line.free_places,
                    beyond=line.beyond_places,
                    minimum=line.minimum,
                )
            )
        if line.because is Because.PLACES_COMING:
            return str(_("The free places that are coming are enough."))
        return str(_("Too few people wait for a group of %(minimum)s.", minimum=line.minimum))


@planner_home.get("")
def show() -> ResponseReturnValue:
    """Numbers of the planner's own authority today; small ones are hidden."""
    actor, day = current_actor(), today()
    asked = request.args.get("language")
    language = next((each for each in TestedLanguage if each == asked), TestedLanguage.FINNISH)
    with reading() as session:
        seen = outlook(session, viewer=actor, language_tested=language, today=day)
    with disclosure() as session:
        details = {"subject": "outlook", "language": language.value, "rows": len(seen.lines)}
        subject = ("organisation", actor.organisation_id)
        record(session, Event.STATISTICS_VIEWED, by=actor, now=now(), subject=subject, details=details)
    lines = _in_words(seen, rule_set_in_force(day, language))
    return render_template(
        "planner_desk/home.html",
        outlook=seen,
        lines=lines,
        suggested=[line for line in lines if line.line.is_suggested],
        growing=_growing(lines),
        languages=[(each, each is language) for each in TestedLanguage],
        today=day,
        smallest=SMALLEST_SHOWN,
    )


def _in_words(seen: Outlook, rule_set: RuleSet | None) -> list[LineInWords]:
    numbers = [number or 0 for line in seen.lines for number in (line.waiting, line.four_weeks_ago)]
    most = max(numbers, default=0) or 1
    return [LineInWords(line, rule_set, most) for line in seen.lines]


def _growing(lines: Sequence[LineInWords]) -> list[LineInWords]:
    """The lines that grow, the fastest first; then the longest of the others, as far as they are drawn."""
    return sorted(lines, key=lambda each: (-(each.line.growth or 0), -(each.line.waiting or 0)))[:DRAWN]


def _shown(number: int | None) -> str:
    return str(_("hidden")) if number is None else str(number)
