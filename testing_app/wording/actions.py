"""Changes the texts of letters: a draft is written, reviewed by a native reader, and approved."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.people.models import Account, AccountRole
from testing_app.vocabulary import LetterKind, Role, WordingState
from testing_app.wording.checking import problems_of
from testing_app.wording.models import Wording
from testing_app.wording.queries import get_wording, open_version

Messages = Mapping[str, str]
"""English source text to text, for every message of a kind of letter."""


def begin_draft(
    session: Session, kind: LetterKind, *, language: str, messages: Messages, by: Actor, now: datetime
) -> Wording:
    """A new version to edit, with these texts to begin with; the open one when there is one already."""
    _check_may_edit(by)
    open_one = open_version(session, kind, language=language)
    if open_one is not None:
        return open_one
    wording = _new_version(session, kind, language=language, messages=messages, by=by, now=now)
    _record(session, Event.WORDING_CHANGED, wording, by=by, now=now)
    return wording


def save_draft(
    session: Session, wording_id: UUID, *, version: int, messages: Messages, by: Actor, now: datetime
) -> Wording:
    """Keep the texts of a draft, checked message by message: all problems at once."""
    wording = _in_state(session, wording_id, (WordingState.DRAFT,), by=by, version=version)
    problems = problems_of(messages)
    if problems:
        raise Invalid(problems)
    wording.messages = dict(messages)
    wording.edited_by_id, wording.edited_at = by.account_id, now
    _record(session, Event.WORDING_CHANGED, wording, by=by, now=now)
    return wording


def send_to_review(session: Session, wording_id: UUID, *, version: int, by: Actor, now: datetime) -> Wording:
    """The texts are complete and go to a native reader; they do not change meanwhile."""
    wording = _in_state(session, wording_id, (WordingState.DRAFT,), by=by, version=version)
    problems = problems_of(wording.messages, complete=True)
    if problems:
        raise Invalid(problems)
    wording.state = WordingState.IN_REVIEW
    _record(session, Event.WORDING_CHANGED, wording, by=by, now=now)
    return wording


def take_back(session: Session, wording_id: UUID, *, version: int, by: Actor, now: datetime) -> Wording:
    """The review asks for changes: the version is a draft again."""
    wording = _in_state(session, wording_id, (WordingState.IN_REVIEW,), by=by, version=version)
    wording.state = WordingState.DRAFT
    _record(session, Event.WORDING_CHANGED, wording, by=by, now=now)
    return wording


def discard(session: Session, wording_id: UUID, *, version: int, by: Actor, now: datetime) -> Wording:
    """Give up a version that was never approved; it stays as a retired one."""
    open_states = (WordingState.DRAFT, WordingState.IN_REVIEW)
    wording = _in_state(session, wording_id, open_states, by=by, version=version)
    wording.state = WordingState.RETIRED
    _record(session, Event.WORDING_CHANGED, wording, by=by, now=now)
    return wording


def approve(
    session: Session, wording_id: UUID, *, version: int, reviewed_by: str, by: Actor, now: datetime
) -> Wording:
    """Letters use the version from now on, and the one before no longer.

    `reviewed_by` is the name of the native reader. Where there is more than one administrator, whoever
    edited the texts last does not approve them.
    """
    wording = _in_state(session, wording_id, (WordingState.IN_REVIEW,), by=by, version=version)
    if not reviewed_by.strip():
        raise Invalid({"reviewed_by": ["reviewer_missing"]})
    if wording.edited_by_id == by.account_id and _administrators(session) > 1:
        raise NotAllowed("approved_by_its_editor")
    _approve(session, wording, reviewed_by=reviewed_by.strip(), by=by, now=now)
    return wording


def take_into_use(
    session: Session,
    kind: LetterKind,
    *,
    language: str,
    messages: Messages,
    reviewed_by: str,
    by: Actor,
    now: datetime,
) -> Wording:
    """Write and approve a version in one go: for texts that were reviewed elsewhere."""
    _check_may_edit(by)
    problems = problems_of(messages, complete=True)
    if problems:
        raise Invalid(problems)
    wording = _new_version(session, kind, language=language, messages=messages, by=by, now=now)
    _approve(session, wording, reviewed_by=reviewed_by, by=by, now=now)
    return wording


def stop_using(session: Session, wording_id: UUID, *, version: int, by: Actor, now: datetime) -> Wording:
    """Letters no longer use the version: what was shipped holds again, or Finnish, English and a flag."""
    wording = _in_state(session, wording_id, (WordingState.APPROVED,), by=by, version=version)
    wording.state = WordingState.RETIRED
    _record(session, Event.WORDING_CHANGED, wording, by=by, now=now)
    return wording


def _approve(session: Session, wording: Wording, *, reviewed_by: str, by: Actor, now: datetime) -> None:
    same = (Wording.kind == wording.kind, Wording.language == wording.language)
    before = session.scalars(sa.select(Wording).where(*same, Wording.state == WordingState.APPROVED))
    for earlier in before:
        earlier.state = WordingState.RETIRED
    session.flush()
    wording.state = WordingState.APPROVED
    wording.reviewed_by, wording.reviewed_at = reviewed_by, now
    wording.approved_by_id, wording.approved_at = by.account_id, now
    _record(session, Event.WORDING_APPROVED, wording, by=by, now=now)


def _new_version(
    session: Session, kind: LetterKind, *, language: str, messages: Messages, by: Actor, now: datetime
) -> Wording:
    same = (Wording.kind == kind, Wording.language == language)
    last = session.scalar(sa.select(sa.func.max(Wording.number)).where(*same)) or 0
    wording = Wording(
        kind=kind,
        language=language,
        number=last + 1,
        messages=dict(messages),
        edited_by_id=by.account_id,
        edited_at=now,
    )
    session.add(wording)
    try:
        session.flush()
    except IntegrityError as taken:
        raise Conflict("wording_changed_meanwhile") from taken
    return wording


def _in_state(
    session: Session, wording_id: UUID, states: tuple[WordingState, ...], *, by: Actor, version: int
) -> Wording:
    wording = get_wording(session, wording_id, viewer=by)
    if wording.version != version:
        raise Conflict("wording_changed_meanwhile")
    if wording.state not in states:
        raise Conflict("wording_in_another_state")
    return wording


def _check_may_edit(by: Actor) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise NotFound("no_such_wording")


def _administrators(session: Session) -> int:
    """How many people could approve."""
    counted = (
        sa.select(sa.func.count(sa.distinct(Account.id)))
        .join(AccountRole)
        .where(AccountRole.role == Role.ADMINISTRATOR, Account.active)
    )
    return session.scalar(counted) or 0


def _record(session: Session, event: Event, wording: Wording, *, by: Actor, now: datetime) -> None:
    try:
        session.flush()
    except StaleDataError as stale:
        raise Conflict("wording_changed_meanwhile") from stale
    facts = {
        "kind": str(wording.kind),
        "language": wording.language,
        "number": wording.number,
        "state": str(wording.state),
    }
    record(session, event, by=by, now=now, subject=("wording", wording.id), details=facts)
