"""The rest of the demo's channel: a full occasion with a waiting list, a series, applications, letters."""

from collections.abc import Mapping
from datetime import time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.applications.actions import ApplicationFacts, receive_application
from testing_app.bookings import actions as bookings
from testing_app.bookings.actions import Recurrence, ReferralFacts
from testing_app.bookings.models import Booking, Occasion
from testing_app.bookings.occasion_facts import OccasionFeatures, OccasionHours
from testing_app.demo.days import Stage, add_candidate, at
from testing_app.demo.people import draw_facts
from testing_app.letters.shipped import approve_shipped
from testing_app.people.candidates.actions import register_candidate
from testing_app.people.models import Candidate
from testing_app.post.actions import queue_letters
from testing_app.vocabulary import (
    AbsenceReason,
    AccessFeature,
    AssessmentLength,
    BookingState,
    EarlierStudies,
    LetterKind,
    OccasionKind,
    ReferralPurpose,
    ScriptsRead,
    TestedLanguage,
)

FULL_IN, FULL_SEATS, WAITING = 9, 5, 4
SESSION_IN = 6
SERIES_FROM, SERIES_WEEKS = 28, 8
REVIEWED_BY = "Demo"
"""Nobody has read the demo's drafts: a real installation asks a native reader for each language."""


def load_channel(stage: Stage, actors: Mapping[str, Actor]) -> None:
    """Seats somebody waits for, a series, what candidates applied for, and letters on their way."""
    with stage.database.transaction() as session:
        approve_shipped(session, reviewed_by=REVIEWED_BY, by=actors["admin"], now=at(stage.today, 6))
        _full_occasion(session, stage)
        _series(session, stage)
        _information_session(session, stage)
        for needs_interpreter in (True, False, True):
            _application(session, stage, needs_interpreter=needs_interpreter)
        _referral_of_the_service(session, stage, actors["adviser"])
        _letters_of_a_day(session, stage)


def _full_occasion(session: Session, stage: Stage) -> None:
    """Five seats, nine who asked; the first of those who wait is offered a seat that was given back."""
    officer, coordinator = stage.staff.officer, stage.staff.coordinator
    occasion = bookings.make_occasion(
        session,
        centre=coordinator.organisation_id,
        language_tested=TestedLanguage.FINNISH,
        held_on=stage.today + timedelta(days=FULL_IN),
        starts_at=time(12),
        ends_at=time(16),
        room="118",
        seats=FULL_SEATS,
        features=OccasionFeatures(interpreters=("ar", "so"), accessibility=(AccessFeature.STEP_FREE,)),
        by=coordinator,
        now=at(stage.today - timedelta(days=10), 9),
    )
    asked = []
    for number in range(FULL_SEATS + WAITING):
        moment = at(stage.today - timedelta(days=9), 9, number)
        candidate = add_candidate(session, stage, now=moment)
        facts = ReferralFacts(TestedLanguage.FINNISH, ReferralPurpose.FIRST_ASSESSMENT)
        referral = bookings.write_referral(session, candidate.id, facts=facts, by=officer, now=moment)
        asked.append(
            bookings.ask_for_seat(session, referral.id, occasion_id=occasion.id, by=officer, now=moment)
        )
    bookings.cancel_seat(
        session, asked[1].id, reason=AbsenceReason.WORK_OR_STUDY, by=officer, now=at(stage.today, 7, 45)
    )


def _series(session: Session, stage: Stage) -> None:
    coordinator, first = stage.staff.coordinator, stage.today + timedelta(days=SERIES_FROM)
    bookings.make_series(
        session,
        centre=coordinator.organisation_id,
        language_tested=TestedLanguage.FINNISH,
        recurrence=Recurrence(weekdays=(1, 3), first_on=first, last_on=first + timedelta(weeks=SERIES_WEEKS)),
        hours=OccasionHours(time(9), time(13), "204", 18),
        by=coordinator,
        now=at(stage.today, 7),
    )


def _information_session(session: Session, stage: Stage) -> None:
    """The first visit of long assessments, with interpreters."""
    coordinator = stage.staff.coordinator
    bookings.make_occasion(
        session,
        centre=coordinator.organisation_id,
        language_tested=TestedLanguage.FINNISH,
        held_on=stage.today + timedelta(days=SESSION_IN),
        starts_at=time(14),
        ends_at=time(15, 30),
        room="Auditorio",
        seats=30,
        features=OccasionFeatures(
            kind=OccasionKind.INFORMATION_SESSION,
            interpreters=("ar", "fa", "so", "ti"),
            accessibility=(AccessFeature.STEP_FREE, AccessFeature.INDUCTION_LOOP),
        ),
        by=coordinator,
        now=at(stage.today, 7),
    )


def _application(session: Session, stage: Stage, *, needs_interpreter: bool) -> None:
    drawn, chance = draw_facts(stage.chance), stage.chance
    facts = ApplicationFacts(
        authority_id=stage.staff.officer.organisation_id,
        family_name=drawn.family_name,
        given_names=drawn.given_names,
        birth_date=drawn.birth_date,
        mother_tongue=drawn.mother_tongue,
        contact_language=drawn.contact_language,
        phone=drawn.phone,
        email="",
        street=drawn.street,
        post_code=drawn.post_code,
        city=drawn.city,
        language_tested=TestedLanguage.FINNISH,
        languages_spoken=(drawn.mother_tongue, "en"),
        scripts_read=ScriptsRead.OTHER_SCRIPT if needs_interpreter else ScriptsRead.LATIN,
        schooling_years=4 if needs_interpreter else 12,
        earlier_studies=chance.choice((EarlierStudies.NONE, EarlierStudies.UNDER_SIX_MONTHS)),
        needs_interpreter=needs_interpreter,
        timetable_limits="",
    )
    receive_application(session, facts, now=at(stage.today, 6, 50))


def _referral_of_the_service(session: Session, stage: Stage, adviser: Actor) -> None:
    """The guidance service sends somebody to a long assessment; the authority receives the result."""
    moment = at(stage.today - timedelta(days=1), 14)
    candidate = register_candidate(session, draw_facts(stage.chance), code=None, by=adviser, now=moment)
    facts = ReferralFacts(
        TestedLanguage.FINNISH,
        ReferralPurpose.FIRST_ASSESSMENT,
        interpreter_language=candidate.contact_language,
        length=AssessmentLength.LONG,
        authority_id=stage.staff.officer.organisation_id,
    )
    bookings.write_referral(session, candidate.id, facts=facts, by=adviser, now=moment)


def _letters_of_a_day(session: Session, stage: Stage) -> None:
    """The next coming occasion's invitations are printed as one job; one of its people reads no script."""
    found = session.execute(
        sa.select(Booking.id, Booking.candidate_id, Occasion.held_on)
        .join(Occasion, Occasion.id == Booking.occasion_id)
        .where(Booking.state == BookingState.BOOKED, Occasion.held_on > stage.today)
        .order_by(Occasion.held_on, Occasion.starts_at, Booking.id)
    ).all()
    first = [row for row in found if row.held_on == found[0].held_on]
    _reads_no_script(session, first[0].candidate_id)
    queue_letters(
        session,
        LetterKind.INVITATION,
        [row.id for row in first],
        title=f"{first[0].held_on:%-d.%-m.%Y}",
        by=stage.staff.officer,
        now=at(stage.today, 7, 50),
    )


def _reads_no_script(session: Session, candidate_id: UUID) -> None:
    session.execute(
        sa.update(Candidate)
        .where(Candidate.id == candidate_id)
        .values(reads_letters=False, version=Candidate.version + 1)
    )
