"""Keeps the versions of rule sets that planners write: drafted, changed, thrown away until proposed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Conflict, Invalid, NotAllowed
from testing_app.rule_sets import rules
from testing_app.rule_sets.identity import digest_of, identity_in
from testing_app.rule_sets.models import RuleSetText
from testing_app.rule_sets.queries import lock_draft
from testing_app.vocabulary import Role

LONGEST_TEXT = 200_000


def draft_rule_set(
    session: Session, text: str, *, based_on: str = "", by: Actor, now: datetime
) -> RuleSetText:
    """Keep a new version; any text may be kept, also one with problems, unless its name is taken."""
    only_planners(by)
    draft = RuleSetText(
        authority_id=by.organisation_id,
        based_on=based_on[:100],
        drafted_by_id=by.account_id,
        drafted_at=now,
    )
    _write(session, draft, text, by=by, now=now)
    _record_text(session, Event.RULE_SET_DRAFTED, draft, by=by, now=now)
    return draft


def change_draft(
    session: Session, draft_id: UUID, text: str, *, version: int, by: Actor, now: datetime
) -> RuleSetText:
    """Replace the text unless it is sealed or somebody else has changed it since `version`."""
    draft = _open_draft(session, draft_id, version=version, by=by)
    if digest_of(_lines_as_kept(text)) == draft.sha256:
        return draft
    _write(session, draft, text, by=by, now=now)
    _record_text(session, Event.RULE_SET_CHANGED, draft, by=by, now=now)
    return draft


def delete_draft(session: Session, draft_id: UUID, *, version: int, by: Actor, now: datetime) -> None:
    """Throw a version away that was never proposed."""
    draft = _open_draft(session, draft_id, version=version, by=by)
    session.delete(draft)
    session.flush()
    _record_text(session, Event.RULE_SET_DELETED, draft, by=by, now=now)


def only_planners(by: Actor) -> None:
    """Rules belong to the course planners of an employment authority."""
    if Role.COURSE_PLANNER not in by.roles:
        raise NotAllowed("only_planners")


def _lines_as_kept(text: str) -> str:
    """Browsers send forms with the line ends of another system."""
    return text.replace("\r\n", "\n")


def _write(session: Session, draft: RuleSetText, text: str, *, by: Actor, now: datetime) -> None:
    kept = _lines_as_kept(text)
    identity = identity_in(kept)
    problems = _text_problems(kept) or _name_problems(session, draft, identity.rule_set_id)
    if problems:
        raise Invalid({"text": problems})
    draft.rule_set_id, draft.number = identity.rule_set_id, identity.number
    draft.answers, draft.text, draft.sha256 = identity.answers, kept, digest_of(kept)
    draft.changed_by_id, draft.changed_at = by.account_id, now
    try:
        with session.begin_nested():
            session.add(draft)
            session.flush()
    except IntegrityError as problem:
        raise Invalid({"text": ["rule_set_version_taken"]}) from problem


def _text_problems(text: str) -> list[str]:
    problems = []
    if len(text) > LONGEST_TEXT:
        problems.append("text_too_long")
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        problems.append("text_not_storable")
    return problems


def _name_problems(session: Session, draft: RuleSetText, rule_set_id: str | None) -> list[str]:
    """The names of shipped sets are the product's, those of another authority are theirs."""
    if rule_set_id is None:
        return []
    if rule_set_id in {id for id, _version in rules.shipped_rule_sets()}:
        return ["rule_set_id_is_shipped"]
    others = sa.select(RuleSetText.id).where(
        RuleSetText.rule_set_id == rule_set_id, RuleSetText.authority_id != draft.authority_id
    )
    return ["rule_set_id_taken"] if session.scalar(others.limit(1)) else []


def _open_draft(session: Session, draft_id: UUID, *, version: int, by: Actor) -> RuleSetText:
    only_planners(by)
    draft = lock_draft(session, draft_id, viewer=by)
    if draft.is_sealed:
        raise Conflict("rule_set_is_sealed")
    if draft.version != version:
        raise Conflict("changed_meanwhile")
    return draft


def _record_text(session: Session, event: Event, draft: RuleSetText, *, by: Actor, now: datetime) -> None:
    details = {"rule_set": draft.rule_set_id, "version": draft.number, "sha256": draft.sha256}
    record(session, event, by=by, now=now, subject=("rule_set", draft.id), details=details)
