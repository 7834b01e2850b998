"""From an acknowledged result to the first lesson, over HTTP: queue, hold, place, started, notice."""

import re
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from testing_app import clock
from testing_app.audit.models import AuditEntry
from testing_app.delivery.worker import inbox_worker
from testing_app.inbox.models import InboxMessage
from testing_app.queue.models import CoursePlace, Notice, PathStep, QueueEntry
from testing_app.results.keys import create_ring
from testing_app.vocabulary import NoticeKind, PlaceState, QueueState
from tests.journeys.test_http_score_to_inbox import browser_of, recommend, scored_sitting, sign
from tests.web.courses_made import add_group, day
from tests.world import NOW, World


def arrived_result(app: Any, world: World) -> UUID:
    """A result signed at the centre and delivered to the authority's inbox."""
    settings = app.extensions["settings"]
    create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    sign(assessor, sitting_id)
    inbox_worker(world.database, now=clock.now).deliver_due()
    with world.database.reading() as session:
        return session.scalars(sa.select(InboxMessage.id)).one()


def identifier(page: str, pattern: str) -> str:
    found = re.search(pattern.replace("ID", "([0-9a-f-]{36})"), page)
    assert found, pattern
    return found[1]


def test_a_result_becomes_a_course_place_that_somebody_starts(app: Any, world: World) -> None:
    message_id = arrived_result(app, world)
    with world.database.transaction() as session:
        group_id = add_group(session, world, starts_on=day(0))
    officer, provider = (
        browser_of(app, world, "authority_officer"),
        browser_of(app, world, "training_provider"),
    )

    officer.post(f"/authority/inbox/{message_id}/acknowledge")
    todo = officer.get("/authority/todo").text
    queued = officer.post(
        f"/authority/inbox/{message_id}/queue", data={"line": "integration-basic:M2", "area": "Vantaa"}
    )
    entry_id = queued.location.rsplit("/", 1)[1]
    held = officer.post(f"/authority/queue/{entry_id}/groups", data={"group": str(group_id)})
    candidate = officer.get(held.location).text
    place_id = identifier(candidate, "/authority/places/ID/confirm")
    officer.post(f"/authority/places/{place_id}/confirm")
    provider.post(
        f"/provider/groups/{group_id}/starts",
        data={f"place-{place_id}": "started", "happened_on": f"{day(0):%d.%m.%Y}"},
    )
    notices = officer.get("/authority/notices").text
    notice_id = identifier(notices, "/authority/notices/ID/acknowledge")
    officer.post(f"/authority/notices/{notice_id}/acknowledge")
    after = officer.get("/authority/todo").text

    assert re.search(r'todo-number">1</span> <span class="todo-what">Results without a decision', todo)
    assert "Started" in notices
    assert "Nothing is waiting" in after
    with world.database.reading() as session:
        entry, place = (
            session.get_one(QueueEntry, UUID(entry_id)),
            session.get_one(CoursePlace, UUID(place_id)),
        )
        notice = session.get_one(Notice, UUID(notice_id))
        assert (entry.state, place.state, place.started_on) == (QueueState.PLACED, PlaceState.STARTED, day(0))
        assert (notice.kind, notice.acknowledged_at is not None) == (NoticeKind.STARTED, True)
        steps = session.scalars(sa.select(PathStep.because).order_by(PathStep.decided_at)).all()
        assert steps == ["queued", "place_confirmed", "started"]
        told = session.scalars(
            sa.select(AuditEntry.action).where(AuditEntry.candidate_id == entry.candidate_id)
        )
        assert {
            "queue_entered",
            "place_held",
            "place_confirmed",
            "notice_sent",
            "notice_acknowledged",
        } <= set(told)
