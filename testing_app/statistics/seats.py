"""Seats of test occasions by quarter: how many, how many stayed empty, and who waited for one meanwhile."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.bookings.models import Occasion, Referral, SeatWait
from testing_app.clock import HELSINKI
from testing_app.results.models import SignedResult
from testing_app.statistics.asking import Question
from testing_app.statistics.small_cells import hidden_cells, is_small
from testing_app.statistics.tables import Measure, Table, TableName, TableRow
from testing_app.vocabulary import OrganisationKind

QUARTERS = range(1, 5)
MONTHS = 3


def seats_table(session: Session, question: Question, *, today: date) -> Table:
    """Occasions held or still to come in the year, at the centres that test for the viewer."""
    seats = _seats(session, question)
    taken = {quarter: numbers[1] for quarter, numbers in seats.items()}
    hidden = hidden_cells(taken)
    waiting = _waiting(session, question, today=today)
    rows = []
    for quarter in QUARTERS:
        offered, booked = seats.get(quarter, (0, 0))
        unused = None if quarter in hidden else offered - booked
        rows.append(TableRow(key=(str(quarter),), numbers=(offered, unused, waiting[quarter])))
    total, booked = sum(each for each, _ in seats.values()), sum(taken.values())
    return Table(
        name=TableName.SEATS,
        columns=(Measure.SEATS, Measure.UNUSED, Measure.WAITING),
        rows=rows,
        total=TableRow(key=(), numbers=(total, None if is_small(booked) else total - booked, waiting[0])),
    )


def _seats(session: Session, question: Question) -> dict[int, tuple[int, int]]:
    """Seats offered and taken, by quarter."""
    month = sa.extract("month", Occasion.held_on)
    query = (
        sa.select(month, sa.func.sum(Occasion.seats), sa.func.sum(Occasion.taken))
        .where(
            Occasion.held_on.between(question.first_day, question.last_day),
            Occasion.language_tested == question.language_tested,
            Occasion.cancelled_at.is_(None),
            Occasion.centre_id.in_(_centres(session, question)),
        )
        .group_by(month)
    )
    found: dict[int, tuple[int, int]] = {}
    for number, offered, taken in session.execute(query):
        quarter = (int(number) + MONTHS - 1) // MONTHS
        seats, booked = found.get(quarter, (0, 0))
        found[quarter] = seats + int(offered), booked + int(taken)
    return found


def _centres(session: Session, question: Question) -> Sequence[UUID]:
    """Asked beforehand: within the query, a database may look again for every occasion."""
    viewer = question.viewer
    if viewer.organisation_kind is OrganisationKind.TEST_CENTRE:
        return [viewer.organisation_id]
    query = (
        sa.select(SignedResult.centre_id)
        .distinct()
        .where(
            SignedResult.tested_on.between(question.first_day, question.last_day),
            SignedResult.superseded_at.is_(None),
        )
    )
    if viewer.organisation_kind is OrganisationKind.EMPLOYMENT_AUTHORITY:
        query = query.where(SignedResult.authority_id == viewer.organisation_id)
        return session.scalars(query).all()
    served = sa.select(Referral.authority_id).distinct().where(Referral.service_id == viewer.organisation_id)
    authorities = session.scalars(served).all()
    return session.scalars(query.where(SignedResult.authority_id.in_(authorities))).all()


def _waiting(session: Session, question: Question, *, today: date) -> dict[int, int | None]:
    """People who waited for a seat at the end of each quarter, or today; under 0 of the last of these."""
    ends = {quarter: min(_last_day(question.year, quarter), today) for quarter in QUARTERS}
    moments = {
        quarter: datetime.combine(day + timedelta(days=1), time(), HELSINKI) for quarter, day in ends.items()
    }
    counts = [
        sa.func.sum(
            sa.case(
                (
                    (SeatWait.queued_at < moment)
                    & (SeatWait.ended_at.is_(None) | (SeatWait.ended_at >= moment)),
                    1,
                ),
                else_=0,
            )
        )
        for moment in moments.values()
    ]
    query = sa.select(*counts).join(Referral, Referral.id == SeatWait.referral_id)
    query = query.where(Referral.language_tested == question.language_tested, _own(question))
    found = [int(number or 0) for number in session.execute(query).one()]
    shown: dict[int, int | None] = {
        quarter: None if is_small(number) else number for quarter, number in zip(QUARTERS, found, strict=True)
    }
    for quarter in QUARTERS:
        if today < date(question.year, MONTHS * quarter - 2, 1):
            shown[quarter] = 0
    past = [quarter for quarter in QUARTERS if today >= date(question.year, MONTHS * quarter - 2, 1)]
    shown[0] = shown[past[-1]] if past else 0
    return shown


def _last_day(year: int, quarter: int) -> date:
    return date(year + quarter // 4, quarter % 4 * MONTHS + 1, 1) - timedelta(days=1)


def _own(question: Question) -> Any:
    viewer = question.viewer
    if viewer.organisation_kind is OrganisationKind.TEST_CENTRE:
        own = sa.select(Occasion.id).where(Occasion.centre_id == viewer.organisation_id)
        return SeatWait.occasion_id.in_(own) | (SeatWait.centre_id == viewer.organisation_id)
    if viewer.organisation_kind is OrganisationKind.GUIDANCE_SERVICE:
        return Referral.service_id == viewer.organisation_id
    return Referral.authority_id == viewer.organisation_id
