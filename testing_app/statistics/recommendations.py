"""Counts recommendations for a course planner: signed results that hold, by track and module."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from testing_app.results.models import SignedResult
from testing_app.statistics.about_tests import RESULTS
from testing_app.statistics.asking import Question, counted, seen


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


def recommended(session: Session, question: Question) -> DemandTable:
    """What results that hold recommend, in the year or quarter asked about."""
    shown = seen(counted(session, RESULTS, question, SignedResult.track, SignedResult.module), question)
    rows = [
        Demand(track=track, module=module, results=number)
        for (track, module), number in sorted(
            shown.numbers.items(), key=lambda each: tuple(map(str, each[0]))
        )
    ]
    return DemandTable(rows=rows, total=shown.total, is_empty=shown.total == 0)
