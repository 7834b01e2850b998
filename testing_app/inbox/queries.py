"""Reads an inbox: its list, one message with what replaced it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from math import ceil
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, lazyload, undefer

from testing_app.actor import Actor
from testing_app.errors import NotFound
from testing_app.inbox.models import InboxMessage
from testing_app.inbox.seeing import is_service, seen_by
from testing_app.people.models import Account, Candidate
from testing_app.persistence.paging import Place
from testing_app.placements.models import Recommendation
from testing_app.results.document import RuleSetVersion
from testing_app.results.models import SignedResult
from testing_app.results.queries import JUDGED_BY
from testing_app.results.told import may_be_shown_to_service
from testing_app.vocabulary import TestedLanguage

ROWS_PER_PAGE = 25


class InboxFilter(StrEnum):
    """Which messages an officer looks at; a replaced result waits for nothing."""

    UNOPENED = "unopened"
    OPEN = "open"
    ALL = "all"


class MessageState(StrEnum):
    """How far a message has come."""

    NEW = "new"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    REPLACED = "replaced"


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One message as the list shows it."""

    message_id: UUID
    candidate_number: str
    candidate_name: str
    tested_on: date
    language_tested: TestedLanguage
    track: str
    module: str | None
    judged_by: RuleSetVersion
    received_at: datetime
    is_correction: bool
    state: MessageState


@dataclass(frozen=True, kw_only=True)
class InboxPage(Place):
    """One page of the inbox and how many messages stand behind every filter."""

    rows: Sequence[InboxRow]
    counts: dict[InboxFilter, int]
    withheld: int = 0
    """Results that arrived and are not shown: the candidate's consent is not in force."""


@dataclass(frozen=True, kw_only=True)
class MessageDetails:
    """One message as its page shows it; `document` holds the bytes as signed."""

    id: UUID
    result_id: UUID
    document: bytes
    state: MessageState
    received_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None

    @property
    def is_replaced(self) -> bool:
        """Whether a newer result holds."""
        return self.state is MessageState.REPLACED

    @property
    def can_be_acknowledged(self) -> bool:
        """Whether somebody should still acknowledge it."""
        return self.state in (MessageState.NEW, MessageState.OPENED)


@dataclass(frozen=True, kw_only=True)
class VersionOfResult:
    """One of the results of a sitting: the first one or a correction; one of them holds."""

    result_id: UUID
    message_id: UUID | None
    signed_at: datetime
    signed_by: str
    track: str
    module: str | None
    correction_reason: str
    holds: bool


def inbox_of(
    session: Session, *, viewer: Actor, show: InboxFilter = InboxFilter.ALL, page: int = 1
) -> InboxPage:
    """A page of the viewer's inbox, newest first."""
    counts = _counts(session, viewer)
    pages = max(1, ceil(counts[show] / ROWS_PER_PAGE))
    number = min(max(page, 1), pages)
    found = session.execute(
        sa.select(InboxMessage, SignedResult, Candidate, *JUDGED_BY)
        .join(SignedResult, SignedResult.id == InboxMessage.result_id)
        .join(Candidate, Candidate.id == SignedResult.candidate_id)
        .join(Recommendation, Recommendation.id == SignedResult.recommendation_id)
        .join(Recommendation.suggestion)
        .where(*seen_by(session, viewer), *_conditions(show))
        .order_by(InboxMessage.received_at.desc(), InboxMessage.id)
        .limit(ROWS_PER_PAGE)
        .offset((number - 1) * ROWS_PER_PAGE)
    )
    rows = [_row(*row) for row in found]
    withheld = _withheld(session, viewer, shown=counts[InboxFilter.ALL])
    return InboxPage(rows=rows, counts=counts, number=number, pages=pages, withheld=withheld)


def get_message(session: Session, message_id: UUID, *, viewer: Actor) -> InboxMessage:
    """The message with its result, document and people; NotFound outside the viewer's own inbox.

    A guidance service sees it only as long as the candidate's consent is in force.
    """
    message = session.scalar(
        sa.select(InboxMessage)
        .where(InboxMessage.id == message_id, InboxMessage.authority_id == viewer.organisation_id)
        .options(
            joinedload(InboxMessage.acknowledged_by).options(
                lazyload(Account.role_rows), lazyload(Account.organisation)
            ),
            joinedload(InboxMessage.result).options(
                undefer(SignedResult.document),
                joinedload(SignedResult.candidate),
                joinedload(SignedResult.centre),
            ),
        )
        .execution_options(populate_existing=True)
    )
    if message is None:
        raise NotFound("no_such_message")
    if is_service(viewer) and not may_be_shown_to_service(session, message.result):
        raise NotFound("result_withheld")
    return message


def details_of(message: InboxMessage) -> MessageDetails:
    """What the page of a message needs, free of the session."""
    return MessageDetails(
        id=message.id,
        result_id=message.result_id,
        document=message.result.document,
        state=state_of(message, message.result),
        received_at=message.received_at,
        opened_at=message.opened_at,
        acknowledged_at=message.acknowledged_at,
        acknowledged_by=message.acknowledged_by.name if message.acknowledged_by else None,
    )


def pdf_of(session: Session, message: InboxMessage) -> bytes:
    """The PDF as it was signed."""
    return session.scalars(sa.select(SignedResult.pdf).where(SignedResult.id == message.result_id)).one()


def versions_of(session: Session, message: InboxMessage, *, viewer: Actor) -> list[VersionOfResult]:
    """The result and its corrections sent to this inbox, the newest first.

    A correction may be signed and still on its way: then it has no message yet.
    """
    found = session.execute(
        sa.select(SignedResult, InboxMessage.id, Account.name)
        .join(Account, Account.id == SignedResult.signed_by_id)
        .outerjoin(
            InboxMessage,
            sa.and_(
                InboxMessage.result_id == SignedResult.id,
                InboxMessage.authority_id == viewer.organisation_id,
            ),
        )
        .where(
            SignedResult.sitting_id == message.result.sitting_id,
            sa.or_(SignedResult.authority_id == viewer.organisation_id, InboxMessage.id.is_not(None)),
        )
        .order_by(SignedResult.signed_at.desc())
    )
    return [
        VersionOfResult(
            result_id=result.id,
            message_id=message_id,
            signed_at=result.signed_at,
            signed_by=signed_by,
            track=result.track,
            module=result.module,
            correction_reason=result.correction_reason,
            holds=result.superseded_at is None,
        )
        for result, message_id, signed_by in found
        if not is_service(viewer) or may_be_shown_to_service(session, result)
    ]


def _withheld(session: Session, viewer: Actor, *, shown: int) -> int:
    if not is_service(viewer):
        return 0
    mine = sa.select(sa.func.count()).where(InboxMessage.authority_id == viewer.organisation_id)
    return (session.scalar(mine) or 0) - shown


def state_of(message: InboxMessage, result: SignedResult) -> MessageState:
    """How far the message has come; a newer result outweighs everything."""
    if result.superseded_at is not None:
        return MessageState.REPLACED
    if message.acknowledged_at is not None:
        return MessageState.ACKNOWLEDGED
    return MessageState.NEW if message.opened_at is None else MessageState.OPENED


@cache
def _conditions(show: InboxFilter) -> tuple[sa.ColumnElement[bool], ...]:
    holds = SignedResult.superseded_at.is_(None)
    return {
        InboxFilter.UNOPENED: (
            holds,
            InboxMessage.opened_at.is_(None),
            InboxMessage.acknowledged_at.is_(None),
        ),
        InboxFilter.OPEN: (holds, InboxMessage.acknowledged_at.is_(None)),
        InboxFilter.ALL: (),
    }[show]


@cache
def _count_columns() -> tuple[sa.Label[int], ...]:
    return tuple(
        sa.func.count().filter(*(_conditions(show) or (sa.true(),))).label(show.value) for show in InboxFilter
    )


def _counts(session: Session, viewer: Actor) -> dict[InboxFilter, int]:
    numbers = session.execute(
        sa.select(*_count_columns())
        .select_from(InboxMessage)
        .join(SignedResult, SignedResult.id == InboxMessage.result_id)
        .where(*seen_by(session, viewer))
    ).one()
    return {show: int(getattr(numbers, show.value)) for show in InboxFilter}


def _row(
    message: InboxMessage, result: SignedResult, candidate: Candidate, rule_set_id: str, number: int
) -> InboxRow:
    return InboxRow(
        message_id=message.id,
        candidate_number=candidate.number,
        candidate_name=candidate.name,
        tested_on=result.tested_on,
        language_tested=result.language_tested,
        track=result.track,
        module=result.module,
        judged_by=RuleSetVersion(id=rule_set_id, version=number),
        received_at=message.received_at,
        is_correction=result.supersedes_id is not None,
        state=state_of(message, result),
    )
