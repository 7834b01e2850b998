"""Counts recommendations for a course planner: signed results that hold, by track and module."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.results.models import SignedResult
from testing_app.statistics.small_cells import SMALLEST_SHOWN, hidden_cells
from testing_app.vocabulary import TestedLanguage


@dataclass(frozen=True, kw_only=True)
class Demand:
    """How many results recommend one course group; None where the number is too small to show."""

    track: str
    module: str | None
    results: int | None


@dataclass(frozen=True, kw_only=True)
class DemandTable:
    """The demand of a period; the total is None when it is itself too small to show."""

    rows: Sequence[Demand]
    total: int | None
    is_empty: bool

    @property
    def hides_something(self) -> bool:
        """Whether any number was too small to show."""
        return any(row.results is None for row in self.rows)


def recommended(
    session: Session, *, viewer: Actor, language_tested: TestedLanguage, since: date, until: date
) -> DemandTable:
    """What results that hold recommend, for the viewer's authority and test days `since` to `until`."""
    found = session.execute(
        sa.select(SignedResult.track, SignedResult.module, sa.func.count())
        .where(
            SignedResult.authority_id == viewer.organisation_id,
            SignedResult.superseded_at.is_(None),
            SignedResult.language_tested == language_tested,
            SignedResult.tested_on.between(since, until),
        )
        .group_by(SignedResult.track, SignedResult.module)
        .order_by(SignedResult.track, SignedResult.module)
    )
    counts = {(track, module): int(number) for track, module, number in found}
    hidden = hidden_cells(counts)
    total = sum(counts.values())
    return DemandTable(
        rows=[
            Demand(track=track, module=module, results=None if (track, module) in hidden else number)
            for (track, module), number in counts.items()
        ],
        total=total if total >= SMALLEST_SHOWN or not total else None,
        is_empty=not counts,
    )
