"""Guards what a test-day sheet does to a sitting: once, never over a blank, told before it overwrites."""

from uuid import UUID

from testing_app.sittings.actions import open_sitting, record_scores
from testing_app.sittings.entries import BatteryEntry, PartEntry, PartValues
from testing_app.sittings.evidence import SkillEvidence, SkillFinding, evidence_of
from testing_app.sittings.from_sheet import record_levels_from_sheet, sheet_changes
from testing_app.sittings.queries import get_sitting
from testing_app.vocabulary import (
    SKILL_PARTS,
    BookingState,
    Literacy,
    Part,
    PartState,
    Role,
    StudyReadiness,
)
from tests.world import NOW, World


def opened(world: World) -> UUID:
    with world.database.transaction() as session:
        booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        booking.state = BookingState.ARRIVED
        session.flush()
        return open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW).id


def on_sheet(**levels: str | None) -> SkillEvidence:
    skills = {
        part: SkillFinding(
            part,
            PartState.TAKEN if levels.get(part.value) else PartState.NOT_TAKEN,
            levels.get(part.value),
        )
        for part in SKILL_PARTS
    }
    return SkillEvidence(skills, Literacy.LATIN_FLUENT, StudyReadiness.GOOD, 0, 12, False, True)


def take(world: World, sitting_id: UUID, found: SkillEvidence, *keeping: str) -> bool:
    assessor = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        sitting = get_sitting(session, sitting_id, viewer=assessor)
        return record_levels_from_sheet(session, sitting, found, by=assessor, now=NOW, keeping=keeping)


def found_in(world: World, sitting_id: UUID) -> SkillEvidence:
    with world.database.reading() as session:
        return evidence_of(get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR)))


def test_a_sheet_is_taken_over_whole_and_the_second_time_changes_nothing(world: World) -> None:
    sitting_id = opened(world)
    found = on_sheet(reading="A2.1", writing="A1.3", listening="A2.1", speaking="A1.2")

    first, second = take(world, sitting_id, found), take(world, sitting_id, found)

    assert (first, second) == (True, False)
    assert found_in(world, sitting_id) == found


def test_a_blank_cell_leaves_what_was_entered(world: World) -> None:
    sitting_id = opened(world)
    take(world, sitting_id, on_sheet(reading="A2.1"))

    take(world, sitting_id, on_sheet(writing="A1.1"))

    assert found_in(world, sitting_id).skills[Part.READING].level == "A2.1"
    assert found_in(world, sitting_id).skills[Part.WRITING].level == "A1.1"


def test_what_was_entered_by_hand_is_told_and_kept_when_asked(world: World) -> None:
    sitting_id = opened(world)
    entry = BatteryEntry((PartEntry(Part.READING, 1, PartValues(PartState.TAKEN, 20)),))
    with world.database.transaction() as session:
        record_scores(session, sitting_id, entry=entry, by=world.act(Role.ASSESSOR), now=NOW)
    found = on_sheet(reading="B1.1", writing="A1.1")

    with world.database.reading() as session:
        sitting = get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR))
        by_hand = {change.name for change in sheet_changes(sitting, found) if change.was_entered_by_hand}
    take(world, sitting_id, found, "reading")

    assert by_hand == {"reading"}
    assert found_in(world, sitting_id).skills[Part.READING].level == "A2.1"
    assert found_in(world, sitting_id).skills[Part.WRITING].level == "A1.1"


def test_a_level_from_a_sheet_stays_when_only_the_comment_is_written(world: World) -> None:
    sitting_id = opened(world)
    take(world, sitting_id, on_sheet(reading="A2.1"))
    values = PartValues(PartState.TAKEN, comment="read slowly")

    with world.database.transaction() as session:
        entry = BatteryEntry((PartEntry(Part.READING, 2, values),))
        record_scores(session, sitting_id, entry=entry, by=world.act(Role.ASSESSOR), now=NOW)

    assert found_in(world, sitting_id).skills[Part.READING].level == "A2.1"
