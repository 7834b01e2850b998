"""Two assessors' browsers at once, and lists that ask the database no more for many rows than for one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from testing_app import flow
from testing_app.bookings.actions import check_in
from testing_app.delivery.models import Delivery
from testing_app.errors import ProductError
from testing_app.placements.actions import CourseChoice
from testing_app.placements.suggesting import suggestion_of
from testing_app.results.keys import KeyRing, create_ring
from testing_app.results.models import SignedResult
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import SKILL_PARTS, PartState, Role
from tests.world import NOW, World

CHOICE = CourseChoice(track="integration-basic", module="M2", extras=(), reason="Learns steadily, attends.")


@pytest.fixture
def ring(app: Any) -> KeyRing:
    settings = app.extensions["settings"]
    return create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)


def recommended(world: World) -> Any:
    assessor = world.act(Role.ASSESSOR)
    with world.database.transaction() as session:
        booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        check_in(session, booking.id, id_seen=True, by=assessor, now=NOW)
        sitting = open_sitting(session, booking.id, by=assessor, now=NOW)
        for row in sitting.parts:
            if row.part in SKILL_PARTS:
                row.state, row.level = PartState.TAKEN, "A1.2"
        session.flush()
        shown = suggestion_of(session, sitting).digest
        flow.recommend(session, sitting.id, CHOICE, shown=shown, by=assessor, now=NOW)
        return sitting.id


def test_of_two_who_sign_at_once_one_does(world: World, ring: KeyRing) -> None:
    sitting_id, assessor = recommended(world), world.act(Role.ASSESSOR)
    with world.database.reading() as session:
        drafts = [flow.draft_result(session, sitting_id, by=assessor, now=NOW) for _ in range(2)]
    sealed = [flow.seal(draft, ring=ring, verify_at="http://localhost/verify") for draft in drafts]
    barrier, refused = threading.Barrier(2), []

    def sign(place: int) -> None:
        barrier.wait()
        try:
            with world.database.transaction() as session:
                flow.sign_result(session, sitting_id, sealed[place], by=assessor, now=NOW)
        except ProductError as refusal:
            refused.append(refusal.code)

    threads = [threading.Thread(target=sign, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["already_signed"]
    with world.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SignedResult)) == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Delivery)) == 1


def test_a_change_between_sealing_and_keeping_is_refused(world: World, ring: KeyRing) -> None:
    sitting_id, assessor = recommended(world), world.act(Role.ASSESSOR)
    with world.database.reading() as session:
        draft = flow.draft_result(session, sitting_id, by=assessor, now=NOW)
    sealed = flow.seal(draft, ring=ring, verify_at="http://localhost/verify")
    with world.database.transaction() as session:
        session.get_one(Sitting, sitting_id).parts[0].comment = "Read aloud with confidence."

    with pytest.raises(ProductError) as refusal, world.database.transaction() as session:
        flow.sign_result(session, sitting_id, sealed, by=assessor, now=NOW)

    assert refusal.value.code == "changed_since_preview"


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(world.database.engine, "before_cursor_execute", note)


def copies_of(world: World, number: int) -> None:
    """More results of the same kind, each of its own candidate."""
    with world.database.transaction() as session:
        for place in range(number):
            original = session.scalars(sa.select(SignedResult).limit(1)).one()
            values = {column.key: getattr(original, column.key) for column in SignedResult.__table__.columns}
            candidate = world.add_candidate(session)
            recommendation = recommendation_like(session, original.recommendation_id)
            session.add(
                SignedResult(
                    **{
                        **values,
                        "id": uuid4(),
                        "candidate_id": candidate.id,
                        "recommendation_id": recommendation,
                        "pdf_digest": f"{place:064d}",
                        "signed_at": NOW + timedelta(minutes=place),
                    }
                )
            )
            session.flush()


def recommendation_like(session: Any, recommendation_id: Any) -> Any:
    table = sa.inspect(SignedResult).registry.metadata.tables["recommendations"]
    row = dict(session.execute(sa.select(table).where(table.c.id == recommendation_id)).mappings().one())
    made = uuid4()
    session.execute(table.insert().values(**{**row, "id": made}))
    return made


def test_the_list_of_results_asks_as_often_for_thirty_as_for_one(
    app: Any, world: World, ring: KeyRing
) -> None:
    sitting_id, assessor = recommended(world), world.act(Role.ASSESSOR)
    with world.database.reading() as session:
        draft = flow.draft_result(session, sitting_id, by=assessor, now=NOW)
    sealed = flow.seal(draft, ring=ring, verify_at="http://localhost/verify")
    with world.database.transaction() as session:
        flow.sign_result(session, sitting_id, sealed, by=assessor, now=NOW)
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie("assessor"))
    with counted(world) as for_one:
        browser.get("/centre/results")
    copies_of(world, 29)

    with counted(world) as for_thirty:
        page = browser.get("/centre/results")

    assert len(for_one) == len(for_thirty)
    assert page.text.count("/centre/results/") == 25
    assert "Page 1 of 2" in page.text
