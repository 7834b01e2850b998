"""Reads suggestions and recommendations as they were stored, and how often assessors agree with the rules."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.models import Account
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.placements.suggesting import Suggested
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import Role


@dataclass(frozen=True)
class Agreement:
    """How many of an assessor's recommendations name the same track and module as the suggestion."""

    account_id: UUID
    name: str
    recommendations: int
    agreeing: int
    left_to_assessor: int

    @property
    def comparable(self) -> int:
        """Those for which the rules named a course group at all."""
        return self.recommendations - self.left_to_assessor

    @property
    def percent(self) -> int | None:
        """Agreement in whole per cent, or None when there is nothing to compare."""
        return round(100 * self.agreeing / self.comparable) if self.comparable else None


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
    """Whether a stored suggestion is still what the rules say on the evidence there is now."""
    return (
        stored is not None
        and stored.evidence == dict(suggested.evidence)
        and stored.outcome == suggested.outcome
    )


def agreement_of_assessors(session: Session, *, viewer: Actor) -> list[Agreement]:
    """Each assessor of the viewer's centre, by name; an assessor who does not lead sees only their own row.

    Counts the recommendation that holds for each sitting, not those it replaced.
    """
    newest = (
        sa.select(
            Recommendation.id,
            sa.func.row_number()
            .over(
                partition_by=Recommendation.sitting_id,
                order_by=(Recommendation.made_at.desc(), Recommendation.id),
            )
            .label("place"),
        )
        .join(Sitting, Sitting.id == Recommendation.sitting_id)
        .where(Sitting.centre_id == viewer.organisation_id)
        .subquery()
    )
    decided = sa.case((StoredSuggestion.track == UNDECIDED, 1), else_=0)
    query = (
        sa.select(
            Account.id,
            Account.name,
            sa.func.count(),
            sa.func.sum(sa.case((Recommendation.agrees, 1), else_=0)),
            sa.func.sum(decided),
        )
        .select_from(Recommendation)
        .join(newest, sa.and_(newest.c.id == Recommendation.id, newest.c.place == 1))
        .join(StoredSuggestion, StoredSuggestion.id == Recommendation.suggestion_id)
        .join(Account, Account.id == Recommendation.made_by_id)
        .group_by(Account.id, Account.name)
        .order_by(Account.name)
    )
    if Role.CENTRE_LEAD not in viewer.roles:
        query = query.where(Account.id == viewer.account_id)
    return [Agreement(*row) for row in session.execute(query)]


UNDECIDED = "assessor-decides"
"""The track of a suggestion that leaves everything to the assessor; never a recommendation."""
