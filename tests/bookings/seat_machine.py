"""Does the same random operations to the real seats and to the plain model, and compares them every time."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy.orm import Session

from testing_app.bookings import actions
from testing_app.bookings.models import Booking, Occasion, Referral, SeatOffer, SeatWait
from testing_app.bookings.occasion_facts import OccasionFeatures
from testing_app.errors import ProductError
from testing_app.vocabulary import (
    AbsenceReason,
    BookingState,
    OfferState,
    ReferralPurpose,
    Role,
    SeatWaitState,
    TestedLanguage,
)
from tests.bookings.seat_model import Day, SeatModel
from tests.world import World

PEOPLE = 9
BEGIN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")
CANCELLED = AbsenceReason.OTHER
ACTIVE = (SeatWaitState.WAITING, SeatWaitState.OFFERED)
one_of = st.integers(0, 99)


def prepare(world: World) -> dict[UUID, bool]:
    """Some people with a referral each; every third needs an interpreter of Arabic."""
    needs: dict[UUID, bool] = {}
    with world.database.transaction() as session:
        for number in range(PEOPLE):
            referral = Referral(
                candidate_id=world.add_candidate(session).id,
                authority_id=world.authority,
                language_tested=TestedLanguage.FINNISH,
                purpose=ReferralPurpose.FIRST_ASSESSMENT,
                interpreter_language="ar" if number % 3 == 0 else "",
                written_by_id=world.act(Role.AUTHORITY_OFFICER).account_id,
                written_at=BEGIN,
            )
            session.add(referral)
            session.flush()
            needs[referral.id] = number % 3 == 0
    return needs


class SeatMachine(RuleBasedStateMachine):
    """The rules are what people do; the invariants are what must hold after each."""

    world: ClassVar[World]
    needs: ClassVar[dict[UUID, bool]]
    done: ClassVar[Counter[str]] = Counter()

    @initialize(seats=st.integers(1, 2))
    def begin(self, seats: int) -> None:
        """Nobody has a seat, two occasions stand open."""
        with self.world.database.transaction() as session:
            for table in (SeatOffer, SeatWait, Booking, Occasion):
                session.execute(sa.delete(table))
        self.now = BEGIN
        self.model = SeatModel(dict(self.needs))
        self.officer, self.lead = self.world.act(Role.AUTHORITY_OFFICER), self.world.act(Role.CENTRE_LEAD)
        self.make(days=5, seats=seats, arabic=True, other=False)
        self.make(days=9, seats=1, arabic=False, other=True)

    # --- what people do

    @rule(person=one_of, occasion=one_of)
    def ask(self, person: int, occasion: int) -> None:
        who, where = self._person(person), self._occasion(occasion)
        code, found = self._do("ask", self._officer(actions.ask_for_seat, who, occasion_id=where))
        booking = found.id if isinstance(found, Booking) else uuid4()
        assert code == self.model.ask(who, where, booking, self.now)

    @rule(first=one_of, how_many=st.integers(2, PEOPLE), occasion=one_of)
    def ask_one_after_another(self, first: int, how_many: int, occasion: int) -> None:
        for number in range(how_many):
            self.ask(first + number, occasion)

    @rule(person=one_of, occasion=one_of, wish=st.sampled_from(["here", "centre", "anywhere"]))
    def wait(self, person: int, occasion: int, wish: str) -> None:
        who, where = self._person(person), self._occasion(occasion)
        wished = {"occasion_id": where} if wish == "here" else {}
        if wish == "centre":
            wished = {"centre_id": self.model.days[where].centre}
        code, _ = self._do("wait", self._officer(actions.wait_for_seat, who, wish=actions.SeatWish(**wished)))
        expected = self.model.wait(who, wished.get("occasion_id"), wished.get("centre_id"), self.now)
        assert code == expected

    @rule(person=one_of)
    def stop(self, person: int) -> None:
        if self.model.waits:
            who = self._pick(self.model.line(), person)
            code, _ = self._do("stop", self._officer(actions.stop_waiting, self._wait_of(who)))
            self.model.stop(who, self.now)
            assert code is None

    @rule(person=one_of)
    def accept(self, person: int) -> None:
        if self.model.offers:
            who = self._pick(list(self.model.offers), person)
            code, found = self._do("accept", self._officer(actions.accept_offer, self._offer_of(who)))
            assert code == self.model.accept(who, found.id if found else uuid4(), self.now)

    @rule(person=one_of)
    def decline(self, person: int) -> None:
        if self.model.offers:
            who = self._pick(list(self.model.offers), person)
            code, _ = self._do("decline", self._officer(actions.decline_offer, self._offer_of(who)))
            self.model.decline(who, self.now)
            assert code is None

    @rule(booking=one_of, by_centre=st.booleans())
    def cancel(self, booking: int, by_centre: bool) -> None:
        if self.model.seats:
            which = self._pick(list(self.model.seats), booking)
            change = self._officer(actions.cancel_seat, which, reason=CANCELLED)
            if by_centre:
                change = self._absence(which, BookingState.CANCELLED)
            code, _ = self._do("cancel", change)
            assert code == self.model.cancel(which, self.now)

    @rule(booking=one_of, occasion=one_of)
    def move(self, booking: int, occasion: int) -> None:
        if self.model.seats:
            which, where = self._pick(list(self.model.seats), booking), self._occasion(occasion)
            code, _ = self._do("move", self._officer(actions.move_seat, which, occasion_id=where))
            assert code == self.model.move(which, where, self.now)

    @rule(booking=one_of, arrived=st.booleans())
    def attend(self, booking: int, arrived: bool) -> None:
        if self.model.seats:
            which = self._pick(list(self.model.seats), booking)
            change = self._absence(which, BookingState.NO_SHOW)
            if arrived:
                change = self._centre(which, actions.check_in, which, id_seen=True)
            code, _ = self._do("attend", change)
            assert code == self.model.attend(which, "arrived" if arrived else "no_show", self.now)

    @rule(booking=one_of)
    def undo(self, booking: int) -> None:
        if self.model.seats:
            which = self._pick(list(self.model.seats), booking)
            code, _ = self._do("undo", self._centre(which, actions.undo_check_in, which))
            assert code == self.model.undo(which, self.now)

    @rule(days=st.integers(1, 9), seats=st.integers(1, 3), arabic=st.booleans(), other=st.booleans())
    def make(self, days: int, seats: int, arabic: bool, other: bool) -> None:
        if sum(not day.cancelled for day in self.model.days.values()) > 4:
            return
        held_on = (self.now + timedelta(days=days)).date()
        centre = self.world.other_centre if other else self.world.centre
        code, occasion = self._do(
            "make",
            lambda session: actions.make_occasion(
                session,
                centre=centre,
                language_tested=TestedLanguage.FINNISH,
                held_on=held_on,
                starts_at=time(9),
                ends_at=time(12),
                room="",
                seats=seats,
                features=OccasionFeatures(interpreters=("ar",) if arabic else ()),
                by=self._actor(centre),
                now=self.now,
            ),
        )
        assert code is None
        self.model.days[occasion.id] = Day(held_on, seats, centre, arabic)
        self.model.fill(occasion.id, self.now)

    @rule(occasion=one_of, seats=st.integers(1, 4), later=st.sampled_from([0, 0, 0, 1, 3]))
    def change(self, occasion: int, seats: int, later: int) -> None:
        where = self._occasion(occasion)
        day = self.model.days[where]
        held_on = day.held_on + timedelta(days=later)

        def change(session: Session) -> object:
            return actions.change_occasion(
                session,
                where,
                version=session.get_one(Occasion, where).version,
                held_on=held_on,
                starts_at=time(9),
                ends_at=time(12),
                room="",
                seats=seats,
                by=self._actor(day.centre),
                now=self.now,
            )

        code, _ = self._do("change", change)
        assert code == self.model.change(where, seats, held_on, self.now)

    @rule(occasion=one_of, sure=st.sampled_from([True, False, False]))
    def cancel_occasion(self, occasion: int, sure: bool) -> None:
        if not sure:
            return
        where = self._occasion(occasion)

        def change(session: Session) -> object:
            version, by = session.get_one(Occasion, where).version, self._actor(self.model.days[where].centre)
            return actions.cancel_occasion(session, where, version=version, by=by, now=self.now)

        code, _ = self._do("cancel_occasion", change)
        assert code == self.model.cancel_day(where, self.now)

    @rule(occasion=one_of, to=one_of, sure=st.sampled_from([True, False, False]))
    def move_everybody(self, occasion: int, to: int, sure: bool) -> None:
        if not sure:
            return
        where = self._occasion(occasion)
        centre = self.model.days[where].centre
        there = self._pick([key for key, day in self.model.days.items() if day.centre == centre], to)

        def change(session: Session) -> object:
            version, by = session.get_one(Occasion, where).version, self._actor(centre)
            return actions.move_everybody(session, where, to=there, version=version, by=by, now=self.now)

        code, _ = self._do("move_everybody", change)
        assert code == self.model.move_day(where, there, self.now)

    @rule(hours=st.sampled_from([1, 5, 24, 49]), look=st.booleans())
    def pass_time(self, hours: int, look: bool) -> None:
        self.now += timedelta(hours=hours)
        if look:
            code, _ = self._do("lapse", lambda session: actions.lapse_offers(session, self.now))
            self.model.lapse(self.now)
            assert code is None

    # --- what must hold

    @invariant()
    def everything_is_as_in_the_model(self) -> None:
        with self.world.database.reading() as session:
            taken = {row.id: row.taken for row in session.execute(sa.select(Occasion.id, Occasion.taken))}
            seats = {
                row.id: (row.referral_id, row.occasion_id, row.state.value) for row in _all(session, Booking)
            }
            waits = [row for row in _all(session, SeatWait) if row.state in ACTIVE]
            offers = [row for row in _all(session, SeatOffer) if row.state is OfferState.OPEN]
        model, people = self.model, {wait.id: wait.referral_id for wait in waits}
        assert taken == {occasion: model.taken(occasion) for occasion in model.days}
        assert all(model.free(occasion) >= 0 for occasion in model.days)
        assert seats == {key: (seat.person, seat.occasion, seat.state) for key, seat in model.seats.items()}
        assert {wait.referral_id: (wait.queued_at, wait.occasion_id, wait.centre_id) for wait in waits} == {
            person: (wish.queued_at, wish.occasion, wish.centre) for person, wish in model.waits.items()
        }
        assert {people[row.wait_id]: (row.occasion_id, row.answer_by) for row in offers} == model.offers
        assert {wait.referral_id for wait in waits if wait.state is SeatWaitState.OFFERED} == set(
            model.offers
        )

    @invariant()
    def no_seat_lies_free_while_somebody_whom_it_suits_waits(self) -> None:
        assert self.model.idle(self.now) == []

    # --- means

    def _do(self, name: str, change: Callable[[Session], Any]) -> tuple[str | None, Any]:
        type(self).done[name] += 1
        self.now += timedelta(seconds=1)
        try:
            with self.world.database.transaction() as session:
                return None, change(session)
        except ProductError as refusal:
            return refusal.code, None

    def _officer(
        self, action: Callable[..., Any], *subject: UUID, **values: object
    ) -> Callable[[Session], Any]:
        return lambda session: action(session, *subject, by=self.officer, now=self.now, **values)

    def _centre(
        self, booking: UUID, action: Callable[..., Any], *subject: UUID, **values: object
    ) -> Callable[[Session], Any]:
        by = self._actor(self.model.days[self.model.seats[booking].occasion].centre)
        return lambda session: action(session, *subject, by=by, now=self.now, **values)

    def _absence(self, booking: UUID, state: BookingState) -> Callable[[Session], Any]:
        return self._centre(booking, actions.record_absence, booking, state=state, reason=CANCELLED)

    def _actor(self, centre: UUID) -> Any:
        return self.lead if centre == self.world.centre else self.world.act("other_assessor")

    def _person(self, number: int) -> UUID:
        return self._pick(list(self.needs), number)

    def _occasion(self, number: int) -> UUID:
        return self._pick(list(self.model.days), number)

    def _pick(self, choices: Sequence[UUID], number: int) -> UUID:
        return choices[number % len(choices)]

    def _wait_of(self, person: UUID) -> UUID:
        with self.world.database.reading() as session:
            query = sa.select(SeatWait.id).where(SeatWait.referral_id == person, SeatWait.state.in_(ACTIVE))
            return session.scalars(query).one()

    def _offer_of(self, person: UUID) -> UUID:
        with self.world.database.reading() as session:
            query = sa.select(SeatOffer.id).join(SeatOffer.wait)
            query = query.where(SeatWait.referral_id == person, SeatOffer.state == OfferState.OPEN)
            return session.scalars(query).one()


def _all(session: Session, table: type[Any]) -> Sequence[Any]:
    return session.scalars(sa.select(table)).all()
