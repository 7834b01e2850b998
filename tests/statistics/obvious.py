"""Statistics computed again the slow and obvious way: loops over rows, no query of the product."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.advice.models import AdvicePoint, AdviceVisit
from testing_app.bookings.models import Booking, Occasion, Referral, SeatWait
from testing_app.courses.models import CourseGroup
from testing_app.inbox.models import InboxMessage
from testing_app.people.models import Candidate
from testing_app.people.mother_tongue_groups import mother_tongue_group
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.queue.models import CoursePlace, Notice, QueueEntry
from testing_app.results.models import SignedResult
from testing_app.sittings.models import Sitting, SittingPart

MODELS = (
    AdvicePoint, AdviceVisit, Booking, Candidate, CourseGroup, CoursePlace, InboxMessage, Notice, Occasion,
    QueueEntry, Recommendation, Referral, SeatWait, SignedResult, Sitting, StoredSuggestion,
)  # fmt: skip


@dataclass
class Rows:
    """Every row of the country, by table and identifier."""

    of: dict[str, dict[Any, Any]]
    levels: dict[UUID, dict[str, str]]

    @classmethod
    def read(cls, session: Session) -> "Rows":
        """All of them at once: only for small countries."""
        found = {
            model.__name__: {row.id: row for row in session.execute(sa.select(model.__table__)).all()}
            for model in MODELS
        }
        levels: dict[UUID, dict[str, str]] = defaultdict(dict)
        for row in session.execute(sa.select(SittingPart.sitting_id, SittingPart.part, SittingPart.level)):
            if row.level:
                levels[row.sitting_id][row.part.value] = row.level
        return cls(found, levels)

    def all(self, name: str) -> list[Any]:
        """Every row of one table."""
        return list(self.of[name].values())

    def one(self, name: str, id_: Any) -> Any:
        """One row of one table."""
        return self.of[name][id_]


@dataclass(frozen=True)
class Slice:
    """Which events count: of one authority and language, in some months of a year, and of some people."""

    authority: UUID
    language: str
    year: int
    months: frozenset[int] = frozenset(range(1, 13))
    people: Callable[[Any], bool] = lambda _candidate: True

    def holds(self, on: date) -> bool:
        """Whether a day falls into the period."""
        return on.year == self.year and on.month in self.months


def in_area(name: str) -> Callable[[Any], bool]:
    """People of one municipality."""
    return lambda candidate: candidate.municipality == name


def of_language(group: str) -> Callable[[Any], bool]:
    """People of one group of mother tongues."""
    return lambda candidate: mother_tongue_group(candidate.mother_tongue) == group


def results(rows: Rows, asked: Slice) -> list[Any]:
    """Signed results that hold."""
    return [
        row
        for row in rows.all("SignedResult")
        if row.authority_id == asked.authority
        and row.superseded_at is None
        and row.language_tested == asked.language
        and asked.holds(row.tested_on)
        and asked.people(rows.one("Candidate", row.candidate_id))
    ]


def attendance(rows: Rows, asked: Slice) -> Counter[Any]:
    """Bookings by state and, of no-shows, by reason."""
    found: Counter[Any] = Counter()
    for booking in rows.all("Booking"):
        occasion = rows.one("Occasion", booking.occasion_id)
        referral = rows.one("Referral", booking.referral_id)
        if referral.authority_id != asked.authority or occasion.language_tested != asked.language:
            continue
        if not asked.holds(occasion.held_on) or booking.state == "booked":
            continue
        if asked.people(rows.one("Candidate", booking.candidate_id)):
            found[booking.state.value] += 1
            if booking.state == "no_show":
                found["why", booking.reason.value] += 1
    return found


def recommended(rows: Rows, asked: Slice) -> Counter[Any]:
    """Results by track and module."""
    return Counter((row.track, row.module) for row in results(rows, asked))


def agreement(rows: Rows, asked: Slice) -> Counter[Any]:
    """Results by what became of the suggestion."""
    found: Counter[Any] = Counter()
    for row in results(rows, asked):
        made = rows.one("Recommendation", row.recommendation_id)
        suggested = rows.one("StoredSuggestion", made.suggestion_id)
        if suggested.track == "assessor-decides":
            found["left"] += 1
        else:
            found["agreeing" if made.agrees else "deviating"] += 1
    return found


def to_test(rows: Rows, asked: Slice) -> list[int]:
    """Days from the referral to the test."""
    found = []
    for row in results(rows, asked):
        referral = rows.one("Referral", rows.one("Sitting", row.sitting_id).referral_id)
        found.append((row.tested_on - utc_day(referral.written_at)).days)
    return found


def first_starts(rows: Rows, asked: Slice) -> list[tuple[Any, Any, Any, Any]]:
    """Place, group, entry and result of everybody who began the first course after a test."""
    found = []
    for place in rows.all("CoursePlace"):
        entry, group = rows.one("QueueEntry", place.entry_id), rows.one("CourseGroup", place.group_id)
        if place.started_on is None or not asked.holds(place.started_on) or entry.result_id is None:
            continue
        result = rows.one("SignedResult", entry.result_id)
        is_own = place.authority_id == asked.authority and entry.language_tested == asked.language
        is_first = entry.queued_on == result.tested_on
        lived = place.state.value in ("started", "completed", "interrupted")
        if is_own and is_first and lived and asked.people(rows.one("Candidate", place.candidate_id)):
            found.append((place, group, entry, result))
    return found


def waits(rows: Rows, asked: Slice) -> dict[Any, list[int]]:
    """Days from test to course, by track and module."""
    found: dict[Any, list[int]] = defaultdict(list)
    for place, group, _entry, result in first_starts(rows, asked):
        found[group.track, group.module].append((place.started_on - result.tested_on).days)
    return found


def stages(rows: Rows, asked: Slice) -> list[list[int]]:
    """Days of each stage, for everybody who began."""
    messages = {(row.result_id, row.authority_id): row for row in rows.all("InboxMessage")}
    found: list[list[int]] = [[] for _ in range(7)]
    for place, _group, entry, result in first_starts(rows, asked):
        sitting = rows.one("Sitting", result.sitting_id)
        referral = rows.one("Referral", sitting.referral_id)
        message = messages.get((result.id, entry.authority_id))
        moments = [referral.written_at, result.tested_on, sitting.signed_at]
        moments += [message.acknowledged_at if message else None, entry.opened_at]
        days = [utc_day(each) for each in (*moments, place.held_at, place.confirmed_at, place.started_on)]
        for number, (since, until) in enumerate(pairwise(days)):
            if since is not None and until is not None:
                found[number].append(max((until - since).days, 0))
    return found


def queue_on(rows: Rows, asked: Slice, day: date) -> Counter[Any]:
    """Who waited at the end of a day, by track and module."""
    found: Counter[Any] = Counter()
    for entry in rows.all("QueueEntry"):
        ended = utc_day(entry.ended_at)
        is_own = entry.authority_id == asked.authority and entry.language_tested == asked.language
        is_there = entry.queued_on <= day and (ended is None or ended > day)
        if is_own and is_there and asked.people(rows.one("Candidate", entry.candidate_id)):
            found[entry.track, entry.module] += 1
    return found


def notices(rows: Rows, asked: Slice) -> Counter[Any]:
    """Notices by kind, by reason and by answer."""
    found: Counter[Any] = Counter()
    for notice in rows.all("Notice"):
        place = rows.one("CoursePlace", notice.place_id)
        entry = rows.one("QueueEntry", place.entry_id)
        if notice.authority_id != asked.authority or entry.language_tested != asked.language:
            continue
        if asked.holds(notice.happened_on) and asked.people(rows.one("Candidate", place.candidate_id)):
            found[notice.kind.value] += 1
            found["reason", notice.reason.value if notice.reason else None] += 1
            found["fit", notice.fit.value if notice.fit else None] += 1
    return found


def levels(rows: Rows, asked: Slice, skill: str) -> Counter[Any]:
    """Start and end level of everybody who completed a course."""
    found: Counter[Any] = Counter()
    for notice in rows.all("Notice"):
        place = rows.one("CoursePlace", notice.place_id)
        entry = rows.one("QueueEntry", place.entry_id)
        is_own = notice.authority_id == asked.authority and entry.language_tested == asked.language
        if not is_own or notice.kind != "completed" or not asked.holds(notice.happened_on):
            continue
        start = rows.levels[rows.one("SignedResult", entry.result_id).sitting_id].get(skill)
        end = notice.end_levels.get(skill)
        if start and end:
            found[told(start), told(end)] += 1
    return found


def told(level: str) -> str:
    """Levels above B1.2 count with it."""
    return level if level in ("alle_A1.1", "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1") else "B1.2"


def unused(rows: Rows, asked: Slice, until: date) -> Counter[Any]:
    """Places nobody took in groups that began, and those of them while people of the line waited."""
    found: Counter[Any] = Counter()
    for group in rows.all("CourseGroup"):
        if group.authority_id != asked.authority or group.language_tested != asked.language:
            continue
        if group.starts_on.year == asked.year and group.starts_on <= until:
            line, free = (group.track, group.module), group.capacity - group.taken
            found["empty", line] += free
            found["meanwhile", line] += min(free, queue_on(rows, asked, group.starts_on)[line])
    return found


def visits(rows: Rows, asked: Slice) -> Counter[Any]:
    """Visits to services that refer to the authority, by topic and by age."""
    services = {row.service_id for row in rows.all("Referral") if row.authority_id == asked.authority}
    found: Counter[Any] = Counter()
    for visit in rows.all("AdviceVisit"):
        if visit.organisation_id in services and asked.holds(visit.visited_on):
            found["age", visit.age_band.value] += 1
            for topic in visit.topics:
                found["topic", topic] += 1
    return found


def within(days: list[int], share: float) -> int:
    """The least number of days in which that share of the waits ended."""
    return next(day for day in sorted(days) if sum(each <= day for each in days) >= share * len(days) - 1e-9)


def utc_day(moment: Any) -> Any:
    """The day of a moment or date."""
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment
