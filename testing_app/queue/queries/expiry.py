"""How long a result can be relied on, by the rules in force for its authority; the queue flags the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.errors import Conflict
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_for
from testing_app.vocabulary import TestedLanguage

VALIDITY, EXPIRED = "validity", "expired"
SOON = timedelta(days=30)
"""How long before it expires a result is flagged (our default)."""
LONGEST = 20 * 366
"""Days after which nobody asks any more."""


class Expiry(StrEnum):
    """Whether the result somebody waits by can still be relied on; unknown without rules or a result."""

    FRESH = "fresh"
    SOON = "soon"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Expires:
    """The first day on which the result cannot be relied on any more (None: never), and how near it is."""

    on: date | None
    expiry: Expiry


NOT_KNOWN = Expires(on=None, expiry=Expiry.UNKNOWN)


class ExpiryOf(Protocol):
    """Tells when a result expires; a course since the test may change it."""

    def __call__(
        self, language: TestedLanguage, tested_on: date | None, *, course_since: bool = False
    ) -> Expires: ...


def expiry_by_rules(session: Session, authority_id: UUID, *, today: date) -> ExpiryOf:
    """What tells for a language and a test day when the result expires; the rules are read once."""
    lives: dict[tuple[TestedLanguage, bool], int | None] = {}

    def expires(language: TestedLanguage, tested_on: date | None, *, course_since: bool = False) -> Expires:
        if (language, course_since) not in lives:
            lives[language, course_since] = _life(session, authority_id, language, today, course_since)
        return _expires(lives[language, course_since], tested_on, today)

    return expires


def _expires(life: int | None, tested_on: date | None, today: date) -> Expires:
    if life is None or tested_on is None:
        return NOT_KNOWN
    if life > LONGEST:
        return Expires(on=None, expiry=Expiry.FRESH)
    ends = tested_on + timedelta(days=life)
    if ends <= today:
        return Expires(on=ends, expiry=Expiry.EXPIRED)
    return Expires(on=ends, expiry=Expiry.SOON if ends - today <= SOON else Expiry.FRESH)


def _life(
    session: Session, authority_id: UUID, language: TestedLanguage, today: date, course_since: bool
) -> int | None:
    """Days a result lives by the validity rules in force today; None when there are none."""
    try:
        found = rule_set_for(
            session,
            authority_id=authority_id,
            language_tested=language,
            on=today,
            answers=rules.Answers.VALIDITY,
        )
    except (rules.UnknownRuleSet, Conflict):
        return None
    return _days_until_expired(found, course_since)


def _days_until_expired(rule_set: rules.RuleSet, course_since: bool) -> int | None:
    """The first number of days that the rules call expired: what has expired stays so; halving finds it."""
    if _given(rule_set, 0, course_since) is None:
        return None
    low, high = 0, LONGEST + 1
    while low < high:
        middle = (low + high) // 2
        if _given(rule_set, middle, course_since) == EXPIRED:
            high = middle
        else:
            low = middle + 1
    return low


def _given(rule_set: rules.RuleSet, days: int, course_since: bool) -> str | None:
    answers: Mapping[str, rules.Answer] = rules.validity(days, rule_set, course_since=course_since)
    answer = answers.get(VALIDITY)
    return answer.gives if answer is not None else None
