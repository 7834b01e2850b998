"""The tables of organisations, accounts and their sign-ins, candidates and consents."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from testing_app.persistence.base import Base, Moment, code_of, json_column
from testing_app.vocabulary import Access, ConsentMeans, ConsentScope, OrganisationKind, Role


def access_between(valid_from: date, valid_to: date | None, *, day: date) -> Access:
    """Whether an organisation that exists between two dates lets its people sign in on a day."""
    if day < valid_from:
        return Access.NOT_BEGUN
    return Access.ENDED if valid_to is not None and day > valid_to else Access.OPEN


class Organisation(Base):
    """A test centre, authority, provider or service, with the dates between which it exists."""

    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[OrganisationKind] = mapped_column(code_of(OrganisationKind))
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    post_code: Mapped[str] = mapped_column(sa.String(20), default="")
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def access_on(self, day: date) -> Access:
        """Whether the people of this organisation may sign in on a day."""
        return access_between(self.valid_from, self.valid_to, day=day)


class Account(Base):
    """A person who signs in."""

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="fi")
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    role_rows: Mapped[list["AccountRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="AccountRole.role"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def roles(self) -> frozenset[Role]:
        """Every role this account holds."""
        return frozenset(row.role for row in self.role_rows)


class AccountRole(Base):
    """One role of one account."""

    __tablename__ = "account_roles"

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Role] = mapped_column(code_of(Role), primary_key=True)


class BrowserSession(Base):
    """A signed-in browser; the cookie holds a random token, the row only its hash."""

    __tablename__ = "browser_sessions"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)

    account: Mapped[Account] = relationship(lazy="joined")


class SignInThrottle(Base):
    """Failed sign-ins by one account name or one address; each failure makes the next wait longer."""

    __tablename__ = "sign_in_throttles"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime] = mapped_column(Moment)
    last_failure_at: Mapped[datetime] = mapped_column(Moment, index=True)


class OneTimeLink(Base):
    """An administrator's link with which a person sets a password, once."""

    __tablename__ = "one_time_links"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    made_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Candidate(Base):
    """The person tested, queued and placed.

    The identity code is kept sealed (AES-GCM) beside a keyed fingerprint that makes it unique and findable.
    `sort_name` orders by the Finnish alphabet, `search_name` is folded for finding. Somebody who reads no
    script (`reads_letters` is false) is called.
    """

    __tablename__ = "candidates"
    __table_args__ = (sa.Index("ix_candidates_birth_date_sort_name", "birth_date", "sort_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(sa.String(12), unique=True)
    family_name: Mapped[str] = mapped_column(sa.String(100))
    given_names: Mapped[str] = mapped_column(sa.String(150))
    sort_name: Mapped[str] = mapped_column(sa.String(600), index=True)
    search_name: Mapped[str] = mapped_column(sa.String(600))
    birth_date: Mapped[date | None]
    identity_code_sealed: Mapped[str | None] = mapped_column(sa.String(120))
    identity_code_fingerprint: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    mother_tongue: Mapped[str] = mapped_column(sa.String(10))
    contact_language: Mapped[str] = mapped_column(sa.String(10))
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    street: Mapped[str] = mapped_column(sa.String(200), default="")
    post_code: Mapped[str] = mapped_column(sa.String(20), default="")
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    municipality: Mapped[str] = mapped_column(sa.String(100), default="")
    reads_letters: Mapped[bool] = mapped_column(default=True)
    registered_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """Family name first, as lists and letters show it."""
        return f"{self.family_name} {self.given_names}".strip()


class CandidateNumber(Base):
    """The counter from which candidate numbers are taken (one row)."""

    __tablename__ = "candidate_numbers"

    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class CandidateAuthority(Base):
    """An authority that serves this candidate and may therefore see the record."""

    __tablename__ = "candidate_authorities"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    authority_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("organisations.id"), primary_key=True, index=True
    )
    since: Mapped[datetime] = mapped_column(Moment)
    added_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))


class ConsentScan(Base):
    """The scanned paper on which a candidate signed."""

    __tablename__ = "consent_scans"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    media_type: Mapped[str] = mapped_column(sa.String(40))
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    added_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)


class Consent(Base):
    """One scope of information the candidate allowed to move, until withdrawn.

    `form_digest` is the SHA-256 of the form's text as it was shown in `language`; a paper may have a scan.
    """

    __tablename__ = "consents"
    __table_args__ = (
        sa.Index(
            "uq_consents_in_force",
            "candidate_id",
            "scope",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    candidate_id: Mapped[UUID] = mapped_column(sa.ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    scope: Mapped[ConsentScope] = mapped_column(code_of(ConsentScope))
    language: Mapped[str] = mapped_column(sa.String(10))
    signed_on: Mapped[date]
    means: Mapped[ConsentMeans] = mapped_column(code_of(ConsentMeans), default=ConsentMeans.PAPER)
    signed_name: Mapped[str] = mapped_column(sa.String(250), default="")
    form_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    scan_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("consent_scans.id"))
    recorded_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("accounts.id"))


class PostCode(Base):
    """Where a post code lies (WGS 84, degrees), for distances; an installation imports its own table."""

    __tablename__ = "post_codes"

    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    latitude: Mapped[float]
    longitude: Mapped[float]


class Feedback(Base):
    """What somebody wrote on the feedback page."""

    __tablename__ = "feedback"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    text: Mapped[str] = mapped_column(sa.Text)
    page: Mapped[str] = mapped_column(sa.String(200), default="")
    contact: Mapped[str] = mapped_column(sa.String(254), default="")
    given_at: Mapped[datetime] = mapped_column(Moment, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class Setting(Base):
    """A value an administrator may change while the product runs."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(json_column())
