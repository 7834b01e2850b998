"""Short ways to refer, ask and wait, for tests of seats and waiting lists."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.bookings.actions import SeatWish, ask_for_seat, cancel_seat, wait_for_seat
from testing_app.bookings.models import Booking, Occasion, Referral, SeatOffer, SeatWait
from testing_app.bookings.waiting import find_open_offer, find_wait
from testing_app.vocabulary import AbsenceReason, ReferralPurpose, Role, TestedLanguage
from tests.world import NOW, World

LATER = date(2026, 3, 20)
"""A Friday eight days after the world's today."""


@dataclass
class Seating:
    """An authority that asks for seats in one transaction; every question comes a minute after the last."""

    world: World
    session: Session
    now: datetime = field(default=NOW)

    def occasion(self, *, seats: int = 1, held_on: date = LATER, **values: object) -> Occasion:
        """An occasion in the future, with few seats."""
        return self.world.add_occasion(self.session, seats=seats, held_on=held_on, **values)

    def refer(self, **values: object) -> Referral:
        """Somebody sent to a test of Finnish by the authority."""
        given: dict[str, object] = {
            "authority_id": self.world.authority,
            "language_tested": TestedLanguage.FINNISH,
            "purpose": ReferralPurpose.FIRST_ASSESSMENT,
            "written_by_id": self.world.act(Role.AUTHORITY_OFFICER).account_id,
            "written_at": NOW,
        }
        candidate = self.world.add_candidate(self.session)
        referral = Referral(candidate_id=candidate.id, **{**given, **values})
        self.session.add(referral)
        self.session.flush()
        return referral

    def ask(
        self, occasion: Occasion, referral: Referral | None = None, *, visit: int = 1
    ) -> Booking | SeatWait:
        """Ask for a seat, for somebody new unless a referral is given."""
        return ask_for_seat(
            self.session,
            (referral or self.refer()).id,
            occasion_id=occasion.id,
            visit=visit,
            by=self.world.act(Role.AUTHORITY_OFFICER),
            now=self.tick(),
        )

    def seat(self, occasion: Occasion, referral: Referral | None = None, *, visit: int = 1) -> Booking:
        """The same, when there is a seat."""
        found = self.ask(occasion, referral, visit=visit)
        assert isinstance(found, Booking)
        return found

    def wait(self, referral: Referral | None = None, *, visit: int = 1, **wish: object) -> SeatWait:
        """Wait for something."""
        return wait_for_seat(
            self.session,
            (referral or self.refer()).id,
            wish=SeatWish(**wish),  # type: ignore[arg-type]
            visit=visit,
            by=self.world.act(Role.AUTHORITY_OFFICER),
            now=self.tick(),
        )

    def cancel(self, booking: Booking) -> None:
        """Give a seat back."""
        officer = self.world.act(Role.AUTHORITY_OFFICER)
        cancel_seat(self.session, booking.id, reason=AbsenceReason.ILLNESS, by=officer, now=self.tick())

    def offer_to(self, referral: Referral | UUID) -> SeatOffer | None:
        """The seat on offer to somebody."""
        wait = find_wait(self.session, referral if isinstance(referral, UUID) else referral.id, visit=1)
        return find_open_offer(self.session, wait.id) if wait is not None else None

    def tick(self, **steps: float) -> datetime:
        """A minute (or what is said) later."""
        self.now += timedelta(**(steps or {"minutes": 1}))
        return self.now
