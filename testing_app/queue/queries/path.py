"""The path of a person, step by step: from which day on which track and module, and why."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.candidates.queries import get_candidate
from testing_app.queue.lines import Because
from testing_app.queue.models import PathStep

IN_ORDER = sa.case({because.value: rank for rank, because in enumerate(Because)}, value=PathStep.because)
"""Of steps that were decided in one moment, which one comes first."""


def path_of(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[PathStep]:
    """The path of a candidate of this authority, oldest step first; it belongs to the person, not a house."""
    get_candidate(session, candidate_id, viewer=viewer)
    return steps_of(session, candidate_id)


def steps_of(session: Session, candidate_id: UUID) -> Sequence[PathStep]:
    """The same steps, for a caller who knows that the viewer may see them."""
    query = sa.select(PathStep).where(PathStep.candidate_id == candidate_id)
    return session.scalars(query.order_by(PathStep.since, PathStep.decided_at, IN_ORDER, PathStep.id)).all()
