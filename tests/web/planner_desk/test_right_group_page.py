"""What teachers answered about people whom the rules had placed, as a planner sees it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from testing_app import clock
from testing_app.audit.models import AuditEntry
from testing_app.queue import actions
from testing_app.queue.actions import NoticeFacts
from testing_app.results.keys import create_ring
from testing_app.vocabulary import GroupFit, NoticeKind, Role
from tests.letterbox import Letterbox
from tests.web.courses_made import M2, add_group, add_started, browser_of, day
from tests.world import NOW, World

ADDRESS = "/planner/agreement/right-group"


@pytest.fixture
def letterbox(world: World, tmp_path: Path) -> Letterbox:
    return Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))


def answer(letterbox: Letterbox, *fits: GroupFit) -> None:
    """One learner for each answer, all placed by one rule, in a course that began two weeks ago."""
    world, provider = letterbox.world, letterbox.world.act(Role.TRAINING_PROVIDER)
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=len(fits), starts_on=day(-20))
        for fit in fits:
            result = letterbox.add_result(session, tested_on=day(-60))
            entry = actions.enter_queue(
                session,
                candidate_id=result.candidate_id,
                place=M2,
                result_id=result.id,
                area="Vantaa",
                by=world.act(Role.AUTHORITY_OFFICER),
                now=clock.now(),
            )
            place = add_started(session, world, entry.id, group, on=day(-20))
            facts = NoticeFacts(kind=NoticeKind.RIGHT_GROUP, happened_on=day(0), fit=fit)
            actions.report(session, place, facts=facts, by=provider, now=clock.now())


def test_answers_stand_at_the_rule_that_had_suggested_the_group(
    app: Flask, world: World, letterbox: Letterbox
) -> None:
    answer(letterbox, *[GroupFit.RIGHT] * 6, *[GroupFit.TOO_EASY] * 3, *[GroupFit.OTHER_PATH] * 2)

    page = browser_of(app, world, Role.COURSE_PLANNER).get(ADDRESS).text

    assert "<dt>Right group</dt><dd>6</dd>" in page
    assert "<dt>Another group would suit better</dt><dd>5</dd>" in page


def test_few_answers_are_hidden_and_another_authority_sees_none(
    app: Flask, world: World, letterbox: Letterbox
) -> None:
    answer(letterbox, GroupFit.RIGHT, GroupFit.TOO_HARD)

    page = browser_of(app, world, Role.COURSE_PLANNER).get(ADDRESS).text
    elsewhere = browser_of(app, world, "other_planner").get(ADDRESS).text

    assert "<dt>Right group</dt><dd>hidden</dd>" in page
    assert "No answers in this year" in elsewhere


def test_looking_is_audited(app: Flask, world: World) -> None:
    browser_of(app, world, Role.COURSE_PLANNER).get(ADDRESS)

    with world.database.reading() as session:
        kept = session.scalars(
            sa.select(AuditEntry.details).where(AuditEntry.action == "statistics_viewed")
        ).all()
    assert [details["subject"] for details in kept] == ["right_group"]
