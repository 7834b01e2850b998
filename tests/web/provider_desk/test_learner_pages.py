"""What a provider reports: who started, an end, the right group; and what it may see of learners."""

from typing import Any

import pytest
import sqlalchemy as sa

from testing_app import clock
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.people.models import Consent
from testing_app.queue.actions import move_place, release_place
from testing_app.queue.models import CoursePlace, Notice, QueueEntry
from testing_app.vocabulary import ConsentScope, GroupFit, NoticeKind, PlaceState, QueueState, Role
from tests.web.courses_made import add_confirmed, add_entry, add_group, add_started, browser_of, day
from tests.world import NOW, TODAY, World


def begun(world: World, people: int = 2) -> tuple[Any, list[Any]]:
    """A group that began five days ago with confirmed people."""
    with world.database.transaction() as session:
        group_id = add_group(session, world, starts_on=day(-5), capacity=20)
        places = [
            add_confirmed(
                session, world, add_entry(session, world, family_name=f"Person{n}"), group_id, ago=5
            )
            for n in range(people)
        ]
    return group_id, places


def states(world: World) -> list[PlaceState]:
    with world.database.reading() as session:
        return list(session.scalars(sa.select(CoursePlace.state).order_by(CoursePlace.state)))


def test_who_started_and_who_did_not_is_told_in_one_go(app: Any, world: World) -> None:
    group_id, places = begun(world)
    browser = browser_of(app, world, "training_provider")
    answers = {f"place-{places[0]}": "started", f"place-{places[1]}": "not_arrived"}

    asked = browser.get("/provider/groups").text
    told = browser.post(
        f"/provider/groups/{group_id}/starts",
        data={**answers, "happened_on": f"{day(-5):%d.%m.%Y}"},
        follow_redirects=True,
    )

    assert "Has the course started?" in asked
    assert "The authority was told about 2 learners." in told.text
    assert "Who started?" not in told.text
    assert states(world) == [PlaceState.NOT_ARRIVED, PlaceState.STARTED]


def test_an_answer_that_cannot_be_kept_keeps_the_others_as_answered(app: Any, world: World) -> None:
    group_id, places = begun(world)
    browser = browser_of(app, world, "training_provider")

    page = browser.post(
        f"/provider/groups/{group_id}/starts",
        data={f"place-{places[0]}": "started", "happened_on": f"{day(3):%d.%m.%Y}"},
    )
    nobody = browser.post(f"/provider/groups/{group_id}/starts", data={"happened_on": f"{day(-5):%d.%m.%Y}"})

    assert page.status_code == 422
    assert "This day has not come yet." in page.text
    assert "checked" in page.text
    assert nobody.status_code == 422
    assert "Answer for at least one learner." in nobody.text
    assert set(states(world)) == {PlaceState.CONFIRMED}


def test_a_completed_course_tells_levels_and_proposes_the_next_module(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world, starts_on=day(-50))
        place_id = add_started(session, world, add_entry(session, world), group_id, on=day(-50))
    browser = browser_of(app, world, "training_provider")

    answer = browser.post(
        f"/provider/places/{place_id}/report",
        data={
            "kind": "completed",
            "happened_on": f"{day(0):%d.%m.%Y}",
            "level-reading": "A2.1",
            "level-speaking": "A1.3",
            "further_plan": "next_module",
            "note": "Learns well.",
        },
    )

    assert answer.status_code == 303
    with world.database.reading() as session:
        notice = session.scalars(sa.select(Notice).where(Notice.kind == NoticeKind.COMPLETED)).one()
        proposed = session.get_one(QueueEntry, notice.opened_entry_id)
        assert notice.end_levels == {"reading": "A2.1", "speaking": "A1.3"}
        assert (proposed.module, proposed.state, proposed.queued_on) == ("M3", QueueState.PROPOSED, day(0))


def test_an_interruption_needs_a_reason_and_keeps_what_was_typed(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world, starts_on=day(-50))
        place_id = add_started(session, world, add_entry(session, world), group_id, on=day(-50))
    browser = browser_of(app, world, "training_provider")

    page = browser.post(
        f"/provider/places/{place_id}/report",
        data={"kind": "interrupted", "happened_on": f"{day(0):%d.%m.%Y}", "note": "Moved <away>"},
    )

    assert page.status_code == 422
    assert "Choose why the course was interrupted." in page.text
    assert "Moved &lt;away&gt;" in page.text


def test_what_cannot_have_happened_yet_is_not_offered(app: Any, world: World) -> None:
    _group_id, places = begun(world, 1)

    page = browser_of(app, world, "training_provider").get(f"/provider/places/{places[0]}/report").text

    assert 'value="started"' in page
    assert 'value="completed"' not in page
    assert "Further plan" not in page


def test_the_teacher_is_asked_about_the_right_group_after_two_weeks(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world, starts_on=day(-20))
        place_id = add_started(session, world, add_entry(session, world), group_id, on=day(-20))
    browser = browser_of(app, world, "training_provider")

    asked = browser.get(f"/provider/groups/{group_id}").text
    browser.post(f"/provider/groups/{group_id}/fit", data={f"place-{place_id}": "too_hard"})
    after = browser.get(f"/provider/groups/{group_id}").text

    assert (
        "The teacher&#39;s answer after two weeks" in asked or "The teacher's answer after two weeks" in asked
    )
    assert "answer after two weeks" not in after
    with world.database.reading() as session:
        assert session.scalars(sa.select(Notice.fit).where(Notice.fit.is_not(None))).all() == [
            GroupFit.TOO_HARD
        ]


def test_levels_are_withheld_until_the_learner_agrees_and_looking_leaves_an_entry(
    app: Any, world: World
) -> None:
    group_id, places = begun(world, 1)
    browser = browser_of(app, world, "training_provider")

    before = browser.get(f"/provider/groups/{group_id}").text
    with world.database.transaction() as session:
        candidate_id = session.get_one(CoursePlace, places[0]).candidate_id
        session.add(
            Consent(
                candidate_id=candidate_id,
                scope=ConsentScope.TRAINING_PROVIDER,
                language="ar",
                signed_on=TODAY,
                recorded_by_id=world.act(Role.AUTHORITY_OFFICER).account_id,
                recorded_at=NOW,
            )
        )
    after = browser.get(f"/provider/groups/{group_id}").text

    assert "Person0" in before
    assert "withheld" in before
    assert "withheld" not in after
    with world.database.reading() as session:
        seen = sa.select(sa.func.count()).where(AuditEntry.action == Event.LEARNERS_VIEWED)
        assert session.scalar(seen) == 2


def test_a_place_on_hold_names_nobody_to_the_provider(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id = add_group(session, world)
        entry_id = add_entry(session, world, family_name="Hiddenperson")
    browser_of(app, world, "authority_officer").post(
        f"/authority/queue/{entry_id}/groups", data={"group": str(group_id)}
    )

    page = browser_of(app, world, "training_provider").get(f"/provider/groups/{group_id}").text

    assert "1 / 2" in page
    assert "Hiddenperson" not in page


@pytest.mark.parametrize("path", ["groups/{group}/starts", "groups/{group}/fit", "places/{place}/report"])
def test_another_provider_reports_on_nobody_here(app: Any, world: World, path: str) -> None:
    group_id, places = begun(world, 1)
    stranger = browser_of(app, world, "other_provider")

    answer = stranger.post(
        f"/provider/{path.format(group=group_id, place=places[0])}", data={"kind": "started"}
    )

    assert answer.status_code == 404


def test_who_was_released_or_moved_away_is_no_longer_shown_to_the_provider(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        group_id, other_id = add_group(session, world), add_group(session, world, "K2")
        gone = [
            add_confirmed(session, world, add_entry(session, world, family_name="Gone"), group_id)
            for _ in range(2)
        ]
        by = world.act(Role.AUTHORITY_OFFICER)
        release_place(session, gone[0], leaving=None, by=by, now=clock.now())
        move_place(session, gone[1], to_group=other_id, by=by, now=clock.now())
    browser = browser_of(app, world, "training_provider")

    answers = [browser.get(f"/provider/places/{place}/report") for place in gone]
    answers += [browser.post(f"/provider/places/{place}/report", data={}) for place in gone]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not any("Gone" in answer.text for answer in answers)
