"""Courses, queues, places and notices in the reader's words; what several desks say alike."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from babel.dates import get_day_names
from flask import Flask
from flask_babel import LazyString, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.queue.lines import Because
from testing_app.queue.order import Standing
from testing_app.queue.queries.expiry import Expires, Expiry
from testing_app.queue.queries.lines import Block
from testing_app.queue.queries.suitable import WhyNot
from testing_app.rule_sets import rules
from testing_app.vocabulary import (
    CourseKind,
    FurtherPlan,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    PlaceState,
    QueueLeaving,
    QueueState,
)
from testing_app.web.layout import day as day_in_words
from testing_app.web.placement_words import name_of, place_in_words, rule_set_in_force
from testing_app.web.words import wall_time

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, LazyString]] = {
    CourseKind: {
        CourseKind.LABOUR_MARKET: _l("Labour market training"),
        CourseKind.SELF_MOTIVATED: _l("Self-motivated study"),
        CourseKind.LITERACY: _l("Literacy training"),
        CourseKind.ZERO_COURSE: _l("Zero course"),
    },
    QueueState: {
        QueueState.PROPOSED: _l("Proposed"),
        QueueState.WAITING: _l("Waiting"),
        QueueState.HELD: _l("Place held"),
        QueueState.PLACED: _l("Has a place"),
        QueueState.LEFT: _l("Left the queue"),
    },
    QueueLeaving: {
        QueueLeaving.WORK: _l("Went to work"),
        QueueLeaving.OTHER_STUDIES: _l("Went to other studies"),
        QueueLeaving.MOVED_AWAY: _l("Moved away"),
        QueueLeaving.NOT_INTERESTED: _l("Does not want a course"),
        QueueLeaving.FAMILY_LEAVE: _l("Family leave"),
        QueueLeaving.NOT_CONFIRMED: _l("The proposal was not taken up"),
        QueueLeaving.OTHER: _l("Other reason"),
    },
    PlaceState: {
        PlaceState.HELD: _l("Held"),
        PlaceState.CONFIRMED: _l("Confirmed"),
        PlaceState.STARTED: _l("Started"),
        PlaceState.COMPLETED: _l("Completed"),
        PlaceState.INTERRUPTED: _l("Interrupted"),
        PlaceState.NOT_ARRIVED: _l("Did not arrive"),
        PlaceState.RELEASED: _l("Released"),
        PlaceState.LAPSED: _l("The hold ran out"),
        PlaceState.MOVED: _l("Moved to another group"),
    },
    NoticeKind: {
        NoticeKind.STARTED: _l("Started"),
        NoticeKind.NOT_ARRIVED: _l("Did not arrive"),
        NoticeKind.INTERRUPTED: _l("Interrupted"),
        NoticeKind.COMPLETED: _l("Completed"),
        NoticeKind.RIGHT_GROUP: _l("Right group?"),
    },
    InterruptionReason: {
        InterruptionReason.WORK: _l("Went to work"),
        InterruptionReason.OTHER_STUDIES: _l("Went to other studies"),
        InterruptionReason.FAMILY_LEAVE: _l("Family leave"),
        InterruptionReason.MOVED_AWAY: _l("Moved away"),
        InterruptionReason.WRONG_LEVEL: _l("The level was wrong"),
        InterruptionReason.ABSENCES: _l("Many absences"),
        InterruptionReason.OTHER: _l("Other reason"),
        InterruptionReason.UNKNOWN: _l("Not known"),
    },
    GroupFit: {
        GroupFit.RIGHT: _l("Right group"),
        GroupFit.TOO_EASY: _l("Too easy"),
        GroupFit.TOO_HARD: _l("Too hard"),
        GroupFit.OTHER_PATH: _l("Another path would suit better"),
    },
    FurtherPlan: {
        FurtherPlan.NEXT_MODULE: _l("The next module"),
        FurtherPlan.SAME_MODULE: _l("The same module again"),
        FurtherPlan.VOCATIONAL_TRAINING: _l("Vocational training"),
        FurtherPlan.WORK: _l("Work"),
        FurtherPlan.OTHER_STUDIES: _l("Other studies"),
        FurtherPlan.UNKNOWN: _l("Not known yet"),
    },
    Because: {
        Because.QUEUED: _l("Put in the queue"),
        Because.PLACE_CONFIRMED: _l("Course place confirmed"),
        Because.STARTED: _l("Started the course"),
        Because.COMPLETED: _l("Completed the course"),
        Because.INTERRUPTED: _l("Interrupted the course"),
    },
    Block: {
        Block.NOTED: _l("Written down"),
        Block.NOT_CONFIRMED: _l("Proposed, not yet confirmed"),
        Block.NO_GROUP: _l("No group is coming"),
        Block.GROUPS_FULL: _l("Every group is full"),
        Block.RESULT_EXPIRED: _l("The result no longer holds"),
        Block.RESULT_CORRECTED: _l("The result was corrected since: look at it again"),
    },
    Standing: {
        Standing.NEXT: _l("Next"),
        Standing.LATER_DATE: _l("Later queue date"),
        Standing.BLOCKED: _l("Something blocks"),
        Standing.HAS_PLACE: _l("Has a place elsewhere"),
        Standing.HAD_PLACE_HERE: _l("Had a place here before"),
        Standing.TOO_FAR: _l("Lives far away"),
    },
    WhyNot: {
        WhyNot.OTHER_TRACK: _l("For another course group."),
        WhyNot.OTHER_MODULE: _l("For another module."),
        WhyNot.FULL: _l("Full."),
        WhyNot.WINDOW_CLOSED: _l("One can no longer join."),
        WhyNot.TOO_FAR: _l("Too far away."),
        WhyNot.OTHER_DAYS: _l("On days that do not suit."),
        WhyNot.TOO_EARLY: _l("Begins too early in the day."),
        WhyNot.TOO_LATE: _l("Ends too late in the day."),
        WhyNot.STARTS_TOO_LATE: _l("Starts too late."),
        WhyNot.STARTS_TOO_EARLY: _l("Starts too early."),
        WhyNot.ONLINE: _l("Online."),
        WhyNot.HAD_PLACE_HERE: _l("Had a place here before."),
    },
}
"""By set, because members of two sets compare as equal when they share a code."""

KINDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    QueueState: {
        QueueState.PROPOSED: "info",
        QueueState.WAITING: "neutral",
        QueueState.HELD: "info",
        QueueState.PLACED: "good",
        QueueState.LEFT: "neutral",
    },
    PlaceState: {
        PlaceState.HELD: "warn",
        PlaceState.CONFIRMED: "good",
        PlaceState.STARTED: "good",
        PlaceState.COMPLETED: "good",
        PlaceState.INTERRUPTED: "warn",
        PlaceState.NOT_ARRIVED: "warn",
        PlaceState.RELEASED: "neutral",
        PlaceState.LAPSED: "neutral",
        PlaceState.MOVED: "neutral",
    },
    NoticeKind: {
        NoticeKind.STARTED: "good",
        NoticeKind.NOT_ARRIVED: "warn",
        NoticeKind.INTERRUPTED: "warn",
        NoticeKind.COMPLETED: "good",
        NoticeKind.RIGHT_GROUP: "info",
    },
    GroupFit: {
        GroupFit.RIGHT: "good",
        GroupFit.TOO_EASY: "warn",
        GroupFit.TOO_HARD: "warn",
        GroupFit.OTHER_PATH: "warn",
    },
}
"""The look of the badge of each state."""


def course_word(member: StrEnum | None) -> str:
    """A member of a closed set of courses and queues as people say it; empty when there is none."""
    return "" if member is None else str(WORDS[type(member)][member])


def course_badge(member: StrEnum) -> str:
    """The kind of badge for a state."""
    return KINDS[type(member)][member]


def choices_of(members: Iterable[StrEnum], *, blank: str | None = None) -> list[SelectChoice]:
    """Members in words, after a blank one where nothing is chosen beforehand."""
    first = [] if blank is None else [SelectChoice("", blank)]
    return first + [SelectChoice(member.value, course_word(member)) for member in members]


def line_in_words(track: str, module: str | None, language_tested: str, *, on: date) -> str:
    """A line of the queue or what a group is for, by the national rules in force."""
    return place_in_words(track, module, rule_set_in_force(on, language_tested))


def lines_offered(rule_set: rules.RuleSet | None) -> list[SelectChoice]:
    """Every course group of a rule set as one choice: `track` or `track:module`."""
    if rule_set is None:
        return []
    return [
        SelectChoice(line_code(track.id, module), place_in_words(track.id, module, rule_set))
        for track in rule_set.tracks.values()
        if track.id != rule_set.undecided_track
        for module in (rule_set.modules if track.graded else (None,))
    ]


def line_code(track: str, module: str | None) -> str:
    """A course group as the value of a field."""
    return f"{track}:{module}" if module else track


def read_line(code: str) -> tuple[str, str | None]:
    """The track and module of such a value."""
    track, _colon, module = code.partition(":")
    return track, module or None


def track_name(track: str, language_tested: str, *, on: date) -> str:
    """A track alone, as people read it."""
    return name_of(track, rule_set_in_force(on, language_tested))


def weekdays_in_words(numbers: Sequence[int]) -> str:
    """Days of the week in short, Monday first."""
    names = get_day_names("abbreviated", "stand-alone", locale=get_locale() or "fi")
    return ", ".join(names[number] for number in sorted(numbers))


def weekday_choices() -> list[SelectChoice]:
    """The days of the week in full, Monday first, with the numbers Python gives them."""
    names = get_day_names("wide", "stand-alone", locale=get_locale() or "fi")
    return [SelectChoice(str(number), names[number].capitalize()) for number in range(7)]


def hours_in_words(group: Any) -> str:
    """Days and times of a group in one line."""
    days = weekdays_in_words(group.weekdays)
    if group.begins_at and group.finishes_at:
        return f"{days} {wall_time(group.begins_at)}–{wall_time(group.finishes_at)}".strip()
    return days


def where_in_words(group: Any) -> str:
    """Where a group meets, in one line."""
    place = ", ".join(filter(None, [group.street, f"{group.post_code} {group.city}".strip()]))
    if group.online:
        return f"{_('Online')} ({place})" if place else str(_("Online"))
    return place


def price_in_words(cents: int) -> str:
    """What a course costs the learner."""
    if not cents:
        return str(_("Free of charge"))
    euros = f"{cents // 100}" if cents % 100 == 0 else f"{cents / 100:.2f}".replace(".", ",")
    return f"{euros} €"


def days_waited(since: date, today: date) -> str:
    """How long somebody has waited."""
    days = max(0, (today - since).days)
    return str(ngettext("%(num)d day", "%(num)d days", days))


def expiry_in_words(expires: Expires) -> tuple[str, str] | None:
    """The badge of a result that can hardly be relied on; nothing for a fresh one."""
    if expires.expiry is Expiry.EXPIRED:
        return "warn", str(_("The result no longer holds"))
    if expires.expiry is Expiry.SOON and expires.on:
        return "info", str(_("The result holds until %(day)s", day=day_in_words(expires.on)))
    return None


def install(app: Flask) -> None:
    """Let every template, macros included, say what courses and queues are about."""
    for said in (
        course_word,
        course_badge,
        line_in_words,
        hours_in_words,
        where_in_words,
        price_in_words,
        days_waited,
    ):
        app.add_template_global(said)
