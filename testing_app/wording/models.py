"""The table of the texts of letters as an administrator edits, reviews and approves them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import LetterKind, WordingState


class Wording(Base):
    """One numbered version of the texts of one kind of letter in one language.

    `messages` maps the English source text of each message to its text in `language`. One version is approved
    at a time; versions that were approved are never changed, so that a kept letter can name its texts.
    """

    __tablename__ = "wordings"
    __table_args__ = (
        sa.UniqueConstraint("kind", "language", "number"),
        sa.Index(
            "uq_wordings_approved",
            "kind",
            "language",
            unique=True,
            sqlite_where=sa.text("state = 'approved'"),
            postgresql_where=sa.text("state = 'approved'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[LetterKind] = mapped_column(code_of(LetterKind))
    language: Mapped[str] = mapped_column(sa.String(10))
    number: Mapped[int]
    messages: Mapped[dict[str, Any]] = mapped_column(json_column())
    state: Mapped[WordingState] = mapped_column(code_of(WordingState), default=WordingState.DRAFT)
    edited_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    edited_at: Mapped[datetime] = mapped_column(Moment)
    reviewed_by: Mapped[str] = mapped_column(sa.String(200), default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
