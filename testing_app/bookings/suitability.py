"""Whether a seat suits somebody who waits, and if not, every reason why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from testing_app.bookings.models import Occasion, Referral, SeatWait
from testing_app.bookings.visits import Visits, visit_problem
from testing_app.clock import HELSINKI, local

OFFER_DAYS = 2
"""How long a freed seat is kept for the next person."""

EVENING = time(20)
"""When the last answer may come, on the day before the occasion."""


class Mismatch(StrEnum):
    """Why a seat is not offered to somebody."""

    DECLINED_BEFORE = "declined_before"
    REFERRAL_CLOSED = "referral_closed"
    LANGUAGE_DIFFERS = "language_differs"
    OUTSIDE_WISH = "outside_wish"
    OTHER_KIND = "other_kind"
    VISITS_OUT_OF_ORDER = "visits_out_of_order"
    NO_INTERPRETER = "no_interpreter"
    PARTS_NOT_OFFERED = "parts_not_offered"


@dataclass(frozen=True)
class History:
    """What must be known about the people who wait: seats given up, and the other visits of a referral."""

    given_up: Collection[UUID]
    """Candidates who cancelled a seat on the occasion, declined one, or let one lapse."""

    visits: Mapping[UUID, Visits]
    """The seats of each referral by visit."""


def answer_by(occasion: Occasion, *, now: datetime) -> datetime:
    """Until when a seat offered now is kept: two days, but not beyond the evening before the occasion."""
    return min(now + timedelta(days=OFFER_DAYS), last_answer(occasion))


def last_answer(occasion: Occasion) -> datetime:
    """The evening before the occasion; afterwards nobody is offered a seat any more."""
    evening = datetime.combine(occasion.held_on - timedelta(days=1), EVENING, tzinfo=HELSINKI)
    return evening.astimezone(UTC)


def is_too_late_to_offer(occasion: Occasion, *, now: datetime) -> bool:
    """Whether the evening before the occasion has passed."""
    return now >= last_answer(occasion)


def has_begun(occasion: Occasion, *, now: datetime) -> bool:
    """Whether the occasion is over or under way."""
    here = local(now)
    return (occasion.held_on, occasion.starts_at) <= (here.date(), here.time())


def mismatches(wait: SeatWait, occasion: Occasion, *, history: History) -> tuple[Mismatch, ...]:
    """Everything that speaks against offering a seat on the occasion to somebody who waits.

    Whoever waits for this very occasion was sent there by somebody who looked: interpreter and parts are
    then no hindrance, as they are none when a free seat is reserved.
    """
    referral = wait.referral
    found = []
    if wait.candidate_id in history.given_up:
        found.append(Mismatch.DECLINED_BEFORE)
    if referral.closed_at is not None:
        found.append(Mismatch.REFERRAL_CLOSED)
    if referral.language_tested is not occasion.language_tested:
        found.append(Mismatch.LANGUAGE_DIFFERS)
    if not is_wished(wait, occasion):
        found.append(Mismatch.OUTSIDE_WISH)
    found += _against_visit(wait, occasion, history)
    if wait.occasion_id is None:
        found += unmet_needs(referral, occasion)
    return tuple(found)


def is_wished(wait: SeatWait, occasion: Occasion) -> bool:
    """Whether the occasion lies within what the person waits for."""
    if wait.occasion_id is not None:
        return wait.occasion_id == occasion.id
    return (
        wait.centre_id in (None, occasion.centre_id)
        and (wait.earliest_on is None or occasion.held_on >= wait.earliest_on)
        and (wait.latest_on is None or occasion.held_on <= wait.latest_on)
    )


def unmet_needs(referral: Referral, occasion: Occasion) -> list[Mismatch]:
    """What the referral asks for and the occasion does not have."""
    found = []
    if referral.interpreter_language and referral.interpreter_language not in occasion.interpreters:
        found.append(Mismatch.NO_INTERPRETER)
    if occasion.parts and not set(referral.wanted_parts or ()) <= set(occasion.parts):
        found.append(Mismatch.PARTS_NOT_OFFERED)
    return found


def _against_visit(wait: SeatWait, occasion: Occasion, history: History) -> list[Mismatch]:
    code = visit_problem(wait.referral, wait.visit, occasion, others=history.visits.get(wait.referral_id, {}))
    if code is None:
        return []
    return [Mismatch.OTHER_KIND if code.startswith("occasion_is") else Mismatch.VISITS_OUT_OF_ORDER]
