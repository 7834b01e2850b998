"""What a training provider writes about a course group, and everything that can be wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from testing_app.vocabulary import CourseKind, TestedLanguage

MOST_PLACES = 500
LONGEST_COURSE = 3 * 366
"""Days; a longer course is a slip of the pen."""
MOST_CENTS = 10_000_00
CODE = re.compile(r"[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö./_-]{0,39}")
LINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST = {
    "name": 200, "street": 200, "post_code": 20, "city": 100,
    "contact_name": 200, "contact_phone": 40, "contact_email": 254,
}  # fmt: skip
"""Signs that fit into each text."""

Problems = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """A course group as its provider describes it; `also_admits` are further (track, module) it takes.

    `authority_id` is the authority that buys the group, None when it is open to all. Weekdays count from
    Monday, 0. Learners may join from `entry_from` to `entry_until`.
    """

    code: str
    name: str
    language_tested: TestedLanguage
    kind: CourseKind
    track: str
    module: str | None
    entry_from: date
    entry_until: date
    starts_on: date
    ends_on: date
    capacity: int
    minimum: int
    also_admits: tuple[tuple[str, str | None], ...] = ()
    weekdays: tuple[int, ...] = ()
    begins_at: time | None = None
    finishes_at: time | None = None
    online: bool = False
    street: str = ""
    post_code: str = ""
    city: str = ""
    price_cents: int = 0
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    authority_id: UUID | None = None


def problems_of(facts: GroupFacts) -> Problems:
    """Every problem at its field; nothing when the group can be kept."""
    problems: Problems = {}
    for field, code in _all_problems(facts):
        problems.setdefault(field, []).append(code)
    return problems


def _all_problems(facts: GroupFacts) -> Iterator[tuple[str, str]]:
    yield from _texts(facts)
    yield from _line(facts)
    yield from _dates(facts)
    yield from _hours(facts)
    yield from _numbers(facts)
    yield from _place(facts)


def _texts(facts: GroupFacts) -> Iterator[tuple[str, str]]:
    if not facts.code.strip():
        yield "code", "missing"
    elif not CODE.fullmatch(facts.code.strip()):
        yield "code", "code_unreadable"
    if not facts.name.strip():
        yield "name", "missing"
    for field, most in LONGEST.items():
        if len(getattr(facts, field).strip()) > most:
            yield field, "too_long"
    if facts.contact_email.strip() and not E_MAIL.fullmatch(facts.contact_email.strip()):
        yield "contact_email", "email_unreadable"


def _line(facts: GroupFacts) -> Iterator[tuple[str, str]]:
    if not facts.track.strip():
        yield "track", "missing"
    elif not _is_line(facts.track, facts.module):
        yield "track", "track_unknown"
    admitted = set(facts.also_admits)
    if any(not _is_line(track, module) for track, module in facts.also_admits):
        yield "also_admits", "track_unknown"
    if len(admitted) != len(facts.also_admits) or (facts.track, facts.module) in admitted:
        yield "also_admits", "admitted_twice"


def _is_line(track: str, module: str | None) -> bool:
    readable = len(track) <= 60 and LINE.fullmatch(track) is not None
    return readable and (module is None or (len(module) <= 20 and LINE.fullmatch(module) is not None))


def _dates(facts: GroupFacts) -> Iterator[tuple[str, str]]:
    if facts.ends_on < facts.starts_on:
        yield "ends_on", "ends_before_it_starts"
    elif (facts.ends_on - facts.starts_on).days > LONGEST_COURSE:
        yield "ends_on", "too_long_a_course"
    if facts.entry_until < facts.entry_from:
        yield "entry_until", "ends_before_it_starts"
    elif facts.entry_until > facts.ends_on >= facts.starts_on:
        yield "entry_until", "entry_after_the_end"


def _hours(facts: GroupFacts) -> Iterator[tuple[str, str]]:
    if any(day not in range(7) for day in facts.weekdays) or len(set(facts.weekdays)) != len(facts.weekdays):
        yield "weekdays", "weekday_unknown"
    if (facts.begins_at is None) != (facts.finishes_at is None):
        yield ("begins_at" if facts.begins_at is None else "finishes_at"), "missing"
    elif facts.begins_at and facts.finishes_at and facts.finishes_at <= facts.begins_at:
        yield "finishes_at", "ends_before_it_starts"


def _numbers(facts: GroupFacts) -> Iterator[tuple[str, str]]:
    if not 1 <= facts.capacity <= MOST_PLACES:
        yield "capacity", "places_out_of_range"
    if facts.minimum < 1:
        yield "minimum", "places_out_of_range"
    elif facts.minimum > facts.capacity:
        yield "minimum", "minimum_over_capacity"
    if not 0 <= facts.price_cents <= MOST_CENTS:
        yield "price_cents", "price_out_of_range"


def _place(facts: GroupFacts) -> Iterator[tuple[str, str]]:
    if not facts.online and not facts.city.strip():
        yield "city", "place_missing"
