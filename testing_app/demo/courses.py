"""The demo's courses: groups of two providers, queues, places held and lived, and what providers reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.courses.actions import make_group, publish_group
from testing_app.courses.groups import GroupFacts
from testing_app.demo.days import UNDECIDED, Stage, add_candidate, at
from testing_app.inbox.models import InboxMessage
from testing_app.people.candidates.queries import get_candidate
from testing_app.queue import actions as queue
from testing_app.queue.actions import NoticeFacts
from testing_app.queue.lines import CourseLine
from testing_app.queue.models import QueueEntry
from testing_app.results.models import SignedResult
from testing_app.vocabulary import (
    SKILL_PARTS,
    CourseKind,
    FurtherPlan,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    QueueState,
    TestedLanguage,
)

FINNISH = TestedLanguage.FINNISH
AREA = "Kuusilahti"
EVENING = ("ilta", time(17), time(20))
DAY = ("päivä", time(9), time(14))
RUNNING = {"KP1-B": 7, "KP2-B": 6}
FILLING = ("KH1-C", "LUKU-1", "NOPEA-2", "KP1-C")


@dataclass(frozen=True)
class DemoGroup:
    """One group: whose, for whom, when it starts (days from today) and for how many weeks."""

    provider: str
    code: str
    track: str
    module: str | None
    starts_in: int
    weeks: int
    capacity: int
    minimum: int
    name: str
    kind: CourseKind = CourseKind.LABOUR_MARKET
    online: bool = False
    is_published: bool = True
    also: tuple[tuple[str, str | None], ...] = ()


GROUPS = (
    DemoGroup("provider", "KP1-A", "integration-basic", "M1", -160, 20, 20, 12, "Suomen kieli, moduuli 1"),
    DemoGroup("provider", "KP1-B", "integration-basic", "M1", -16, 20, 20, 6, "Suomen kieli, moduuli 1"),
    DemoGroup("provider", "KP2-B", "integration-basic", "M2", -12, 18, 18, 6, "Suomen kieli, moduuli 2",
              also=(("integration-fast", "M2"),)),
    DemoGroup("provider", "KH1-C", "integration-slow", "M1", 18, 24, 15, 8, "Suomen kieli, hidas polku 1",
              also=(("integration-slow", "M2"),)),
    DemoGroup("provider", "KP1-C", "integration-basic", "M1", 25, 20, 20, 12, "Suomen kieli, moduuli 1"),
    DemoGroup("provider", "KP3-C", "integration-basic", "M3", 40, 18, 20, 12, "Suomen kieli, moduuli 3",
              is_published=False),
    DemoGroup("second_provider", "LUKU-1", "literacy-1", None, 11, 30, 12, 8, "Lukutaitoryhmä 1",
              CourseKind.LITERACY),
    DemoGroup("second_provider", "LUKU-2", "literacy-2", None, 32, 30, 12, 8, "Lukutaitoryhmä 2",
              CourseKind.LITERACY),
    DemoGroup("second_provider", "NOPEA-2", "integration-fast", "M2", 20, 14, 3, 2, "Suomea nopeasti 2",
              online=True),
    DemoGroup("second_provider", "NOLLA", "integration-basic", "M1", 6, 4, 16, 6, "Nollakurssi",
              CourseKind.ZERO_COURSE),
)  # fmt: skip


def load_courses(stage: Stage, actors: Mapping[str, Actor]) -> None:
    """Groups, a queue of the acknowledged results, a course that has ended, one that runs, places to come."""
    logins = {"provider": "provider", "second_provider": "second.provider"}
    with stage.database.transaction() as session:
        groups = {
            group.code: _open(session, stage, group, actors[logins[group.provider]]) for group in GROUPS
        }
        officer, provider = stage.staff.officer, actors["provider"]
        _ended_course(session, stage, groups["KP1-A"], officer, provider)
        _queue_results(session, stage, officer)
        for facts in GROUPS:
            if facts.code in RUNNING:
                _running_course(session, stage, facts, groups[facts.code], officer, provider)
            elif facts.code in FILLING:
                _places_to_come(session, stage, facts, groups[facts.code], officer)


def _open(session: Session, stage: Stage, group: DemoGroup, by: Actor) -> UUID:
    starts = stage.today + timedelta(days=group.starts_in)
    starts -= timedelta(days=starts.weekday())
    hours = EVENING if group.online else DAY
    facts = GroupFacts(
        code=group.code,
        name=f"{group.name} ({hours[0]})",
        language_tested=FINNISH,
        kind=group.kind,
        track=group.track,
        module=group.module,
        also_admits=group.also,
        entry_from=starts - timedelta(days=60),
        entry_until=starts + timedelta(days=14),
        starts_on=starts,
        ends_on=starts + timedelta(weeks=group.weeks),
        weekdays=(0, 1, 2, 3) if not group.online else (1, 3),
        begins_at=hours[1],
        finishes_at=hours[2],
        online=group.online,
        street="" if group.online else "Kirjastokatu 7",
        post_code="" if group.online else "53900",
        city="" if group.online else AREA,
        capacity=group.capacity,
        minimum=group.minimum,
        contact_name=by.name,
        contact_phone="029 000 3101",
        contact_email=f"{group.code.lower()}@opisto.example",
    )
    made = at(starts - timedelta(days=65), 10)
    opened = make_group(session, facts, by=by, now=made)
    if group.is_published:
        publish_group(session, opened.id, version=opened.version, by=by, now=made)
    return opened.id


def _queue_results(session: Session, stage: Stage, officer: Actor) -> None:
    """The officer has put the people of acknowledged results in the queue, all but the last few."""
    found = session.execute(
        sa.select(SignedResult, InboxMessage.acknowledged_at)
        .join(InboxMessage, InboxMessage.result_id == SignedResult.id)
        .where(
            InboxMessage.authority_id == officer.organisation_id,
            InboxMessage.acknowledged_at.is_not(None),
            SignedResult.superseded_at.is_(None),
        )
        .order_by(SignedResult.tested_on, SignedResult.signed_at)
    ).all()
    for result, read_at in found[:-2]:
        if result.track == UNDECIDED:
            continue
        candidate = get_candidate(session, result.candidate_id, viewer=officer)
        queue.enter_queue(
            session,
            candidate_id=candidate.id,
            place=CourseLine(result.language_tested, result.track, result.module),
            result_id=result.id,
            area=candidate.municipality or AREA,
            by=officer,
            now=read_at + timedelta(minutes=5) if read_at else at(stage.today, 8),
        )


def _ended_course(session: Session, stage: Stage, group: UUID, officer: Actor, provider: Actor) -> None:
    """Eight people of last spring: two stopped, six finished with levels, most go on to the next module."""
    began = stage.today - timedelta(days=160)
    ended = stage.today - timedelta(days=20)
    line = CourseLine(FINNISH, "integration-basic", "M1")
    places = []
    for number in range(8):
        tested = began - timedelta(days=60 + 5 * number)
        candidate = add_candidate(session, stage, now=at(tested, 9))
        entry = queue.enter_queue(
            session, candidate_id=candidate.id, place=line, result_id=None, area=AREA, queued_on=tested,
            by=officer, now=at(tested + timedelta(days=2), 9),
        )  # fmt: skip
        places.append(_confirmed(session, entry, group, officer, began - timedelta(days=14)))
    _report(session, places, NoticeFacts(kind=NoticeKind.STARTED, happened_on=began), provider, officer)
    stopped = NoticeFacts(
        kind=NoticeKind.INTERRUPTED, happened_on=began + timedelta(days=50), reason=InterruptionReason.WORK
    )
    _report(session, places[:2], stopped, provider, officer)
    for place in places[2:]:
        plan = stage.chance.choice((FurtherPlan.NEXT_MODULE, FurtherPlan.NEXT_MODULE, FurtherPlan.WORK))
        goes_on = plan is FurtherPlan.NEXT_MODULE
        done = NoticeFacts(
            kind=NoticeKind.COMPLETED,
            happened_on=ended,
            end_levels={
                part.value: stage.chance.choice(("A1.1", "A1.2", "A1.2", "A1.3")) for part in SKILL_PARTS
            },
            further_plan=plan,
            further_track="integration-basic" if goes_on else None,
            further_module="M2" if goes_on else None,
        )
        _report(session, [place], done, provider, None)


def _running_course(
    session: Session, stage: Stage, facts: DemoGroup, group: UUID, officer: Actor, provider: Actor
) -> None:
    """Those who waited longest got a place; all but one came, and the teacher has answered for one."""
    before = stage.today - timedelta(days=20)
    entries = _waiting(session, facts, officer)[: RUNNING[facts.code]]
    places = [_confirmed(session, entry, group, officer, before) for entry in entries]
    began = stage.today - timedelta(days=10)
    started = NoticeFacts(kind=NoticeKind.STARTED, happened_on=began)
    _report(session, places[1:-1], started, provider, officer)
    _report(session, places[:1], replace(started, kind=NoticeKind.NOT_ARRIVED), provider, None)
    if len(places) > 2:
        fit = NoticeFacts(kind=NoticeKind.RIGHT_GROUP, happened_on=stage.today, fit=GroupFit.RIGHT)
        _report(session, places[1:2], fit, provider, None)


def _places_to_come(session: Session, stage: Stage, facts: DemoGroup, group: UUID, officer: Actor) -> None:
    """A few places are held, the first of them confirmed, in a group that begins soon."""
    for number, entry in enumerate(_waiting(session, facts, officer)[: facts.capacity][:3]):
        place = queue.hold_place(
            session, entry.id, group_id=group, by=officer, now=at(stage.today, 7, number)
        )
        if number == 0:
            queue.confirm_place(session, place.id, by=officer, now=at(stage.today, 7, 30))


def _waiting(session: Session, group: DemoGroup, officer: Actor) -> Sequence[QueueEntry]:
    """Who waits for what the group teaches, those who waited longest first."""
    lines = ((group.track, group.module), *group.also)
    query = (
        sa.select(QueueEntry)
        .where(QueueEntry.authority_id == officer.organisation_id, QueueEntry.state == QueueState.WAITING)
        .order_by(QueueEntry.queued_on, QueueEntry.opened_at)
    )
    return [entry for entry in session.scalars(query) if (entry.track, entry.module) in lines]


def _confirmed(session: Session, entry: QueueEntry, group: UUID, officer: Actor, day: date) -> UUID:
    """A place held in the morning and confirmed at noon."""
    place = queue.hold_place(session, entry.id, group_id=group, by=officer, now=at(day, 9))
    queue.confirm_place(session, place.id, by=officer, now=at(day, 12))
    return place.id


def _report(
    session: Session, places: Sequence[UUID], facts: NoticeFacts, provider: Actor, reader: Actor | None
) -> None:
    """The provider reports; the reader, if there is one, has acknowledged it the day after."""
    for place in places:
        notice = queue.report(session, place, facts=facts, by=provider, now=at(facts.happened_on, 15))
        if reader is not None:
            morning = at(facts.happened_on + timedelta(days=1), 9)
            queue.acknowledge_notice(session, notice.id, by=reader, now=morning)
