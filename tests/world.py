"""A small world to act in: one authority, one test centre, one of every kind of account, some candidates."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.items.models import FormVersion, ScoringForm
from testing_app.people.models import (
    Account,
    AccountRole,
    BrowserSession,
    Candidate,
    CandidateAuthority,
    CandidateNumber,
    Organisation,
)
from testing_app.people.sign_in import actor_of, token_hash
from testing_app.persistence.database import Database
from testing_app.vocabulary import FormKind, OrganisationKind, Part, ReferralPurpose, Role, TestedLanguage

NOW = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
TODAY = date(2026, 3, 12)

CUTS = [["alle_A1.1", 0], ["A1.1", 5], ["A1.2", 10], ["A1.3", 14], ["A2.1", 18], ["A2.2", 24], ["B1.1", 30],
        ["B1.2", 36]]  # fmt: skip
CRITERIA = [
    {"code": "range", "fi": "Laajuus", "sv": "Omfång", "en": "Range"},
    {"code": "accuracy", "fi": "Virheettömyys", "sv": "Korrekthet", "en": "Accuracy"},
]

HOME_OF_ROLE = {
    Role.TEST_ADMINISTRATOR: "centre",
    Role.ASSESSOR: "centre",
    Role.CENTRE_LEAD: "centre",
    Role.AUTHORITY_OFFICER: "authority",
    Role.COURSE_PLANNER: "authority",
    Role.TRAINING_PROVIDER: "provider",
    Role.ADVISER: "service",
    Role.ITEM_AUTHOR: "centre",
    Role.PSYCHOMETRICIAN: "centre",
    Role.ADMINISTRATOR: "maintainer",
}


@dataclass
class World:
    """Identifiers and actors of the people and places a test needs."""

    database: Database
    centre: UUID = field(default_factory=uuid4)
    authority: UUID = field(default_factory=uuid4)
    other_centre: UUID = field(default_factory=uuid4)
    other_authority: UUID = field(default_factory=uuid4)
    provider: UUID = field(default_factory=uuid4)
    other_provider: UUID = field(default_factory=uuid4)
    service: UUID = field(default_factory=uuid4)
    other_service: UUID = field(default_factory=uuid4)
    maintainer: UUID = field(default_factory=uuid4)
    actors: dict[str, Actor] = field(default_factory=dict)
    forms: dict[Part, UUID] = field(default_factory=dict)
    last_number: int = 100

    @classmethod
    def build(cls, database: Database) -> "World":
        """One organisation of each kind (two centres and authorities), an account for every role, forms."""
        world = cls(database)
        with database.transaction() as session:
            session.add(CandidateNumber(id=1, last=100_000))
            world._organisations(session)
            world._accounts(session)
            world._forms(session)
        return world

    def act(self, role: Role | str) -> Actor:
        """The account that holds a role; `other_officer` and `other_assessor` belong to the other houses."""
        return self.actors[str(role)]

    def cookie(self, who: Role | str) -> str:
        """A browser token with which that account is signed in for a year."""
        token = uuid4().hex
        with self.database.transaction() as session:
            session.add(
                BrowserSession(
                    token_hash=token_hash(token),
                    account_id=self.act(who).account_id,
                    created_at=NOW,
                    seen_at=datetime(2100, 1, 1, tzinfo=UTC),
                    expires_at=datetime(2100, 1, 1, tzinfo=UTC),
                )
            )
        return token

    def add_candidate(
        self, session: Session, *, family_name: str = "Testinen", **values: object
    ) -> Candidate:
        """A candidate known to the authority."""
        self.last_number += 1
        given = {
            "number": f"K{self.last_number:05d}",
            "given_names": "Aino",
            "sort_name": f"{family_name.lower()} aino",
            "search_name": f"{family_name.lower()} aino",
            "birth_date": date(1990, 1, 1),
            "mother_tongue": "ar",
            "contact_language": "ar",
            "registered_at": NOW,
        }
        candidate = Candidate(family_name=family_name, **{**given, **values})
        session.add(candidate)
        session.flush()
        session.add(
            CandidateAuthority(
                candidate_id=candidate.id,
                authority_id=self.authority,
                since=NOW,
                added_by_id=self.act(Role.AUTHORITY_OFFICER).account_id,
            )
        )
        return candidate

    def add_occasion(
        self, session: Session, *, seats: int = 20, held_on: date = TODAY, **values: object
    ) -> Occasion:
        """A test occasion at the centre."""
        given = {"centre_id": self.centre, "language_tested": TestedLanguage.FINNISH, "room": "204"}
        given |= {"starts_at": time(9), "ends_at": time(13)}
        occasion = Occasion(held_on=held_on, seats=seats, **{**given, **values})
        session.add(occasion)
        session.flush()
        return occasion

    def add_booking(self, session: Session, occasion: Occasion, candidate: Candidate) -> Booking:
        """A referral of the candidate and a seat on the occasion."""
        officer = self.act(Role.AUTHORITY_OFFICER).account_id
        referral = Referral(
            candidate_id=candidate.id,
            authority_id=self.authority,
            language_tested=occasion.language_tested,
            purpose=ReferralPurpose.FIRST_ASSESSMENT,
            written_by_id=officer,
            written_at=NOW,
        )
        session.add(referral)
        session.flush()
        occasion.taken += 1
        booking = Booking(
            occasion_id=occasion.id,
            referral_id=referral.id,
            candidate_id=candidate.id,
            reserved_by_id=officer,
            reserved_at=NOW,
        )
        session.add(booking)
        session.flush()
        return booking

    def _organisations(self, session: Session) -> None:
        kinds = {
            "centre": OrganisationKind.TEST_CENTRE,
            "other_centre": OrganisationKind.TEST_CENTRE,
            "authority": OrganisationKind.EMPLOYMENT_AUTHORITY,
            "other_authority": OrganisationKind.EMPLOYMENT_AUTHORITY,
            "provider": OrganisationKind.TRAINING_PROVIDER,
            "other_provider": OrganisationKind.TRAINING_PROVIDER,
            "service": OrganisationKind.GUIDANCE_SERVICE,
            "other_service": OrganisationKind.GUIDANCE_SERVICE,
            "maintainer": OrganisationKind.MAINTAINER,
        }
        for name, kind in kinds.items():
            session.add(
                Organisation(id=getattr(self, name), kind=kind, name=name, valid_from=date(2025, 1, 1))
            )
        session.flush()

    def _accounts(self, session: Session) -> None:
        for role, house in HOME_OF_ROLE.items():
            self._account(session, str(role), role, house)
        self._account(session, "second_assessor", Role.ASSESSOR, "centre")
        self._account(session, "other_assessor", Role.ASSESSOR, "other_centre")
        self._account(session, "other_officer", Role.AUTHORITY_OFFICER, "other_authority")
        self._account(session, "second_planner", Role.COURSE_PLANNER, "authority")
        self._account(session, "other_planner", Role.COURSE_PLANNER, "other_authority")
        self._account(session, "other_provider", Role.TRAINING_PROVIDER, "other_provider")
        self._account(session, "other_adviser", Role.ADVISER, "other_service")

    def _account(self, session: Session, name: str, role: Role, house: str) -> None:
        account = Account(
            organisation_id=getattr(self, house),
            email=f"{name}@example.org",
            name=f"{name.replace('_', ' ').title()}",
            title="",
            language="en",
            created_at=NOW,
        )
        account.role_rows.append(AccountRole(role=role))
        session.add(account)
        session.flush()
        self.actors[name] = actor_of(account)

    def _forms(self, session: Session) -> None:
        for part in (Part.READING, Part.LISTENING, Part.WRITING, Part.SPEAKING):
            points = part in (Part.READING, Part.LISTENING)
            form = ScoringForm(
                code=f"fi-{part}",
                name=f"Finnish {part}",
                part=part,
                language_tested=TestedLanguage.FINNISH,
                kind=FormKind.POINTS if points else FormKind.CRITERIA,
            )
            session.add(form)
            session.flush()
            session.add(
                FormVersion(
                    form_id=form.id,
                    number=1,
                    valid_from=date(2025, 1, 1),
                    maximum=40 if points else None,
                    cut_scores=CUTS if points else [],
                    criteria=[] if points else CRITERIA,
                    made_at=NOW,
                )
            )
            self.forms[part] = form.id
