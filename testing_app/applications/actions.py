"""Keeps applications: received from anybody, turned into a referral, or closed with a reason."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.applications.length import LengthAnswers, suggested_length
from testing_app.applications.models import Application
from testing_app.applications.queries import find_same_application, lock_application
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.queries import get_referral
from testing_app.clock import local
from testing_app.errors import Conflict, NotFound
from testing_app.people.authorities import find_authority
from testing_app.people.candidates.duplicates import DifferentPerson
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.queries import get_candidate
from testing_app.people.candidates.registration import Outcome, Registered, register_or_ask
from testing_app.vocabulary import (
    ApplicationClosing,
    ApplicationState,
    EarlierStudies,
    ScriptsRead,
    TestedLanguage,
)

SENT_TWICE_WITHIN = timedelta(days=1)
"""Within this time the same words are the same application: pressed twice, or sent again to be sure."""


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """What somebody wrote who would like to be tested; no identity code is asked for."""

    authority_id: UUID
    family_name: str
    given_names: str
    birth_date: date | None
    mother_tongue: str
    contact_language: str
    phone: str
    email: str
    street: str
    post_code: str
    city: str
    language_tested: TestedLanguage
    languages_spoken: tuple[str, ...]
    scripts_read: ScriptsRead
    schooling_years: int | None
    earlier_studies: EarlierStudies
    needs_interpreter: bool
    timetable_limits: str


def receive_application(session: Session, facts: ApplicationFacts, *, now: datetime) -> Application:
    """Keep what a stranger wrote, with the length it suggests; NotFound when the authority does not exist.

    What was sent twice, and nobody has handled yet, is kept once.
    """
    day = local(now).date()
    if find_authority(session, facts.authority_id, on=day) is None:
        raise NotFound("no_such_organisation")
    answers = LengthAnswers(
        scripts_read=facts.scripts_read,
        schooling_years=facts.schooling_years,
        earlier_studies=facts.earlier_studies,
    )
    suggestion = suggested_length(answers, on=day)
    told = {**asdict(facts), "languages_spoken": list(facts.languages_spoken)}
    sent_before = find_same_application(session, told, since=now - SENT_TWICE_WITHIN)
    if sent_before is not None:
        return sent_before
    application = Application(
        **told,
        suggested_length=suggestion.length,
        suggested_because=[reason.value for reason in suggestion.because],
        written_at=now,
        state=ApplicationState.NEW,
    )
    session.add(application)
    session.flush()
    audit.record(
        session,
        Event.APPLICATION_RECEIVED,
        by=None,
        now=now,
        subject=("application", application.id),
        chain_id=facts.authority_id,
    )
    return application


def candidate_facts_of(application: Application) -> CandidateFacts:
    """What the application says about the person, as the register keeps it."""
    return CandidateFacts(
        family_name=application.family_name,
        given_names=application.given_names,
        birth_date=application.birth_date,
        mother_tongue=application.mother_tongue,
        contact_language=application.contact_language,
        phone=application.phone,
        email=application.email,
        street=application.street,
        post_code=application.post_code,
        city=application.city,
        reads_letters=application.scripts_read is not ScriptsRead.NONE,
    )


def register_applicant(
    session: Session,
    application_id: UUID,
    *,
    different_because: DifferentPerson | None,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Make a candidate of the applicant, unless somebody alike is registered: then ask first."""
    application = _lock_new(session, application_id, by=by)
    if application.candidate_id is not None:
        return Registered(application.candidate_id, "")
    outcome = register_or_ask(
        session,
        candidate_facts_of(application),
        code=None,
        different_because=different_because,
        by=by,
        now=now,
    )
    if isinstance(outcome, Registered):
        _name_candidate(session, application, outcome.candidate_id, by=by, now=now)
    return outcome


def link_applicant(
    session: Session, application_id: UUID, *, candidate_id: UUID, by: Actor, now: datetime
) -> Application:
    """The applicant is this candidate of the authority."""
    application = _lock_new(session, application_id, by=by)
    candidate = get_candidate(session, candidate_id, viewer=by)
    _name_candidate(session, application, candidate.id, by=by, now=now)
    return application


def mark_referred(
    session: Session, application_id: UUID, *, referral_id: UUID, by: Actor, now: datetime
) -> Application:
    """The application has led to this referral of its candidate."""
    application = _lock_new(session, application_id, by=by)
    referral = get_referral(session, referral_id, viewer=by)
    if referral.candidate_id != application.candidate_id:
        raise Conflict("application_of_another")
    application.state, application.referral_id = ApplicationState.REFERRED, referral.id
    _handled(session, application, by=by, now=now, details={"referral": str(referral.id)})
    return application


def close_application(
    session: Session, application_id: UUID, *, because: ApplicationClosing, by: Actor, now: datetime
) -> Application:
    """The application leads to no referral, for this reason."""
    application = _lock_new(session, application_id, by=by)
    application.state, application.closed_because = ApplicationState.CLOSED, because
    _handled(session, application, by=by, now=now, details={"because": because.value})
    return application


def record_viewing(session: Session, application: Application, *, by: Actor, now: datetime) -> None:
    """One application was read."""
    audit.record(
        session,
        Event.APPLICATION_VIEWED,
        by=by,
        now=now,
        subject=("application", application.id),
        candidate_id=application.candidate_id,
    )


def record_listing(session: Session, shown: int, *, by: Actor, now: datetime) -> None:
    """The list was read, with so many names on it."""
    audit.record(
        session,
        Event.APPLICATION_VIEWED,
        by=by,
        now=now,
        subject=("applications", "list"),
        details={"shown": shown},
    )


def _lock_new(session: Session, application_id: UUID, *, by: Actor) -> Application:
    application = lock_application(session, application_id, viewer=by)
    if application.state is not ApplicationState.NEW:
        raise Conflict("application_already_handled")
    return application


def _name_candidate(
    session: Session, application: Application, candidate_id: UUID, *, by: Actor, now: datetime
) -> None:
    application.candidate_id = candidate_id
    _handled(session, application, by=by, now=now, details={"candidate": str(candidate_id)})


def _handled(
    session: Session, application: Application, *, by: Actor, now: datetime, details: dict[str, str]
) -> None:
    application.handled_by_id, application.handled_at = by.account_id, now
    session.flush()
    audit.record(
        session,
        Event.APPLICATION_HANDLED,
        by=by,
        now=now,
        subject=("application", application.id),
        candidate_id=application.candidate_id,
        details=details,
    )
