"""Reads suggestions and recommendations as they were stored."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.placements.suggesting import HOW_SURE, Suggested


def latest_suggestion(session: Session, sitting_id: UUID) -> StoredSuggestion | None:
    """The suggestion stored last for a sitting."""
    return session.scalar(
        sa.select(StoredSuggestion)
        .where(StoredSuggestion.sitting_id == sitting_id)
        .order_by(StoredSuggestion.made_at.desc(), StoredSuggestion.id)
        .limit(1)
    )


def latest_recommendation(session: Session, sitting_id: UUID) -> Recommendation | None:
    """The recommendation made last for a sitting, with the suggestion the assessor saw."""
    return session.scalar(
        sa.select(Recommendation)
        .where(Recommendation.sitting_id == sitting_id)
        .order_by(Recommendation.made_at.desc(), Recommendation.id)
        .limit(1)
    )


def is_same(stored: StoredSuggestion | None, suggested: Suggested) -> bool:
    """Whether a stored suggestion is still what the rules say on the evidence there is now.

    How sure they are does not count: it may be missing in what was stored, and changes nothing in the rest.
    """
    return (
        stored is not None
        and stored.evidence == dict(suggested.evidence)
        and _without_certainty(stored.outcome) == _without_certainty(suggested.outcome)
    )


def _without_certainty(outcome: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in outcome.items() if name not in HOW_SURE}


UNDECIDED = "assessor-decides"
"""The track of a suggestion that leaves everything to the assessor; never a recommendation."""
