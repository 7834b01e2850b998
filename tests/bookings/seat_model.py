"""A plain model of seats, offers and waiting lists, to compare the real ones with: lists and loops only."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
STARTS = time(9)


@dataclass
class Day:
    """An occasion: its day, its seats, where it is, whether an interpreter of Arabic is there."""

    held_on: date
    seats: int
    centre: UUID
    arabic: bool
    cancelled: bool = False

    def begun(self, now: datetime) -> str | None:
        """The refusal for a day that is past or under way."""
        here = now.astimezone(HELSINKI)
        if self.held_on < here.date():
            return "occasion_already_held"
        if self.held_on == here.date() and here.time() >= STARTS:
            return "occasion_already_begun"
        return None

    def evening_before(self) -> datetime:
        """When the last answer to an offer may come."""
        evening = datetime.combine(self.held_on - timedelta(days=1), time(20), tzinfo=HELSINKI)
        return evening.astimezone(UTC)


@dataclass(frozen=True)
class Wish:
    """What somebody waits for, and since when."""

    queued_at: datetime
    occasion: UUID | None = None
    centre: UUID | None = None


@dataclass
class Seat:
    """A booking: whose, where, and what became of it."""

    person: UUID
    occasion: UUID
    state: str = "booked"


@dataclass
class SeatModel:
    """The whole world of seats; every operation gives the code of its refusal, or None."""

    needs_arabic: dict[UUID, bool]
    days: dict[UUID, Day] = field(default_factory=dict)
    seats: dict[UUID, Seat] = field(default_factory=dict)
    waits: dict[UUID, Wish] = field(default_factory=dict)
    offers: dict[UUID, tuple[UUID, datetime]] = field(default_factory=dict)
    refused: set[tuple[UUID, UUID]] = field(default_factory=set)

    # --- questions

    def taken(self, occasion: UUID) -> int:
        """Booked, arrived and missed seats, and those on offer."""
        held = sum(seat.occasion == occasion and seat.state != "cancelled" for seat in self.seats.values())
        return held + sum(offered == occasion for offered, _ in self.offers.values())

    def free(self, occasion: UUID) -> int:
        """How many seats nobody has."""
        return self.days[occasion].seats - self.taken(occasion)

    def seat_of(self, person: UUID) -> UUID | None:
        """The booking that holds a person's seat."""
        held = ("booked", "arrived")
        return next(
            (k for k, seat in self.seats.items() if seat.person == person and seat.state in held), None
        )

    def wishes(self, person: UUID, occasion: UUID) -> bool:
        """Whether the occasion lies within the wish."""
        wish, day = self.waits[person], self.days[occasion]
        if wish.occasion is not None:
            return wish.occasion == occasion
        return wish.centre in (None, day.centre)

    def suits(self, person: UUID, occasion: UUID) -> bool:
        """Whether a seat on the occasion may be offered to somebody who waits."""
        lacks = (
            self.waits[person].occasion is None
            and self.needs_arabic[person]
            and not self.days[occasion].arabic
        )
        return self.wishes(person, occasion) and not lacks and not self.gave_up(person, occasion)

    def gave_up(self, person: UUID, occasion: UUID) -> bool:
        """Whether somebody cancelled a seat there, declined one, or let one lapse."""
        cancelled = Seat(person, occasion, "cancelled") in self.seats.values()
        return cancelled or (person, occasion) in self.refused

    def line(self) -> list[UUID]:
        """Everybody who waits, by queue date."""
        return sorted(self.waits, key=lambda person: self.waits[person].queued_at)

    def idle(self, now: datetime) -> list[UUID]:
        """Occasions with a free seat that somebody waits for: there must be none."""
        return [
            occasion
            for occasion, day in self.days.items()
            if not day.cancelled and now < day.evening_before() and self.free(occasion) > 0
            if any(person not in self.offers and self.suits(person, occasion) for person in self.waits)
        ]

    # --- what follows by itself

    def fill(self, occasion: UUID, now: datetime) -> None:
        """Offer free seats to those who wait, in order."""
        day = self.days[occasion]
        if day.cancelled or now >= day.evening_before():
            return
        for person in self.line():
            if self.free(occasion) > 0 and person not in self.offers and self.suits(person, occasion):
                self.offers[person] = (occasion, min(now + timedelta(days=2), day.evening_before()))

    def fill_for(self, people: list[UUID], now: datetime) -> None:
        """Offer what lies free to these people, or to whoever is before them there."""
        for person in [one for one in self.line() if one in people]:
            room = [key for key in self.days if self.free(key) > 0 and self.wishes(person, key)]
            for occasion in sorted(room, key=lambda key: (self.days[key].held_on, key)):
                if person not in self.offers:
                    self.fill(occasion, now)

    def let_go(self, person: UUID, *, barred: bool) -> UUID:
        """An offer ends without a booking."""
        occasion = self.offers.pop(person)[0]
        if barred:
            self.refused.add((person, occasion))
        return occasion

    def leave(self, person: UUID, now: datetime, *, barred: bool) -> None:
        """Somebody waits no longer; a seat kept for them passes on."""
        offered = self.let_go(person, barred=barred) if person in self.offers else None
        self.waits.pop(person, None)
        if offered is not None:
            self.fill(offered, now)

    def wish(self, person: UUID, now: datetime, **values: UUID | None) -> None:
        """A new wish; the queue date of whoever waits already stays."""
        since = self.waits[person].queued_at if person in self.waits else now
        self.waits[person] = Wish(since, **values)

    def withdraw(self, occasion: UUID) -> list[UUID]:
        """Take the offers of an occasion back."""
        people = [person for person, (offered, _) in self.offers.items() if offered == occasion]
        for person in people:
            self.let_go(person, barred=False)
        return people

    # --- operations of the authority

    def ask(self, person: UUID, occasion: UUID, booking: UUID, now: datetime) -> str | None:
        """Ask for a seat."""
        if self.seat_of(person):
            return "seat_already_reserved"
        if refusal := self._closed(occasion, now):
            return refusal
        self.fill(occasion, now)
        offered, deadline = self.offers.get(person, (None, now))
        if offered == occasion and deadline >= now:
            del self.offers[person], self.waits[person]
            self.seats[booking] = Seat(person, occasion)
        elif self.free(occasion) > 0:
            self.seats[booking] = Seat(person, occasion)
            self.leave(person, now, barred=False)
        elif person not in self.waits or not self.wishes(person, occasion):
            self.wish(person, now, occasion=occasion)
        return None

    def wait(self, person: UUID, occasion: UUID | None, centre: UUID | None, now: datetime) -> str | None:
        """Wait for one occasion, one centre, or anything."""
        if self.seat_of(person):
            return "seat_already_reserved"
        if occasion is not None and (refusal := self._closed(occasion, now)):
            return refusal
        self.wish(person, now, occasion=occasion, centre=centre)
        if person not in self.offers:
            self.fill_for([person], now)
        return None

    def stop(self, person: UUID, now: datetime) -> None:
        """Wait no longer."""
        self.leave(person, now, barred=True)

    def accept(self, person: UUID, booking: UUID, now: datetime) -> str | None:
        """Take the seat on offer."""
        occasion, deadline = self.offers[person]
        if deadline < now:
            return "offer_lapsed"
        del self.offers[person], self.waits[person]
        self.seats[booking] = Seat(person, occasion)
        return None

    def decline(self, person: UUID, now: datetime) -> None:
        """Refuse the seat on offer, and wait on."""
        self.fill(self.let_go(person, barred=True), now)
        self.fill_for([person], now)

    def cancel(self, booking: UUID, now: datetime) -> str | None:
        """Give a booked seat back."""
        seat = self.seats[booking]
        if seat.state != "booked":
            return "attendance_already_recorded"
        seat.state = "cancelled"
        self.fill(seat.occasion, now)
        return None

    def move(self, booking: UUID, occasion: UUID, now: datetime) -> str | None:
        """Move a booked seat."""
        seat = self.seats[booking]
        if seat.state != "booked":
            return "attendance_already_recorded"
        if seat.occasion == occasion:
            return "seat_already_reserved"
        if refusal := self._closed(occasion, now):
            return refusal
        self.fill(occasion, now)
        if self.free(occasion) < 1:
            return "occasion_full"
        before, seat.occasion = seat.occasion, occasion
        self.fill(before, now)
        return None

    # --- operations of the centre and the worker

    def attend(self, booking: UUID, state: str, now: datetime) -> str | None:
        """Somebody came, or did not."""
        seat = self.seats[booking]
        if seat.state != "booked":
            return "attendance_already_recorded"
        if self.days[seat.occasion].held_on > now.astimezone(HELSINKI).date():
            return "occasion_not_yet_held"
        seat.state = state
        return None

    def undo(self, booking: UUID, now: datetime) -> str | None:
        """Back to booked."""
        seat = self.seats[booking]
        if seat.state == "booked":
            return "attendance_not_recorded"
        if self.days[seat.occasion].cancelled:
            return "occasion_cancelled"
        if seat.state == "cancelled" and self.free(seat.occasion) < 1:
            return "occasion_full"
        if self.seat_of(seat.person) not in (None, booking):
            return "seat_already_reserved"
        seat.state = "booked"
        self.leave(seat.person, now, barred=False)
        return None

    def change(self, occasion: UUID, seats: int, held_on: date, now: datetime) -> str | None:
        """Another number of seats, another day."""
        day = self.days[occasion]
        if day.cancelled:
            return "occasion_cancelled"
        if seats < self.taken(occasion):
            return "invalid"
        moved = day.held_on != held_on
        self.days[occasion] = replace(day, seats=seats, held_on=held_on)
        waits = self.withdraw(occasion) if moved else []
        self.fill(occasion, now)
        self.fill_for(waits, now)
        return None

    def cancel_day(self, occasion: UUID, now: datetime) -> str | None:
        """The occasion will not be held."""
        if self.days[occasion].cancelled:
            return "occasion_cancelled"
        booked = self._booked_on(occasion)
        if booked is None:
            return "occasion_has_arrivals"
        for seat in booked:
            seat.state = "cancelled"
        self._close(occasion, now)
        return None

    def move_day(self, occasion: UUID, to: UUID, now: datetime) -> str | None:
        """Everybody moves to another occasion of the centre."""
        old, new = self.days[occasion], self.days[to]
        if old.cancelled or new.cancelled:
            return "occasion_cancelled"
        if occasion == to:
            return "same_occasion"
        booked = self._booked_on(occasion)
        if booked is None:
            return "occasion_has_arrivals"
        if self.free(to) < len(booked):
            return "not_enough_seats"
        if booked and (refusal := new.begun(now)):
            return refusal
        for seat in booked:
            seat.occasion = to
        offered = self.withdraw(occasion)
        for person in [one for one in self.waits if self.waits[one].occasion == occasion]:
            self.wish(person, now, occasion=to)
        self._close(occasion, now)
        self.fill(to, now)
        self.fill_for(offered, now)
        return None

    def lapse(self, now: datetime) -> None:
        """Seats nobody answered for pass on."""
        late = [person for person, (_, deadline) in self.offers.items() if deadline < now]
        freed = [self.let_go(person, barred=True) for person in late]
        for occasion in sorted(set(freed)):
            self.fill(occasion, now)
        today = now.astimezone(HELSINKI).date()
        for key, day in self.days.items():
            if day.held_on < today:
                late += self._wait_at_centre(key, now)
        self.fill_for(late, now)

    def _closed(self, occasion: UUID, now: datetime) -> str | None:
        day = self.days[occasion]
        return "occasion_cancelled" if day.cancelled else day.begun(now)

    def _booked_on(self, occasion: UUID) -> list[Seat] | None:
        here = [seat for seat in self.seats.values() if seat.occasion == occasion]
        if any(seat.state == "arrived" for seat in here):
            return None
        return [seat for seat in here if seat.state == "booked"]

    def _close(self, occasion: UUID, now: datetime) -> None:
        self.days[occasion].cancelled = True
        people = self.withdraw(occasion)
        people += self._wait_at_centre(occasion, now)
        self.fill_for(people, now)

    def _wait_at_centre(self, occasion: UUID, now: datetime) -> list[UUID]:
        people = [one for one in self.waits if self.waits[one].occasion == occasion]
        for person in people:
            self.wish(person, now, centre=self.days[occasion].centre)
        return people
