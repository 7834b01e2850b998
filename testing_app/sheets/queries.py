"""Reads uploaded sheets: one to preview, and whether the same file was taken in before."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.queries import get_occasion
from testing_app.errors import NotFound
from testing_app.sheets.importing import ImportPlan, plan_of
from testing_app.sheets.models import SheetImport
from testing_app.sheets.reading import Sheet, read_sheet


def get_import(session: Session, import_id: UUID, *, viewer: Actor) -> SheetImport:
    """One uploaded sheet of the viewer's centre."""
    return _one(session, _own(viewer).where(SheetImport.id == import_id))


def lock_import(session: Session, import_id: UUID, *, viewer: Actor) -> SheetImport:
    """The same sheet, kept from other writers until the transaction ends."""
    query = _own(viewer).where(SheetImport.id == import_id)
    return _one(session, query.with_for_update().execution_options(populate_existing=True))


def find_earlier_import(session: Session, sheet: SheetImport) -> SheetImport | None:
    """The last time exactly this file was taken in on this occasion, if ever."""
    return session.scalar(
        sa.select(SheetImport)
        .where(
            SheetImport.occasion_id == sheet.occasion_id,
            SheetImport.digest == sheet.digest,
            SheetImport.confirmed_at.is_not(None),
            SheetImport.id != sheet.id,
        )
        .order_by(SheetImport.confirmed_at.desc())
        .limit(1)
    )


def content_of(session: Session, import_id: UUID, *, viewer: Actor) -> bytes | None:
    """The bytes of an uploaded sheet, which never change; None once they are gone."""
    return get_import(session, import_id, viewer=viewer).content


def kept_sheet(content: bytes | None) -> Sheet | None:
    """The rows of an uploaded sheet; reading them can take long, so it is done before anything is locked."""
    return None if content is None else read_sheet(content, keep_texts=True)


def preview(session: Session, sheet: SheetImport, *, rows: Sheet | None, viewer: Actor) -> ImportPlan | None:
    """What confirming the sheet with these rows of its content would do now; None once it is gone."""
    if sheet.confirmed_at is not None or rows is None:
        return None
    occasion = get_occasion(session, sheet.occasion_id, viewer=viewer)
    return plan_of(session, rows, occasion, viewer=viewer)


def _own(viewer: Actor) -> sa.Select[SheetImport]:
    return sa.select(SheetImport).where(SheetImport.centre_id == viewer.organisation_id)


def _one(session: Session, query: sa.Select[SheetImport]) -> SheetImport:
    found = session.scalar(query)
    if found is None:
        raise NotFound("no_such_sheet")
    return found
