"""The result of a candidate whose authority judges by a local set: no code stands in its letter."""

import io
from pathlib import Path
from uuid import UUID

from pypdf import PdfReader
from sqlalchemy.orm import Session

from testing_app import flow
from testing_app.bookings.actions import check_in
from testing_app.persistence.database import Database
from testing_app.placements.actions import CourseChoice
from testing_app.placements.suggesting import suggestion_of
from testing_app.results.letter import result_html
from testing_app.sittings.actions import open_sitting
from testing_app.vocabulary import (
    SKILL_PARTS,
    Literacy,
    PartState,
    Role,
    ScoreSource,
    StudyReadiness,
)
from tests.results.samples import ring_in
from tests.rule_sets.making import TOMORROW, approved, named, of_named, proposed
from tests.world import NOW, World

THEN = NOW.replace(day=TOMORROW.day)
VERIFY_AT = "https://lahtotaso.example/verify"


def recommended(session: Session, world: World) -> UUID:
    """A sitting judged by the Jyväskylä model, with a recommendation."""
    local = of_named(named("jyvaskyla-2022", 1))
    approved(session, proposed(session, local, world.act(Role.COURSE_PLANNER)), world.act("second_planner"))
    by = world.act(Role.ASSESSOR)
    booking = world.add_booking(
        session, world.add_occasion(session, held_on=TOMORROW), world.add_candidate(session)
    )
    check_in(session, booking.id, id_seen=True, by=by, now=THEN)
    sitting = open_sitting(session, booking.id, by=by, now=THEN)
    for row in sitting.parts:
        if row.part in SKILL_PARTS:
            row.state, row.level, row.source = PartState.TAKEN, "A1.2", ScoreSource.SHEET
    sitting.background.literacy = Literacy.LATIN_TECHNICAL
    sitting.background.study_readiness = StudyReadiness.NEEDS_DEVELOPMENT
    session.flush()
    choice = CourseChoice(track="zero-course", module=None, extras=(), reason="Alkaa rauhassa alusta asti.")
    shown = suggestion_of(session, sitting).digest
    flow.recommend(session, sitting.id, choice, shown=shown, by=by, now=THEN)
    return sitting.id


def test_the_letter_of_a_local_result_speaks_in_words(
    database: Database, world: World, tmp_path: Path
) -> None:
    by = world.act(Role.ASSESSOR)
    with database.transaction() as session:
        sitting_id = recommended(session, world)
        draft = flow.draft_result(session, sitting_id, by=by, now=THEN)

    sealed = flow.seal(draft, ring=ring_in(tmp_path), verify_at=VERIFY_AT)
    with database.transaction() as session:
        kept = flow.sign_result(session, sitting_id, sealed, by=by, now=THEN)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(kept.pdf)).pages)

    assert draft.document.suggestion.track == "group-slow"
    assert "Nollakurssi" in text
    assert "Zero course" in text
    for code in ("zero-course", "group-slow", "from-A1", "slow-group"):
        assert code not in text


def test_what_letters_show_beside_the_document_is_not_in_the_signed_data(
    database: Database, world: World
) -> None:
    with database.transaction() as session:
        sitting_id = recommended(session, world)
        draft = flow.draft_result(session, sitting_id, by=world.act(Role.ASSESSOR), now=THEN)

    html = result_html(draft.document, language="ar", verify_at=VERIFY_AT, names=draft.names)

    assert "Tasoryhmä, hidas" in html
    assert b"Tasoryhm" not in draft.document.to_bytes()
