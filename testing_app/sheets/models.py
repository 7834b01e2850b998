"""The table of test-day sheets brought in from a spreadsheet: previewed first, then confirmed."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from testing_app.persistence.base import Base, Moment, json_column


class SheetImport(Base):
    """One uploaded sheet for one occasion; its bytes stay until it is confirmed or dropped."""

    __tablename__ = "sheet_imports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    occasion_id: Mapped[UUID] = mapped_column(sa.ForeignKey("occasions.id"), index=True)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    kind: Mapped[str] = mapped_column(sa.String(4))
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    uploaded_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    counts: Mapped[dict[str, Any]] = mapped_column(json_column(), default=dict)
