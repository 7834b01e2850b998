"""What tests of the post room share: people with addresses, seats, and a worker that draws right here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from testing_app.bookings.models import Booking
from testing_app.persistence.database import Database
from testing_app.post.drawing import Studio
from testing_app.post.printing import Printer
from tests.world import NOW, TODAY, World

DAY = TODAY + timedelta(days=7)


@dataclass
class Post:
    """A world with people who get letters."""

    world: World
    database: Database

    def add_seat(self, session: Session, *, held_on: date = DAY, **values: object) -> Booking:
        """A seat of a candidate with an address."""
        address = {"street": "Kotikatu 1", "post_code": "33100", "city": "Tampere"}
        candidate = self.world.add_candidate(session, **{**address, **values})
        return self.world.add_booking(session, self.world.add_occasion(session, held_on=held_on), candidate)

    def seats(self, *people: dict[str, object]) -> list[UUID]:
        """Bookings of these people."""
        with self.database.transaction() as session:
            return [self.add_seat(session, **person).id for person in people]

    def printer(self, *, now: Callable[[], datetime] = lambda: NOW, **values: object) -> Printer:
        """A worker that draws in this process."""
        given = {"studio": lambda: Studio(1), **values}
        return Printer(database=self.database, now=now, **given)


@pytest.fixture
def post(database: Database, world: World) -> Post:
    return Post(world, database)
