"""Test days of the demo: seats reserved, people checked in, batteries scored, results signed and read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app import flow
from testing_app.actor import Actor
from testing_app.bookings.actions import (
    ReferralFacts,
    check_in,
    make_occasion,
    record_absence,
    reserve_seat,
    write_referral,
)
from testing_app.bookings.models import Booking, Occasion
from testing_app.clock import HELSINKI
from testing_app.demo.forms import CRITERIA, CUT_SCORES
from testing_app.demo.people import DrawnProfile, draw_code, draw_facts, draw_profile
from testing_app.people.candidates.actions import register_candidate
from testing_app.people.consents import give_consents
from testing_app.people.models import Candidate
from testing_app.persistence.database import Database
from testing_app.placements.actions import CourseChoice
from testing_app.placements.suggesting import Suggested, suggestion_of
from testing_app.results.keys import KeyRing
from testing_app.sittings.actions import open_sitting, record_scores
from testing_app.sittings.entries import (
    BackgroundEntry,
    BackgroundValues,
    BatteryEntry,
    PartEntry,
    PartValues,
)
from testing_app.sittings.models import Sitting
from testing_app.sittings.queries import get_sitting
from testing_app.vocabulary import (
    SKILL_PARTS,
    AbsenceReason,
    BookingState,
    ConsentScope,
    Part,
    PartState,
    ReferralPurpose,
    TestedLanguage,
)

REASONS = (
    "Profiili on tasainen ja haastattelu tukee tasoa, aiempia opintoja on jonkin verran.",
    "Kirjoittaminen on heikoin taito, muuten valmiudet riittävät tähän ryhmään hyvin.",
    "Opiskeluvalmiudet ja tavoitteet keskusteltiin, ryhmän tahti sopii hakijalle.",
)
UNDECIDED = "assessor-decides"
DEVIATES_FROM, DEVIATES_TO, DEVIATES_HOW_OFTEN = "integration-basic", "integration-slow", 0.8
REASONS_TO_DEVIATE = (
    "Kirjoittaminen on selvästi muita taitoja heikompi, hitaampi tahti tukee sitä.",
    "Opinnoista on pitkä aika, opiskelun taidot kannattaa ottaa ensin rauhassa.",
    "Tekninen lukutaito on vielä hidas, perusryhmän tekstit olisivat liian pitkiä.",
)
"""The first assessor often finds the basic path too fast, the second never: two stories in the statistics."""


@dataclass(frozen=True)
class Staff:
    """Who acts in the demo."""

    officer: Actor
    assessors: tuple[Actor, ...]
    coordinator: Actor


@dataclass(frozen=True)
class Stage:
    """What a demo day needs: the database, the staff, the keys, chance, and what day it is today."""

    database: Database
    staff: Staff
    ring: KeyRing
    public_url: str
    chance: Random
    today: date


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A Finnish wall-clock time."""
    return datetime.combine(day, time(hour, minute), HELSINKI)


def add_candidate(session: Session, stage: Stage, *, now: datetime) -> Candidate:
    """One candidate in the register; nine of ten have an identity code, most have signed consents."""
    facts = draw_facts(stage.chance)
    born = facts.birth_date
    code = draw_code(stage.chance, born, stage.today) if born and stage.chance.random() < 0.9 else None
    candidate = register_candidate(session, facts, code=code, by=stage.staff.officer, now=now)
    if stage.chance.random() < 0.8:
        scopes = [ConsentScope.INTERVIEW_NOTES, ConsentScope.LIFE_SITUATION]
        give_consents(
            session,
            candidate.id,
            scopes=scopes[: stage.chance.randrange(1, 3)],
            language=facts.contact_language,
            signed_on=now.date(),
            by=stage.staff.officer,
            now=now,
        )
    return candidate


def add_occasion(
    stage: Stage,
    day: date,
    *,
    seats: int = 20,
    booked: int = 0,
    language: TestedLanguage = TestedLanguage.FINNISH,
) -> tuple[UUID, list[UUID]]:
    """An occasion with so many seats reserved; gives its id and the bookings."""
    before = at(day - timedelta(days=14), 10)
    with stage.database.transaction() as session:
        occasion = make_occasion(
            session,
            centre=stage.staff.coordinator.organisation_id,
            language_tested=language,
            held_on=day,
            starts_at=time(9),
            ends_at=time(13),
            room="204",
            seats=seats,
            by=stage.staff.coordinator,
            now=before,
        )
        bookings = [_book(session, stage, occasion, now=before) for _ in range(booked)]
        return occasion.id, [booking.id for booking in bookings]


def _book(session: Session, stage: Stage, occasion: Occasion, *, now: datetime) -> Booking:
    candidate = add_candidate(session, stage, now=now)
    interpreter = candidate.contact_language if stage.chance.random() < 0.3 else ""
    facts = ReferralFacts(occasion.language_tested, ReferralPurpose.FIRST_ASSESSMENT, interpreter)
    referral = write_referral(session, candidate.id, facts=facts, by=stage.staff.officer, now=now)
    return reserve_seat(session, referral.id, occasion_id=occasion.id, by=stage.staff.officer, now=now)


def arrive(stage: Stage, bookings: Sequence[UUID], *, now: datetime) -> None:
    """Check the candidates of these bookings in."""
    with stage.database.transaction() as session:
        for booking in bookings:
            check_in(session, booking, id_seen=True, by=stage.staff.coordinator, now=now)


def stay_away(stage: Stage, booking: UUID, *, state: BookingState, now: datetime) -> None:
    """A candidate who did not come, or cancelled."""
    with stage.database.transaction() as session:
        record_absence(
            session, booking, state=state, reason=AbsenceReason.ILLNESS, by=stage.staff.coordinator, now=now
        )


def score(stage: Stage, booking: UUID, *, now: datetime, parts: Sequence[Part] = SKILL_PARTS) -> UUID:
    """Score these parts of a candidate's battery; until every skill is scored, only the interview is told."""
    profile = draw_profile(stage.chance)
    with stage.database.transaction() as session:
        sitting = open_sitting(session, booking, by=stage.staff.assessors[0], now=now)
        entry = BatteryEntry(
            parts=tuple(_part_entry(stage, sitting, part, profile) for part in parts),
            background=_background(sitting, profile, is_whole=len(parts) == len(SKILL_PARTS)),
        )
        record_scores(session, sitting.id, entry=entry, by=stage.staff.assessors[0], now=now)
        return sitting.id


def _part_entry(stage: Stage, sitting: Sitting, part: Part, profile: DrawnProfile) -> PartEntry:
    version = next(row.version for row in sitting.parts if row.part is part)
    if stage.chance.random() < 0.02:
        return PartEntry(part, version, PartValues(PartState.INTERRUPTED))
    level = profile.levels[part]
    if part in CRITERIA:
        ratings = {criterion.code: level for criterion in CRITERIA[part]}
        return PartEntry(part, version, PartValues(PartState.TAKEN, ratings=ratings))
    lowest = dict(CUT_SCORES[part])[level]
    return PartEntry(part, version, PartValues(PartState.TAKEN, points=lowest + stage.chance.randrange(4)))


def _background(sitting: Sitting, profile: DrawnProfile, *, is_whole: bool) -> BackgroundEntry:
    """What the interview tells; study readiness and life situation are known only at the end."""
    told = BackgroundValues(
        literacy=profile.literacy,
        languages_studied=profile.languages_studied,
        schooling_years=profile.schooling_years,
        interview_level=profile.levels[Part.SPEAKING],
    )
    if is_whole:
        told = replace(
            told,
            study_readiness=profile.study_readiness,
            hard_life_situation=profile.hard_life_situation,
        )
    return BackgroundEntry(sitting.background.version, told)


def sign(stage: Stage, sitting_id: UUID, *, now: datetime) -> None:
    """Recommend a course group for a scored sitting and sign the result."""
    assessor = stage.chance.choice(stage.staff.assessors)
    with stage.database.transaction() as session:
        sitting = get_sitting(session, sitting_id, viewer=assessor)
        suggested = suggestion_of(session, sitting)
        choice = _choice(stage, assessor, suggested)
        flow.recommend(session, sitting_id, choice, shown=suggested.digest, by=assessor, now=now)
    with stage.database.reading() as session:
        draft = flow.draft_result(session, sitting_id, by=assessor, now=now)
    sealed = flow.seal(draft, ring=stage.ring, verify_at=f"{stage.public_url}/verify")
    with stage.database.transaction() as session:
        flow.sign_result(session, sitting_id, sealed, by=assessor, now=now)


def _choice(stage: Stage, assessor: Actor, suggested: Suggested) -> CourseChoice:
    """Mostly what was suggested, at times a slower path; where the rules abstain, the slow path."""
    said, chance = suggested.suggestion, stage.chance
    reason = chance.choice(REASONS)
    if said.track == UNDECIDED:
        return CourseChoice(track="integration-slow", module="M2", extras=(), reason=reason)
    is_first = assessor is stage.staff.assessors[0]
    if is_first and said.track == DEVIATES_FROM and chance.random() < DEVIATES_HOW_OFTEN:
        reason = chance.choice(REASONS_TO_DEVIATE)
        return CourseChoice(track=DEVIATES_TO, module=said.module, extras=(), reason=reason)
    return CourseChoice(track=said.track, module=said.module, extras=tuple(said.extras), reason=reason)
