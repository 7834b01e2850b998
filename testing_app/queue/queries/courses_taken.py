"""Whether a candidate has begun a course since a day, as far as the viewer's authority placed them."""

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
