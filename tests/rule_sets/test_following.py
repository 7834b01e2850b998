"""Who chooses the national rules follows them: the version in force on the test day judges."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from testing_app.persistence.database import Database
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_for
from testing_app.vocabulary import Role, TestedLanguage
from tests.rule_sets.making import LATER, TOMORROW, approved, drafted, named, of_draft, of_named, proposed
from tests.world import World

PLANNER, SECOND = Role.COURSE_PLANNER, "second_planner"
CHANGES_ON, ENDS_ON = date(2027, 1, 1), date(2028, 1, 1)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A product whose national set has a second version from 2027 on and a successor from 2028 on."""
    folder = tmp_path / "rulesets"
    folder.mkdir()
    for path in rules.RULE_SETS.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        if path.name.startswith("fi-koto-2022"):
            text = text.replace("valid_from = 2022-08-01", "valid_from = 2022-08-01\nvalid_to = 2027-12-31")
            newer = text.replace("version = 1", "version = 2").replace("= 2022-08-01", "= 2027-01-01")
            (folder / "fi-koto-2022.v2.toml").write_text(newer, encoding="utf-8")
            after = text.replace('id = "fi-koto-2022"', 'id = "fi-koto-2028"')
            after = after.replace("= 2022-08-01", "= 2028-01-01").replace("valid_to = 2027-12-31\n", "")
            (folder / "fi-koto-2028.v1.toml").write_text(after, encoding="utf-8")
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def judges(session: Session, authority_id: UUID, on: date, folder: Path) -> tuple[str, int]:
    found = rule_set_for(
        session,
        authority_id=authority_id,
        language_tested=TestedLanguage.FINNISH,
        on=on,
        folder=folder,
    )
    return found.id, found.version


def test_the_version_in_force_on_the_test_day_judges(database: Database, world: World, shipped: Path) -> None:
    with database.transaction() as session:
        own = proposed(session, of_draft(drafted(session, world.act(PLANNER))), world.act(PLANNER))
        approved(session, own, world.act(SECOND))
        back = proposed(session, of_named(named("fi-koto-2022", 1), starts_on=LATER), world.act(PLANNER))
        approved(session, back, world.act(SECOND))

        asked = [TOMORROW, LATER, date(2026, 12, 31), CHANGES_ON, date(2027, 12, 31), ENDS_ON]
        found = [judges(session, world.authority, on, shipped) for on in asked]

        assert found == [
            ("ours", 1),
            ("fi-koto-2022", 1),
            ("fi-koto-2022", 1),
            ("fi-koto-2022", 2),
            ("fi-koto-2022", 2),
            ("fi-koto-2028", 1),
        ]
        assert found[1:] == [judges(session, world.other_authority, on, shipped) for on in asked[1:]]


def test_a_newer_version_that_is_not_in_force_yet_changes_nothing(
    database: Database, world: World, shipped: Path
) -> None:
    with database.transaction() as session:
        back = proposed(session, of_named(named("fi-koto-2022", 1)), world.act(PLANNER))
        approved(session, back, world.act(SECOND))

        assert judges(session, world.authority, TOMORROW, shipped) == ("fi-koto-2022", 1)
        assert judges(session, world.authority, TOMORROW, rules.RULE_SETS) == ("fi-koto-2022", 1)


def test_a_local_set_stays_at_the_version_that_was_approved(
    database: Database, world: World, shipped: Path
) -> None:
    local = (shipped / "jyvaskyla-2022.v1.toml").read_text(encoding="utf-8")
    newer = local.replace("version = 1", "version = 2")
    (shipped / "jyvaskyla-2022.v2.toml").write_text(newer, encoding="utf-8")
    with database.transaction() as session:
        chosen = proposed(session, of_named(named("jyvaskyla-2022", 1)), world.act(PLANNER))
        approved(session, chosen, world.act(SECOND))

        assert judges(session, world.authority, CHANGES_ON, shipped) == ("jyvaskyla-2022", 1)


def test_only_sets_without_an_area_that_the_product_brings_are_national() -> None:
    assert rules.is_national("fi-koto-2022")
    assert not rules.is_national("jyvaskyla-2022")
    assert not rules.is_national("ours")
