"""The queues as a planner sees them: how many wait for what and how long, and what blocks the longest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.clock import now, today
from testing_app.queue.actions import record_queue
from testing_app.queue.lines import CourseLine, QueueLine
from testing_app.queue.queries import Block, WaitingRow, areas_of, queue_lines, waiting_in
from testing_app.rule_sets import rules
from testing_app.vocabulary import TestedLanguage
from testing_app.web.course_words import course_word, expiry_in_words
from testing_app.web.current import current_actor
from testing_app.web.placement_words import place_in_words, rule_set_of_authority
from testing_app.web.planner_desk.statistics_page import Bar
from testing_app.web.units import disclosure, reading
from testing_app.web.words import word

queues = Blueprint("queues", __name__, url_prefix="/planner/queues", template_folder="templates")

WIDEST_BAR = 100
BARS = 12
"""Lines that are drawn; the table has all."""


class QueueFilter(FlaskForm):  # type: ignore[misc]
    """Which lines are shown."""

    class Meta:
        """Sent with GET and changes nothing: no token needed."""

        csrf = False

    language = SelectField(_l("Language"), validate_choice=False)
    area = SelectField(_l("Area"), validate_choice=False)

    def __init__(self, areas: Sequence[str], **options: Any) -> None:
        super().__init__(request.args, **options)
        self.language.choices = [SelectChoice("", _("Both languages"))] + [
            SelectChoice(each.value, word(each)) for each in TestedLanguage
        ]
        self.area.choices = [SelectChoice("", _("Every area"))] + [SelectChoice(each, each) for each in areas]

    def language_tested(self) -> TestedLanguage | None:
        """The language, or both."""
        return TestedLanguage(self.language.data) if self.language.data in set(TestedLanguage) else None


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """One line of the queue in words."""

    found: QueueLine
    name: str
    in_queue: int
    median: str


@queues.get("")
def show() -> ResponseReturnValue:
    """Every line in which somebody waits: numbers only, the longest wait first."""
    actor, day = current_actor(), today()
    with reading() as session:
        form = QueueFilter(areas_of(session, viewer=actor))
        lines = queue_lines(
            session,
            viewer=actor,
            today=day,
            language_tested=form.language_tested(),
            area=form.area.data or None,
        )
        sets = _rule_sets(session, lines, day)
    rows = _rows(lines, sets)
    return render_template(
        "planner_desk/queues.html",
        form=form,
        rows=rows,
        bars=_bars(rows),
        waiting=sum(row.in_queue for row in rows),
        longest=max((row.found.longest_days for row in rows), default=0),
        without_group=sum(row.in_queue for row in rows if not row.found.groups_coming),
    )


@queues.get("/line")
def line() -> ResponseReturnValue:
    """The people of one line by queue date, as numbers: what blocks each, and whose result grows old."""
    actor, day = current_actor(), today()
    wanted, area = _wanted(), request.args.get("area") or None
    with disclosure() as session:
        page = waiting_in(
            session, wanted, viewer=actor, today=day, area=area, page=request.args.get("page", 1, type=int)
        )
        if page.rows:
            record_queue(session, [row.entry.id for row in page.rows], viewer=actor, now=now())
        return render_template(
            "planner_desk/queue_line.html",
            page=page,
            area=area,
            name=_name(session, wanted, day),
            language=word(wanted.language_tested) if wanted else "",
            blocks_in_words=blocks_in_words,
            expiry_in_words=expiry_in_words,
            today=day,
        )


def _name(session: Any, wanted: CourseLine | None, day: date) -> str:
    if wanted is None:
        return str(_("Everybody who waits"))
    rule_set = rule_set_of_authority(
        session, current_actor().organisation_id, language_tested=wanted.language_tested, on=day
    )
    return place_in_words(wanted.track, wanted.module, rule_set)


def _wanted() -> CourseLine | None:
    """The line the address names; none: all of them."""
    language, track = request.args.get("language"), request.args.get("track")
    if not track or language not in set(TestedLanguage):
        return None
    language = TestedLanguage(language)
    return CourseLine(language, track, request.args.get("module") or None)


def blocks_in_words(row: WaitingRow) -> list[str]:
    """What keeps one person from a course: what an officer wrote, then what is seen from here."""
    seen = [course_word(block) for block in row.blocks if block is not Block.NOTED]
    return [*([row.entry.blocked_by] if row.entry.blocked_by else []), *seen]


def _rule_sets(
    session: Any, lines: Sequence[QueueLine], day: date
) -> dict[TestedLanguage, rules.RuleSet | None]:
    languages = {found.line.language_tested for found in lines}
    return {
        language: rule_set_of_authority(
            session, current_actor().organisation_id, language_tested=language, on=day
        )
        for language in languages
    }


def _rows(lines: Sequence[QueueLine], sets: dict[TestedLanguage, rules.RuleSet | None]) -> list[LineRow]:
    numbers = [found.waiting + found.held + found.proposed for found in lines]
    return [
        LineRow(
            found=found,
            name=place_in_words(found.line.track, found.line.module, sets[found.line.language_tested]),
            in_queue=number,
            median=f"{found.median_days:.0f}",
        )
        for found, number in zip(lines, numbers, strict=True)
    ]


def _bars(rows: Sequence[LineRow]) -> list[Bar]:
    """The largest lines of all areas together."""
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[row.name] += row.in_queue
    largest = numbers.most_common(BARS)
    most = max((number for _name, number in largest), default=0) or 1
    return [
        Bar(label=name, value=str(number), width=round(WIDEST_BAR * number / most, 1))
        for name, number in largest
    ]
