"""Occasions that recur are made, changed and cancelled together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.actions.occasions import (
    OccasionChange,
    apply_cancellation,
    apply_change,
    lock_bookings,
    make_occasion,
    refuse,
)
from testing_app.bookings.models import Booking, Occasion, OccasionSeries
from testing_app.bookings.occasion_facts import PLAIN, OccasionFeatures, OccasionHours, occasion_problems
from testing_app.bookings.queries import lock_occasion
from testing_app.bookings.turn import take_turn
from testing_app.errors import Conflict, Invalid, NotAllowed
from testing_app.vocabulary import TestedLanguage

MOST_OCCASIONS = 120
WEEK = 7


@dataclass(frozen=True)
class Recurrence:
    """On which days a series is held: Monday is 0; `except_on` are days left out, such as holidays."""

    weekdays: Sequence[int]
    first_on: date
    last_on: date
    every_weeks: int = 1
    except_on: Sequence[date] = ()

    def days(self) -> list[date]:
        """Every day of the series, in order; weeks are counted from the week of the first day."""
        monday = self.first_on - timedelta(days=self.first_on.weekday())
        length = (self.last_on - self.first_on).days + 1
        days = (self.first_on + timedelta(days=number) for number in range(max(length, 0)))
        return [
            day
            for day in days
            if day.weekday() in self.weekdays
            and (day - monday).days // WEEK % max(self.every_weeks, 1) == 0
            and day not in self.except_on
        ]


@dataclass(frozen=True)
class MadeSeries:
    """A series and its occasions in order."""

    series: OccasionSeries
    occasions: list[Occasion]


def make_series(
    session: Session,
    *,
    centre: UUID,
    language_tested: TestedLanguage,
    recurrence: Recurrence,
    hours: OccasionHours,
    features: OccasionFeatures = PLAIN,
    by: Actor,
    now: datetime,
) -> MadeSeries:
    """All occasions of a series, or `Invalid` with every problem at its field and none made."""
    if centre != by.organisation_id:
        raise NotAllowed("occasion_of_another_centre")
    refuse(occasion_problems(hours, taken=0) | recurrence_problems(recurrence))
    take_turn(session)
    series = OccasionSeries(
        centre_id=centre,
        weekdays=sorted(set(recurrence.weekdays)),
        every_weeks=recurrence.every_weeks,
        first_on=recurrence.first_on,
        last_on=recurrence.last_on,
        made_by_id=by.account_id,
        made_at=now,
    )
    session.add(series)
    session.flush()
    occasions = [
        make_occasion(
            session,
            centre=centre,
            language_tested=language_tested,
            held_on=day,
            starts_at=hours.starts_at,
            ends_at=hours.ends_at,
            room=hours.room,
            seats=hours.seats,
            features=features,
            series_id=series.id,
            by=by,
            now=now,
        )
        for day in recurrence.days()
    ]
    return MadeSeries(series, occasions)


def recurrence_problems(recurrence: Recurrence) -> dict[str, list[str]]:
    """The codes of all that is wrong with the days of a series, by field."""
    problems: dict[str, list[str]] = {}
    if recurrence.last_on < recurrence.first_on:
        problems["last_on"] = ["ends_before_it_starts"]
    if not recurrence.weekdays or not set(recurrence.weekdays) <= set(range(WEEK)):
        problems["weekdays"] = ["weekdays_missing"]
    if not 1 <= recurrence.every_weeks <= 12:
        problems["every_weeks"] = ["weeks_out_of_range"]
    if not problems:
        count = len(recurrence.days()) if (recurrence.last_on - recurrence.first_on).days < 1500 else 1500
        if count == 0:
            problems["last_on"] = ["series_without_days"]
        elif count > MOST_OCCASIONS:
            problems["last_on"] = ["series_too_long"]
    return problems


def change_series(
    session: Session,
    occasion_id: UUID,
    *,
    version: int,
    held_on: date,
    hours: OccasionHours,
    features: OccasionFeatures | None = None,
    by: Actor,
    now: datetime,
) -> list[OccasionChange]:
    """Change this occasion of a series and all that follow it; another day moves every one as far.

    All or none: `Invalid` when one of them has more seats taken than there would be.
    """
    take_turn(session)
    rows = _from_here_on(session, occasion_id, version=version, by=by)
    shift = held_on - rows[0].held_on
    if any(row.taken > hours.seats for row in rows):
        raise Invalid({"seats": ["fewer_seats_than_taken"]})
    return [
        apply_change(
            session, row, held_on=row.held_on + shift, hours=hours, features=features, by=by, now=now
        )
        for row in rows
    ]


def cancel_series(
    session: Session, occasion_id: UUID, *, version: int, by: Actor, now: datetime
) -> list[Booking]:
    """Cancel this occasion of a series and all that follow it; gives the bookings to be told."""
    take_turn(session)
    rows = _from_here_on(session, occasion_id, version=version, by=by)
    told: list[Booking] = []
    # The last first: nobody is offered a seat on an occasion that is cancelled a moment later.
    for row in reversed(rows):
        told = apply_cancellation(session, row, by=by, now=now) + told
    return told


def _from_here_on(session: Session, occasion_id: UUID, *, version: int, by: Actor) -> list[Occasion]:
    first = lock_occasion(session, occasion_id, viewer=by)
    if first.version != version:
        raise Conflict("changed_meanwhile")
    if first.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    if first.series_id is None:
        raise Conflict("occasion_of_no_series")
    query = (
        sa.select(Occasion)
        .where(
            Occasion.series_id == first.series_id,
            Occasion.centre_id == by.organisation_id,
            Occasion.cancelled_at.is_(None),
            Occasion.held_on >= first.held_on,
        )
        .order_by(Occasion.held_on, Occasion.starts_at, Occasion.id)
        .execution_options(populate_existing=True)
    )
    found = list(session.scalars(query))
    rows = [first, *(row for row in found if row.id != first.id)]
    lock_bookings(session, [row.id for row in rows])
    return rows
