"""A world in which every kind of row exists, and the means to walk all routes of the product through it."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from testing_app import clock, flow
from testing_app.advice.actions import VisitFacts, open_point, record_visit
from testing_app.applications.actions import ApplicationFacts, receive_application
from testing_app.bookings.actions import Recurrence, check_in, make_series
from testing_app.bookings.calendar_feeds import make_feed
from testing_app.bookings.models import SeatOffer, SeatWait
from testing_app.bookings.occasion_facts import OccasionHours
from testing_app.courses.actions import make_group, publish_group
from testing_app.courses.groups import GroupFacts
from testing_app.delivery.models import Delivery
from testing_app.delivery.worker import inbox_worker
from testing_app.inbox.models import InboxMessage
from testing_app.letters.shipped import shipped_messages
from testing_app.people.actions import record_feedback
from testing_app.people.candidates.actions import register_candidate
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.identity_code import IdentityCode, read_identity_code
from testing_app.people.consent_scans import add_scan, read_scan
from testing_app.people.consents import give_consents
from testing_app.people.models import AccountRole, Candidate
from testing_app.placements.actions import CourseChoice
from testing_app.placements.suggesting import suggestion_of
from testing_app.post.models import CallTask, LetterJob, Reminder, SentLetter
from testing_app.queue.actions import (
    CourseLine,
    NoticeFacts,
    confirm_place,
    enter_queue,
    hold_place,
    report,
)
from testing_app.results.actions import record_objection
from testing_app.results.keys import create_ring
from testing_app.rule_sets import rules
from testing_app.rule_sets.actions import NamedRuleSet, Proposal, draft_rule_set, propose_activation
from testing_app.rule_sets.identity import with_identity
from testing_app.schema import METADATA
from testing_app.sheets.actions import readable_sheet, upload_sheet
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.sittings.queries import get_sitting
from testing_app.vocabulary import (
    AbsenceReason,
    AgeBand,
    BookingState,
    ConsentScope,
    CourseKind,
    DirectedTo,
    EarlierStudies,
    LetterJobState,
    LetterKind,
    Literacy,
    NoticeKind,
    Part,
    PartState,
    ReminderChannel,
    ReminderState,
    Role,
    ScoreSource,
    ScriptsRead,
    SeatWaitState,
    Stay,
    StudyReadiness,
    TestedLanguage,
    VisitReason,
)
from testing_app.web import access
from testing_app.web.access import Permission
from testing_app.wording.actions import begin_draft
from tests.world import NOW, TODAY, World

CODES = ("311205B9033", "290200A901C", "150685X902J")
FAMILY_NAME, GIVEN_NAMES, EMAIL, PHONE = "Salaisenmäki", "Tuntematta", "salainen@example.org", "040 9990001"
REASON = "Puhuu varmasti ja ymmärtää hyvin."
SHIPPED = {"rule_set_id": "fi-koto-2022", "number": 1}
CHOICE = CourseChoice(track="integration-basic", module="M2", extras=(), reason=REASON)
OF_EVERYBODY = frozenset(
    {
        "account_id",
        "organisation_id",
        "delivery_id",
        "feedback_id",
        "form_id",
        "wording_id",
        "letter_kind",
        "letter_language",
        "token",
        "page_language",
        "rule_set_id",
        "number",
    }
)
"""Identifiers that no test centre or authority owns: the maintainer's, the item bank's, shipped, a secret."""


@dataclass(frozen=True)
class WholeWorld:
    """The identifiers of one row of every kind, by the name they have in routes."""

    world: World
    ids: Mapping[str, Any]

    def browser(self, app: Flask, who: Role | str) -> FlaskClient:
        """Signed in, without the protection of forms."""
        app.config["WTF_CSRF_ENABLED"] = False
        client: FlaskClient = app.test_client()
        client.set_cookie("lahtotaso_session", self.world.cookie(who))
        return client

    def paths(self, app: Flask, method: str) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Endpoint, path with identifiers that exist, and the identifiers' names, of every route."""
        with app.test_request_context():
            adapter = app.url_map.bind("localhost")
            rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
        for rule in rules:
            if method in (rule.methods or ()) and rule.endpoint != "static":
                values = {name: self.ids[name] for name in rule.arguments}
                yield (
                    rule.endpoint,
                    adapter.build(rule.endpoint, values, method=method),
                    frozenset(rule.arguments),
                )

    def rows(self) -> dict[str, list[Any]]:
        """Everything that is stored, but the audit trail and the notes of who is looking."""
        unseen = {"audit_entries", "audit_heads", "browser_sessions", "battery_openings"}
        with self.world.database.reading() as session:
            return {
                table.name: sorted(map(repr, session.execute(sa.select(table))))
                for table in METADATA.sorted_tables
                if table.name not in unseen
            }

    def personal(self) -> tuple[str, ...]:
        """Words that name somebody: found on a page, somebody was shown."""
        return (FAMILY_NAME, GIVEN_NAMES, EMAIL, PHONE, REASON, *CODES, *self.ids["numbers"])


def role_for(endpoint: str) -> Role:
    """A role that the access table lets in; where several do, the one that can do most."""
    permission = access.ROUTES[endpoint]
    if permission in (Permission.EVERYBODY, Permission.SIGNED_IN, Permission.READ_RULES):
        return Role.ASSESSOR
    roles = access.ROLES[permission]
    likely = (Role.ASSESSOR, Role.AUTHORITY_OFFICER, Role.COURSE_PLANNER)
    return next((role for role in likely if role in roles), sorted(roles)[0])


def fill(app: Flask, world: World) -> WholeWorld:
    """Three candidates of one authority at one centre: one signed, one ready to be signed, one booked."""
    settings = app.extensions["settings"]
    ring = create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)
    with world.database.transaction() as session:
        _give_every_role_to_the_others(session, world)
        ids, sittings = _people(session, world)
        for sitting_id in sittings:
            _recommend(session, sitting_id, world)
    _sign(world, sittings[0], ring)
    inbox_worker(world.database, now=lambda: NOW).deliver_due()
    with world.database.transaction() as session:
        make_feed(session, token="a-secret", by=world.act(Role.CENTRE_LEAD), now=NOW)
        ids |= {"page_language": "fi", "series_id": _series(session, world)}
        ids |= _waiting(session, world, ids["occasion_id"]) | _absence(session, world)
        ids |= _what_followed(session, world, ids["occasion_id"])
        ids |= _rules_of_their_own(session, world)
        ids |= _courses(session, world, ids)
        ids |= _advice(session, world)
        ids |= _application(session, world) | _scan(session, world, ids["candidate_id"])
        ids |= _texts_of_letters(session, world)
        ids |= _post(session, world, ids)
    return WholeWorld(world, {**ids, "sitting_id": sittings[1], "token": "a-secret", **SHIPPED})


def _people(session: Session, world: World) -> tuple[dict[str, Any], list[uuid.UUID]]:
    officer = world.act(Role.AUTHORITY_OFFICER)
    occasion = world.add_occasion(session, held_on=TODAY)
    people = [_candidate(session, world, code) for code in CODES]
    bookings = [world.add_booking(session, occasion, person) for person in people]
    consents = give_consents(
        session,
        people[2].id,
        scopes=[ConsentScope.INTERVIEW_NOTES],
        language="ar",
        signed_on=TODAY,
        by=officer,
        now=NOW,
    )
    sittings = [_scored(session, booking.id, world) for booking in bookings[:2]]
    ids = {
        "occasion_id": occasion.id,
        "candidate_id": people[2].id,
        "booking_id": bookings[2].id,
        "referral_id": bookings[2].referral_id,
        "consent_id": consents[0].id,
        "numbers": tuple(person.number for person in people),
        "account_id": world.act(Role.TEST_ADMINISTRATOR).account_id,
        "organisation_id": world.provider,
        "form_id": world.forms[Part.READING],
    }
    return ids, sittings


def _waiting(session: Session, world: World, occasion_id: uuid.UUID) -> dict[str, Any]:
    """Somebody who waits for the occasion, and somebody to whom a seat on another one is offered."""
    officer = world.act(Role.AUTHORITY_OFFICER).account_id
    one_seat = world.add_occasion(session, seats=1, held_on=TODAY + timedelta(days=60))
    ids = {}
    for name, state in (("wait_id", SeatWaitState.WAITING), ("offered_id", SeatWaitState.OFFERED)):
        person = world.add_candidate(session, family_name=FAMILY_NAME, given_names=GIVEN_NAMES, phone=PHONE)
        booking = world.add_booking(session, one_seat, person)
        booking.state, one_seat.taken = BookingState.CANCELLED, 0
        wait = SeatWait(
            referral_id=booking.referral_id,
            candidate_id=person.id,
            occasion_id=occasion_id,
            queued_at=NOW,
            queued_by_id=officer,
            state=state,
        )
        session.add(wait)
        session.flush()
        ids[name] = wait.id
    one_seat.taken = 1
    offer = SeatOffer(
        wait_id=ids["offered_id"], occasion_id=one_seat.id, offered_at=NOW, answer_by=NOW + timedelta(days=2)
    )
    session.add(offer)
    session.flush()
    return {"wait_id": ids["wait_id"], "offer_id": offer.id}


def _absence(session: Session, world: World) -> dict[str, Any]:
    """Somebody who did not come yesterday, about whom nothing is decided."""
    yesterday = world.add_occasion(session, held_on=TODAY - timedelta(days=1))
    person = world.add_candidate(session, family_name=FAMILY_NAME, given_names=GIVEN_NAMES, phone=PHONE)
    booking = world.add_booking(session, yesterday, person)
    booking.state, booking.reason = BookingState.NO_SHOW, AbsenceReason.ILLNESS
    booking.decided_by_id, booking.decided_at = world.act(Role.ASSESSOR).account_id, NOW
    session.flush()
    return {"absence_id": booking.id}


def _series(session: Session, world: World) -> uuid.UUID:
    made = make_series(
        session,
        centre=world.centre,
        language_tested=TestedLanguage.FINNISH,
        recurrence=Recurrence([0], TODAY + timedelta(days=10), TODAY + timedelta(days=30)),
        hours=OccasionHours(time(9), time(12), "204", 10),
        by=world.act(Role.CENTRE_LEAD),
        now=NOW,
    )
    return made.series.id


def _candidate(session: Session, world: World, code: str) -> Candidate:
    read = read_identity_code(code, today=date(2026, 3, 12))
    assert isinstance(read, IdentityCode)
    facts = CandidateFacts(FAMILY_NAME, GIVEN_NAMES, read.birth_date, "ar", "ar", phone=PHONE, email=EMAIL)
    return register_candidate(session, facts, code=read, by=world.act(Role.AUTHORITY_OFFICER), now=NOW)


def _scored(session: Session, booking_id: uuid.UUID, world: World) -> uuid.UUID:
    by = world.act(Role.ASSESSOR)
    check_in(session, booking_id, id_seen=True, by=by, now=NOW)
    sitting: Sitting = open_sitting(session, booking_id, by=by, now=NOW)
    for row in sitting.parts:
        if row.part in (Part.READING, Part.WRITING, Part.LISTENING, Part.SPEAKING):
            row.state, row.level, row.source = PartState.TAKEN, "A1.2", ScoreSource.SHEET
    told = sitting.background
    told.literacy, told.study_readiness = Literacy.LATIN_TECHNICAL, StudyReadiness.BASIC
    told.languages_studied, told.schooling_years = 1, 9
    session.flush()
    return sitting.id


def _recommend(session: Session, sitting_id: uuid.UUID, world: World) -> None:
    by = world.act(Role.ASSESSOR)
    shown = suggestion_of(session, get_sitting(session, sitting_id, viewer=by)).digest
    flow.recommend(session, sitting_id, CHOICE, shown=shown, by=by, now=NOW)


def _sign(world: World, sitting_id: uuid.UUID, ring: Any) -> None:
    by = world.act(Role.ASSESSOR)
    with world.database.reading() as session:
        draft = flow.draft_result(session, sitting_id, by=by, now=NOW)
    sealed = flow.seal(draft, ring=ring, verify_at="https://lahtotaso.example/verify")
    with world.database.transaction() as session:
        flow.sign_result(session, sitting_id, sealed, by=by, now=NOW)


def _rules_of_their_own(session: Session, world: World) -> dict[str, Any]:
    """A draft of the authority's planner, and a proposal that waits for the second one."""
    planner = world.act(Role.COURSE_PLANNER)
    text = with_identity(rules.shipped_text("fi-koto-2022", 1) or "", rule_set_id="theirs", number=1)
    draft = draft_rule_set(session, text, by=planner, now=NOW)
    proposal = Proposal(
        rule_set=NamedRuleSet(rule_set_id="jyvaskyla-2022", number=1),
        language_tested=TestedLanguage.FINNISH,
        starts_on=TODAY + timedelta(days=30),
    )
    activation = propose_activation(session, proposal, check=lambda _set: (), by=planner, now=NOW)
    return {
        "draft_id": draft.id,
        "activation_id": activation.id,
        "table": "track",
        "section": "reasons",
        "answer": "approve",
    }


def _post(session: Session, world: World, ids: Mapping[str, Any]) -> dict[str, Any]:
    """A print job with its one letter, a call and a reminder that failed, all about the booked candidate."""
    officer, made_on = world.act(Role.AUTHORITY_OFFICER), TODAY + timedelta(days=2)
    about = {"candidate_id": ids["candidate_id"], "subject_id": ids["booking_id"]}
    mine = {"organisation_id": world.authority}
    job = LetterJob(
        **mine,
        kind=LetterKind.INVITATION,
        title="Whole day",
        subjects=[str(ids["booking_id"])],
        state=LetterJobState.DONE,
        done=1,
        pdf=b"%PDF-1.7",
        asked_by_id=officer.account_id,
        asked_at=NOW,
        finished_at=NOW,
    )
    session.add(job)
    session.flush()
    letter = SentLetter(
        **mine,
        **about,
        kind=LetterKind.INVITATION,
        job_id=job.id,
        languages=["fi", "ar"],
        pdf=b"%PDF-1.7",
        pdf_digest="0" * 64,
        made_by_id=officer.account_id,
        made_at=NOW,
    )
    call = CallTask(
        **mine, **about, kind=LetterKind.INVITATION, due_on=TODAY, script={"fi": ["Hei."]}, made_at=NOW
    )
    reminder = Reminder(
        **mine,
        **about,
        occurs_on=made_on,
        channel=ReminderChannel.SMS,
        language="ar",
        due_at=NOW,
        state=ReminderState.FAILED,
        last_problem="number_unusable",
    )
    session.add_all([letter, call, reminder])
    session.flush()
    return {
        "job_id": job.id,
        "letter_id": letter.id,
        "call_id": call.id,
        "reminder_id": reminder.id,
        "subject_id": ids["booking_id"],
    }


def _texts_of_letters(session: Session, world: World) -> dict[str, Any]:
    """A draft of the texts of an invitation in Ukrainian."""
    kind = LetterKind.INVITATION
    draft = begin_draft(
        session,
        kind,
        language="uk",
        messages=shipped_messages(kind, "uk"),
        by=world.act(Role.ADMINISTRATOR),
        now=NOW,
    )
    return {"wording_id": draft.id, "letter_kind": str(kind), "letter_language": "uk"}


def _advice(session: Session, world: World) -> dict[str, Any]:
    """An advice point of the service and a visit entered today."""
    adviser, moment = world.act(Role.ADVISER), clock.now()
    point = open_point(session, "Tori", by=adviser, now=moment)
    facts = VisitFacts(
        point_id=point.id,
        visited_on=TODAY,
        language="so",
        age_band=AgeBand.FROM_25,
        stay=Stay.FROM_ONE,
        reason=VisitReason.OWN_MATTER,
        topics=("kela",),
        directed_to=(DirectedTo.KELA,),
    )
    return {"point_id": point.id, "visit_id": record_visit(session, facts, by=adviser, now=moment).id}


def _courses(session: Session, world: World, ids: Mapping[str, Any]) -> dict[str, Any]:
    """A published group, somebody who waits, and somebody who started of whom a notice tells."""
    officer, provider = world.act(Role.AUTHORITY_OFFICER), world.act(Role.TRAINING_PROVIDER)
    facts = GroupFacts(
        code="K2-1",
        name="Finnish M2",
        language_tested=TestedLanguage.FINNISH,
        kind=CourseKind.LABOUR_MARKET,
        track="integration-basic",
        module="M2",
        entry_from=TODAY,
        entry_until=TODAY + timedelta(days=60),
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=90),
        capacity=20,
        minimum=12,
        city="Tampere",
        authority_id=world.authority,
    )
    group = make_group(session, facts, by=provider, now=NOW)
    publish_group(session, group.id, version=group.version, by=provider, now=NOW)
    line = CourseLine(TestedLanguage.FINNISH, "integration-basic", "M2")
    entry = {
        "place": line,
        "result_id": None,
        "area": "Tampere",
        "queued_on": TODAY,
        "by": officer,
        "now": NOW,
    }
    waits = enter_queue(session, candidate_id=ids["candidate_id"], **entry)
    message = session.scalars(sa.select(InboxMessage)).one()
    placed = enter_queue(session, candidate_id=message.result.candidate_id, **entry)
    place = hold_place(session, placed.id, group_id=group.id, by=officer, now=NOW)
    confirm_place(session, place.id, by=officer, now=NOW)
    started = NoticeFacts(kind=NoticeKind.STARTED, happened_on=TODAY)
    notice = report(session, place.id, facts=started, by=provider, now=NOW)
    return {"group_id": group.id, "entry_id": waits.id, "place_id": place.id, "notice_id": notice.id}


def _application(session: Session, world: World) -> dict[str, Any]:
    """Somebody else of this name has applied to the authority."""
    facts = ApplicationFacts(
        authority_id=world.authority,
        family_name=FAMILY_NAME,
        given_names=GIVEN_NAMES,
        birth_date=None,
        mother_tongue="so",
        contact_language="so",
        phone=PHONE,
        email=EMAIL,
        street="",
        post_code="",
        city="",
        language_tested=TestedLanguage.FINNISH,
        languages_spoken=("ar",),
        scripts_read=ScriptsRead.LITTLE,
        schooling_years=4,
        earlier_studies=EarlierStudies.NONE,
        needs_interpreter=True,
        timetable_limits="",
    )
    return {"application_id": receive_application(session, facts, now=NOW).id}


def _scan(session: Session, world: World, candidate_id: uuid.UUID) -> dict[str, Any]:
    scan = read_scan(b"%PDF-1.7\n%%EOF\n")
    by = world.act(Role.AUTHORITY_OFFICER)
    return {"scan_id": add_scan(session, candidate_id, scan, by=by, now=NOW).id}


def _what_followed(session: Session, world: World, occasion_id: uuid.UUID) -> dict[str, Any]:
    by = world.act(Role.ASSESSOR)
    message = session.scalars(sa.select(InboxMessage)).one()
    objection = record_objection(
        session, message.result_id, received_on=TODAY, text="My listening is better.", by=by, now=NOW
    )
    sheet = b"Candidate;Reading;Writing;Listening;Speaking\nK999999;A1.2;A1.1;A1.3;A1.2\n"
    return {
        "result_id": message.result_id,
        "message_id": message.id,
        "objection_id": objection.id,
        "import_id": upload_sheet(session, occasion_id, readable_sheet(sheet), by=by, now=NOW).id,
        "delivery_id": session.scalars(sa.select(Delivery.id)).one(),
        "feedback_id": record_feedback(session, text="Thanks.", page="/", contact=EMAIL, now=NOW).id,
    }


def _give_every_role_to_the_others(session: Session, world: World) -> None:
    """The stranger at the other centre may do all that a centre does, only not to these rows."""
    stranger = world.act("other_assessor").account_id
    for role in (Role.CENTRE_LEAD, Role.TEST_ADMINISTRATOR):
        session.add(AccountRole(account_id=stranger, role=role))
