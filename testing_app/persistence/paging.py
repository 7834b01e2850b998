"""One page of a long list, and what a pager needs to know about the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = TypeVar("Row")

ROWS_PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which page of how many one is on."""

    number: int
    pages: int

    @property
    def has_prev(self) -> bool:
        """Whether a page stands before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages


@dataclass(frozen=True, kw_only=True)
class Page(Place, Generic[Row]):
    """The rows of one page, and how many there are on all of them."""

    rows: Sequence[Row]
    total: int


def page_of(session: Session, query: sa.Select[Row], *, number: int, size: int = ROWS_PER_PAGE) -> Page[Row]:
    """Page `number` of an ordered query, counted from 1; a number outside gives the nearest page."""
    counted = query.order_by(None).options().with_only_columns(sa.func.count(), maintain_column_froms=True)
    total = session.scalar(counted) or 0
    pages = max(1, -(-total // size))
    here = min(max(number, 1), pages)
    rows = session.scalars(query.limit(size).offset((here - 1) * size)).unique().all()
    return Page(rows=rows, number=here, pages=pages, total=total)
