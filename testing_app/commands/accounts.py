"""`lahtotaso accounts make-administrator`: the first account of a real installation."""

import argparse
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.clock import now, today
from testing_app.commands.installation import CommandRefused, open_installation, refuse, say
from testing_app.people import one_time_links
from testing_app.people.accounts import AccountDetails, make_account
from testing_app.people.models import Account, Organisation
from testing_app.people.organisations import OrganisationDetails, make_organisation
from testing_app.people.throttle import folded
from testing_app.vocabulary import OrganisationKind, Role

TOKEN_BYTES = 32
DEFAULT_NAME = "Maintainer"


def add_parser(subparsers: Any) -> None:
    """Describe the sub-command."""
    parser = subparsers.add_parser("accounts", help="make the first administrator of an installation")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    make = actions.add_parser("make-administrator", help="add an administrator, or give one a new link")
    make.add_argument("email", help="email address the person signs in with")
    make.add_argument("--name", required=True, help="the person's name")
    make.add_argument("--organisation", default=DEFAULT_NAME, help="name of the maintainer, if it is new")
    make.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make maintainer and administrator if they are missing, and print a one-time link."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        if "@" not in arguments.email:
            raise CommandRefused(f"{arguments.email} is not an email address.")
        with open_installation() as here, here.database.transaction() as session:
            account_id = administrator(
                session, arguments.email, name=arguments.name, house=arguments.organisation, now=now()
            )
            ends_at = one_time_links.make_link(session, account_id, token=token, by=None, now=now())
            address = here.settings.public_url
    except CommandRefused as problem:
        return refuse(problem)
    say(f"Set the password once, before {ends_at:%Y-%m-%d %H:%M} UTC, at:")
    say(f"{address}/set-password/{token}")
    return 0


def administrator(session: Session, email: str, *, name: str, house: str, now: datetime) -> UUID:
    """The administrator with this e-mail address, made if there is none."""
    known = session.scalar(sa.select(Account).where(Account.email == folded(email)))
    if known is not None:
        if Role.ADMINISTRATOR not in known.roles or not known.active:
            raise CommandRefused(f"{email} belongs to an account that is no administrator or is closed.")
        return known.id
    details = AccountDetails(
        name=name, email=email, title="", language="fi", roles=frozenset({Role.ADMINISTRATOR})
    )
    maintainer_id = _maintainer(session, house, now=now)
    return make_account(session, details, organisation_id=maintainer_id, by=None, now=now).id


def _maintainer(session: Session, name: str, *, now: datetime) -> UUID:
    kind = OrganisationKind.MAINTAINER
    known = session.scalars(
        sa.select(Organisation.id).where(Organisation.kind == kind).order_by(Organisation.name)
    ).first()
    if known is not None:
        return known
    details = OrganisationDetails(
        name=name,
        street="",
        post_code="",
        city="",
        phone="",
        email="",
        valid_from=today(),
        valid_to=None,
    )
    return make_organisation(session, details, kind=kind, by=None, now=now).id
