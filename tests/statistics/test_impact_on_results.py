"""What a change of rules would do to signed results: only those that hold, only the viewer's own."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.people.models import Candidate
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results.models import SignedResult
from testing_app.rule_sets import rules
from testing_app.statistics.impact import (
    SignedPopulation,
    count_results,
    evidence_in,
    evidence_of_results,
    impact_on_results,
)
from testing_app.vocabulary import TestedLanguage
from tests.recommending import Recommending, planner
from tests.world import TODAY, World

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
OLD = rules.shipped_rule_sets()["fi-koto-2022", 1]
READS_ARABIC = {
    **{
        skill: {"state": "taken", "level": "A1.2"}
        for skill in ("reading", "writing", "listening", "speaking")
    },
    "literacy": "other_script",
    "study_readiness": "basic",
    "languages_studied": 1,
    "schooling_years": 7,
    "hard_life_situation": False,
    "needs_basic_education": False,
}


def stricter() -> rules.RuleSet:
    """A version in which 7 years of schooling are too few for those who read another script."""
    text = (rules.shipped_text("fi-koto-2022", 1) or "").replace('"below 6"', '"below 8"')
    return rules.parse_rule_set(text.replace("\nversion = 1", "\nversion = 2"), "fi-koto-2022.v2.toml")


@pytest.fixture
def session(world: World) -> Any:
    with world.database.transaction() as session:
        yield session


def add(
    session: Session,
    recommending: Recommending,
    *,
    evidence: dict[str, Any] = READS_ARABIC,
    number: int = 1,
    mother_tongue: str = "fa-AF",
    municipality: str = "Espoo",
    **changed: Any,
) -> SignedResult:
    for _ in range(number):
        result = recommending.add(session, tested_on=TODAY, **changed)
        made = session.get_one(Recommendation, result.recommendation_id)
        session.get_one(StoredSuggestion, made.suggestion_id).evidence = evidence
        person = session.get_one(Candidate, result.candidate_id)
        person.mother_tongue, person.municipality = mother_tongue, municipality
    session.flush()
    return result


def impact(session: Session, world: World, **changed: Any) -> rules.Impact:
    asked = {
        "viewer": planner(world),
        "since": FIRST,
        "until": LAST,
        "language_tested": TestedLanguage.FINNISH,
    }
    return impact_on_results(session, old=OLD, new=stricter(), **{**asked, **changed})


def test_moves_are_counted_with_rules_and_groups(
    session: Session, world: World, recommending: Recommending
) -> None:
    add(session, recommending, number=3)
    add(session, recommending, evidence={**READS_ARABIC, "schooling_years": 9}, mother_tongue="km")

    found = impact(session, world)

    assert found.causes == {("basic-path", "latin-unsure"): 3}
    assert (found.results, found.moved) == (4, 3)
    assert found.groups == {
        "mother_tongue": {"fa": rules.Share(3, 3), "und": rules.Share(1, 0)},
        "literacy": {"other_script": rules.Share(4, 3)},
        "municipality": {"Espoo": rules.Share(4, 3)},
    }


def test_only_results_that_hold_are_counted(
    session: Session, world: World, recommending: Recommending
) -> None:
    first = add(session, recommending)
    add(session, recommending, replaces=first)

    assert impact(session, world).results == 1


def test_results_of_another_authority_are_never_counted(
    session: Session, world: World, recommending: Recommending
) -> None:
    add(session, recommending, number=2)
    add(session, recommending).authority_id = world.other_authority
    session.flush()

    assert impact(session, world).results == 2
    assert impact(session, world, viewer=planner(world, world.other_authority)).results == 1


def test_only_the_days_and_the_language_asked_for_are_counted(
    session: Session, world: World, recommending: Recommending
) -> None:
    add(session, recommending)

    assert impact(session, world, since=date(2027, 1, 1), until=date(2027, 12, 31)).results == 0
    assert impact(session, world, language_tested=TestedLanguage.SWEDISH).results == 0


def test_a_whole_installation_has_the_results_of_all_authorities(
    session: Session, world: World, recommending: Recommending
) -> None:
    add(session, recommending)
    add(session, recommending).authority_id = world.other_authority
    session.flush()
    everybody = SignedPopulation(
        authority_id=None, language_tested=TestedLanguage.FINNISH, since=FIRST, until=LAST
    )

    assert count_results(session, everybody) == 2
    assert len(list(evidence_of_results(session, everybody))) == 2
    assert count_results(session, replace(everybody, authority_id=world.authority)) == 1


def test_nothing_is_written(session: Session, world: World, recommending: Recommending) -> None:
    add(session, recommending)
    before = session.execute(sa.select(StoredSuggestion.outcome, StoredSuggestion.rule)).all()

    impact(session, world)

    assert not session.new
    assert not session.dirty
    assert session.execute(sa.select(StoredSuggestion.outcome, StoredSuggestion.rule)).all() == before


def test_what_was_not_asked_when_it_was_stored_is_missing() -> None:
    evidence = evidence_in({"reading": {"state": "interrupted", "level": None}})

    assert evidence.reading is rules.PartState.INTERRUPTED
    assert evidence.writing is rules.PartState.NOT_TAKEN
    assert evidence.literacy is None
    assert evidence.schooling_years is None
    assert evidence.hard_life_situation is False
