"""What became of the results a test centre signed: its list, with the receipts of the authorities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import ceil
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from testing_app.actor import Actor
from testing_app.inbox.models import InboxMessage
from testing_app.inbox.seeing import at_its_authority
from testing_app.people.models import Account, Candidate, Organisation
from testing_app.persistence.paging import Place
from testing_app.placements.models import Recommendation
from testing_app.results.document import RuleSetVersion
from testing_app.results.models import Objection, SignedResult
from testing_app.results.queries import JUDGED_BY
from testing_app.vocabulary import TestedLanguage

ROWS_PER_PAGE = 25


class SentFilter(StrEnum):
    """Which signed results a centre looks at; those replaced by a correction wait for nothing."""

    ALL = "all"
    UNACKNOWLEDGED = "unacknowledged"
    OBJECTED = "objected"


class SentState(StrEnum):
    """How far a signed result has come."""

    SIGNED = "signed"
    DELIVERED = "delivered"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    REPLACED = "replaced"


@dataclass(frozen=True, kw_only=True)
class SentRow:
    """One signed result as the list shows it."""

    result_id: UUID
    candidate_number: str
    candidate_name: str
    authority: str
    tested_on: date
    language_tested: TestedLanguage
    track: str
    module: str | None
    judged_by: RuleSetVersion
    signed_by: str
    signed_at: datetime
    is_correction: bool
    acknowledged_at: datetime | None
    state: SentState
    is_objected: bool


@dataclass(frozen=True, kw_only=True)
class SentPage(Place):
    """One page of signed results and how many stand behind every filter."""

    rows: Sequence[SentRow]
    counts: dict[SentFilter, int]


_OBJECTED = (
    sa.select(Objection.id)
    .where(Objection.result_id == SignedResult.id, Objection.answered_at.is_(None))
    .correlate(SignedResult)
    .exists()
)


def sent_results(session: Session, *, viewer: Actor, show: SentFilter, page: int = 1) -> SentPage:
    """The results the viewer's centre signed, the newest first; two queries whatever their number."""
    counts = _counts(session, viewer)
    pages = max(1, ceil(counts[show] / ROWS_PER_PAGE))
    number = min(max(1, page), pages)
    query = (
        sa.select(
            SignedResult, InboxMessage, Candidate, Organisation.name, Account.name, _OBJECTED, *JUDGED_BY
        )
        .select_from(SignedResult)
        .outerjoin(InboxMessage, at_its_authority())
        .join(Candidate, Candidate.id == SignedResult.candidate_id)
        .join(Organisation, Organisation.id == SignedResult.authority_id)
        .join(Account, Account.id == SignedResult.signed_by_id)
        .join(Recommendation, Recommendation.id == SignedResult.recommendation_id)
        .join(Recommendation.suggestion)
        .where(SignedResult.centre_id == viewer.organisation_id, *_conditions(show))
        .options(lazyload("*"))
        .order_by(SignedResult.signed_at.desc(), SignedResult.id)
        .limit(ROWS_PER_PAGE)
        .offset((number - 1) * ROWS_PER_PAGE)
    )
    rows = [_row(*found) for found in session.execute(query)]
    return SentPage(rows=rows, counts=counts, number=number, pages=pages)


def sent_state(result: SignedResult, message: InboxMessage | None) -> SentState:
    """How far a result has come; a newer one outweighs everything."""
    if result.superseded_at is not None:
        return SentState.REPLACED
    if message is None:
        return SentState.SIGNED
    if message.acknowledged_at is not None:
        return SentState.ACKNOWLEDGED
    return SentState.OPENED if message.opened_at is not None else SentState.DELIVERED


def _conditions(show: SentFilter) -> tuple[sa.ColumnElement[bool], ...]:
    if show is SentFilter.UNACKNOWLEDGED:
        return (SignedResult.superseded_at.is_(None), InboxMessage.acknowledged_at.is_(None))
    return (_OBJECTED,) if show is SentFilter.OBJECTED else ()


def _counts(session: Session, viewer: Actor) -> dict[SentFilter, int]:
    columns = [
        sa.func.coalesce(sa.func.sum(sa.case((sa.and_(sa.true(), *_conditions(show)), 1), else_=0)), 0)
        for show in SentFilter
    ]
    query = (
        sa.select(*columns)
        .select_from(SignedResult)
        .outerjoin(InboxMessage, at_its_authority())
        .where(SignedResult.centre_id == viewer.organisation_id)
    )
    numbers = [int(number) for number in session.execute(query).one()]
    return dict(zip(SentFilter, numbers, strict=True))


def _row(
    result: SignedResult,
    message: InboxMessage | None,
    candidate: Candidate,
    authority: str,
    signed_by: str,
    is_objected: bool,
    rule_set_id: str,
    number: int,
) -> SentRow:
    return SentRow(
        result_id=result.id,
        candidate_number=candidate.number,
        candidate_name=candidate.name,
        authority=authority,
        tested_on=result.tested_on,
        language_tested=result.language_tested,
        track=result.track,
        module=result.module,
        judged_by=RuleSetVersion(id=rule_set_id, version=number),
        signed_by=signed_by,
        signed_at=result.signed_at,
        is_correction=result.supersedes_id is not None,
        acknowledged_at=message.acknowledged_at if message else None,
        state=sent_state(result, message),
        is_objected=bool(is_objected),
    )
