"""Who acts: the signed-in account as the stages see it."""

from dataclasses import dataclass
from uuid import UUID

from testing_app.vocabulary import OrganisationKind, Role


@dataclass(frozen=True)
class Actor:
    """One signed-in account with its organisation; every query is limited to what it may see."""

    account_id: UUID
    organisation_id: UUID
    organisation_kind: OrganisationKind
    organisation_name: str
    name: str
    title: str
    roles: frozenset[Role]
    language: str
