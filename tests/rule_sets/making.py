"""Texts of rule sets made from the shipped one, and the steps of planners in one line each."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.rule_sets import rules
from testing_app.rule_sets.actions import (
    DraftToPropose,
    NamedRuleSet,
    Proposal,
    approve_activation,
    draft_rule_set,
    propose_activation,
)
from testing_app.rule_sets.identity import with_identity
from testing_app.rule_sets.models import RuleSetActivation, RuleSetText
from testing_app.vocabulary import TestedLanguage
from tests.world import NOW

SHIPPED = NamedRuleSet(rule_set_id="fi-koto-2022", number=1)
TOMORROW, LATER = date(2026, 3, 13), date(2026, 4, 1)


def text_of(rule_set_id: str = "ours", number: int = 1) -> str:
    """The shipped rules under another name."""
    shipped = rules.shipped_text("fi-koto-2022", 1)
    assert shipped is not None
    return with_identity(shipped, rule_set_id=rule_set_id, number=number)


def named(rule_set_id: str, number: int) -> NamedRuleSet:
    """A set known by its name."""
    return NamedRuleSet(rule_set_id=rule_set_id, number=number)


def no_findings(_rule_set: rules.RuleSet) -> Sequence[object]:
    """A check that is content with everything."""
    return ()


def one_finding(_rule_set: rules.RuleSet) -> Sequence[object]:
    """A check that is never content."""
    return ("a gap",)


def drafted(session: Session, by: Actor, *, text: str | None = None) -> RuleSetText:
    """A version written by a planner."""
    return draft_rule_set(
        session, text_of() if text is None else text, based_on="fi-koto-2022", by=by, now=NOW
    )


def of_draft(draft: RuleSetText, *, starts_on: date = TOMORROW) -> Proposal:
    """That a draft judges tests of Finnish from a day on."""
    wanted = DraftToPropose(draft_id=draft.id, version=draft.version)
    return Proposal(rule_set=wanted, language_tested=TestedLanguage.FINNISH, starts_on=starts_on)


def of_named(named: NamedRuleSet, *, starts_on: date = TOMORROW) -> Proposal:
    """That a set known by name judges tests of Finnish from a day on."""
    return Proposal(rule_set=named, language_tested=TestedLanguage.FINNISH, starts_on=starts_on)


def proposed(session: Session, proposal: Proposal, by: Actor) -> RuleSetActivation:
    """A proposal whose rule set the check is content with."""
    return propose_activation(session, proposal, check=no_findings, by=by, now=NOW)


def approved(session: Session, activation: RuleSetActivation, by: Actor) -> RuleSetActivation:
    """The proposal with a second person's yes."""
    return approve_activation(session, activation.id, version=activation.version, by=by, now=NOW)
