"""The chores beside the deliveries: the audit chains are anchored when they have moved, not more often."""

from datetime import timedelta

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.commands.chores import chores_of
from testing_app.delivery.worker import Round, Worker
from testing_app.persistence.database import Database
from testing_app.queue.actions import hold_place
from testing_app.queue.models import CoursePlace
from testing_app.settings import Settings
from testing_app.vocabulary import PlaceState
from tests.queue.making import add_entry, add_group
from tests.world import NOW, World


class HandClock:
    """A clock moved by hand."""

    moment = NOW

    def __call__(self) -> object:
        return self.moment


def act(world: World) -> None:
    by = world.act("administrator")
    with world.database.transaction() as session:
        record(session, Event.AUDIT_READ, by=by, now=NOW, subject=("audit", "all"))


def lines_after_each_quarter(
    settings: Settings, database: Database, world: World, *, acts: list[bool], step: timedelta
) -> list[int]:
    clock = HandClock()
    day = Round(Worker(database=database, transports={}, now=clock), chores_of(settings))  # type: ignore[arg-type]
    lines = []
    for acting in acts:
        if acting:
            act(world)
        day.turn()
        file = settings.anchors_file
        lines.append(len(file.read_text().splitlines()) if file.exists() else 0)
        clock.moment += step
    return lines


def test_anchors_are_written_only_when_a_chain_has_moved(
    settings: Settings, database: Database, world: World
) -> None:
    lines = lines_after_each_quarter(
        settings, database, world, acts=[False, True, False, True], step=timedelta(minutes=15)
    )

    assert lines == [0, 1, 1, 2]


def test_anchors_are_written_at_most_every_ten_minutes(
    settings: Settings, database: Database, world: World
) -> None:
    lines = lines_after_each_quarter(
        settings, database, world, acts=[True, True, True, False], step=timedelta(minutes=6)
    )

    assert lines == [1, 1, 2, 2]


def test_holds_of_course_places_lapse_beside_the_deliveries(
    settings: Settings, database: Database, world: World
) -> None:
    with database.transaction() as session:
        entry = add_entry(session, world)
        by = world.act("authority_officer")
        place = hold_place(session, entry.id, group_id=add_group(session, world).id, by=by, now=NOW)
    clock = HandClock()
    clock.moment = NOW + timedelta(days=3)

    Round(Worker(database=database, transports={}, now=clock), chores_of(settings)).turn()  # type: ignore[arg-type]

    with database.reading() as session:
        assert session.get_one(CoursePlace, place.id).state is PlaceState.LAPSED
