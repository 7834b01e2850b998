"""Course groups from a CSV or Excel sheet: every problem at once, and nothing half imported."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.courses import cells
from testing_app.courses.actions import make_group
from testing_app.courses.columns import HEADERS, REQUIRED, GroupColumn, GroupHeader, letters_of
from testing_app.courses.groups import GroupFacts, problems_of
from testing_app.courses.models import CourseGroup
from testing_app.errors import Invalid
from testing_app.spreadsheets.formats import NumberedRow, read_table
from testing_app.spreadsheets.refusals import Refusal, SheetRefused

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_GROUPS = 2000
"""Larger sheets are refused: they are no list of course groups."""
ENTRY_AHEAD = timedelta(days=92)
"""How long before its start a group takes people when the sheet does not say."""
FORMULAS = ("=", "@")
"""How a cell begins that a spreadsheet would compute; no text of a group does."""


@dataclass(frozen=True, kw_only=True)
class SheetProblem:
    """What is wrong with one cell: the sheet's own row number, its heading, the text as written, a code.

    A sheet that cannot be read at all has one problem on row 0, whose code begins with `sheet_`.
    """

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
    upload: bytes, *, tracks: Mapping[str, str] | None = None, buyers: Mapping[str, UUID] | None = None
) -> GroupSheet:
    """Read CSV or XLSX; `tracks` maps words for a track to its code, `buyers` names of authorities."""
    try:
        if len(upload) > MOST_BYTES:
            raise SheetRefused(Refusal.TOO_BIG)
        table = read_table(upload, HEADERS, most_unpacked=MOST_UNPACKED)
        problems = list(_problems_of_header(table.header))
        if problems:
            return GroupSheet(problems=problems, ignored=table.header.ignored)
        reader = _RowReader(
            table.header, tracks, {letters_of(name): id for name, id in (buyers or {}).items()}
        )
        return _read_rows(reader, table.rows, (*table.header.ignored, *table.other_sheets))
    except SheetRefused as refused:
        row = refused.facts.get("row", 0)
        return GroupSheet(problems=[_problem(int(str(row)), "", "", f"sheet_{refused.refusal.value}")])


def with_codes_taken(session: Session, sheet: GroupSheet, *, viewer: Actor) -> GroupSheet:
    """The same sheet with the problem of every row whose code another group of the provider has."""
    wanted = {row.code for row in sheet.rows}
    query = sa.select(CourseGroup.code).where(
        CourseGroup.provider_id == viewer.organisation_id, CourseGroup.code.in_(wanted)
    )
    taken = set(session.scalars(query))
    found = [_problem(row.row, "", row.code, "group_code_taken") for row in sheet.rows if row.code in taken]
    return replace(sheet, problems=sorted((*sheet.problems, *found), key=lambda each: each.row))


def import_groups(session: Session, sheet: GroupSheet, *, by: Actor, now: datetime) -> Sequence[CourseGroup]:
    """Make a draft of every group of the sheet, or none; `Invalid` maps row numbers to what is wrong."""
    checked = with_codes_taken(session, sheet, viewer=by)
    if not checked.is_ready:
        problems: dict[str, list[str]] = {} if checked.problems else {"0": ["sheet_no_groups"]}
        for problem in checked.problems:
            problems.setdefault(str(problem.row), []).append(problem.code)
        raise Invalid(problems)
    made = [make_group(session, row.facts, by=by, now=now) for row in checked.rows if row.facts is not None]
    audit.record(
        session,
        Event.COURSE_GROUPS_IMPORTED,
        by=by,
        now=now,
        subject=("organisation", by.organisation_id),
        details={"groups": len(made)},
    )
    return made


def _read_rows(reader: "_RowReader", rows: Iterator[NumberedRow], ignored: Sequence[str]) -> GroupSheet:
    read: list[GroupRow] = []
    for number, row in rows:
        if any(cell.strip() for cell in row):
            read.append(reader.read(number, row))
        if len(read) > MOST_GROUPS:
            raise SheetRefused(Refusal.TOO_BIG)
    problems = [*reader.problems, *_repeated(read, reader.header)]
    if not read:
        problems.append(_problem(reader.header.row, "", "", "sheet_no_groups"))
    return GroupSheet(rows=read, problems=sorted(problems, key=lambda each: each.row), ignored=ignored)


def _problem(row: int, column: str, value: str, code: str) -> SheetProblem:
    return SheetProblem(row=row, column=column, value=value, code=code)


def _problems_of_header(header: GroupHeader) -> Iterator[SheetProblem]:
    for heading in header.repeated:
        yield _problem(header.row, heading, heading, "column_twice")
    for column in header.missing:
        yield _problem(header.row, column.value, "", "column_missing")


def _repeated(rows: Sequence[GroupRow], header: GroupHeader) -> Iterator[SheetProblem]:
    """A code on several rows: each of them is told."""
    seen: dict[str, int] = {}
    for row in rows:
        seen[row.code] = seen.get(row.code, 0) + 1
    for row in rows:
        if row.code and seen[row.code] > 1:
            yield _problem(row.row, header.headings[GroupColumn.CODE], row.code, "code_twice")


class _RowReader:
    """Reads the rows below one header and collects their problems."""

    def __init__(
        self, header: GroupHeader, tracks: Mapping[str, str] | None, buyers: Mapping[str, UUID]
    ) -> None:
        self.header = header
        self.tracks, self.buyers = tracks, buyers
        self.problems: list[SheetProblem] = []
        self.read_cell: Mapping[GroupColumn, Callable[[str], Any]] = {
            GroupColumn.LANGUAGE_TESTED: cells.read_language,
            GroupColumn.KIND: cells.read_kind,
            GroupColumn.TRACK: lambda text: cells.read_track(text, tracks),
            GroupColumn.MODULE: lambda text: None if text in ("", "-") else text,
            GroupColumn.ALSO_ADMITS: lambda text: cells.read_lines(text, tracks),
            GroupColumn.BUYER: self._buyer,
            GroupColumn.ENTRY_FROM: lambda text: cells.read_day(text) if text else None,
            GroupColumn.ENTRY_UNTIL: lambda text: cells.read_day(text) if text else None,
            GroupColumn.STARTS_ON: cells.read_day,
            GroupColumn.ENDS_ON: cells.read_day,
            GroupColumn.WEEKDAYS: cells.read_weekdays,
            GroupColumn.BEGINS_AT: cells.read_clock,
            GroupColumn.FINISHES_AT: cells.read_clock,
            GroupColumn.ONLINE: cells.read_tick,
            GroupColumn.CAPACITY: cells.read_number,
            GroupColumn.MINIMUM: lambda text: cells.read_number(text) if text else 1,
            GroupColumn.PRICE: cells.read_cents,
        }

    def read(self, number: int, row: Sequence[str]) -> GroupRow:
        """The group of one row, without facts when anything in it is wrong."""
        texts = {
            column: row[place].strip() if place < len(row) else ""
            for column, place in self.header.positions.items()
        }
        values: dict[str, Any] = {}
        faulty = False
        for column in GroupColumn:
            try:
                values[column.value] = self._value(column, texts.get(column, ""))
            except cells.Unreadable as problem:
                faulty = True
                self._note(number, column, texts.get(column, ""), problem.code)
        facts = None if faulty else self._facts(number, values, texts)
        code, name = texts.get(GroupColumn.CODE, ""), texts.get(GroupColumn.NAME, "")
        return GroupRow(row=number, code=code, name=name, facts=facts)

    def _facts(
        self, number: int, values: dict[str, Any], texts: Mapping[GroupColumn, str]
    ) -> GroupFacts | None:
        facts = GroupFacts(**_with_entry_window(values))
        problems = problems_of(facts)
        for field, codes in problems.items():
            for code in codes:
                self._note(number, GroupColumn(field), texts.get(GroupColumn(field), ""), code)
        return None if problems else facts

    def _value(self, column: GroupColumn, text: str) -> Any:
        if text.startswith(FORMULAS):
            raise cells.Unreadable("formula")
        if not text and column in REQUIRED:
            raise cells.Unreadable("missing")
        return self.read_cell.get(column, str)(text)

    def _buyer(self, text: str) -> UUID | None:
        if not text:
            return None
        found = self.buyers.get(letters_of(text))
        if found is None:
            raise cells.Unreadable("authority_unknown")
        return found

    def _note(self, number: int, column: GroupColumn, text: str, code: str) -> None:
        heading = self.header.headings.get(column, column.value)
        self.problems.append(_problem(number, heading, text, code))


def _with_entry_window(values: dict[str, Any]) -> dict[str, Any]:
    """A sheet that does not say when one may join means: until the start."""
    starts: date = values["starts_on"]
    until = values["entry_until"] or starts
    return {
        **values,
        "entry_until": until,
        "entry_from": values["entry_from"] or min(starts, until) - ENTRY_AHEAD,
    }
