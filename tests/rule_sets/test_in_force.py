"""Which rule set judges: an authority's own from its first day on, otherwise the national one."""

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.bookings.actions import check_in
from testing_app.errors import Conflict
from testing_app.persistence.database import Database
from testing_app.placements.actions import suggest
from testing_app.placements.suggesting import suggestion_of
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_for, rule_set_named, text_named
from testing_app.sheets.importing import plan_of
from testing_app.sheets.reading import read_sheet
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import Role, TestedLanguage
from tests.rule_sets.making import (
    LATER,
    TOMORROW,
    approved,
    drafted,
    named,
    of_draft,
    of_named,
    proposed,
    text_of,
)
from tests.world import NOW, TODAY, World

PLANNER, SECOND = Role.COURSE_PLANNER, "second_planner"
NATIONAL = ("fi-koto-2022", 1)


def activated(session: Session, world: World, text: str, *, starts_on: date = TOMORROW) -> None:
    draft = drafted(session, world.act(PLANNER), text=text)
    activation = proposed(session, of_draft(draft, starts_on=starts_on), world.act(PLANNER))
    approved(session, activation, world.act(SECOND))


def in_force(session: Session, authority_id: UUID, on: date) -> tuple[str, int]:
    found = rule_set_for(session, authority_id=authority_id, language_tested=TestedLanguage.FINNISH, on=on)
    return found.id, found.version


def test_an_authority_s_own_set_judges_its_candidates_from_the_first_day_on(
    database: Database, world: World
) -> None:
    with database.transaction() as session:
        activated(session, world, text_of("ours", 1))

        assert in_force(session, world.authority, TODAY) == NATIONAL
        assert in_force(session, world.authority, TOMORROW) == ("ours", 1)
        assert in_force(session, world.authority, date(2040, 1, 1)) == ("ours", 1)
        assert in_force(session, world.other_authority, TOMORROW) == NATIONAL


def test_the_set_that_started_last_judges(database: Database, world: World) -> None:
    with database.transaction() as session:
        activated(session, world, text_of("ours", 2), starts_on=LATER)
        activated(session, world, text_of("ours", 1), starts_on=TOMORROW)

        assert in_force(session, world.authority, date(2026, 3, 31)) == ("ours", 1)
        assert in_force(session, world.authority, LATER) == ("ours", 2)


def test_what_is_only_proposed_judges_nobody(database: Database, world: World) -> None:
    with database.transaction() as session:
        proposed(session, of_draft(drafted(session, world.act(PLANNER))), world.act(PLANNER))

        assert in_force(session, world.authority, TOMORROW) == NATIONAL


def test_a_set_for_one_language_leaves_the_other_language_alone(database: Database, world: World) -> None:
    with database.transaction() as session:
        activated(session, world, text_of("ours", 1))

        found = rule_set_for(
            session,
            authority_id=world.authority,
            language_tested=TestedLanguage.SWEDISH,
            on=TOMORROW,
        )

        assert found.id != "ours"
        assert "sv" in found.languages


def test_after_the_last_day_of_an_own_set_the_national_one_judges(database: Database, world: World) -> None:
    ends = text_of("ours", 1).replace("\nvalid_from", "\nvalid_to = 2026-03-31\nvalid_from", 1)
    with database.transaction() as session:
        activated(session, world, ends)

        assert in_force(session, world.authority, date(2026, 3, 31)) == ("ours", 1)
        assert in_force(session, world.authority, LATER) == NATIONAL


def test_a_shipped_set_can_be_chosen_again(database: Database, world: World) -> None:
    with database.transaction() as session:
        activated(session, world, text_of("ours", 1))
        back = proposed(session, of_named(named(*NATIONAL), starts_on=LATER), world.act(PLANNER))
        approved(session, back, world.act(SECOND))

        assert in_force(session, world.authority, LATER) == NATIONAL


def test_a_sealed_set_can_be_read_by_name_and_an_open_draft_cannot(database: Database, world: World) -> None:
    with database.transaction() as session:
        drafted(session, world.act(PLANNER), text=text_of("open", 1))
        proposed(
            session,
            of_draft(drafted(session, world.act(PLANNER), text=text_of("sealed", 1))),
            world.act(PLANNER),
        )

        found = rule_set_named(session, "sealed", 1)

        assert found is not None
        assert found.label("integration-slow", "en") != "integration-slow"
        assert rule_set_named(session, "open", 1) is None
        assert rule_set_named(session, "sealed", 2) is None
        assert rule_set_named(session, *NATIONAL) is rules.shipped_rule_sets()[NATIONAL]


def test_the_text_of_a_set_is_for_its_own_authority(database: Database, world: World) -> None:
    with database.transaction() as session:
        activated(session, world, text_of("ours", 1))

        assert text_named(session, "ours", 1, viewer=world.act(PLANNER)) == text_of("ours", 1)
        assert text_named(session, "ours", 1, viewer=world.act("other_planner")) is None
        assert text_named(session, *NATIONAL, viewer=world.act("other_planner")) is not None


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_text_altered_behind_the_product_judges_nobody(database: Database, world: World) -> None:
    with database.transaction() as session:
        activated(session, world, text_of("altered", 1) + "# remark\n")
        session.execute(sa.text("DROP TRIGGER rule_set_texts_keep_update"))
        session.execute(sa.text(f"UPDATE rule_set_texts SET sha256 = '{'0' * 64}'"))

    with database.reading() as session, pytest.raises(Conflict) as refusal:
        in_force(session, world.authority, TOMORROW)

    assert refusal.value.code == "rule_set_altered"


def test_an_own_set_may_include_another_own_set(database: Database, world: World) -> None:
    variant = """id = "variant"
version = 1
answers = "placement"
languages = ["fi"]
area = "Here"
valid_from = 2022-08-01
include = { id = "ours", version = 1 }

[name]
fi = "Oma"
sv = "Egen"
en = "Own"
"""
    with database.transaction() as session:
        activated(session, world, text_of("ours", 1))
        activated(session, world, variant, starts_on=LATER)

        assert in_force(session, world.authority, LATER) == ("variant", 1)


def sitting_on(session: Session, world: World, day: date) -> Sitting:
    by = world.act(Role.ASSESSOR)
    occasion = world.add_occasion(session, held_on=day)
    booking = world.add_booking(session, occasion, world.add_candidate(session))
    moment = NOW.replace(year=day.year, month=day.month, day=day.day)
    check_in(session, booking.id, id_seen=True, by=by, now=moment)
    return open_sitting(session, booking.id, by=by, now=moment)


def test_a_sitting_is_judged_by_the_set_of_its_authority_on_its_day(database: Database, world: World) -> None:
    by = world.act(Role.ASSESSOR)
    with database.transaction() as session:
        activated(session, world, text_of("ours", 1))
        before, after = sitting_on(session, world, TODAY), sitting_on(session, world, TOMORROW)

        stored = suggest(session, after, by=by, now=NOW)

        assert suggestion_of(session, before).suggestion.rule_set_id == "fi-koto-2022"
        assert suggestion_of(session, after).suggestion.rule_set_id == "ours"
        assert (stored.rule_set_id, stored.rule_set_version) == ("ours", 1)


def test_a_sheet_is_judged_by_the_set_of_each_row_s_authority(database: Database, world: World) -> None:
    with database.transaction() as session:
        activated(session, world, text_of("ours", 1))
        occasion = world.add_occasion(session, held_on=TOMORROW)
        own, other = (
            world.add_booking(session, occasion, world.add_candidate(session)) for _time in range(2)
        )
        other.referral.authority_id = world.other_authority
        for booking in (own, other):
            check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW.replace(day=13))
        rows = "".join(f"{booking.candidate.number};A1.1\n" for booking in (own, other))
        sheet = read_sheet(f"Candidate;Reading\n{rows}".encode())

        plan = plan_of(session, sheet, occasion, viewer=world.act(Role.ASSESSOR))

        judged_by = [row.suggestion.rule_set_id for row in plan.rows if row.suggestion]
        assert judged_by == ["ours", "fi-koto-2022"]
