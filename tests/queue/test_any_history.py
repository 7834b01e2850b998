"""Any history of holds, lapses, moves, releases and reports agrees with a simple model of it."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from testing_app.audit.actions import AUDIT_KEY
from testing_app.courses.models import CourseGroup
from testing_app.errors import Conflict
from testing_app.people.candidates.queries import IDENTITY_KEY
from testing_app.persistence.database import Database
from testing_app.queue.actions import (
    NoticeFacts,
    confirm_place,
    hold_place,
    lapse_holds,
    leave_queue,
    move_place,
    release_place,
    report,
    return_to_queue,
)
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.queue.order import OPEN, TAKING
from testing_app.vocabulary import InterruptionReason, NoticeKind, PlaceState, QueueLeaving, QueueState, Role
from tests.queue.making import add_entry, add_group, day
from tests.world import NOW, World

CAPACITIES = (1, 2, 3)
PEOPLE = 6
TURNS = st.integers(min_value=0, max_value=PEOPLE - 1)
GROUPS = st.integers(min_value=0, max_value=len(CAPACITIES) - 1)

REPORTS = [NoticeKind.STARTED, NoticeKind.NOT_ARRIVED, NoticeKind.INTERRUPTED]


@dataclass
class Person:
    """What the model knows of one who waits: the state, the group with the place, the end of the hold."""

    state: str = "waiting"
    group: int | None = None
    until: datetime | None = None


class Queue(RuleBasedStateMachine):
    """The real queue beside a model that keeps who is where; passing on is checked, not predicted."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="queue-"))
        shutil.copy(self.template, self.folder / "any.db")
        info = {AUDIT_KEY: b"a" * 32, IDENTITY_KEY: b"i" * 32}
        self.database = Database(f"sqlite:///{self.folder / 'any.db'}", info=info)
        self.now = NOW

    @initialize()
    def people_and_groups(self) -> None:
        """Three groups of different size, and people who were tested on different days."""
        self.world = World.build(self.database)
        self.officer = self.world.act(Role.AUTHORITY_OFFICER)
        with self.database.transaction() as session:
            self.groups = [
                add_group(
                    session, self.world, f"K{size}", capacity=size, starts_on=day(0), entry_until=day(40)
                ).id
                for size in CAPACITIES
            ]
            self.entries = [add_entry(session, self.world, days=turn % 4).id for turn in range(PEOPLE)]
        self.people = [Person() for _ in range(PEOPLE)]

    def teardown(self) -> None:
        """Leave no file behind."""
        self.database.close()
        shutil.rmtree(self.folder)

    def place_of(self, who: int) -> UUID | None:
        with self.database.reading() as session:
            query = sa.select(CoursePlace.id).where(CoursePlace.entry_id == self.entries[who])
            return session.scalar(
                query.order_by(CoursePlace.state.in_(OPEN).desc(), CoursePlace.held_at.desc())
            )

    def taken_in(self, group: int) -> int:
        return sum(person.group == group for person in self.people)

    def learn_who_got_what(self) -> None:
        """Whoever waited and now holds a place must be a lawful next one; the model then follows."""
        with self.database.reading() as session:
            for who, entry_id in enumerate(self.entries):
                person = self.people[who]
                entry = session.get_one(QueueEntry, entry_id)
                if entry.state is QueueState.HELD and person.state == "waiting":
                    place = session.scalars(
                        sa.select(CoursePlace).where(
                            CoursePlace.entry_id == entry_id, CoursePlace.state == PlaceState.HELD
                        )
                    ).one()
                    assert place.held_by_id is None
                    assert place.passed_on_from_id is not None
                    person.state, person.group = "held", self.groups.index(place.group_id)
                    person.until = place.held_until

    @rule(hours=st.integers(min_value=1, max_value=50))
    def time_passes(self, hours: int) -> None:
        """Only the clock."""
        self.now += timedelta(hours=hours)

    @rule(who=TURNS, group=GROUPS)
    def hold(self, who: int, group: int) -> None:
        """A hold works for who waits while the group has room and its window is open."""
        person = self.people[who]
        room = self.taken_in(group) < CAPACITIES[group] and self.now.date() <= day(40)
        lawful = person.state == "waiting" and room
        try:
            with self.database.transaction() as session:
                place = hold_place(
                    session, self.entries[who], group_id=self.groups[group], by=self.officer, now=self.now
                )
        except Conflict:
            assert not lawful
            return
        assert lawful
        person.state, person.group, person.until = "held", group, place.held_until

    @rule(who=TURNS)
    def confirm(self, who: int) -> None:
        """A confirmation works as long as the hold does."""
        person, place = self.people[who], self.place_of(who)
        lawful = person.state == "held" and person.until is not None and person.until > self.now
        if place is None:
            return
        try:
            with self.database.transaction() as session:
                confirm_place(session, place, by=self.officer, now=self.now)
        except Conflict:
            assert not lawful
            return
        assert lawful
        person.state = "confirmed"

    @rule(who=TURNS, group=GROUPS)
    def move(self, who: int, group: int) -> None:
        """A move works for who has a place, into another group with room."""
        person, place = self.people[who], self.place_of(who)
        room = self.taken_in(group) < CAPACITIES[group] and self.now.date() <= day(40)
        lawful = person.state in ("held", "confirmed", "started") and person.group != group and room
        if place is None:
            return
        try:
            with self.database.transaction() as session:
                move_place(session, place, to_group=self.groups[group], by=self.officer, now=self.now)
        except Conflict:
            assert not lawful
            return
        assert lawful
        person.group = group
        person.state = "held" if person.state == "held" else "confirmed"
        self.learn_who_got_what()

    @rule(who=TURNS, leaves=st.booleans())
    def release(self, who: int, leaves: bool) -> None:
        """A release works before the course begins."""
        person, place = self.people[who], self.place_of(who)
        if place is None:
            return
        leaving = QueueLeaving.WORK if leaves else None
        try:
            with self.database.transaction() as session:
                release_place(session, place, leaving=leaving, by=self.officer, now=self.now)
        except Conflict:
            assert person.state not in ("held", "confirmed")
            return
        assert person.state in ("held", "confirmed")
        person.state, person.group = ("left" if leaves else "waiting"), None
        self.learn_who_got_what()

    @rule(who=TURNS)
    def leave(self, who: int) -> None:
        """Anybody who waits or holds may leave."""
        person = self.people[who]
        try:
            with self.database.transaction() as session:
                leave_queue(
                    session, self.entries[who], leaving=QueueLeaving.OTHER, by=self.officer, now=self.now
                )
        except Conflict:
            assert person.state not in ("waiting", "held")
            return
        assert person.state in ("waiting", "held")
        person.state, person.group = "left", None
        self.learn_who_got_what()

    @rule()
    def lapse(self) -> None:
        """Every hold whose time is over ends, and no other."""
        over = [
            person
            for person in self.people
            if person.state == "held" and person.until is not None and person.until <= self.now
        ]
        with self.database.transaction() as session:
            assert lapse_holds(session, self.now) == len(over)
        for person in over:
            person.state, person.group = "waiting", None
        self.learn_who_got_what()

    @rule(
        who=TURNS, kind=st.sampled_from([NoticeKind.STARTED, NoticeKind.NOT_ARRIVED, NoticeKind.INTERRUPTED])
    )
    def told(self, who: int, kind: NoticeKind) -> None:
        """A report works in its order; an ended course gives its place back."""
        person, place = self.people[who], self.place_of(who)
        needed = "started" if kind is NoticeKind.INTERRUPTED else "confirmed"
        if place is None:
            return
        facts = NoticeFacts(kind=kind, happened_on=self.now.date(), reason=InterruptionReason.WORK)
        try:
            with self.database.transaction() as session:
                by = self.world.act(Role.TRAINING_PROVIDER)
                report(session, place, facts=facts, by=by, now=self.now)
        except Conflict:
            assert person.state != needed
            return
        assert person.state == needed
        if kind is NoticeKind.STARTED:
            person.state = "started"
        else:
            person.state, person.group = "ended", None
        self.learn_who_got_what()

    @precondition(lambda self: any(person.state == "ended" for person in self.people))
    @rule(who=TURNS)
    def come_back(self, who: int) -> None:
        """Whose course ended may wait again."""
        person, place = self.people[who], self.place_of(who)
        if place is None or person.state != "ended":
            return
        with self.database.transaction() as session:
            return_to_queue(session, place, by=self.officer, now=self.now)
        person.state = "waiting"

    @invariant()
    def every_count_agrees(self) -> None:
        """What is taken, the places that count, and the model are one number; queue dates never change."""
        with self.database.reading() as session:
            for number, group_id in enumerate(self.groups if hasattr(self, "groups") else []):
                group = session.get_one(CourseGroup, group_id)
                counted = session.scalar(
                    sa.select(sa.func.count())
                    .select_from(CoursePlace)
                    .where(CoursePlace.group_id == group_id, CoursePlace.state.in_(TAKING))
                )
                assert group.taken == counted == self.taken_in(number)
            for who, entry_id in enumerate(self.entries if hasattr(self, "entries") else []):
                assert session.get_one(QueueEntry, entry_id).queued_on == day(-(who % 4))


@pytest.mark.parametrize("steps", [30])
def test_any_history_agrees_with_the_model(sqlite_template: Path, steps: int) -> None:
    Queue.template = sqlite_template

    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=25,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
