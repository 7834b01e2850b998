"""The table of the course groups that training providers publish."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.people.models import Organisation
from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import CourseKind, TestedLanguage


class CourseGroup(Base):
    """A group with dates and places; `taken` is only ever changed by one conditional update.

    `also_admits` lists further course groups a mixed group takes, as `[track, module]`. `authority_id` names
    the authority that buys the group; None: open to all. `weekdays` are numbers, Monday 0.
    """

    __tablename__ = "course_groups"
    __table_args__ = (
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_within_capacity"),
        sa.CheckConstraint("minimum >= 1 AND minimum <= capacity", name="minimum_within_capacity"),
        sa.UniqueConstraint("provider_id", "code"),
        sa.Index("ix_course_groups_track_module_starts_on", "track", "module", "starts_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    provider_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"))
    authority_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(200))
    language_tested: Mapped[TestedLanguage] = mapped_column(code_of(TestedLanguage))
    kind: Mapped[CourseKind] = mapped_column(code_of(CourseKind))
    track: Mapped[str] = mapped_column(sa.String(60))
    module: Mapped[str | None] = mapped_column(sa.String(20))
    also_admits: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    entry_from: Mapped[date]
    entry_until: Mapped[date]
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    weekdays: Mapped[list[Any]] = mapped_column(json_column(), default=list)
    begins_at: Mapped[time | None]
    finishes_at: Mapped[time | None]
    online: Mapped[bool] = mapped_column(default=False)
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    post_code: Mapped[str] = mapped_column(sa.String(20), default="")
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    capacity: Mapped[int]
    minimum: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    price_cents: Mapped[int] = mapped_column(default=0)
    contact_name: Mapped[str] = mapped_column(sa.String(200), default="")
    contact_phone: Mapped[str] = mapped_column(sa.String(40), default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    made_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    provider: Mapped[Organisation] = relationship(foreign_keys=[provider_id])

    __mapper_args__ = {"version_id_col": version}
