"""The test centre makes, changes and cancels occasions, and learns who must be told."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.actions.offers import offer_freed_seats, offer_to_all, withdraw_offers
from testing_app.bookings.actions.waiting import SeatWish, put_on_list
from testing_app.bookings.models import Booking, Occasion, SeatOffer, SeatWait
from testing_app.bookings.occasion_facts import PLAIN, OccasionFeatures, OccasionHours, occasion_problems
from testing_app.bookings.queries import lock_occasion
from testing_app.bookings.turn import take_turn
from testing_app.bookings.waiting import waiting_for
from testing_app.errors import Conflict, Invalid, NotAllowed
from testing_app.vocabulary import AbsenceReason, BookingState, TestedLanguage


@dataclass(frozen=True)
class OccasionChange:
    """A changed occasion: whose bookings must be told of another day, time or place, and what was offered."""

    occasion: Occasion
    told: list[Booking]
    offers: list[SeatOffer]


def make_occasion(
    session: Session,
    *,
    centre: UUID,
    language_tested: TestedLanguage,
    held_on: date,
    starts_at: time,
    ends_at: time,
    room: str,
    seats: int,
    features: OccasionFeatures = PLAIN,
    series_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> Occasion:
    """A new date with seats at the actor's own centre; those who wait for one are offered its seats.

    `Invalid` names every problem at its field.
    """
    if centre != by.organisation_id:
        raise NotAllowed("occasion_of_another_centre")
    refuse(occasion_problems(OccasionHours(starts_at, ends_at, room, seats), taken=0))
    take_turn(session)
    occasion = Occasion(
        centre_id=centre,
        language_tested=language_tested,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room.strip(),
        seats=seats,
        taken=0,
        series_id=series_id,
        **features.columns(),
    )
    session.add(occasion)
    session.flush()
    audit.record(session, Event.OCCASION_MADE, by=by, now=now, subject=("occasion", occasion.id))
    offer_freed_seats(session, occasion.id, now=now)
    return occasion


def change_occasion(
    session: Session,
    occasion_id: UUID,
    *,
    version: int,
    held_on: date,
    starts_at: time,
    ends_at: time,
    room: str,
    seats: int,
    features: OccasionFeatures | None = None,
    by: Actor,
    now: datetime,
) -> OccasionChange:
    """Another day, time, place or number of seats, never fewer than are taken; `features` None: as before.

    Another day or hour takes open offers back: those people are offered it anew, in their order.
    """
    take_turn(session)
    occasion = lock_occasion(session, occasion_id, viewer=by)
    if occasion.version != version:
        raise Conflict("changed_meanwhile")
    if occasion.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    hours = OccasionHours(starts_at, ends_at, room.strip(), seats)
    return apply_change(session, occasion, held_on=held_on, hours=hours, features=features, by=by, now=now)


def apply_change(
    session: Session,
    occasion: Occasion,
    *,
    held_on: date,
    hours: OccasionHours,
    features: OccasionFeatures | None,
    by: Actor,
    now: datetime,
) -> OccasionChange:
    """Write a change to an occasion that is locked, and do what follows from it."""
    problems = occasion_problems(hours, taken=occasion.taken)
    if features is not None and features.kind is not occasion.kind and occasion.taken:
        problems["kind"] = ["kind_with_seats_taken"]
    refuse(problems)
    when, where = _when(occasion), _where(occasion)
    was = _as_it_was(occasion)
    occasion.held_on, occasion.starts_at, occasion.ends_at = held_on, hours.starts_at, hours.ends_at
    occasion.room, occasion.seats = hours.room, hours.seats
    for name, value in (features.columns() if features is not None else {}).items():
        setattr(occasion, name, value)
    session.flush()
    moved = _when(occasion) != when
    changed = moved or _where(occasion) != where
    details: dict[str, object] = {
        "moved": moved,
        "seats": occasion.seats,
        **({"was": was} if changed else {}),
    }
    subject = ("occasion", occasion.id)
    audit.record(session, Event.OCCASION_CHANGED, by=by, now=now, subject=subject, details=details)
    waits = withdraw_offers(session, occasion.id, by=by, now=now) if moved else []
    offers = offer_freed_seats(session, occasion.id, now=now)
    offers += offer_to_all(session, waits, now=now)
    told = booked_on(session, occasion.id) if changed else []
    return OccasionChange(occasion, told, offers)


def cancel_occasion(
    session: Session, occasion_id: UUID, *, version: int, by: Actor, now: datetime
) -> list[Booking]:
    """Cancel the date and free its seats; gives back the bookings whose people must be told.

    Offers are taken back; whoever waited for this date waits on for any at the centre, with the same
    queue date.
    """
    take_turn(session)
    lock_bookings(session, [occasion_id])
    occasion = lock_occasion(session, occasion_id, viewer=by)
    if occasion.version != version:
        raise Conflict("changed_meanwhile")
    return apply_cancellation(session, occasion, by=by, now=now)


def apply_cancellation(session: Session, occasion: Occasion, *, by: Actor, now: datetime) -> list[Booking]:
    """Cancel an occasion that is locked, with its bookings."""
    if occasion.cancelled_at is not None:
        raise Conflict("occasion_cancelled")
    bookings = bookings_to_free(session, occasion)
    for booking in bookings:
        booking.state, booking.reason = BookingState.CANCELLED, AbsenceReason.CENTRE_CANCELLED
        booking.decided_by_id, booking.decided_at = by.account_id, now
    occasion.taken -= len(bookings)
    details: dict[str, object] = {"cancelled": True, "bookings": len(bookings)}
    close_occasion(session, occasion, details=details, by=by, now=now)
    return bookings


def close_occasion(
    session: Session, occasion: Occasion, *, details: dict[str, object], by: Actor, now: datetime
) -> None:
    """Mark the occasion cancelled; those who waited for it or had an offer wait on at its centre."""
    occasion.cancelled_at = now
    session.flush()
    subject = ("occasion", occasion.id)
    audit.record(session, Event.OCCASION_CHANGED, by=by, now=now, subject=subject, details=details)
    waits = withdraw_offers(session, occasion.id, by=by, now=now)
    waits += keep_waiting_at_centre(session, occasion, by=by, now=now)
    offer_to_all(session, set(waits), now=now)


def keep_waiting_at_centre(
    session: Session, occasion: Occasion, *, by: Actor | None, now: datetime
) -> list[SeatWait]:
    """Whoever waited for a date that will not come waits on for any at the same centre."""
    waits = list(waiting_for(session, occasion.id))
    wish = SeatWish(centre_id=occasion.centre_id)
    for wait in waits:
        put_on_list(session, wait.referral, wish, visit=wait.visit, by=by, now=now)
    return waits


def bookings_to_free(session: Session, occasion: Occasion) -> list[Booking]:
    """Everybody booked on an occasion that will not be held; refused once somebody has come."""
    arrived = sa.select(Booking.id).where(
        Booking.occasion_id == occasion.id, Booking.state == BookingState.ARRIVED
    )
    if session.scalar(arrived.limit(1)) is not None:
        raise Conflict("occasion_has_arrivals")
    return booked_on(session, occasion.id)


def booked_on(session: Session, occasion_id: UUID) -> list[Booking]:
    """Those who hold a seat, in the order in which it was reserved."""
    query = sa.select(Booking).where(Booking.occasion_id == occasion_id, Booking.state == BookingState.BOOKED)
    return list(session.scalars(query.order_by(Booking.reserved_at, Booking.id)))


def lock_bookings(session: Session, occasion_ids: list[UUID]) -> None:
    """Bookings are locked before anything is recorded, as check-in does: nobody waits in a ring."""
    query = sa.select(Booking).where(Booking.occasion_id.in_(occasion_ids)).order_by(Booking.id)
    session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def refuse(problems: dict[str, list[str]]) -> None:
    """`Invalid` when there is a problem."""
    if problems:
        raise Invalid(problems)


def _as_it_was(occasion: Occasion) -> dict[str, str]:
    """Day, hours and place before a change, for the letters about it."""
    return {
        "held_on": occasion.held_on.isoformat(),
        "starts_at": occasion.starts_at.isoformat(),
        "ends_at": occasion.ends_at.isoformat(),
        "room": occasion.room,
        "place": occasion.place,
    }


def _when(occasion: Occasion) -> tuple[date, time, time]:
    return occasion.held_on, occasion.starts_at, occasion.ends_at


def _where(occasion: Occasion) -> tuple[str, str]:
    return occasion.room, occasion.place
