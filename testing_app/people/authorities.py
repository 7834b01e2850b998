"""The employment authorities of a day: for strangers who apply and for services that refer."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.people.models import Organisation
from testing_app.vocabulary import OrganisationKind


def authorities_on(session: Session, day: date) -> Sequence[Organisation]:
    """Every employment authority that exists on a day, by name; they are public, so for any viewer."""
    return session.scalars(_authorities(day).order_by(Organisation.name)).all()


def find_authority(session: Session, authority_id: UUID | None, *, on: date) -> Organisation | None:
    """That authority, if it is one and exists on the day."""
    if authority_id is None:
        return None
    return session.scalar(_authorities(on).where(Organisation.id == authority_id))


def _authorities(day: date) -> sa.Select[Organisation]:
    return sa.select(Organisation).where(
        Organisation.kind == OrganisationKind.EMPLOYMENT_AUTHORITY,
        Organisation.valid_from <= day,
        sa.or_(Organisation.valid_to.is_(None), Organisation.valid_to >= day),
    )
