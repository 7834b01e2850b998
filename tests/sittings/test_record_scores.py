"""Guards what is stored of a battery: levels by the form in force, nobody overwritten, all or nothing."""

import threading
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.items.models import FormVersion
from testing_app.sittings.actions import open_sitting, record_scores
from testing_app.sittings.entries import (
    BackgroundEntry,
    BackgroundValues,
    BatteryEntry,
    PartEntry,
    PartValues,
)
from testing_app.sittings.evidence import evidence_of
from testing_app.sittings.models import Sitting
from testing_app.sittings.queries import get_sitting, skills_done
from testing_app.vocabulary import BookingState, Literacy, Part, PartState, Role
from tests.world import NOW, World

TAKEN = PartState.TAKEN


def opened(world: World) -> UUID:
    with world.database.transaction() as session:
        booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        booking.state = BookingState.ARRIVED
        session.flush()
        return open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW).id


def entry(part: Part, values: PartValues, *, version: int = 1) -> BatteryEntry:
    return BatteryEntry((PartEntry(part, version, values),))


def save(
    world: World, sitting_id: UUID, what: BatteryEntry, who: Role | str = Role.ASSESSOR
) -> frozenset[str]:
    with world.database.transaction() as session:
        return record_scores(session, sitting_id, entry=what, by=world.act(who), now=NOW)


def stored(world: World, sitting_id: UUID, who: Role | str = Role.ASSESSOR) -> Sitting:
    with world.database.transaction() as session:
        return get_sitting(session, sitting_id, viewer=world.act(who))


def part_of(sitting: Sitting, part: Part) -> tuple[object, ...]:
    row = next(row for row in sitting.parts if row.part is part)
    return row.state, row.points, row.level, row.borderline


@pytest.mark.parametrize(
    ("points", "level"), [(0, "alle_A1.1"), (4, "alle_A1.1"), (5, "A1.1"), (23, "A2.1"), (40, "B1.2")]
)
def test_points_become_the_level_of_the_form_in_force(world: World, points: int, level: str) -> None:
    sitting_id = opened(world)

    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, points)))

    sitting = stored(world, sitting_id)
    assert part_of(sitting, Part.READING)[2] == level
    assert evidence_of(sitting).skills[Part.READING].level == level
    assert skills_done(sitting) == 1


def test_the_form_version_of_the_test_day_counts_not_a_later_one(world: World) -> None:
    sitting_id = opened(world)
    with world.database.transaction() as session:
        later = FormVersion(
            form_id=world.forms[Part.READING],
            number=2,
            valid_from=NOW.date() + timedelta(days=1),
            maximum=20,
            cut_scores=[["alle_A1.1", 0], ["B1.1", 1]],
            made_at=NOW,
        )
        session.add(later)

    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 23)))

    assert part_of(stored(world, sitting_id), Part.READING)[2] == "A2.1"


def test_ratings_become_their_lower_median(world: World) -> None:
    sitting_id = opened(world)
    ratings = {"range": "A2.2", "accuracy": "A1.3"}

    save(world, sitting_id, entry(Part.SPEAKING, PartValues(TAKEN, ratings=ratings)))

    assert part_of(stored(world, sitting_id), Part.SPEAKING)[2] == "A1.3"


def test_a_part_that_was_not_taken_has_no_level(world: World) -> None:
    sitting_id = opened(world)
    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 23)))

    save(world, sitting_id, entry(Part.READING, PartValues(PartState.INTERRUPTED), version=2))

    assert part_of(stored(world, sitting_id), Part.READING) == (PartState.INTERRUPTED, None, None, None)


def test_every_problem_is_told_at_once_and_nothing_is_stored(world: World) -> None:
    sitting_id = opened(world)
    what = BatteryEntry(
        (
            PartEntry(Part.READING, 1, PartValues(TAKEN, 41)),
            PartEntry(Part.LISTENING, 1, PartValues(PartState.NOT_TAKEN, 12)),
            PartEntry(Part.SPEAKING, 1, PartValues(TAKEN, ratings={"range": "A2.1"})),
            PartEntry(Part.WRITING, 1, PartValues(TAKEN, ratings={"range": "A9", "accuracy": "A1.1"})),
            PartEntry(Part.LOGIC, 1, PartValues(TAKEN, comment="fine")),
        )
    )

    with pytest.raises(Invalid) as refused:
        save(world, sitting_id, what)

    assert refused.value.problems == {
        "reading-points": ["points_above_maximum"],
        "listening-state": ["points_without_taken"],
        "speaking-rating_accuracy": ["rating_missing"],
        "writing-rating_range": ["level_unknown"],
    }
    assert all(row.changed_at is None for row in stored(world, sitting_id).parts)


def test_taken_without_points_is_a_problem_and_a_blank_is_never_a_zero(world: World) -> None:
    sitting_id = opened(world)

    with pytest.raises(Invalid) as refused:
        save(world, sitting_id, entry(Part.READING, PartValues(TAKEN)))

    assert refused.value.problems == {"reading-points": ["points_missing"]}
    assert evidence_of(stored(world, sitting_id)).skills[Part.READING].level is None


def test_one_who_does_not_rate_marks_a_part_taken_and_leaves_ratings_alone(world: World) -> None:
    sitting_id = opened(world)
    rated = PartValues(TAKEN, ratings={"range": "A2.1", "accuracy": "A2.1"})
    save(world, sitting_id, entry(Part.SPEAKING, rated))

    without_ratings = PartValues(TAKEN, comment="spoke by telephone")
    save(world, sitting_id, entry(Part.SPEAKING, without_ratings, version=2), Role.TEST_ADMINISTRATOR)

    assert part_of(stored(world, sitting_id), Part.SPEAKING)[2] == "A2.1"


def test_two_people_who_change_different_parts_both_keep_their_work(world: World) -> None:
    sitting_id = opened(world)

    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)))
    save(world, sitting_id, entry(Part.LISTENING, PartValues(TAKEN, 30)), "second_assessor")

    sitting = stored(world, sitting_id)
    assert part_of(sitting, Part.READING)[1] == 20
    assert part_of(sitting, Part.LISTENING)[1] == 30


def test_the_second_of_two_who_change_one_part_is_told_and_overwrites_nothing(world: World) -> None:
    sitting_id = opened(world)
    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)))
    both = BatteryEntry(
        (
            PartEntry(Part.READING, 1, PartValues(TAKEN, 21)),
            PartEntry(Part.LISTENING, 1, PartValues(TAKEN, 9)),
        )
    )

    with pytest.raises(Conflict) as refused:
        save(world, sitting_id, both, "second_assessor")

    assert refused.value.code == "changed_meanwhile"
    assert refused.value.facts["parts"] == ("reading",)
    sitting = stored(world, sitting_id)
    assert part_of(sitting, Part.READING)[1] == 20
    assert part_of(sitting, Part.LISTENING)[1] is None


def test_two_who_enter_the_same_do_not_clash(world: World) -> None:
    sitting_id = opened(world)
    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)))

    written = save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)), "second_assessor")

    assert written == frozenset()


def test_the_background_is_guarded_like_a_part(world: World) -> None:
    sitting_id = opened(world)
    weak = BatteryEntry(background=BackgroundEntry(1, BackgroundValues(literacy=Literacy.WEAK)))
    fluent = BatteryEntry(background=BackgroundEntry(1, BackgroundValues(literacy=Literacy.LATIN_FLUENT)))
    save(world, sitting_id, weak)

    with pytest.raises(Conflict) as refused:
        save(world, sitting_id, fluent, "second_assessor")

    assert refused.value.facts["parts"] == ("background",)
    assert evidence_of(stored(world, sitting_id)).literacy is Literacy.WEAK


def test_of_eight_people_who_save_one_part_at_once_exactly_one_wins(world: World) -> None:
    sitting_id = opened(world)
    start = threading.Barrier(8)
    outcomes: list[str] = []

    def enter(points: int) -> None:
        start.wait()
        try:
            save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, points)))
            outcomes.append(f"saved {points}")
        except Conflict as conflict:
            outcomes.append(conflict.code)

    people = [threading.Thread(target=enter, args=(points,)) for points in range(10, 18)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    won = [outcome for outcome in outcomes if outcome.startswith("saved")]
    assert len(won) == 1
    assert outcomes.count("changed_meanwhile") == 7
    assert won == [f"saved {part_of(stored(world, sitting_id), Part.READING)[1]}"]


def test_a_row_that_changes_under_the_hand_is_told_as_a_clash(world: World, actor: Actor) -> None:
    sitting_id = opened(world)

    def change_underneath(session: Session, *_: object) -> None:
        session.connection().exec_driver_sql(
            "UPDATE sitting_parts SET version = version + 1 WHERE part = 'reading'"
        )

    what = entry(Part.READING, PartValues(TAKEN, 20))

    with world.database.transaction() as session, session.begin_nested() as attempt:
        sa.event.listen(session, "before_flush", change_underneath, once=True)
        with pytest.raises(Conflict) as refused:
            record_scores(session, sitting_id, entry=what, by=actor, now=NOW)
        attempt.rollback()

    assert refused.value.facts["parts"] == ("reading",)
    assert part_of(stored(world, sitting_id), Part.READING)[1] is None


def test_a_signed_battery_changes_only_while_it_is_being_corrected(world: World) -> None:
    sitting_id = opened(world)
    with world.database.transaction() as session:
        get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR)).signed_at = NOW

    with pytest.raises(Conflict) as refused:
        save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)))
    with world.database.transaction() as session:
        get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR)).correcting_since = NOW
    written = save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)))

    assert refused.value.code == "battery_is_signed"
    assert written == {"reading"}


def test_another_centre_does_not_find_the_sitting(world: World) -> None:
    sitting_id = opened(world)

    with pytest.raises(NotFound):
        save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)), "other_assessor")
    with pytest.raises(NotFound):
        stored(world, sitting_id, "other_assessor")


def test_a_change_leaves_an_audit_entry_without_scores_and_no_change_leaves_none(world: World) -> None:
    sitting_id = opened(world)
    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20)))
    save(world, sitting_id, entry(Part.READING, PartValues(TAKEN, 20), version=2))

    with world.database.reading() as session:
        query = sa.select(AuditEntry.details).where(AuditEntry.action == "scores_recorded")
        assert session.scalars(query).all() == [{"parts": ["reading"]}]


def test_a_sitting_opens_once_and_only_for_one_who_has_arrived(world: World, actor: Actor) -> None:
    with world.database.transaction() as session:
        booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        with pytest.raises(Conflict, match="not_checked_in"):
            open_sitting(session, booking.id, by=actor, now=NOW)
        booking.state = BookingState.ARRIVED

        first = open_sitting(session, booking.id, by=actor, now=NOW)
        second = open_sitting(session, booking.id, by=actor, now=NOW)

        assert first.id == second.id
        assert [row.part for row in first.parts] == list(Part)


def test_an_untouched_sitting_follows_its_seat_to_another_day(world: World, actor: Actor) -> None:
    sitting_id = opened(world)
    with world.database.transaction() as session:
        later = world.add_occasion(session, held_on=date(2026, 3, 19))
        sitting = get_sitting(session, sitting_id, viewer=actor)
        sitting.booking.occasion_id = later.id
        booking_id = sitting.booking_id

    with world.database.transaction() as session:
        found = open_sitting(session, booking_id, by=actor, now=NOW)

        assert found.id == sitting_id
        assert found.tested_on == date(2026, 3, 19)


@pytest.fixture
def actor(world: World) -> Actor:
    return world.act(Role.ASSESSOR)
