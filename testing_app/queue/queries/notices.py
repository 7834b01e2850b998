"""Notices to the authority that receives them and the provider that sent them, and what teachers answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.errors import NotFound
from testing_app.persistence.paging import Page, page_of
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.queue.models import CoursePlace, Notice, QueueEntry
from testing_app.results.models import SignedResult
from testing_app.vocabulary import GroupFit, NoticeKind, OrganisationKind


@dataclass(frozen=True, kw_only=True)
class FitAnswers:
    """How often teachers answered each way about people one rule of a rule set had sent to a course group."""

    rule_set_id: str
    rule_set_version: int
    rule: str
    track: str
    module: str | None
    answers: Mapping[GroupFit, int]


def notices_of(session: Session, *, viewer: Actor, only_open: bool = True, page: int = 1) -> Page[Notice]:
    """Notices to the viewer's authority or from the viewer's own house, the newest first.

    Open ones, which the authority has not yet acknowledged, come oldest first.
    """
    query = _visible(viewer)
    if only_open:
        query = query.where(Notice.acknowledged_at.is_(None)).order_by(Notice.sent_at, Notice.id)
    else:
        query = query.order_by(Notice.sent_at.desc(), Notice.id)
    return page_of(session, query, number=page)


def notices_about(session: Session, place_id: UUID, *, viewer: Actor) -> Sequence[Notice]:
    """Everything reported about one place, in the order of sending."""
    query = _visible(viewer).where(Notice.place_id == place_id)
    return session.scalars(query.order_by(Notice.sent_at, Notice.id)).all()


def get_notice(session: Session, notice_id: UUID, *, viewer: Actor) -> Notice:
    """One notice, for the authority that receives it or the provider that sent it."""
    found: Notice | None = session.scalar(_visible(viewer).where(Notice.id == notice_id))
    if found is None:
        raise NotFound("notice")
    return found


def fit_answers(session: Session, *, viewer: Actor, since: date, until: date) -> Sequence[FitAnswers]:
    """What teachers answered between two days, by the rule that had decided; small cells are in it."""
    query = (
        sa.select(
            StoredSuggestion.rule_set_id,
            StoredSuggestion.rule_set_version,
            StoredSuggestion.rule,
            QueueEntry.track,
            QueueEntry.module,
            Notice.fit,
        )
        .select_from(Notice)
        .join(CoursePlace, CoursePlace.id == Notice.place_id)
        .join(QueueEntry, QueueEntry.id == CoursePlace.entry_id)
        .join(SignedResult, SignedResult.id == QueueEntry.result_id)
        .join(Recommendation, Recommendation.id == SignedResult.recommendation_id)
        .join(StoredSuggestion, StoredSuggestion.id == Recommendation.suggestion_id)
        .where(
            Notice.kind == NoticeKind.RIGHT_GROUP,
            Notice.authority_id == viewer.organisation_id,
            Notice.happened_on.between(since, until),
        )
    )
    found: dict[tuple[Any, ...], dict[GroupFit, int]] = {}
    for *rule, fit in session.execute(query):
        answers = found.setdefault(tuple(rule), dict.fromkeys(GroupFit, 0))
        answers[GroupFit(str(fit))] += 1
    return [
        FitAnswers(
            rule_set_id=key[0],
            rule_set_version=key[1],
            rule=key[2],
            track=key[3],
            module=key[4],
            answers=answers,
        )
        for key, answers in sorted(found.items(), key=lambda item: tuple(map(str, item[0])))
    ]


def _visible(viewer: Actor) -> sa.Select[Any]:
    if viewer.organisation_kind is OrganisationKind.TRAINING_PROVIDER:
        mine = Notice.provider_id == viewer.organisation_id
    else:
        mine = Notice.authority_id == viewer.organisation_id
    place = joinedload(Notice.place)
    return (
        sa.select(Notice)
        .where(mine)
        .options(
            place.joinedload(CoursePlace.candidate),
            place.joinedload(CoursePlace.entry),
            place.joinedload(CoursePlace.group).joinedload(CourseGroup.provider),
        )
    )
