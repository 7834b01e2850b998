"""Course groups, entries and places for tests of the queue."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.courses.actions import make_group, publish_group
from testing_app.courses.groups import GroupFacts
from testing_app.courses.models import CourseGroup
from testing_app.queue.actions import CourseLine, enter_queue
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.queue.order import TAKING
from testing_app.vocabulary import CourseKind, Role, TestedLanguage
from tests.world import NOW, TODAY, World

M2 = CourseLine(TestedLanguage.FINNISH, "integration-basic", "M2")
M3 = CourseLine(TestedLanguage.FINNISH, "integration-basic", "M3")
LITERACY = CourseLine(TestedLanguage.FINNISH, "literacy-1", None)
STARTS = TODAY + timedelta(days=10)


def facts(code: str = "K1", **values: Any) -> GroupFacts:
    """A group of basic module 2 in Vantaa that starts in ten days and can be joined for a month."""
    given: dict[str, Any] = {
        "code": code,
        "name": f"Group {code}",
        "language_tested": TestedLanguage.FINNISH,
        "kind": CourseKind.LABOUR_MARKET,
        "track": M2.track,
        "module": M2.module,
        "entry_from": TODAY,
        "entry_until": TODAY + timedelta(days=30),
        "starts_on": STARTS,
        "ends_on": TODAY + timedelta(days=100),
        "capacity": 2,
        "minimum": 1,
        "weekdays": (0, 1, 2),
        "city": "Vantaa",
        "post_code": "01300",
    }
    return GroupFacts(**{**given, **values})


def add_group(session: Session, world: World, code: str = "K1", **values: Any) -> CourseGroup:
    """A published group of the provider."""
    by = world.act(Role.TRAINING_PROVIDER)
    group = make_group(session, facts(code, **values), by=by, now=NOW)
    return publish_group(session, group.id, version=group.version, by=by, now=NOW)


def add_entry(
    session: Session,
    world: World,
    *,
    days: int = 30,
    line: CourseLine = M2,
    candidate_id: UUID | None = None,
    **person: Any,
) -> QueueEntry:
    """Somebody who was tested so many days ago and waits in the line."""
    return enter_queue(
        session,
        candidate_id=candidate_id or world.add_candidate(session, **person).id,
        place=line,
        result_id=None,
        area="Vantaa",
        queued_on=TODAY - timedelta(days=days),
        by=world.act(Role.AUTHORITY_OFFICER),
        now=NOW,
    )


def taken_as_counted(session: Session, group_id: UUID) -> tuple[int, int]:
    """What the group says is taken, and how many places count as taken."""
    session.expire_all()
    counted = session.scalar(
        sa.select(sa.func.count())
        .select_from(CoursePlace)
        .where(CoursePlace.group_id == group_id, CoursePlace.state.in_(TAKING))
    )
    group = session.get(CourseGroup, group_id)
    assert group is not None
    return group.taken, counted or 0


def later(days: int) -> datetime:
    """The same hour some days on."""
    return NOW + timedelta(days=days)


def day(days: int) -> date:
    """The day that many days on."""
    return TODAY + timedelta(days=days)
