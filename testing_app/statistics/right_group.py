"""Was it the right group? Teachers' answers by the rule that had suggested it, to see what to improve."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.queue.queries import fit_answers
from testing_app.statistics.small_cells import hidden_splits, is_small
from testing_app.vocabulary import GroupFit

RuleKey = tuple[str, int, str]
"""Rule set, version, rule."""


@dataclass(frozen=True, kw_only=True)
class RuleFit:
    """Answers about people whom one rule had placed; None where the numbers are too small to show."""

    rule_set_id: str
    rule_set_version: int
    rule: str
    right: int | None
    not_right: int | None


@dataclass(frozen=True, kw_only=True)
class FitTable:
    """The rules with an answer, and all together."""

    rows: Sequence[RuleFit]
    right: int | None
    not_right: int | None

    @property
    def hides_something(self) -> bool:
        """Whether any number is hidden."""
        return self.right is None or any(row.right is None for row in self.rows)


def fit_by_rule(session: Session, *, viewer: Actor, since: date, until: date) -> FitTable:
    """Answers given between two days about the viewer's people; whole years, so nothing is subtracted."""
    right: Counter[RuleKey] = Counter()
    other: Counter[RuleKey] = Counter()
    for found in fit_answers(session, viewer=viewer, since=since, until=until):
        key = (found.rule_set_id, found.rule_set_version, found.rule)
        right[key] += found.answers[GroupFit.RIGHT]
        other[key] += sum(found.answers.values()) - found.answers[GroupFit.RIGHT]
    splits = {key: (right[key], other[key]) for key in sorted(right | other)}
    return _shown(splits)


def _shown(splits: dict[RuleKey, tuple[int, int]]) -> FitTable:
    """A row with a small part is hidden whole, and others with it; small totals hide every row."""
    totals = [sum(parts) for parts in zip(*splits.values(), strict=True)] or [0, 0]
    is_secret = any(is_small(total) for total in totals)
    hidden = set(splits) if is_secret else hidden_splits(splits)
    rows = [
        RuleFit(
            rule_set_id=key[0],
            rule_set_version=key[1],
            rule=key[2],
            right=None if key in hidden else right,
            not_right=None if key in hidden else not_right,
        )
        for key, (right, not_right) in splits.items()
    ]
    return FitTable(
        rows=rows, right=None if is_secret else totals[0], not_right=None if is_secret else totals[1]
    )
