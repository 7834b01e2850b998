"""The tables of signed results, kept as signed, and of objections to them."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Account, Candidate, Organisation
from testing_app.persistence.base import Base, Moment, code_of
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import ObjectionOutcome, TestedLanguage

COUNTED = (
    "language_tested",
    "tested_on",
    "superseded_at",
    "track",
    "module",
    "candidate_id",
    "sitting_id",
    "recommendation_id",
)
"""What statistics read of results: in an index, so that documents and PDFs between need not be passed."""


class SignedResult(Base):
    """A statement signed by an assessor: its bytes, signature and PDF, never changed afterwards.

    A correction is a new row whose `supersedes_id` names the one it replaces; one row holds at a time.
    """

    __tablename__ = "results"
    __table_args__ = (
        sa.Index("ix_results_counted_by_authority_id", "authority_id", *COUNTED),
        sa.Index("ix_results_counted_by_centre_id", "centre_id", *COUNTED),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sitting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("sittings.id"), index=True)
    recommendation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("recommendations.id"), unique=True)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id"), index=True)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    supersedes_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("results.id"), unique=True)
    correction_reason: Mapped[str] = mapped_column(sa.String(2000), default="")
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    tested_on: Mapped[date]
    track: Mapped[str] = mapped_column(sa.String(60))
    module: Mapped[str | None] = mapped_column(sa.String(20))
    document: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    signature: Mapped[str] = mapped_column(sa.String(120))
    key_id: Mapped[str] = mapped_column(sa.String(64))
    pdf: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    pdf_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    pdf_signature: Mapped[str] = mapped_column(sa.String(120))
    signed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    signed_at: Mapped[datetime] = mapped_column(Moment, index=True)
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)

    sitting: Mapped[Sitting] = relationship(lazy="raise")
    candidate: Mapped[Candidate] = relationship()
    centre: Mapped[Organisation] = relationship(foreign_keys=[centre_id])
    authority: Mapped[Organisation] = relationship(foreign_keys=[authority_id])
    signed_by: Mapped[Account] = relationship()


class Objection(Base):
    """A candidate's objection to a result, and the answer to it."""

    __tablename__ = "objections"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    result_id: Mapped[UUID] = mapped_column(sa.ForeignKey("results.id"), index=True)
    received_on: Mapped[date]
    text: Mapped[str] = mapped_column(sa.String(4000))
    recorded_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[ObjectionOutcome | None] = mapped_column(code_of(ObjectionOutcome))
    answer: Mapped[str] = mapped_column(sa.String(4000), default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
