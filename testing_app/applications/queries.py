"""Reads the applications written to the viewer's authority."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.applications.models import Application
from testing_app.errors import NotFound
from testing_app.persistence.paging import Page, page_of
from testing_app.vocabulary import ApplicationState

ROWS_PER_PAGE = 25


def applications_of(
    session: Session, *, viewer: Actor, state: ApplicationState, page: int = 1
) -> Page[Application]:
    """Applications in one state: those that wait the oldest first, those handled the newest first."""
    waits = state is ApplicationState.NEW
    order = (Application.written_at if waits else Application.written_at.desc(), Application.id)
    query = _own(viewer).where(Application.state == state).order_by(*order)
    return page_of(session, query, number=page, size=ROWS_PER_PAGE)


def counts_of(session: Session, *, viewer: Actor) -> Mapping[ApplicationState, int]:
    """How many applications there are in each state."""
    query = (
        sa.select(Application.state, sa.func.count())
        .where(Application.authority_id == viewer.organisation_id)
        .group_by(Application.state)
    )
    found = dict(session.execute(query).all())
    return {state: found.get(state, 0) for state in ApplicationState}


def get_application(session: Session, application_id: UUID, *, viewer: Actor) -> Application:
    """One application written to the viewer's authority."""
    return _one(session, _own(viewer).where(Application.id == application_id))


def find_same_application(
    session: Session, told: Mapping[str, Any], *, since: datetime
) -> Application | None:
    """One that nobody has handled yet and that says the very same."""
    named = {name: told[name] for name in ("authority_id", "family_name", "given_names", "birth_date")}
    rows = session.scalars(
        sa.select(Application).where(
            *(getattr(Application, name) == value for name, value in named.items()),
            Application.state == ApplicationState.NEW,
            Application.candidate_id.is_(None),
            Application.written_at >= since,
        )
    )
    return next(
        (row for row in rows if all(getattr(row, name) == value for name, value in told.items())), None
    )


def lock_application(session: Session, application_id: UUID, *, viewer: Actor) -> Application:
    """The same, locked and fresh, to be handled."""
    query = _own(viewer).where(Application.id == application_id).with_for_update(of=Application)
    return _one(session, query.execution_options(populate_existing=True))


def _own(viewer: Actor) -> sa.Select[Application]:
    return sa.select(Application).where(Application.authority_id == viewer.organisation_id)


def _one(session: Session, query: sa.Select[Application]) -> Application:
    found = session.scalar(query)
    if found is None:
        raise NotFound("no_such_application")
    return found
