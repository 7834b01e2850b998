"""The advice register: anonymous, complete, and only the service's own."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from testing_app.advice import actions, queries
from testing_app.advice.models import AdviceVisit
from testing_app.advice.topics import topic_name, topics
from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.vocabulary import AgeBand, DirectedTo, Role, Stay, VisitReason
from tests.world import NOW, TODAY, World


def facts(point: UUID, **changes: object) -> actions.VisitFacts:
    plain = actions.VisitFacts(
        point_id=point,
        visited_on=TODAY,
        language="so",
        age_band=AgeBand.FROM_25,
        stay=Stay.FROM_ONE,
        reason=VisitReason.OWN_MATTER,
        topics=("kela", "finnish_studies"),
        directed_to=(DirectedTo.LANGUAGE_TEST,),
    )
    return replace(plain, **changes)


@pytest.fixture
def point(world: World) -> UUID:
    with world.database.transaction() as session:
        return actions.open_point(session, "Tori", by=world.act(Role.ADVISER), now=NOW).id


def test_a_visit_is_kept_as_it_was_entered_and_audited(world: World, point: UUID) -> None:
    adviser = world.act(Role.ADVISER)

    with world.database.transaction() as session:
        actions.record_visit(session, facts(point), by=adviser, now=NOW)

    with world.database.reading() as session:
        kept = queries.visits_on(session, TODAY, viewer=adviser)
        events = list(session.scalars(sa.select(AuditEntry.action)))
    assert [(visit.language, visit.topics, visit.directed_to) for visit in kept] == [
        ("so", ["kela", "finnish_studies"], ["language_test"])
    ]
    assert events.count("advice_visit_recorded") == 1


def test_every_problem_of_a_visit_is_named_at_its_field(world: World, point: UUID) -> None:
    wrong = facts(
        point,
        visited_on=TODAY + timedelta(days=1),
        language="kurdish",
        topics=("astrology",),
        directed_to=(DirectedTo.NOWHERE, DirectedTo.KELA),
    )

    with pytest.raises(Invalid) as refusal, world.database.transaction() as session:
        actions.record_visit(session, wrong, by=world.act(Role.ADVISER), now=NOW)

    assert set(refusal.value.problems) == {"visited_on", "language", "topics", "directed_to"}


def test_a_visit_cannot_be_entered_at_the_point_of_another_service(world: World, point: UUID) -> None:
    with pytest.raises(NotFound), world.database.transaction() as session:
        actions.record_visit(session, facts(point), by=world.act("other_adviser"), now=NOW)


def test_a_closed_point_takes_visits_up_to_its_last_day_only(world: World, point: UUID) -> None:
    adviser = world.act(Role.ADVISER)
    with world.database.transaction() as session:
        actions.close_point(session, point, by=adviser, now=NOW)

    with world.database.transaction() as session:
        actions.record_visit(session, facts(point), by=adviser, now=NOW + timedelta(days=2))
    late = facts(point, visited_on=TODAY + timedelta(days=1))
    with pytest.raises(Invalid), world.database.transaction() as session:
        actions.record_visit(session, late, by=adviser, now=NOW + timedelta(days=2))


def test_only_a_visit_of_today_is_taken_back_and_only_by_who_entered_it(world: World, point: UUID) -> None:
    adviser = world.act(Role.ADVISER)
    with world.database.transaction() as session:
        first = actions.record_visit(session, facts(point), by=adviser, now=NOW).id
        second = actions.record_visit(session, facts(point), by=adviser, now=NOW).id

    with world.database.transaction() as session:
        actions.take_back_visit(session, first, by=adviser, now=NOW)
    with pytest.raises(Conflict), world.database.transaction() as session:
        actions.take_back_visit(session, second, by=adviser, now=NOW + timedelta(days=1))
    with pytest.raises(NotFound), world.database.transaction() as session:
        actions.take_back_visit(session, second, by=world.act("other_adviser"), now=NOW)

    with world.database.reading() as session:
        assert session.scalars(sa.select(AdviceVisit.id)).all() == [second]


def test_two_points_of_one_service_never_share_a_name(world: World, point: UUID) -> None:
    with pytest.raises(Conflict), world.database.transaction() as session:
        actions.open_point(session, " Tori ", by=world.act(Role.ADVISER), now=NOW)
    with world.database.transaction() as session:
        actions.open_point(session, "Tori", by=world.act("other_adviser"), now=NOW)


def test_the_languages_heard_most_come_first(world: World, point: UUID) -> None:
    adviser = world.act(Role.ADVISER)
    with world.database.transaction() as session:
        for language in ("so", "uk", "uk"):
            actions.record_visit(session, facts(point, language=language), by=adviser, now=NOW)

        assert queries.languages_by_use(session, viewer=adviser, since=TODAY) == ["uk", "so"]
        assert queries.languages_by_use(session, viewer=world.act("other_adviser"), since=TODAY) == []


def test_the_twenty_topics_of_the_register_have_names_in_three_languages() -> None:
    assert len(topics()) == 20
    assert all(names.keys() == {"fi", "sv", "en"} and all(names.values()) for names in topics().values())
    assert topic_name("kela", "sv") == "FPA"
    assert topic_name("a-topic-of-long-ago", "fi") == "a-topic-of-long-ago"
