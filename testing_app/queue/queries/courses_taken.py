"""Whether a candidate has begun a course since a day, as far as the viewer's authority placed them."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.queue.models import CoursePlace
from testing_app.vocabulary import TestedLanguage


def find_course_since(
    session: Session, candidate_id: UUID, *, language: TestedLanguage, since: date, viewer: Actor
) -> date | None:
    """The first day of the last course in this language that the provider reported as begun after `since`."""
    return session.scalar(
        sa.select(sa.func.max(CoursePlace.started_on))
        .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
        .where(
            CoursePlace.candidate_id == candidate_id,
            CoursePlace.authority_id == viewer.organisation_id,
            CourseGroup.language_tested == language,
            CoursePlace.started_on > since,
        )
    )


def last_starts(
    session: Session, candidate_ids: Collection[UUID], *, viewer: Actor
) -> Mapping[tuple[UUID, TestedLanguage], date]:
    """The first day of the last course each candidate began in a language, for lists."""
    query = (
        sa.select(CoursePlace.candidate_id, CourseGroup.language_tested, sa.func.max(CoursePlace.started_on))
        .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
        .where(
            CoursePlace.candidate_id.in_(candidate_ids),
            CoursePlace.authority_id == viewer.organisation_id,
            CoursePlace.started_on.is_not(None),
        )
        .group_by(CoursePlace.candidate_id, CourseGroup.language_tested)
    )
    rows = session.execute(query)
    return {(candidate, language): day for candidate, language, day in rows if day is not None}
