"""Course groups from a sheet: every problem at once, and nothing half imported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.courses.groups import GroupFacts
from testing_app.courses.models import CourseGroup


@dataclass(frozen=True, kw_only=True)
class SheetProblem:
    """What is wrong with one cell: the sheet's own row number, its heading, the text as written, a code."""

    row: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One course group of the sheet; `facts` is None when the row has a problem."""

    row: int
    code: str
    name: str
    facts: GroupFacts | None


@dataclass(frozen=True, kw_only=True)
class GroupSheet:
    """A sheet as read, to be looked at before it is imported; `ignored` are headings that are not read."""

    rows: Sequence[GroupRow] = ()
    problems: Sequence[SheetProblem] = ()
    ignored: Sequence[str] = ()

    @property
    def is_ready(self) -> bool:
        """Whether every row can be imported."""
        return bool(self.rows) and not self.problems


def read_groups(
    upload: bytes, *, tracks: Mapping[str, str] | None = None, buyers: Mapping[str, object] | None = None
) -> GroupSheet:
    """Read CSV or XLSX; `tracks` maps words for a track to its code, `buyers` names of authorities."""
    return GroupSheet()


def import_groups(session: Session, sheet: GroupSheet, *, by: Actor, now: datetime) -> Sequence[CourseGroup]:
    """Make every group of the sheet, or none; `Invalid` maps `row N` to what is wrong."""
    return []
