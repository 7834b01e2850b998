"""The tables of scoring forms and their dated versions with maximum points and cut scores."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import FormKind, Part, TestedLanguage


class ScoringForm(Base):
    """A paper for one part in one tested language; its numbers live in its versions."""

    __tablename__ = "scoring_forms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    part: Mapped[Part] = mapped_column(code_of(Part))
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    kind: Mapped[FormKind] = mapped_column(code_of(FormKind))

    versions: Mapped[list["FormVersion"]] = relationship(
        back_populates="form", order_by="FormVersion.number", lazy="raise"
    )


class FormVersion(Base):
    """The numbers of a form from a date on; never changed once used, replaced by the next version.

    `cut_scores` is a list of `[level code, lowest points]`, lowest level first, for `points` forms;
    `criteria` a list of `{"code", "fi", "sv", "en"}` for `criteria` forms.
    """

    __tablename__ = "form_versions"
    __table_args__ = (sa.UniqueConstraint("form_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    form_id: Mapped[UUID] = mapped_column(sa.ForeignKey("scoring_forms.id"), index=True)
    number: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    maximum: Mapped[int | None]
    cut_scores: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    criteria: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    source: Mapped[str] = mapped_column(sa.String(500), default="")
    made_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)

    form: Mapped[ScoringForm] = relationship(back_populates="versions", lazy="joined")
