"""One page of a long list, and what a pager needs to know about the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = TypeVar("Row")

ROWS_PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, which page it is, how many there are."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int

    @property
    def has_prev(self) -> bool:
        """Whether a page stands before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages


def page_of(session: Session, query: sa.Select[Row], *, number: int, size: int = ROWS_PER_PAGE) -> Page[Row]:
    """Page `number` of an ordered query, counted from 1; a number outside gives the nearest page."""
    counted = query.order_by(None).options().with_only_columns(sa.func.count(), maintain_column_froms=True)
    total = session.scalar(counted) or 0
    pages = max(1, -(-total // size))
    here = min(max(number, 1), pages)
    rows = session.scalars(query.limit(size).offset((here - 1) * size)).unique().all()
    return Page(rows=rows, number=here, pages=pages, total=total)
