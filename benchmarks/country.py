"""A simulated country: candidates, tests, queues, courses and advice visits of five years, in every table.

Usage: .venv/bin/python benchmarks/country.py [--scale 1] [--seed 1] [--until 2026-06-30]

Fills the database of the installation (`LAHTOTASO_HOME`, `DATABASE_URL`), which must be migrated and empty of
such rows. At scale 1: 100,000 candidates, 45 areas, 60 test centres, 300 providers, 30,000 assessments and
14,000 beginners a year. Volumes and shares follow docs and domain reference; nobody in it is real. Documents
and PDFs of results are placeholders: statistics count rows, they do not read them.
"""

# ruff: noqa: E501, C408  (rows stand as in a table)

import argparse
import json
import math
import sys
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.country_shares import (
    AREAS_OF_ONE,
    INTERRUPTIONS,
    LANGUAGES,
    LEVELS,
    SPEAKING,
    TOPICS,
    TRACKS,
    drawn_track,
)
from testing_app.advice.models import AdvicePoint, AdviceVisit
from testing_app.app import open_database
from testing_app.bookings.models import Booking, Occasion, Referral, SeatWait
from testing_app.courses.models import CourseGroup
from testing_app.inbox.models import InboxMessage
from testing_app.people.models import Account, AccountRole, Candidate, CandidateAuthority, Organisation
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.queue.models import CoursePlace, Notice, QueueEntry
from testing_app.results.models import SignedResult
from testing_app.schema import METADATA
from testing_app.settings import settings_from
from testing_app.sittings.models import Background, Sitting, SittingPart
from testing_app.vocabulary import (
    SKILL_PARTS,
    AbsenceReason,
    AgeBand,
    BookingState,
    CourseKind,
    DirectedTo,
    FurtherPlan,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    OrganisationKind,
    PartState,
    PlaceState,
    QueueLeaving,
    QueueState,
    ReferralPurpose,
    Role,
    ScoreSource,
    SeatWaitState,
    Stay,
    TestedLanguage,
    VisitReason,
)

CANDIDATES, AREAS, CENTRES, PROVIDERS, ASSESSMENTS, VISITS = 100_000, 45, 60, 300, 30_000, 40_000
YEARS = 5
ROWS_AT_ONCE = 5_000
SEATS = 20
SMALL = 0.05
"""A country this small fills no group: there, groups open with five people."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Area:
    """One employment area: its authority, municipalities, centres, providers, service, and people who act."""

    authority: uuid.UUID
    municipalities: tuple[str, ...]
    centres: tuple[uuid.UUID, ...]
    providers: tuple[uuid.UUID, ...]
    service: uuid.UUID
    share: float
    accounts: Mapping[str, uuid.UUID]


@dataclass
class Country:
    """Makes the rows, area by area; the same seed gives the same country."""

    seed: int
    scale: float
    until: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    number: int = 0

    @cached_property
    def chance(self) -> Random:
        return Random(self.seed)

    @property
    def first_day(self) -> date:
        """The first day of the five years."""
        return self.until - timedelta(days=365 * YEARS)

    def id(self) -> uuid.UUID:
        """An identifier that the seed decides."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def add(self, model: Any, **values: Any) -> uuid.UUID:
        """Keep a row for writing; gives its identifier."""
        self.rows[model.__tablename__].append(values)
        found: uuid.UUID = values.get("id") or values.get("sitting_id") or values["candidate_id"]
        return found

    def at(self, day: date, hour: int = 8) -> datetime:
        """A moment of that day."""
        return datetime.combine(day, time(hour, self.chance.randrange(60)), UTC)

    def areas(self) -> list[Area]:
        """Areas of falling size: the largest has some 14 % of the people, 4,200 tests a year."""
        count = max(3, round(AREAS * min(1, self.scale * 8)))
        shares = [1 / (place + 1) ** 0.9 for place in range(count)]
        centres, providers = max(count, round(CENTRES * min(1, self.scale * 8))), PROVIDERS
        providers = max(2 * count, round(PROVIDERS * min(1, self.scale * 8)))
        return [
            self._area(place, share / sum(shares), centres, providers, sum(shares))
            for place, share in enumerate(shares)
        ]

    def _area(self, place: int, share: float, centres: int, providers: int, whole: float) -> Area:
        names = AREAS_OF_ONE[: 3 + place % 5]
        authority = self._organisation(OrganisationKind.EMPLOYMENT_AUTHORITY, f"Alue {place + 1}")
        extra = max(1, round(centres * share))
        own_centres = [
            self._organisation(OrganisationKind.TEST_CENTRE, f"Testipaikka {place + 1}.{n + 1}")
            for n in range(extra)
        ]
        own_providers = [
            self._organisation(OrganisationKind.TRAINING_PROVIDER, f"Kouluttaja {place + 1}.{n + 1}")
            for n in range(max(2, round(providers * share)))
        ]
        service = self._organisation(OrganisationKind.GUIDANCE_SERVICE, f"Neuvonta {place + 1}")
        accounts = {
            "officer": self._account(place, "officer", authority, Role.AUTHORITY_OFFICER),
            "planner": self._account(place, "planner", authority, Role.COURSE_PLANNER),
            "assessor": self._account(place, "assessor", own_centres[0], Role.ASSESSOR),
            "lead": self._account(place, "lead", own_centres[0], Role.CENTRE_LEAD),
            "provider": self._account(place, "provider", own_providers[0], Role.TRAINING_PROVIDER),
            "adviser": self._account(place, "adviser", service, Role.ADVISER),
        }
        return Area(
            authority=authority,
            municipalities=tuple(f"{name} {place + 1}" for name in names),
            centres=tuple(own_centres),
            providers=tuple(own_providers),
            service=service,
            share=share,
            accounts=accounts,
        )

    def _organisation(self, kind: OrganisationKind, name: str) -> uuid.UUID:
        return self.add(
            Organisation, id=self.id(), kind=kind, name=name, street="Katu 1", post_code="00100",
            city=name, phone="", email="", valid_from=date(2015, 1, 1), valid_to=None, version=1,
        )  # fmt: skip

    def _account(self, place: int, login: str, organisation: uuid.UUID, role: Role) -> uuid.UUID:
        account = self.add(
            Account, id=self.id(), organisation_id=organisation, email=f"{login}.{place + 1}@country.example",
            name=f"{login.title()} {place + 1}", title="", language="fi", password_hash=None, active=True,
            created_at=self.at(self.first_day), version=1,
        )  # fmt: skip
        self.rows[AccountRole.__tablename__].append({"account_id": account, "role": role})
        return account


@dataclass
class Person:
    """What follows one candidate through the country."""

    id: uuid.UUID
    municipality: str


@dataclass
class Waiting:
    """Somebody in a line of the queue."""

    entry: Row
    person: Person
    tested_on: date
    result: uuid.UUID
    levels: dict[str, int]


class AreaHistory:
    """Five years of one area, written into the country's rows."""

    def __init__(self, country: Country, area: Area) -> None:
        self.country, self.area, self.chance = country, area, country.chance
        self.people: list[Person] = []
        self.lines: dict[tuple[str, str | None], list[Waiting]] = defaultdict(list)
        self.points = [
            country.add(
                AdvicePoint,
                id=country.id(),
                organisation_id=area.service,
                name=f"Piste {n + 1}",
                ended_on=None,
            )
            for n in range(3)
        ]
        self.codes = 0
        self.smallest_group = SEATS if country.scale > SMALL else 5

    def write(self) -> None:
        """Candidates, then months of tests, queues and courses, then visits."""
        country, area = self.country, self.area
        for _ in range(max(40, round(CANDIDATES * country.scale * area.share))):
            self._candidate()
        tests = max(60, round(ASSESSMENTS * YEARS * country.scale * area.share))
        day, step = country.first_day, 7
        weeks = 365 * YEARS // step
        done = 0
        for week in range(weeks):
            wanted = round(tests * (week + 1) / weeks)
            self._test_days(day, wanted - done)
            done = wanted
            if week % 2:
                self._open_groups(day)
            day += timedelta(days=step)
        for _ in range(round(VISITS * YEARS * country.scale * area.share)):
            self._visit()

    def _candidate(self) -> None:
        country, chance = self.country, self.chance
        country.number += 1
        language = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        municipality = chance.choices(
            self.area.municipalities, [2.0**-n for n in range(len(self.area.municipalities))]
        )[0]
        person = Person(country.id(), municipality)
        name = f"Henkilö {country.number}"
        moment = country.at(country.first_day)
        country.add(
            Candidate, id=person.id, number=f"S{country.number:07d}", family_name=name, given_names="Testi",
            sort_name=name.lower(), search_name=name.lower(), birth_date=date(1960 + chance.randrange(45), 1, 1),
            identity_code_sealed=None, identity_code_fingerprint=None, mother_tongue=language,
            contact_language=language, phone="", email="", street="", post_code="00100", city=municipality,
            municipality=municipality, reads_letters=chance.random() > 0.05, registered_at=moment, version=1,
        )  # fmt: skip
        country.rows[CandidateAuthority.__tablename__].append(
            {"candidate_id": person.id, "authority_id": self.area.authority, "since": moment,
             "added_by_id": self.area.accounts["officer"]}
        )  # fmt: skip
        self.people.append(person)

    def _test_days(self, monday: date, tests: int) -> None:
        """A week's tests, at the area's centres: seats for all, some more stay empty."""
        while tests > 0:
            day = monday + timedelta(days=self.chance.randrange(5))
            booked = min(tests, SEATS - self.chance.choice((0, 0, 1, 2, 5)))
            centre = self.chance.choices(self.area.centres, [2.0**-n for n in range(len(self.area.centres))])[
                0
            ]
            language = TestedLanguage.SWEDISH if self.chance.random() < 0.05 else TestedLanguage.FINNISH
            occasion = self.country.add(
                Occasion, id=self.country.id(), centre_id=centre, language_tested=language, held_on=day,
                starts_at=time(9), ends_at=time(13), room="1", kind="test", place="", interpreters=[],
                accessibility=[], parts=[], series_id=None, seats=SEATS, taken=booked, cancelled_at=None, version=1,
            )  # fmt: skip
            for _ in range(booked):
                self._booking(occasion, centre, day, language)
            tests -= booked

    def _booking(self, occasion: uuid.UUID, centre: uuid.UUID, day: date, language: TestedLanguage) -> None:
        country, chance = self.country, self.chance
        person = chance.choice(self.people)
        written = day - timedelta(days=1 + int(chance.lognormvariate(math.log(24), 0.6)))
        service = self.area.service if chance.random() < 0.15 else None
        referral = country.add(
            Referral, id=country.id(), candidate_id=person.id, authority_id=self.area.authority,
            language_tested=language, purpose=ReferralPurpose.RETEST if chance.random() < 0.08 else ReferralPurpose.FIRST_ASSESSMENT,
            length="short", service_id=service, wanted_parts=[], interpreter_language="", timetable_limits="",
            written_by_id=self.area.accounts["officer"], written_at=country.at(written), closed_at=None, version=1,
            **({"vocational_field": ""} if "vocational_field" in Referral.__table__.c else {}),
        )  # fmt: skip
        state = chance.choices(
            (BookingState.ARRIVED, BookingState.NO_SHOW, BookingState.CANCELLED), (80, 15, 5)
        )[0]
        came = state is BookingState.ARRIVED
        booking = country.add(
            Booking, id=country.id(), occasion_id=occasion, referral_id=referral, candidate_id=person.id, visit=1,
            state=state, id_seen=came, reason=None if came else chance.choice(list(AbsenceReason)),
            reserved_by_id=self.area.accounts["officer"], reserved_at=country.at(written),
            decided_by_id=None, decided_at=None, follow_up=None, follow_up_note="", followed_up_by_id=None,
            followed_up_at=None, version=1,
        )  # fmt: skip
        if chance.random() < 0.1:
            self._seat_wait(referral, person, centre, written, day)
        if came and day <= country.until:
            self._test(person, (referral, booking, centre), day, language)

    def _seat_wait(
        self, referral: uuid.UUID, person: Person, centre: uuid.UUID, since: date, until: date
    ) -> None:
        self.country.add(
            SeatWait, id=self.country.id(), referral_id=referral, candidate_id=person.id, visit=1, occasion_id=None,
            centre_id=centre, earliest_on=None, latest_on=None, queued_at=self.country.at(since),
            queued_by_id=self.area.accounts["officer"], state=SeatWaitState.BOOKED, ended_at=self.country.at(until),
        )  # fmt: skip

    def _test(
        self, person: Person, ids: tuple[uuid.UUID, uuid.UUID, uuid.UUID], day: date, language: TestedLanguage
    ) -> None:
        country, chance = self.country, self.chance
        referral, booking, centre = ids
        base = chance.choices(range(len(SPEAKING)), SPEAKING)[0]
        levels = {part.value: max(0, base + chance.choice((-1, 0, 0, 0, 1))) for part in SKILL_PARTS}
        track, module = drawn_track(chance, base)
        moment = country.at(day)
        signed = country.at(min(day + timedelta(days=chance.randrange(6)), country.until), 12)
        sitting = country.add(
            Sitting, id=country.id(), booking_id=booking, candidate_id=person.id, referral_id=referral,
            centre_id=centre, authority_id=self.area.authority, language_tested=language, tested_on=day,
            opened_by_id=self.area.accounts["assessor"], opened_at=moment, signed_at=signed, correcting_since=None,
            correction_reason="", version=1,
        )  # fmt: skip
        for part, level in levels.items():
            country.add(
                SittingPart, sitting_id=sitting, part=part, state=PartState.TAKEN, source=ScoreSource.FORM,
                form_version_id=None, points=None, ratings={}, level=LEVELS[level], borderline=None, comment="",
                changed_by_id=None, changed_at=None, version=1,
            )  # fmt: skip
        country.add(
            Background, sitting_id=sitting, literacy=None, study_readiness=None, languages_studied=1,
            schooling_years=9, hard_life_situation=False, needs_basic_education=False, interview_level=None,
            interview_notes="", changed_by_id=None, changed_at=None, version=1,
        )  # fmt: skip
        result = self._result(person, sitting, centre, (track, module), (day, signed), language)
        if track in TRACKS and chance.random() < 0.9:
            self._queue(person, result, (track, module), day, language, levels)

    def _result(
        self, person: Person, sitting: uuid.UUID, centre: uuid.UUID, place: tuple[str, str | None],
        when: tuple[date, datetime], language: TestedLanguage,
    ) -> uuid.UUID:  # fmt: skip
        country, chance = self.country, self.chance
        drawn = chance.random()
        agrees, left = drawn < 0.86, drawn > 0.95
        day, signed = when
        suggestion = country.add(
            StoredSuggestion, id=country.id(), sitting_id=sitting, rule_set_id="fi-koto-2022", rule_set_version=1,
            rule="basic-path", track="assessor-decides" if left else place[0] if agrees else "integration-slow",
            module=None if left else place[1], evidence={}, outcome={}, made_at=signed,
        )  # fmt: skip
        recommendation = country.add(
            Recommendation, id=country.id(), sitting_id=sitting, suggestion_id=suggestion, track=place[0],
            module=place[1], extras=[], reason="Simuloitu.", agrees=agrees, made_by_id=self.area.accounts["assessor"],
            made_at=signed,
        )  # fmt: skip
        id_ = country.id()
        result = country.add(
            SignedResult, id=id_, sitting_id=sitting, recommendation_id=recommendation, candidate_id=person.id,
            centre_id=centre, authority_id=self.area.authority, supersedes_id=None, correction_reason="",
            language_tested=language, tested_on=day, track=place[0], module=place[1],
            document=json.dumps({"result_id": str(id_)}).encode() + b" " * 600, signature="simulated", key_id="simulated",
            pdf=b"%PDF-1.7\n" + id_.bytes, pdf_digest=f"{id_.hex}{id_.hex}", pdf_signature="simulated",
            signed_by_id=self.area.accounts["assessor"], signed_at=signed, superseded_at=None,
        )  # fmt: skip
        received = signed + timedelta(minutes=5)
        read = received + timedelta(days=chance.randrange(14))
        is_read = read.date() <= country.until
        country.add(
            InboxMessage, id=country.id(), authority_id=self.area.authority, result_id=result, received_at=received,
            opened_at=read if is_read else None, opened_by_id=None, acknowledged_at=read if is_read else None,
            acknowledged_by_id=self.area.accounts["officer"] if is_read else None, version=1,
        )  # fmt: skip
        return result

    def _queue(
        self, person: Person, result: uuid.UUID, line: tuple[str, str | None], day: date,
        language: TestedLanguage, levels: dict[str, int],
    ) -> None:  # fmt: skip
        if any(waiting.person.id == person.id for waiting in self.lines[line]):
            return
        opened = self.country.at(min(day + timedelta(days=self.chance.randrange(20)), self.country.until), 13)
        entry: Row = dict(
            id=self.country.id(), candidate_id=person.id, authority_id=self.area.authority, result_id=result,
            language_tested=language, track=line[0], module=line[1], area=person.municipality, queued_on=day,
            state=QueueState.WAITING, blocked_by="", opened_by_id=self.area.accounts["officer"], opened_at=opened,
            ended_at=None, leaving=None, version=1,
        )  # fmt: skip
        self.country.rows[QueueEntry.__tablename__].append(entry)
        self.lines[line].append(Waiting(entry, person, day, result, levels))

    def _open_groups(self, day: date) -> None:
        """Groups for lines with enough people; the longest waiting first, some leave meanwhile."""
        for line, waiting in self.lines.items():
            capacity = 12 if line[0].startswith("literacy") else 20
            self.lines[line] = waiting = [each for each in waiting if not self._leaves(each, day)]
            ready = [
                each
                for each in waiting
                if (day - each.tested_on).days > 25 and each.entry["opened_at"].date() <= day
            ]
            while len(ready) >= min(capacity * 3 // 4, self.smallest_group) and self.chance.random() < 0.6:
                group, starts_on = self._group(line, day, capacity, ready[0].entry["language_tested"])
                seated = [each for each in ready if self.chance.random() < 0.8][
                    : capacity - self.chance.choice((0, 0, 1, 2, 4))
                ]
                seated = [
                    each for each in seated if each.entry["language_tested"] == group["language_tested"]
                ]
                for each in seated:
                    self._place(each, group, day, starts_on)
                gone = {id(each) for each in seated}
                ready = [each for each in ready if id(each) not in gone]
                self.lines[line] = [each for each in self.lines[line] if id(each) not in gone]

    def _leaves(self, waiting: Waiting, day: date) -> bool:
        if self.chance.random() > 0.02:
            return False
        waiting.entry |= {"state": QueueState.LEFT, "ended_at": self.country.at(day),
                          "leaving": self.chance.choice(list(QueueLeaving))}  # fmt: skip
        return True

    def _group(
        self, line: tuple[str, str | None], day: date, capacity: int, language: TestedLanguage
    ) -> tuple[Row, date]:
        self.codes += 1
        starts_on = day + timedelta(days=self.chance.randrange(14, 70))
        is_literacy = line[0].startswith("literacy")
        group: Row = dict(
            id=self.country.id(), provider_id=self.chance.choices(self.area.providers, [0.9**n for n in range(len(self.area.providers))])[0],
            authority_id=self.area.authority, code=f"R{self.codes}", name=f"Ryhmä {self.codes}", language_tested=language,
            kind=CourseKind.LITERACY if is_literacy else CourseKind.LABOUR_MARKET, track=line[0], module=line[1],
            also_admits=[], entry_from=day, entry_until=starts_on, starts_on=starts_on,
            ends_on=starts_on + timedelta(days=self.chance.randrange(70, 120)), weekdays=[0, 1, 2, 3, 4], begins_at=time(9),
            finishes_at=time(14), online=False, street="", post_code="00100", city=self.area.municipalities[0],
            capacity=capacity, minimum=8 if is_literacy else 12, taken=0, price_cents=0, contact_name="",
            contact_phone="", contact_email="", published_at=self.country.at(day), cancelled_at=None,
            made_by_id=self.area.accounts["provider"], made_at=self.country.at(day), version=1,
        )  # fmt: skip
        self.country.rows[CourseGroup.__tablename__].append(group)
        return group, starts_on

    def _place(self, waiting: Waiting, group: Row, day: date, starts_on: date) -> None:
        country, chance = self.country, self.chance
        held = country.at(day)
        confirmed = country.at(min(day + timedelta(days=chance.randrange(3)), country.until), 15)
        group["taken"] += 1
        waiting.entry |= {"state": QueueState.PLACED, "ended_at": confirmed}
        place: Row = dict(
            id=country.id(), group_id=group["id"], entry_id=waiting.entry["id"], candidate_id=waiting.person.id,
            authority_id=self.area.authority, state=PlaceState.CONFIRMED, held_at=held,
            held_until=held + timedelta(days=3), held_by_id=self.area.accounts["officer"], passed_on_from_id=None,
            confirmed_at=confirmed, confirmed_by_id=None, started_on=None, ended_on=None,
            ended_at=None, version=1,
        )  # fmt: skip
        country.rows[CoursePlace.__tablename__].append(place)
        if starts_on > country.until:
            return
        if chance.random() < 0.04:
            place |= {"state": PlaceState.NOT_ARRIVED, "ended_on": starts_on}
            self._notice(place, group, NoticeKind.NOT_ARRIVED, starts_on)
            return
        place |= {"state": PlaceState.STARTED, "started_on": starts_on}
        self._notice(place, group, NoticeKind.STARTED, starts_on)
        self._lived(waiting, place, group)

    def _lived(self, waiting: Waiting, place: Row, group: Row) -> None:
        """The answer after two weeks, and the end: interrupted by 17 of 100."""
        country, chance = self.country, self.chance
        two_weeks = place["started_on"] + timedelta(days=14)
        if two_weeks <= country.until and chance.random() < 0.7:
            fit = chance.choices(list(GroupFit), (84, 6, 7, 3))[0]
            self._notice(place, group, NoticeKind.RIGHT_GROUP, two_weeks, fit=fit)
        if chance.random() < 0.17:
            on = place["started_on"] + timedelta(days=chance.randrange(5, 60))
            if on <= country.until:
                place |= {"state": PlaceState.INTERRUPTED, "ended_on": on}
                reason = chance.choices(list(InterruptionReason), INTERRUPTIONS)[0]
                self._notice(place, group, NoticeKind.INTERRUPTED, on, reason=reason)
            return
        if group["ends_on"] <= country.until:
            place |= {"state": PlaceState.COMPLETED, "ended_on": group["ends_on"]}
            ends = {
                part: LEVELS[min(level + chance.choice((0, 1, 1, 2)), 8)]
                for part, level in waiting.levels.items()
            }
            self._notice(
                place, group, NoticeKind.COMPLETED, group["ends_on"], end_levels=ends,
                further_plan=chance.choice(list(FurtherPlan)),
            )  # fmt: skip

    def _notice(self, place: Row, group: Row, kind: NoticeKind, on: date, **values: Any) -> None:
        country = self.country
        given = dict(
            reason=None, end_levels={}, further_plan=None, further_track=None, further_module=None, fit=None
        )
        country.add(
            Notice, id=country.id(), place_id=place["id"], provider_id=group["provider_id"],
            authority_id=self.area.authority, kind=kind, happened_on=on, opened_entry_id=None, note="",
            sent_by_id=self.area.accounts["provider"], sent_at=country.at(on), acknowledged_at=country.at(on, 14),
            acknowledged_by_id=self.area.accounts["officer"], **(given | values),
        )  # fmt: skip

    def _visit(self) -> None:
        country, chance = self.country, self.chance
        day = country.first_day + timedelta(days=chance.randrange(365 * YEARS))
        country.add(
            AdviceVisit, id=country.id(), organisation_id=self.area.service,
            point_id=chance.choices(self.points, (6, 3, 1))[0], visited_on=day,
            language=chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0],
            age_band=chance.choice(list(AgeBand)), stay=chance.choice(list(Stay)),
            reason=chance.choices(list(VisitReason), (80, 12, 2, 3, 3))[0],
            topics=chance.sample(TOPICS, chance.choice((1, 1, 2, 3))),
            directed_to=[each.value for each in chance.sample(list(DirectedTo), chance.choice((0, 1, 1)))],
            entered_by_id=self.area.accounts["adviser"], entered_at=country.at(day),
        )  # fmt: skip


def fill(
    database: Database,
    *,
    seed: int = 1,
    scale: float = 1.0,
    until: date,
    quiet: bool = False,
    only: int | None = None,
) -> list[Area]:
    """Write the country into a migrated database; gives its areas, the largest first.

    `only`: as many of the largest areas get people, the others stay empty.
    """
    country = Country(seed, scale, until)
    areas = country.areas()
    _write(database, country.rows)
    for area in tqdm(areas[:only], desc="areas", disable=quiet):
        AreaHistory(country, area).write()
        _write(database, country.rows)
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return areas


def _write(database: Database, rows: dict[str, list[Row]]) -> None:
    """Insert everything kept so far, tables in the order of their references."""
    with database.transaction() as session:
        for table in METADATA.sorted_tables:
            for some in _portions(rows.pop(table.name, [])):
                session.execute(sa.insert(table), some)


def _portions(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[start : start + ROWS_AT_ONCE]


def main() -> None:
    """Fill the installation's database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 6, 30))
    options = parser.parse_args()
    database = open_database(settings_from())
    migrate.upgrade(database)
    areas = fill(database, seed=options.seed, scale=options.scale, until=options.until)
    sys.stdout.write(f"{len(areas)} areas; planner of the largest: planner.1@country.example\n")
    database.close()


if __name__ == "__main__":
    main()
