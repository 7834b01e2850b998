"""The table of the applications candidates write themselves."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import (
    ApplicationClosing,
    ApplicationState,
    AssessmentLength,
    EarlierStudies,
    ScriptsRead,
    TestedLanguage,
)


class Application(Base):
    """What somebody wrote who would like to be tested; an officer makes a referral of it, or not.

    `suggested_length` with `suggested_because` (a code) is what the form's answers suggested, on the day.
    """

    __tablename__ = "applications"
    __table_args__ = (sa.Index("ix_applications_authority_id_state", "authority_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    authority_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    family_name: Mapped[str] = mapped_column(sa.String(100))
    given_names: Mapped[str] = mapped_column(sa.String(150))
    birth_date: Mapped[date | None]
    mother_tongue: Mapped[str] = mapped_column(sa.String(10))
    contact_language: Mapped[str] = mapped_column(sa.String(10))
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    post_code: Mapped[str] = mapped_column(sa.String(20), default="")
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    languages_spoken: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    scripts_read: Mapped[ScriptsRead] = mapped_column(code_of(ScriptsRead))
    schooling_years: Mapped[int | None]
    earlier_studies: Mapped[EarlierStudies] = mapped_column(code_of(EarlierStudies))
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    timetable_limits: Mapped[str] = mapped_column(sa.String(300), default="")
    suggested_length: Mapped[AssessmentLength] = mapped_column(code_of(AssessmentLength))
    suggested_because: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    written_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[ApplicationState] = mapped_column(code_of(ApplicationState), default=ApplicationState.NEW)
    closed_because: Mapped[ApplicationClosing | None] = mapped_column(code_of(ApplicationClosing))
    candidate_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("candidates.id"))
    referral_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("referrals.id"))
    handled_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    handled_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
