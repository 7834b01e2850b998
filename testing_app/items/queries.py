"""Reads scoring forms and their versions; forms are shared by all test centres."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from testing_app.errors import NotFound
from testing_app.items.models import FormVersion as FormVersion  # named for the pages that show it
from testing_app.items.models import ScoringForm as ScoringForm
from testing_app.vocabulary import Part, TestedLanguage


def forms_in_force(session: Session, language_tested: TestedLanguage, on: date) -> dict[Part, FormVersion]:
    """The form version of every part on a day; of two forms for a part, the one that began later."""
    found = session.scalars(_versions_in_force(), {"language": language_tested, "day": on})
    return {version.form.part: version for version in found}


@cache
def _versions_in_force() -> sa.Select[FormVersion]:
    day = sa.bindparam("day", type_=sa.Date)
    return (
        sa.select(FormVersion)
        .join(FormVersion.form)
        .options(contains_eager(FormVersion.form))
        .where(
            ScoringForm.language_tested == sa.bindparam("language"),
            FormVersion.valid_from <= day,
            sa.or_(FormVersion.valid_to.is_(None), FormVersion.valid_to >= day),
        )
        .order_by(FormVersion.valid_from, FormVersion.number, ScoringForm.code)
    )


def form_in_force(
    session: Session, part: Part, *, language_tested: TestedLanguage, on: date
) -> FormVersion | None:
    """The form version of one part on a day, if there is one."""
    return forms_in_force(session, language_tested, on).get(part)


def all_forms(session: Session) -> Sequence[ScoringForm]:
    """Every form with its versions, by language and code."""
    query = (
        sa.select(ScoringForm)
        .options(selectinload(ScoringForm.versions))
        .order_by(ScoringForm.language_tested, ScoringForm.code)
    )
    return session.scalars(query).all()


def get_form(session: Session, form_id: UUID) -> ScoringForm:
    """One form with its versions, or `NotFound`."""
    query = (
        sa.select(ScoringForm).where(ScoringForm.id == form_id).options(selectinload(ScoringForm.versions))
    )
    form = session.scalar(query)
    if form is None:
        raise NotFound("no_such_form")
    return form


def version_on(form: ScoringForm, on: date) -> FormVersion | None:
    """The version of a form that is in force on a day."""
    current = [
        version
        for version in form.versions
        if version.valid_from <= on and (version.valid_to is None or version.valid_to >= on)
    ]
    return current[-1] if current else None
