"""The test centres of a day, for those who look for a seat."""

from collections.abc import Sequence
from datetime import date

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
