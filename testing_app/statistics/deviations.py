"""The reasons assessors gave for recommending something else than a rule suggested, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.persistence.paging import Place
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.statistics.agreement import COURSE_GROUPS, Held, TestDays, held_at_centre, held_by_authority
from testing_app.statistics.agreement_tables import (
    CourseGroup,
    Departure,
    Instead,
    RuleOfSet,
    RuleSetVersion,
)

ROWS_PER_PAGE = 25


@dataclass(frozen=True, kw_only=True)
class GivenReason:
    """One deviation in the assessor's words; of the test day only the month, of the candidate nothing."""

    departure: Departure
    month: date
    text: str


@dataclass(frozen=True, kw_only=True)
class ReasonsPage(Place):
    """One page of reasons, and how many there are in all."""

    rows: Sequence[GivenReason]
    total: int


def reasons_at_centre(
    session: Session, *, viewer: Actor, days: TestDays, shown: Sequence[Instead], page: int = 1
) -> ReasonsPage:
    """The reasons behind the departures `shown` (of `AgreementTable.departures_shown`) at a centre."""
    return _page(session, held_at_centre(viewer, days), shown, page)


def reasons_of_authority(
    session: Session, *, viewer: Actor, days: TestDays, shown: Sequence[Instead], page: int = 1
) -> ReasonsPage:
    """The same in signed results of the viewer's authority; what is not `shown` has no reasons either."""
    return _page(session, held_by_authority(viewer, days), shown, page)


def _page(session: Session, holding: Held, shown: Sequence[Instead], page: int) -> ReasonsPage:
    total = sum(instead.number or 0 for instead in shown)
    pages = max(1, -(-total // ROWS_PER_PAGE))
    number = min(max(page, 1), pages)
    if not total:
        return ReasonsPage(rows=(), total=0, number=number, pages=pages)
    held = holding.subquery()
    query = (
        sa.select(*_DEPARTURE, held.c.tested_on, Recommendation.reason)
        .select_from(Recommendation)
        .join(held, held.c.id == Recommendation.id)
        .join(StoredSuggestion, StoredSuggestion.id == Recommendation.suggestion_id)
        .where(
            Recommendation.agrees.is_(False),
            sa.tuple_(*_DEPARTURE).in_([_values(instead.departure) for instead in shown]),
        )
        .order_by(held.c.tested_on.desc(), Recommendation.made_at.desc(), Recommendation.id)
        .limit(ROWS_PER_PAGE)
        .offset((number - 1) * ROWS_PER_PAGE)
    )
    rows = [
        GivenReason(departure=_departure(*row[:7]), month=row[7].replace(day=1), text=row[8])
        for row in map(tuple, session.execute(query))
    ]
    return ReasonsPage(rows=rows, total=total, number=number, pages=pages)


NO_MODULE = ""
_DEPARTURE = (
    StoredSuggestion.rule_set_id,
    StoredSuggestion.rule_set_version,
    StoredSuggestion.rule,
    *(sa.func.coalesce(column, NO_MODULE) for column in COURSE_GROUPS),
)
"""Without nulls, which are never equal to each other."""


def _values(departure: Departure) -> tuple[str | int, ...]:
    rule, suggested, recommended = departure.rule, departure.suggested, departure.recommended
    return (
        rule.rule_set.id,
        rule.rule_set.version,
        rule.rule,
        suggested.track,
        suggested.module or NO_MODULE,
        recommended.track,
        recommended.module or NO_MODULE,
    )


def _departure(
    rule_set: str, version: int, rule: str, track: str, module: str, to_track: str, to_module: str
) -> Departure:
    return Departure(
        RuleOfSet(RuleSetVersion(rule_set, version), rule),
        CourseGroup(track, module or None),
        CourseGroup(to_track, to_module or None),
    )
