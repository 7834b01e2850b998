"""Groups, queues and places of today, and browsers, for tests of the pages about courses."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from testing_app import clock
from testing_app.courses.actions import make_group, publish_group
from testing_app.courses.groups import GroupFacts
from testing_app.queue import actions
from testing_app.queue.actions import CourseLine, NoticeFacts
from testing_app.vocabulary import CourseKind, NoticeKind, Role, TestedLanguage
from tests.world import World

M2 = CourseLine(TestedLanguage.FINNISH, "integration-basic", "M2")


def browser_of(app: Any, world: World, who: str) -> FlaskClient:
    """Signed in, in English, without the protection of forms."""
    app.config["WTF_CSRF_ENABLED"] = False
    browser: FlaskClient = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(who))
    return browser


def day(days: int) -> date:
    """So many days from today."""
    return clock.today() + timedelta(days=days)


def group_facts(code: str = "K1", **values: Any) -> GroupFacts:
    """A group of basic module 2 that starts in ten days."""
    given: dict[str, Any] = {
        "code": code,
        "name": f"Group {code}",
        "language_tested": TestedLanguage.FINNISH,
        "kind": CourseKind.LABOUR_MARKET,
        "track": M2.track,
        "module": M2.module,
        "entry_from": day(-60),
        "entry_until": day(40),
        "starts_on": day(10),
        "ends_on": day(100),
        "capacity": 2,
        "minimum": 1,
        "city": "Vantaa",
    }
    return GroupFacts(**{**given, **values})


def add_group(session: Session, world: World, code: str = "K1", **values: Any) -> UUID:
    """A published group of the provider."""
    by = world.act(Role.TRAINING_PROVIDER)
    group = make_group(session, group_facts(code, **values), by=by, now=clock.now())
    publish_group(session, group.id, version=group.version, by=by, now=clock.now())
    return group.id


def add_entry(
    session: Session, world: World, *, waited: int = 30, line: CourseLine = M2, **person: Any
) -> UUID:
    """Somebody who has waited so many days."""
    return actions.enter_queue(
        session,
        candidate_id=world.add_candidate(session, **person).id,
        place=line,
        result_id=None,
        area="Vantaa",
        queued_on=day(-waited),
        by=world.act(Role.AUTHORITY_OFFICER),
        now=clock.now(),
    ).id


def add_hold(session: Session, world: World, entry_id: UUID, group_id: UUID, *, ago: int = 0) -> UUID:
    """A place put on hold so many days ago."""
    by, then = world.act(Role.AUTHORITY_OFFICER), clock.now() - timedelta(days=ago)
    return actions.hold_place(session, entry_id, group_id=group_id, by=by, now=then).id


def add_confirmed(session: Session, world: World, entry_id: UUID, group_id: UUID, *, ago: int = 0) -> UUID:
    """A place confirmed so many days ago."""
    place_id = add_hold(session, world, entry_id, group_id, ago=ago)
    then = clock.now() - timedelta(days=ago)
    actions.confirm_place(session, place_id, by=world.act(Role.AUTHORITY_OFFICER), now=then)
    return place_id


def add_started(session: Session, world: World, entry_id: UUID, group_id: UUID, *, on: date) -> UUID:
    """Somebody who began a course that has begun."""
    place_id = add_confirmed(session, world, entry_id, group_id)
    facts = NoticeFacts(kind=NoticeKind.STARTED, happened_on=on)
    actions.report(session, place_id, facts=facts, by=world.act(Role.TRAINING_PROVIDER), now=clock.now())
    return place_id
