"""What a training provider reports about a learner, and the authority's acknowledgement of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.courses.groups import LINE
from testing_app.courses.models import CourseGroup
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.queue.actions.freeing import give_back, pass_on, record_passed_on
from testing_app.queue.actions.path import add_step
from testing_app.queue.actions.proposing import propose_next
from testing_app.queue.lines import Because
from testing_app.queue.locks import lock_whole_place
from testing_app.queue.models import CoursePlace, Notice
from testing_app.vocabulary import (
    LEVELS_GIVEN,
    SKILL_PARTS,
    FurtherPlan,
    GroupFit,
    InterruptionReason,
    NoticeKind,
    PlaceState,
)

AFTER: Mapping[NoticeKind, tuple[PlaceState, ...]] = {
    NoticeKind.STARTED: (PlaceState.CONFIRMED,),
    NoticeKind.NOT_ARRIVED: (PlaceState.CONFIRMED,),
    NoticeKind.INTERRUPTED: (PlaceState.STARTED,),
    NoticeKind.COMPLETED: (PlaceState.STARTED,),
    NoticeKind.RIGHT_GROUP: (PlaceState.STARTED, PlaceState.COMPLETED, PlaceState.INTERRUPTED),
}
"""In which state of the place each can be reported."""
ENDINGS = {NoticeKind.NOT_ARRIVED: PlaceState.NOT_ARRIVED, NoticeKind.INTERRUPTED: PlaceState.INTERRUPTED}
LONGEST_NOTE = 1000


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What is reported: what the kind does not ask for stays empty.

    `end_levels` maps the codes of the four skills to levels; a skill without a level is left out. No health
    data belongs in the note.
    """

    kind: NoticeKind
    happened_on: date
    reason: InterruptionReason | None = None
    end_levels: Mapping[str, str] = field(default_factory=dict)
    further_plan: FurtherPlan | None = None
    further_track: str | None = None
    further_module: str | None = None
    fit: GroupFit | None = None
    note: str = ""


def report(session: Session, place_id: UUID, *, facts: NoticeFacts, by: Actor, now: datetime) -> Notice:
    """Tell the authority what happened; a place nobody fills is offered on, a next module is proposed."""
    place = _own_place(session, place_id, by=by)
    if place.state not in AFTER[facts.kind]:
        raise Conflict("notice_out_of_order", state=place.state.value)
    problems: dict[str, list[str]] = {}
    for name, code in _problems(facts, place, today=local(now).date()):
        problems.setdefault(name, []).append(code)
    if problems:
        raise Invalid(problems)
    if facts.kind is NoticeKind.RIGHT_GROUP:
        _refuse_second_answer(session, place)
    notice = _kept(session, place, facts, by=by, now=now)
    passed = _carry_out(session, place, facts, by=by, now=now)
    if facts.kind is NoticeKind.COMPLETED:
        notice.opened_entry_id = propose_next(session, place, facts, now=now)
    session.flush()
    _record(session, Event.NOTICE_SENT, notice, place, by=by, now=now)
    record_passed_on(session, passed, now=now)
    return notice


def acknowledge_notice(session: Session, notice_id: UUID, *, by: Actor, now: datetime) -> Notice:
    """The authority has taken the notice into account; Conflict when a colleague was first."""
    notice = session.scalar(
        sa.select(Notice)
        .where(Notice.id == notice_id, Notice.authority_id == by.organisation_id)
        .with_for_update(of=Notice)
        .execution_options(populate_existing=True)
    )
    if notice is None:
        raise NotFound("notice")
    if notice.acknowledged_at is not None:
        raise Conflict("already_acknowledged")
    notice.acknowledged_at, notice.acknowledged_by_id = now, by.account_id
    session.flush()
    _record(session, Event.NOTICE_ACKNOWLEDGED, notice, notice.place, by=by, now=now)
    return notice


def _own_place(session: Session, place_id: UUID, *, by: Actor) -> CoursePlace:
    place = session.scalar(
        sa.select(CoursePlace)
        .join(CourseGroup, CourseGroup.id == CoursePlace.group_id)
        .where(CoursePlace.id == place_id, CourseGroup.provider_id == by.organisation_id)
    )
    if place is None:
        raise NotFound("course_place")
    return lock_whole_place(session, place)


def _problems(facts: NoticeFacts, place: CoursePlace, *, today: date) -> Iterator[tuple[str, str]]:
    if facts.happened_on > today:
        yield "happened_on", "in_the_future"
    elif facts.happened_on < _earliest(facts, place):
        yield "happened_on", "before_the_start"
    if facts.kind is NoticeKind.INTERRUPTED and facts.reason is None:
        yield "reason", "missing"
    if facts.kind is NoticeKind.RIGHT_GROUP and facts.fit is None:
        yield "fit", "missing"
    if len(facts.note.strip()) > LONGEST_NOTE:
        yield "note", "too_long"
    if facts.kind is NoticeKind.COMPLETED:
        yield from _problems_of_end(facts)


def _earliest(facts: NoticeFacts, place: CoursePlace) -> date:
    """Nobody starts before the group does, and nothing ends before it was begun."""
    return place.started_on or place.group.starts_on


def _problems_of_end(facts: NoticeFacts) -> Iterator[tuple[str, str]]:
    for skill, level in facts.end_levels.items():
        if skill not in SKILL_PARTS or level not in LEVELS_GIVEN:
            yield "end_levels", "level_unknown"
    if facts.further_plan is None:
        yield "further_plan", "missing"
    elif facts.further_plan is FurtherPlan.NEXT_MODULE:
        named = [name for name in (facts.further_track, facts.further_module) if name]
        if not facts.further_track:
            yield "further_track", "missing"
        elif any(LINE.fullmatch(name) is None for name in named):
            yield "further_track", "track_unknown"


def _refuse_second_answer(session: Session, place: CoursePlace) -> None:
    answered = sa.exists().where(Notice.place_id == place.id, Notice.kind == NoticeKind.RIGHT_GROUP)
    if session.scalar(sa.select(answered)):
        raise Conflict("already_answered")


def _kept(session: Session, place: CoursePlace, facts: NoticeFacts, *, by: Actor, now: datetime) -> Notice:
    ends = facts.kind is NoticeKind.COMPLETED
    notice = Notice(
        place_id=place.id,
        provider_id=by.organisation_id,
        authority_id=place.authority_id,
        kind=facts.kind,
        happened_on=facts.happened_on,
        reason=facts.reason if facts.kind is NoticeKind.INTERRUPTED else None,
        end_levels=dict(facts.end_levels) if ends else {},
        further_plan=facts.further_plan if ends else None,
        further_track=facts.further_track or None if ends else None,
        further_module=facts.further_module or None if ends else None,
        fit=facts.fit if facts.kind is NoticeKind.RIGHT_GROUP else None,
        note=facts.note.strip(),
        sent_by_id=by.account_id,
        sent_at=now,
    )
    session.add(notice)
    session.flush()
    return notice


def _carry_out(
    session: Session, place: CoursePlace, facts: NoticeFacts, *, by: Actor, now: datetime
) -> list[CoursePlace]:
    """What the report changes on the place; gives for whom a freed one is kept now."""
    if facts.kind is NoticeKind.STARTED:
        place.state, place.started_on = PlaceState.STARTED, facts.happened_on
        _step(session, place, Because.STARTED, facts, by=by, now=now)
    elif facts.kind is NoticeKind.COMPLETED:
        place.state, place.ended_on, place.ended_at = PlaceState.COMPLETED, facts.happened_on, now
        _step(session, place, Because.COMPLETED, facts, by=by, now=now)
    elif facts.kind in ENDINGS:
        give_back(session, place, state=ENDINGS[facts.kind], now=now, ended_on=facts.happened_on)
        if facts.kind is NoticeKind.INTERRUPTED:
            _step(session, place, Because.INTERRUPTED, facts, by=by, now=now)
        return pass_on(session, [place], now=now)
    return []


def _step(
    session: Session, place: CoursePlace, because: Because, facts: NoticeFacts, *, by: Actor, now: datetime
) -> None:
    since = facts.happened_on
    add_step(session, place.entry, because=because, since=since, by=by, now=now, place_id=place.id)


def _record(
    session: Session, event: Event, notice: Notice, place: CoursePlace, *, by: Actor, now: datetime
) -> None:
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("notice", notice.id),
        candidate_id=place.candidate_id,
        details={"kind": notice.kind.value, "place": str(place.id)},
    )
