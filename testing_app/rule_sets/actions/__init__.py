"""What planners do with rule sets: draft a version, propose it, decide on a proposal."""

from testing_app.rule_sets.actions.activations import (
    DraftToPropose,
    NamedRuleSet,
    Proposal,
    approve_activation,
    cancel_activation,
    propose_activation,
    refuse_activation,
    withdraw_proposal,
)
from testing_app.rule_sets.actions.drafts import change_draft, delete_draft, draft_rule_set

__all__ = [
    "DraftToPropose",
    "NamedRuleSet",
    "Proposal",
    "approve_activation",
    "cancel_activation",
    "change_draft",
    "delete_draft",
    "draft_rule_set",
    "propose_activation",
    "refuse_activation",
    "withdraw_proposal",
]
