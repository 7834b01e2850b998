"""The tables of rule sets that authorities write, and of the days from which they judge."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Account
from testing_app.persistence.base import Base, Moment, code_of
from testing_app.vocabulary import ActivationState, TestedLanguage


class RuleSetText(Base):
    """One written version of a rule set (TOML); sealed when it is proposed, and the database keeps it so.

    `rule_set_id` and `number` are the id and version its text names, None while the text names none;
    `version` counts the edits of the row.
    """

    __tablename__ = "rule_set_texts"
    __table_args__ = (sa.UniqueConstraint("rule_set_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    rule_set_id: Mapped[str | None] = mapped_column(sa.String(60))
    number: Mapped[int | None]
    answers: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    based_on: Mapped[str] = mapped_column(sa.String(100), default="")
    drafted_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    drafted_at: Mapped[datetime] = mapped_column(Moment)
    changed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    sealed_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id], lazy="joined")
    changed_by: Mapped[Account] = relationship(foreign_keys=[changed_by_id], lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_sealed(self) -> bool:
        """Whether the text was proposed once and therefore never changes again."""
        return self.sealed_at is not None


class RuleSetActivation(Base):
    """A rule set judges the candidates of an authority from a day on, once a second person approved it.

    `text_id` is None for a set that comes with the product. Of a national one (without an area) `number` is
    the version that was proposed; the version in force on the test day judges.
    """

    __tablename__ = "rule_set_activations"
    __table_args__ = (
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_or_open"),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by_id <> proposed_by_id", name="approved_by_a_second_person"
        ),
        sa.Index(
            "ix_rule_set_activations_in_force", "authority_id", "language_tested", "answers", "starts_on"
        ),
        sa.Index(
            "uq_rule_set_activations_open",
            "authority_id",
            "language_tested",
            "rule_set_id",
            "number",
            "starts_on",
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    answers: Mapped[str] = mapped_column(sa.String(20))
    rule_set_id: Mapped[str] = mapped_column(sa.String(60))
    number: Mapped[int]
    text_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("rule_set_texts.id"), index=True)
    starts_on: Mapped[date]
    state: Mapped[ActivationState] = mapped_column(code_of(ActivationState))
    proposed_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(sa.String(2000), default="")
    decided_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision_note: Mapped[str] = mapped_column(sa.String(2000), default="")
    version: Mapped[int] = mapped_column()

    text: Mapped[RuleSetText | None] = relationship(lazy="joined")
    proposed_by: Mapped[Account] = relationship(foreign_keys=[proposed_by_id], lazy="joined")
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")
    cancellation: Mapped["RuleSetCancellation | None"] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class RuleSetCancellation(Base):
    """An approved activation was stopped before its first day; who approved it stays on record beside it."""

    __tablename__ = "rule_set_cancellations"

    activation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("rule_set_activations.id"), primary_key=True)
    cancelled_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    cancelled_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(sa.String(2000))

    cancelled_by: Mapped[Account] = relationship(foreign_keys=[cancelled_by_id], lazy="joined")
