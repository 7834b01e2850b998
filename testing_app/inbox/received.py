"""What an authority has received about one candidate."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from testing_app.actor import Actor
from testing_app.inbox.models import InboxMessage
from testing_app.inbox.seeing import seen_by
from testing_app.results.models import SignedResult
from testing_app.vocabulary import TestedLanguage


def results_of_candidate(session: Session, candidate_id: UUID, *, viewer: Actor) -> Sequence[InboxMessage]:
    """The messages with this candidate's results in the viewer's inbox, newest first."""
    query = (
        sa.select(InboxMessage)
        .join(InboxMessage.result)
        .where(*seen_by(session, viewer), SignedResult.candidate_id == candidate_id)
        .order_by(SignedResult.signed_at.desc(), InboxMessage.id)
        .options(contains_eager(InboxMessage.result))
    )
    return session.scalars(query).all()


def last_of_each_language(messages: Sequence[InboxMessage]) -> list[InboxMessage]:
    """Of the messages `results_of_candidate` gives, the one of the latest test in each language."""
    found: dict[TestedLanguage, InboxMessage] = {}
    for message in messages:
        held = found.get(message.result.language_tested)
        if held is None or message.result.tested_on > held.result.tested_on:
            found[message.result.language_tested] = message
    return [found[language] for language in TestedLanguage if language in found]
