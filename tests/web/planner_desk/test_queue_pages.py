"""The planner's queues: numbers of every line, people as candidate numbers only, what blocks."""

from typing import Any

import pytest
import sqlalchemy as sa

from testing_app import clock
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.queue.actions import CourseLine, note_block
from testing_app.queue.models import QueueEntry
from testing_app.vocabulary import Role, TestedLanguage
from tests.web.courses_made import add_entry, add_group, browser_of
from tests.world import World

LINE = "/planner/queues/line?language=fi&track=integration-basic&module=M2&area=Vantaa"


def test_lines_show_how_many_wait_and_how_long(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        for waited in (10, 20, 90):
            add_entry(session, world, waited=waited)
        add_entry(session, world, line=CourseLine(TestedLanguage.FINNISH, "literacy-1", None))

    page = browser_of(app, world, "course_planner").get("/planner/queues").text

    assert "Integration training, basic path, module M2" in page
    assert ">90<" in page
    assert ">20<" in page
    assert "none" in page


def test_people_of_a_line_are_numbers_with_what_blocks_and_leave_an_entry(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        entry_id = add_entry(session, world, family_name="Nimekäs")
        by = world.act(Role.AUTHORITY_OFFICER)
        note_block(session, entry_id, blocked_by="Needs an evening group", by=by, now=clock.now())
        number = session.get_one(QueueEntry, entry_id).candidate.number

    page = browser_of(app, world, "course_planner").get(LINE).text

    assert number in page
    assert "Needs an evening group" in page
    assert "No group is coming" in page
    assert "Nimekäs" not in page
    with world.database.reading() as session:
        seen = sa.select(sa.func.count()).where(AuditEntry.action == Event.QUEUE_VIEWED)
        assert session.scalar(seen) == 1


def test_a_coming_group_ends_the_lack_of_one(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        add_entry(session, world)
        add_group(session, world)

    page = browser_of(app, world, "course_planner").get(LINE).text

    assert "No group is coming" not in page


@pytest.mark.parametrize("path", ["/planner/queues", LINE, "/planner/queues/line"])
def test_another_authority_has_its_own_queues(app: Any, world: World, path: str) -> None:
    with world.database.transaction() as session:
        add_entry(session, world)

    page = browser_of(app, world, "other_planner").get(path)

    assert page.status_code == 200
    assert 'class="empty' in page.text
