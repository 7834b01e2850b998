"""What became of a delivered result, for the centre that sent it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.inbox.models import InboxMessage
from testing_app.inbox.seeing import at_its_authority
from testing_app.people.models import Account
from testing_app.results.models import SignedResult


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the sender may know of a delivered result."""

    received_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None


def receipts_of(session: Session, result_ids: Iterable[UUID]) -> dict[UUID, Receipt]:
    """For the sender: which of these results arrived, were opened and acknowledged, and when (one query)."""
    found = session.execute(
        sa.select(InboxMessage, Account.name)
        .join(SignedResult, at_its_authority())
        .outerjoin(Account, Account.id == InboxMessage.acknowledged_by_id)
        .where(InboxMessage.result_id.in_(list(result_ids)))
    )
    return {
        message.result_id: Receipt(
            received_at=message.received_at,
            opened_at=message.opened_at,
            acknowledged_at=message.acknowledged_at,
            acknowledged_by=name,
        )
        for message, name in found
    }
