"""Decides from which day a rule set judges for an authority: one planner proposes, another approves."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import local
from testing_app.errors import Conflict, Invalid, NotAllowed
from testing_app.rule_sets import rules
from testing_app.rule_sets.actions.drafts import only_planners
from testing_app.rule_sets.models import RuleSetActivation, RuleSetCancellation, RuleSetText
from testing_app.rule_sets.queries import (
    lock_activation,
    lock_draft,
    name_of,
    read_draft,
    rule_set_named,
    version_in_force,
)
from testing_app.rule_sets.stored import Check, findings_of
from testing_app.vocabulary import ActivationState, TestedLanguage

LONGEST_NOTE = 2000
DECISIONS: Mapping[ActivationState, Event] = {
    ActivationState.APPROVED: Event.ACTIVATION_APPROVED,
    ActivationState.REFUSED: Event.ACTIVATION_REFUSED,
    ActivationState.WITHDRAWN: Event.ACTIVATION_WITHDRAWN,
}


@dataclass(frozen=True, kw_only=True)
class DraftToPropose:
    """A written version, as it was on screen (`version` of its row)."""

    draft_id: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class NamedRuleSet:
    """A set that comes with the product, or one of the authority's own that was sealed before.

    Of a national set the version in force on the test day judges, whichever is named.
    """

    rule_set_id: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Which rule set shall judge the tests of which language from which day on, and why."""

    rule_set: DraftToPropose | NamedRuleSet
    language_tested: TestedLanguage
    starts_on: date
    note: str = ""


def propose_activation(
    session: Session, proposal: Proposal, *, check: Check, by: Actor, now: datetime
) -> RuleSetActivation:
    """Ask that a rule set judges from a day on; a draft is sealed by it, for ever.

    A check may take seconds: ask `stored.findings_of` before the transaction, the answer is remembered.
    `Invalid` holds the codes of all problems, in `starts_on`, `language_tested`, `rule_set` and `note`.
    """
    only_planners(by)
    text, rule_set = _what_is_proposed(session, proposal, check=check, by=by)
    problems = _problems_of(proposal, rule_set, today=local(now).date())
    if problems:
        raise Invalid(problems)
    if text is not None and not text.is_sealed:
        text.sealed_at = now
    activation = RuleSetActivation(
        authority_id=by.organisation_id,
        language_tested=proposal.language_tested,
        answers=rule_set.answers.value,
        rule_set_id=rule_set.id,
        number=rule_set.version,
        text_id=text.id if text is not None else None,
        starts_on=proposal.starts_on,
        state=ActivationState.PROPOSED,
        proposed_by_id=by.account_id,
        proposed_at=now,
        note=proposal.note.strip(),
    )
    try:
        with session.begin_nested():
            session.add(activation)
            session.flush()
    except IntegrityError as problem:
        raise Conflict("already_proposed") from problem
    _record_activation(session, Event.ACTIVATION_PROPOSED, activation, by=by, now=now)
    return activation


def approve_activation(
    session: Session, activation_id: UUID, *, version: int, note: str = "", by: Actor, now: datetime
) -> RuleSetActivation:
    """Let a proposed rule set judge; by somebody who neither proposed it nor wrote its text last."""
    activation = _open_proposal(session, activation_id, version=version, by=by)
    text = activation.text
    if by.account_id == activation.proposed_by_id or (text and by.account_id == text.changed_by_id):
        raise NotAllowed("second_person_needed")
    if activation.starts_on <= local(now).date():
        raise Conflict("start_has_passed")
    if rule_set_named(session, activation.rule_set_id, activation.number) is None:
        raise Conflict("rule_set_missing", name=name_of(activation.rule_set_id, activation.number))
    return _decide(session, activation, ActivationState.APPROVED, note=note, by=by, now=now)


def refuse_activation(
    session: Session, activation_id: UUID, *, version: int, note: str, by: Actor, now: datetime
) -> RuleSetActivation:
    """Say no to a proposal, with the reason; the text stays as it was proposed."""
    activation = _open_proposal(session, activation_id, version=version, by=by)
    if by.account_id == activation.proposed_by_id:
        raise NotAllowed("withdraw_your_own_proposal")
    _refuse_note(note, needed=True)
    return _decide(session, activation, ActivationState.REFUSED, note=note, by=by, now=now)


def withdraw_proposal(
    session: Session, activation_id: UUID, *, version: int, note: str = "", by: Actor, now: datetime
) -> RuleSetActivation:
    """Take one's own proposal back before somebody decides on it."""
    activation = _open_proposal(session, activation_id, version=version, by=by)
    if by.account_id != activation.proposed_by_id:
        raise NotAllowed("proposal_of_another")
    return _decide(session, activation, ActivationState.WITHDRAWN, note=note, by=by, now=now)


def cancel_activation(
    session: Session, activation_id: UUID, *, version: int, note: str, by: Actor, now: datetime
) -> RuleSetActivation:
    """Stop an approved change before its first day, with the reason; any planner of the authority may.

    Nobody has been judged by it yet, and what judges instead was approved before: one person is enough.
    """
    only_planners(by)
    activation = lock_activation(session, activation_id, viewer=by)
    if activation.state is not ActivationState.APPROVED:
        raise Conflict("not_approved_now")
    if activation.version != version:
        raise Conflict("changed_meanwhile")
    if activation.starts_on <= local(now).date():
        raise Conflict("change_has_begun")
    _refuse_note(note, needed=True)
    activation.state = ActivationState.WITHDRAWN
    activation.cancellation = RuleSetCancellation(
        cancelled_by_id=by.account_id, cancelled_at=now, note=note.strip()
    )
    session.flush()
    _record_activation(session, Event.ACTIVATION_CANCELLED, activation, by=by, now=now)
    return activation


def _what_is_proposed(
    session: Session, proposal: Proposal, *, check: Check, by: Actor
) -> tuple[RuleSetText | None, rules.RuleSet]:
    wanted = proposal.rule_set
    if isinstance(wanted, NamedRuleSet):
        shipped = rules.shipped_rule_sets().get((wanted.rule_set_id, wanted.number))
        return (None, _followed(shipped, proposal)) if shipped else _named(session, wanted, by=by)
    draft = lock_draft(session, wanted.draft_id, viewer=by)
    if draft.version != wanted.version:
        raise Conflict("changed_meanwhile")
    try:
        rule_set = read_draft(session, draft)
    except rules.RuleSetError as error:
        raise Invalid({"rule_set": ["rule_set_unreadable"]}) from error
    if (draft.rule_set_id, draft.number) != (rule_set.id, rule_set.version):
        raise Invalid({"rule_set": ["rule_set_needs_a_name"]})
    if findings_of(rule_set, check, sha256=draft.sha256):
        raise Invalid({"rule_set": ["rule_set_has_findings"]})
    return draft, rule_set


def _followed(shipped: rules.RuleSet, proposal: Proposal) -> rules.RuleSet:
    """A shipped set, which the product has proved; of a national one the version in force then."""
    if shipped.area is not None:
        return shipped
    in_force = version_in_force(
        shipped.id,
        on=proposal.starts_on,
        language=proposal.language_tested.value,
        answers=shipped.answers,
    )
    return in_force or shipped


def _named(session: Session, wanted: NamedRuleSet, *, by: Actor) -> tuple[RuleSetText, rules.RuleSet]:
    """A sealed set of the authority's own."""
    text = session.scalar(
        sa.select(RuleSetText).where(
            RuleSetText.authority_id == by.organisation_id,
            RuleSetText.rule_set_id == wanted.rule_set_id,
            RuleSetText.number == wanted.number,
            RuleSetText.sealed_at.is_not(None),
        )
    )
    found = rule_set_named(session, wanted.rule_set_id, wanted.number) if text is not None else None
    if text is None or found is None:
        raise Invalid({"rule_set": ["no_such_rule_set"]})
    return text, found


def _problems_of(proposal: Proposal, rule_set: rules.RuleSet, *, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = defaultdict(list)
    if proposal.starts_on <= today:
        problems["starts_on"].append("starts_after_today")
    if not rule_set.is_in_force(proposal.starts_on):
        problems["starts_on"].append("rule_set_not_valid_then")
    if proposal.language_tested.value not in rule_set.languages:
        problems["language_tested"].append("rule_set_of_another_language")
    if len(proposal.note) > LONGEST_NOTE:
        problems["note"].append("note_too_long")
    return dict(problems)


def _open_proposal(session: Session, activation_id: UUID, *, version: int, by: Actor) -> RuleSetActivation:
    only_planners(by)
    activation = lock_activation(session, activation_id, viewer=by)
    if activation.state is not ActivationState.PROPOSED:
        raise Conflict("proposal_already_decided")
    if activation.version != version:
        raise Conflict("changed_meanwhile")
    return activation


def _decide(
    session: Session,
    activation: RuleSetActivation,
    state: ActivationState,
    *,
    note: str,
    by: Actor,
    now: datetime,
) -> RuleSetActivation:
    _refuse_note(note)
    activation.state, activation.decision_note = state, note.strip()
    activation.decided_by_id, activation.decided_at = by.account_id, now
    session.flush()
    _record_activation(session, DECISIONS[state], activation, by=by, now=now)
    return activation


def _refuse_note(note: str, *, needed: bool = False) -> None:
    if needed and not note.strip():
        raise Invalid({"note": ["say_why"]})
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": ["note_too_long"]})


def _record_activation(
    session: Session, event: Event, activation: RuleSetActivation, *, by: Actor, now: datetime
) -> None:
    details = {
        "rule_set": activation.rule_set_id,
        "version": activation.number,
        "language_tested": activation.language_tested.value,
        "starts_on": activation.starts_on.isoformat(),
    }
    record(session, event, by=by, now=now, subject=("rule_set_activation", activation.id), details=details)
