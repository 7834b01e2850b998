"""A candidate of whom two skills were measured by points, near a border between two modules if wanted."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.bookings.actions import check_in
from testing_app.items.measurement import level_of_points
from testing_app.items.models import FormVersion
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting, SittingPart
from testing_app.vocabulary import Literacy, Part, PartState, Role, StudyReadiness
from tests.world import NOW, World

AT_A2_1 = 18
"""The fewest points of the level A2.1 on the points forms of the world of tests."""


def measured_sitting(
    session: Session,
    world: World,
    *,
    reading: int,
    listening: int,
    writing: str = "A1.3",
    speaking: str = "A2.1",
) -> Sitting:
    """A sitting with points in reading and listening, and levels from ratings in writing and speaking."""
    booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
    check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW)
    sitting = open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW)
    rows = {row.part: row for row in sitting.parts}
    for part, points in ((Part.READING, reading), (Part.LISTENING, listening)):
        give_points(session, rows[part], world=world, points=points)
    for part, level in ((Part.WRITING, writing), (Part.SPEAKING, speaking)):
        rows[part].state, rows[part].level = PartState.TAKEN, level
    told = sitting.background
    told.literacy, told.study_readiness = Literacy.LATIN_TECHNICAL, StudyReadiness.BASIC
    told.languages_studied, told.schooling_years = 1, 9
    session.flush()
    return sitting


def give_points(session: Session, row: SittingPart, *, world: World, points: int) -> None:
    """Enter points for a part on the form of the world of tests."""
    of_form = sa.select(FormVersion).where(FormVersion.form_id == world.forms[row.part])
    version = session.scalars(of_form).one()
    row.state, row.points, row.form_version = PartState.TAKEN, points, version
    row.level = level_of_points(version, points).level
