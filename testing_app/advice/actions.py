"""Opens and closes advice points, records anonymous visits and takes a mistaken one back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.advice.models import AdvicePoint, AdviceVisit
from testing_app.advice.queries import get_point
from testing_app.advice.topics import topics
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.people.contact_languages import MOTHER_TONGUES
from testing_app.vocabulary import AgeBand, DirectedTo, Stay, VisitReason


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """What is written down of a visit; nothing of it tells whose visit it was."""

    point_id: UUID
    visited_on: date
    language: str
    age_band: AgeBand
    stay: Stay
    reason: VisitReason
    topics: tuple[str, ...]
    directed_to: tuple[DirectedTo, ...]


def open_point(session: Session, name: str, *, by: Actor, now: datetime) -> AdvicePoint:
    """A new advice point of the actor's service; `Conflict` when it has one of that name."""
    if not name.strip():
        raise Invalid({"name": ["point_without_name"]})
    point = AdvicePoint(organisation_id=by.organisation_id, name=name.strip())
    session.add(point)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("advice_point_exists") from error
    record(session, Event.ADVICE_POINT_CHANGED, by=by, now=now, subject=("advice_point", point.id))
    return point


def close_point(session: Session, point_id: UUID, *, by: Actor, now: datetime) -> AdvicePoint:
    """No visits are recorded at this point after today; those recorded stay."""
    point = get_point(session, point_id, viewer=by)
    if point.ended_on is not None:
        raise Conflict("advice_point_closed")
    point.ended_on = local(now).date()
    session.flush()
    details = {"closed": True}
    record(
        session,
        Event.ADVICE_POINT_CHANGED,
        by=by,
        now=now,
        subject=("advice_point", point.id),
        details=details,
    )
    return point


def record_visit(session: Session, facts: VisitFacts, *, by: Actor, now: datetime) -> AdviceVisit:
    """Keep one visit; `Invalid` names every problem at its field."""
    problems = _problems(facts, today=local(now).date())
    if problems:
        raise Invalid(problems)
    point = get_point(session, facts.point_id, viewer=by)
    if point.ended_on is not None and facts.visited_on > point.ended_on:
        raise Invalid({"point": ["advice_point_closed"]})
    visit = AdviceVisit(
        organisation_id=by.organisation_id,
        point_id=point.id,
        visited_on=facts.visited_on,
        language=facts.language,
        age_band=facts.age_band,
        stay=facts.stay,
        reason=facts.reason,
        topics=list(facts.topics),
        directed_to=[place.value for place in facts.directed_to],
        entered_by_id=by.account_id,
        entered_at=now,
    )
    session.add(visit)
    session.flush()
    record(session, Event.ADVICE_VISIT_RECORDED, by=by, now=now, subject=("advice_visit", visit.id))
    return visit


def take_back_visit(session: Session, visit_id: UUID, *, by: Actor, now: datetime) -> None:
    """Delete a visit one entered oneself today: a slip of the hand, not a way to correct statistics later."""
    query = sa.select(AdviceVisit).where(
        AdviceVisit.id == visit_id,
        AdviceVisit.organisation_id == by.organisation_id,
        AdviceVisit.entered_by_id == by.account_id,
    )
    visit = session.scalar(query)
    if visit is None:
        raise NotFound("advice_visit")
    if local(visit.entered_at).date() != local(now).date():
        raise Conflict("advice_visit_of_another_day")
    session.delete(visit)
    details = {"taken_back": True}
    record(
        session,
        Event.ADVICE_VISIT_RECORDED,
        by=by,
        now=now,
        subject=("advice_visit", visit.id),
        details=details,
    )


def _problems(facts: VisitFacts, *, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if facts.visited_on > today:
        problems["visited_on"] = ["visit_in_the_future"]
    if facts.language not in MOTHER_TONGUES:
        problems["language"] = ["language_not_known"]
    if not facts.topics or not set(facts.topics) <= topics().keys():
        problems["topics"] = ["topics_not_chosen"]
    if DirectedTo.NOWHERE in facts.directed_to and len(facts.directed_to) > 1:
        problems["directed_to"] = ["nowhere_and_somewhere"]
    return problems
