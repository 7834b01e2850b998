"""Takes a test-day sheet in: uploaded and kept for a preview, then confirmed or dropped."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings.queries import get_occasion
from testing_app.errors import Conflict, Invalid
from testing_app.sheets.importing import ImportPlan, ImportRow
from testing_app.sheets.models import SheetImport
from testing_app.sheets.problems import Refusal, SheetRefused
from testing_app.sheets.queries import lock_import, preview
from testing_app.sheets.reading import Sheet, read_sheet
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.from_sheet import record_levels_from_sheet
from testing_app.sittings.queries import lock_sitting

MOST_ROWS = 500
"""Rows of one test day; more than this is another kind of file."""

MOST_UNPACKED = 10_000_000
"""Bytes the sheet of one test day may unpack to; one of 500 rows with all its formats has a tenth of that."""


@dataclass(frozen=True)
class ReadableSheet:
    """The bytes of a file that was found to be a sheet of a test day."""

    content: bytes


def readable_sheet(content: bytes) -> ReadableSheet:
    """The file, if it can be read and is no larger than a test day; else SheetRefused.

    A hostile file may keep us reading for seconds: this is done before anything is locked.
    """
    if len(read_sheet(content, most_unpacked=MOST_UNPACKED).rows) > MOST_ROWS:
        raise SheetRefused(Refusal.TOO_BIG)
    return ReadableSheet(content)


def upload_sheet(
    session: Session, occasion_id: UUID, sheet: ReadableSheet, *, by: Actor, now: datetime
) -> SheetImport:
    """Keep a sheet until it is confirmed or dropped.

    What the same person uploaded for this occasion and never confirmed is forgotten.
    """
    occasion = get_occasion(session, occasion_id, viewer=by)
    content = sheet.content
    session.execute(
        sa.delete(SheetImport).where(
            SheetImport.occasion_id == occasion.id,
            SheetImport.uploaded_by_id == by.account_id,
            SheetImport.confirmed_at.is_(None),
        )
    )
    made = SheetImport(
        occasion_id=occasion.id,
        centre_id=by.organisation_id,
        digest=hashlib.sha256(content).hexdigest(),
        kind="xlsx" if content.startswith(b"PK") else "csv",
        content=content,
        uploaded_by_id=by.account_id,
        uploaded_at=now,
        counts={},
    )
    session.add(made)
    session.flush()
    _record(session, Event.SHEET_UPLOADED, made, by=by, now=now)
    return made


def confirm_import(
    session: Session,
    import_id: UUID,
    *,
    rows: Sheet | None,
    shown: str,
    overwrite: Collection[str],
    leave_out_bad: bool,
    by: Actor,
    now: datetime,
) -> SheetImport:
    """Take over the good rows of the plan that was `shown` (its digest).

    `rows` is the sheet's content as `queries.kept_sheet` read it before anything was locked.
    `overwrite` names what was typed on screen and gives way to the sheet, as `<row>-<input>`; rows with a
    problem must be left out knowingly.
    """
    sheet = lock_import(session, import_id, viewer=by)
    plan = preview(session, sheet, rows=rows, viewer=by)
    if sheet.confirmed_at is not None or plan is None:
        raise Conflict("already_imported")
    if plan.digest != shown:
        raise Conflict("changed_meanwhile")
    if plan.left_out and not leave_out_bad:
        raise Invalid({"leave_out_bad": ["leave_out_knowingly"]})
    changed = sum(_take_over(session, row, overwrite, by=by, now=now) for row in plan.good)
    sheet.confirmed_at, sheet.confirmed_by_id, sheet.content = now, by.account_id, None
    sheet.counts = _counts(plan, changed)
    session.flush()
    _record(session, Event.SHEET_IMPORTED, sheet, by=by, now=now)
    return sheet


def drop_import(session: Session, import_id: UUID, *, by: Actor, now: datetime) -> UUID:
    """Forget an uploaded sheet that was not confirmed; gives its occasion."""
    sheet = lock_import(session, import_id, viewer=by)
    if sheet.confirmed_at is not None:
        raise Conflict("already_imported")
    session.delete(sheet)
    session.flush()
    _record(session, Event.SHEET_UPLOADED, sheet, by=by, now=now, step="dropped")
    return sheet.occasion_id


def _take_over(
    session: Session, row: ImportRow, overwrite: Collection[str], *, by: Actor, now: datetime
) -> bool:
    if not row.does_something or row.booking_id is None or row.found is None:
        return False
    sitting_id = row.sitting_id or open_sitting(session, row.booking_id, by=by, now=now).id
    sitting = lock_sitting(session, sitting_id, viewer=by)
    keeping = [
        change.name for change in row.entered_by_hand if f"{row.number}-{change.name}" not in overwrite
    ]
    return record_levels_from_sheet(session, sitting, row.found, by=by, now=now, keeping=keeping)


def _counts(plan: ImportPlan, changed: int) -> dict[str, int]:
    return {"changed": changed, "same": len(plan.good) - changed, "left_out": plan.left_out}


def _record(
    session: Session, event: Event, sheet: SheetImport, *, by: Actor, now: datetime, **more: str
) -> None:
    record(
        session,
        event,
        by=by,
        now=now,
        subject=("sheet", sheet.id),
        details={"occasion": str(sheet.occasion_id), **sheet.counts, **more},
    )
