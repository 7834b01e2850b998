"""The test centres of a day, for those who look for a seat."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.people.models import Organisation
from testing_app.vocabulary import OrganisationKind


def centres_on(session: Session, day: date) -> Sequence[Organisation]:
    """Every test centre that exists on a day, by name; they are public, so for any viewer."""
    query = sa.select(Organisation).where(
        Organisation.kind == OrganisationKind.TEST_CENTRE,
        Organisation.valid_from <= day,
        sa.or_(Organisation.valid_to.is_(None), Organisation.valid_to >= day),
    )
    return session.scalars(query.order_by(Organisation.name, Organisation.id)).all()


def is_centre(session: Session, organisation_id: UUID) -> bool:
    """Whether this is the key of a test centre, of today or of another day."""
    found = session.get(Organisation, organisation_id)
    return found is not None and found.kind is OrganisationKind.TEST_CENTRE
